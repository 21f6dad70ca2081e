"""The three processes of ``tests.soak.accelerated``, under libfaketime: town, hub and wall.

Forked from one that has read the time once, so that all have the same hastened clock. The hub is the
product's ``serve`` with its log on disk, the wall the product's ``Wall`` (``hastened_wall``). The town is
outside both: sources that publish over websockets.
"""

import argparse
import asyncio
import gc
import os
import selectors
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from feeds.hub.limits import ServerLimits
from feeds.hub.serve import HubSettings, serve
from feeds.hub.subscriber import QueueLimits
from tests.soak.lines import Lines, pause, room
from tests.soak.town import SCENARIO, live
from wallboard.shell.logging_setup import logging_to


def run(story: Coroutine[Any, Any, None]) -> None:
    """Run on a loop whose waits are told to the kernel in microseconds: epoll's milliseconds are too long."""
    loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(story)


def be_hub(folder: Path, port: int, factor: float, every: float) -> None:
    """Serve until ended. every: hastened seconds between two lines."""
    limits = ServerLimits(
        heartbeat=2.0 * factor,
        hello=5.0 * factor,
        handshake=5.0 * factor,
        ping=5.0 * factor,
        queue=QueueLimits(seconds=5.0 * factor),
    )
    settings = HubSettings(listen=f"127.0.0.1:{port}", data_dir=folder, room=room(), limits=limits)

    async def both() -> None:
        loop = asyncio.get_running_loop()
        task = loop.create_task(serve(settings))
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
        telling = loop.create_task(tell_of_hub(Lines(folder, "hub"), every))
        await asyncio.wait([task])
        telling.cancel()
        if not task.cancelled():
            task.result()

    with logging_to("hub", folder / "log"):
        run(both())


async def tell_of_hub(lines: Lines, every: float) -> None:
    """Handles, tasks and objects of the hub's process."""
    loop = asyncio.get_running_loop()
    while True:
        gc.collect()  # what lives is counted, not what has not been looked at
        handles = len(getattr(loop, "_scheduled", ()))
        lines.say(timers=handles, tasks=len(asyncio.all_tasks()), objects=len(gc.get_objects()))
        await asyncio.sleep(every)


def main() -> int:
    """Fork hub and town, be the wall, and end them with it."""
    parser = argparse.ArgumentParser(prog="hastened")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--factor", type=float, required=True)
    parser.add_argument("--hours", type=float, required=True)
    options = parser.parse_args()
    folder, port, factor = options.folder, options.port, options.factor
    Lines(folder, "start").say(factor=factor)
    hub = fork(lambda: be_hub(folder, port, factor, pause(options.hours)))
    town = fork(lambda: run(live(f"ws://127.0.0.1:{port}", SCENARIO, Lines(folder, "town").say)))
    Lines(folder, "pids").say(wall=os.getpid(), hub=hub, town=town)
    from tests.soak.hastened_wall import be_wall  # after the forks: they shall not carry Qt

    try:
        be_wall(folder, port, factor, options.hours)
    finally:
        ends = [end(pid) for pid in (town, hub)]
    return 0 if not any(ends) else 3


def fork(work: Callable[[], None]) -> int:
    """A process of its own for this work; its number."""
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    return pid


def end(pid: int) -> bool:
    """End a process of ours; True where it had ended by itself."""
    early, _ = os.waitpid(pid, os.WNOHANG)
    if early:
        return True
    os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)
    return False


if __name__ == "__main__":
    raise SystemExit(main())
