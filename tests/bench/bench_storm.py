"""A recorded storm on the wall, hub beside it, at 600 x: tick CPU and memory of the wall's process.

    python -m tests.bench.bench_storm RECORDING [--speed 600] [--seconds N]

Thread CPU time, so a neighbour's load does not count. RSS after a warm-up of 30 s, and at the end.
"""

import argparse
import asyncio
from pathlib import Path

import qasync

from feeds.recording import Recording
from tests.bench.measuring import resident_mib, row
from wallboard.config.room import load_room
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health
from wallboard.shell.hub_child import HubChild, hub_arguments

WARM_UP_S = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recording", type=Path)
    parser.add_argument("--speed", type=float, default=600.0)
    parser.add_argument("--seconds", type=float, help="default: the whole recording")
    parser.add_argument("--size", default="1920x1080")
    args = parser.parse_args()
    with Recording(args.recording) as recording:
        start, end = recording.span()
        facts = recording.manifest.facts
    seconds = args.seconds or (end - start) / args.speed
    application = offscreen_application()
    loop = qasync.QEventLoop(application.qt)
    asyncio.set_event_loop(loop)
    room = load_room("storm")
    health = Health()
    health.watch_loop(loop)
    wall = Wall(room, room.window[:1], application.family, health)
    words = hub_arguments(
        room="storm", recording=args.recording, scenario=None, seed=0, speed=args.speed, at="+0"
    )
    child = HubChild(words, wall)
    child.listening.connect(wall.follow)
    child.start()
    with loop:
        loop.run_until_complete(_watch(wall, seconds, tuple(map(int, args.size.split("x")))))
        loop.run_until_complete(wall.close())
        child.stop()
    cost = wall.pump.figures.cost()
    hours = (end - start) / 3600
    print(f"{args.recording.stem}: {hours:.0f} h, {facts:,} facts, at {args.speed:g} x, {args.size}")
    for name, value in (("p50", cost.p50), ("p99", cost.p99), ("p99.9", cost.p999), ("max", cost.worst)):
        row(f"tick CPU {name}", value, "ms")
    row("ticks", cost.ticks, "")
    row("facts applied", cost.facts, "", f"waiting at the end {cost.waiting}")
    row("troubles", health.troubles, "", health.last)


async def _watch(wall: Wall, seconds: float, size: tuple[int, ...]) -> None:
    for window in wall.windows:
        window.resize(size[0], size[1])
        window.show()
    warm = min(WARM_UP_S, seconds / 4)
    await asyncio.sleep(warm)
    row("RSS after warm-up", resident_mib(), "MiB")
    await asyncio.sleep(seconds - warm)
    row("RSS at the end", resident_mib(), "MiB", f"link {wall.runner.status.state}")


if __name__ == "__main__":
    main()
