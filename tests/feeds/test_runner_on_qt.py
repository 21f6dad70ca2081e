"""The link on Qt's event loop: the same runner, the window's own loop."""

import asyncio
import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from tests.feeds.hub.served import served
from tests.feeds.small import storm, write_recording
from tests.feeds.walls import until, wall


def test_that_the_link_runs_on_qts_loop(qapp: QApplication, tmp_path: Path) -> None:
    recording = write_recording(tmp_path / "a.rec", storm(4, 10))
    url: list[str] = []
    ready, over = threading.Event(), threading.Event()

    async def hub() -> None:
        async with served(recording=recording, speed=3600.0) as one:
            url.append(one.url)
            ready.set()
            await until(over.is_set, seconds=60.0)

    thread = threading.Thread(target=lambda: asyncio.run(hub()))
    thread.start()
    assert ready.wait(10)
    loop = QEventLoop(qapp)

    async def play() -> None:
        async with wall(url[0]) as one:
            await until(lambda: one.inbox.seq == 200 and one.runner.clock.state().ended, one)
            ack = await one.runner.act("clock", "seek", {"at": "2024-11-20T00:05:00Z"})
            assert ack.accepted
            await until(lambda: one.snapshots == 2, one)
            assert len(one.store.tables.outages) == 10

    try:
        with loop:
            loop.run_until_complete(play())
            left = [str(task.get_coro()) for task in asyncio.all_tasks(loop) if not task.done()]
            assert left == []  # what outlives the loop would complain when it is closed
    finally:
        over.set()
        thread.join()
        asyncio.set_event_loop(None)
