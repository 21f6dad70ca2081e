"""A recorded storm on the wall, hub beside it, at 600 x: tick CPU and memory of the wall's process.

    python -m tests.bench.bench_storm RECORDING [--speed 600] [--from HOURS] [--hours N] [--phases] [--memory]

Thread CPU time, so a neighbour's load does not count. RSS after a warm-up of 30 s, and at the end.
--phases names the worst ticks and where their time went (the stopwatch costs some itself); --memory says
every hour of the replay what the tables and the allocators hold.
"""

import argparse
import asyncio
from pathlib import Path

import qasync

from feeds.recording import Recording
from tests.bench.measuring import resident_mib, row
from tests.bench.phases import Phases
from wallboard.config.room import load_room
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health
from wallboard.shell.hub_child import HubChild, hub_arguments

WARM_UP_S = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("recording", type=Path)
    parser.add_argument("--speed", type=float, default=600.0)
    parser.add_argument("--from", dest="begin", type=float, default=0.0, metavar="HOURS")
    parser.add_argument("--hours", type=float, help="hours of the recording; default: to its end")
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--phases", action="store_true", help="name the worst ticks and their phases")
    parser.add_argument("--memory", action="store_true", help="what is held, hour by hour")
    args = parser.parse_args()
    with Recording(args.recording) as recording:
        start, end = recording.span()
        facts = recording.manifest.facts
    hours = args.hours or (end - start) / 3600 - args.begin
    application = offscreen_application()
    loop = qasync.QEventLoop(application.qt)
    asyncio.set_event_loop(loop)
    room = load_room("storm")
    health = Health()
    health.watch_loop(loop)
    wall = Wall(room, room.window[:1], application.family, health)
    phases = Phases(wall) if args.phases else None
    words = hub_arguments(
        room="storm",
        recording=args.recording.resolve(),
        scenario=None,
        seed=0,
        speed=args.speed,
        at=f"+{args.begin * 3600:.0f}",
    )
    child = HubChild(words, wall)
    child.listening.connect(wall.follow)
    child.start()
    with loop:
        size = tuple(map(int, args.size.split("x")))
        loop.run_until_complete(
            _watch(wall, hours * 3600 / args.speed, size, phases, 3600 / args.speed * args.memory)
        )
        loop.run_until_complete(wall.close())
        child.stop()
    cost = wall.pump.figures.cost()
    print(f"{args.recording.stem}: {hours:.0f} h, {facts:,} facts, at {args.speed:g} x, {args.size}")
    for name, value in (("p50", cost.p50), ("p99", cost.p99), ("p99.9", cost.p999), ("max", cost.worst)):
        row(f"tick CPU {name}", value, "ms")
    row("ticks", cost.ticks, "")
    row("facts applied", cost.facts, "", f"waiting at the end {cost.waiting}")
    row("troubles", health.troubles, "", health.last)
    if phases is not None:
        _print(phases, start)


async def _watch(
    wall: Wall, seconds: float, size: tuple[int, ...], phases: Phases | None, every: float
) -> None:
    for window in wall.windows:
        window.resize(size[0], size[1])
        window.show()
    if phases is not None:
        phases.watch_panels()
    warm = min(WARM_UP_S, seconds / 4)
    await asyncio.sleep(warm)
    row("RSS after warm-up", resident_mib(), "MiB")
    left = seconds - warm
    while every and left > every:
        await asyncio.sleep(every)
        left -= every
        things = wall.store.tables._things
        held = " ".join(f"{noun} {len(keyed)}" for noun, keyed in sorted(things.items()))
        row("  RSS", resident_mib(), "MiB", held)
    await asyncio.sleep(left)
    row("RSS at the end", resident_mib(), "MiB", f"link {wall.runner.status.state}")


def _print(phases: Phases, start: float) -> None:
    print("all ticks, own time of each phase")
    for name, took in sorted(phases.total.items(), key=lambda item: -item[1])[:24]:
        row(name, took * 1000 / max(1, phases.number), "ms", "a tick")
    print("the worst ticks")
    for tick in phases.worst:
        most = sorted(tick.phases.items(), key=lambda item: -item[1])[:7]
        said = ", ".join(f"{name} {took * 1000:.1f}" for name, took in most)
        at = (tick.at - start) / 3600
        row(f"tick {tick.number}, hour {at:.2f}, {tick.facts} facts", tick.cost * 1000, "ms", said)


if __name__ == "__main__":
    main()
