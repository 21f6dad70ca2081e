"""A real wall against a real hub process: live, hub killed, live again, replay keys."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from wallboard.config.room import load_room
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health
from wallboard.shell.hub_child import HubChild, hub_arguments


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    application = offscreen_application()
    made = qasync.QEventLoop(application.qt)
    asyncio.set_event_loop(made)
    yield made
    made.close()
    asyncio.set_event_loop(None)


def make_wall(recording: Path | None = None, speed: float = 1.0) -> tuple[Wall, HubChild]:
    room = load_room("replay" if recording else "demo")
    wall = Wall(room, room.window[:1], offscreen_application().family, Health())
    words = hub_arguments(
        room=None,
        recording=recording,
        scenario=None if recording else "town-storm",
        seed=7,
        speed=speed,
        at=None if recording else "moment",
    )
    child = HubChild(words, wall)
    child.listening.connect(wall.follow)
    for window in wall.windows:
        window.resize(1280, 720)
        window.show()
    child.start()
    return wall, child


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come about in time")


def live(wall: Wall) -> bool:
    return wall.runner.status.state == "live" and bool(wall.store.tables.outages)


async def end(wall: Wall, child: HubChild) -> None:
    await wall.close()
    child.stop()
    for window in wall.windows:
        window.close()
        window.deleteLater()
    wall.deleteLater()


@pytest.mark.slow
def test_that_a_killed_hub_is_seen_as_lost_and_the_wall_recovers(loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        wall, child = make_wall()
        page = wall.windows[0].page
        assert page is not None
        assert not page.session.link.fresh, "disconnected is the initial state"
        await until(lambda: live(wall))
        await until(lambda: page.session.link.fresh)
        known = set(wall.store.tables.outages)
        died: list[str] = []
        child.failed.connect(died.append)
        child._process.kill()
        await until(lambda: bool(died) and child._process.state() is QProcess.ProcessState.NotRunning)
        await until(lambda: not page.session.link.fresh)
        assert set(wall.store.tables.outages) == known, "the last picture stays"
        child.start()
        await until(lambda: live(wall) and page.session.link.fresh)
        assert wall.health.troubles == 0
        await end(wall, child)

    loop.run_until_complete(story())


@pytest.mark.slow
def test_that_replay_keys_turn_the_hubs_clock(loop: asyncio.AbstractEventLoop, small_recording: Path) -> None:
    async def story() -> None:
        wall, child = make_wall(small_recording, speed=10.0)
        await until(lambda: live(wall))
        wall.command("toggle", 0)
        await until(lambda: wall.runner.clock.state().rate == 0)
        before = wall.runner.clock.now()
        wall.command("step", 600.0)
        await until(lambda: wall.runner.clock.now() > before + 500)
        wall.command("toggle", 0)
        await until(lambda: wall.runner.clock.state().rate == 10.0)
        page = wall.windows[0].page
        assert page is not None and page.session.not_live, "a replay is framed as one"
        await end(wall, child)

    loop.run_until_complete(story())


def test_that_there_is_one_application() -> None:
    assert offscreen_application().qt is QApplication.instance()
