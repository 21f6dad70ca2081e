"""The simulated city: what it costs to live it, a typhoon through a hub to a wall, and a week's memory.

    python -m tests.bench.bench_city [rates | wall | fast | week] [--seconds 60]

Each part runs in a fresh process. CPU seconds are the process's own, so a neighbour's load does not count;
how far the newest word lags behind the hub's clock is real time, and a busy machine lengthens it.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

import qasync
from msgspec.structs import replace

from feeds.sim import CATCH_UP_STEP
from feeds.sim.world import World
from feeds.worlds import open_world
from tests.bench.measuring import resident_mib, row
from wallboard.config.room import load_room
from wallboard.config.scenario import load_scenario
from wallboard.domain.crews import CrewPosition, VanPosition
from wallboard.domain.facts import Fact
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health
from wallboard.shell.hub_child import HubChild, hub_arguments
from wallboard.shell.tick_figures import TickFigures

HOUR, DAY = 3600.0, 86_400.0
SEED = 7
LIVED = (("day", 0.0, 2.0), ("thunderstorm", 0.0, 2.0), ("typhoon", 7.0, 1.0))
"""Scenario, from which hour on, for how many."""

LANDFALL = 7.0
"""Hour of the typhoon from which on the wall watches it: most new outages fall into the three after it."""
PACE, FAST = 60.0, 600.0  # simulated seconds a second; at the second a wall skips, by snapshots
LIVE_WITHIN_S, WARM_UP_S = 480.0, 10.0


def rates() -> None:
    """Facts a CPU second of worlds stepped alone, in the steps in which the hub catches up."""
    for name, begin, hours in LIVED:
        scenario = load_scenario(name)
        start = scenario.start_at + begin * HOUR
        world = open_world(scenario, SEED, start)
        world.step(start)
        began, facts, moves = time.process_time(), 0, 0
        for said in _lived(world, start + hours * HOUR):
            facts += len(said)
            moves += sum(isinstance(fact.data, CrewPosition | VanPosition) for fact in said)
        took = time.process_time() - began
        note = f"{facts:,} facts, {moves / facts:.0%} positions; {hours * HOUR / took:,.0f} x real time"
        row(f"{name}, hour {begin:g} to {begin + hours:g}", facts / took, "facts/s", note)


def _lived(world: World, until: float) -> Iterable[list[Fact]]:
    while world.now < until:
        yield world.step(min(world.now + CATCH_UP_STEP, until))


def week() -> None:
    """Resident memory of a process that lives seven ordinary days, nothing of what is said kept."""
    scenario = replace(load_scenario("day"), lasts=7 * DAY)
    world = open_world(scenario, SEED)
    row("week: RSS before its first step", resident_mib(), "MiB")
    began, facts = time.process_time(), 0
    for day in range(1, 8):
        facts += sum(len(said) for said in _lived(world, scenario.start_at + day * DAY))
        if day in (1, 7):
            took = time.process_time() - began
            row(f"week: RSS after day {day}", resident_mib(), "MiB", f"{facts:,} facts, {took:.0f} CPU s")


class Newest:
    """When the newest fact that a wall applied was received by its room: watches its store."""

    def __init__(self, wall: Wall) -> None:
        self.seen = 0.0
        store, apply, load = wall.store, wall.store.apply, wall.store.load

        def noted(facts: Iterable[Fact]) -> list[Fact]:
            batch = list(facts)
            self.seen = max((fact.seen for fact in batch), default=self.seen)
            return batch

        store.apply = lambda facts: apply(noted(facts))
        store.load = lambda facts, seq=0: load(noted(facts), seq)


class Spent(NamedTuple):
    """CPU seconds of the wall and of its hub, and simulated time of the newest fact on the glass."""

    real: float
    wall: float
    hub: float
    shown: float


def wall(speed: float, seconds: float) -> None:
    """A typhoon's landfall on a wall, hub beside it."""
    application = offscreen_application()
    loop = qasync.QEventLoop(application.qt)
    asyncio.set_event_loop(loop)
    room = load_room(load_scenario("typhoon").room)
    glass = Wall(room, room.window[:1], application.family, Health())
    at = f"+{LANDFALL * HOUR:.0f}"
    child = HubChild(
        hub_arguments(room=room.name, recording=None, scenario="typhoon", seed=SEED, speed=speed, at=at),
        glass,
    )
    child.listening.connect(glass.follow)
    child.start()
    with loop:
        try:
            loop.run_until_complete(_watch(glass, child, speed, seconds))
        finally:
            loop.run_until_complete(glass.close())
            child.stop()


async def _watch(glass: Wall, child: HubChild, speed: float, seconds: float) -> None:
    newest = Newest(glass)
    for window in glass.windows:
        window.resize(1920, 1080)
        window.show()
    began = time.monotonic()
    while not glass.live:
        if time.monotonic() - began > LIVE_WITHIN_S:
            raise TimeoutError("the hub was not live in time")
        await asyncio.sleep(0.2)
    ready = time.monotonic() - began
    await asyncio.sleep(WARM_UP_S)
    name, starting = f"typhoon at {speed:g} x", glass.pump.figures.cost()
    row(f"{name}: until the wall is live", ready, "s", f"worst tick until then {starting.worst:.0f} ms")
    glass.pump.figures = TickFigures()
    before, lags, unlike = _spent(child, newest), list[float](), 0
    while time.monotonic() - before.real < seconds:
        await asyncio.sleep(0.5)
        lags.append((glass.runner.clock.now() - newest.seen) / speed)
        unlike += not glass.live
    _print(name, glass, child, lags, unlike, before, _spent(child, newest))


def _print(
    name: str, glass: Wall, child: HubChild, lags: list[float], unlike: int, before: Spent, after: Spent
) -> None:
    cost, real = glass.pump.figures.cost(), after.real - before.real
    lags.sort()
    row(f"{name}: simulated s a second", (after.shown - before.shown) / real, "x", f"{real:.0f} s long")
    half, most = lags[len(lags) // 2], lags[-1]
    row(
        f"{name}: newest word behind the clock", half, "s", f"most {most:.1f} s; link not live {unlike} times"
    )
    row(f"{name}: facts applied", cost.facts / real, "facts/s", f"{cost.facts:,}; waiting {cost.waiting}")
    row(f"{name}: tick CPU p50", cost.p50, "ms", f"{cost.ticks:,} ticks")
    row(f"{name}: tick CPU p99", cost.p99, "ms", f"p99.9 {cost.p999:.1f}, most {cost.worst:.1f}")
    row(f"{name}: CPU of the wall", (after.wall - before.wall) / real, "cores", f"{resident_mib():.0f} MiB")
    hub = f"{resident_mib(child.pid):.0f} MiB"
    row(f"{name}: CPU of the hub", (after.hub - before.hub) / real, "cores", hub)


def _spent(child: HubChild, newest: Newest) -> Spent:
    with open(f"/proc/{child.pid}/stat") as file:
        user, system = file.read().rpartition(")")[2].split()[11:13]
    hub = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return Spent(time.monotonic(), time.process_time(), hub, newest.seen)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("part", nargs="?", choices=("rates", "wall", "fast", "week"))
    parser.add_argument("--seconds", type=float, default=60.0, help="real seconds of the typhoon at 60 x")
    args = parser.parse_args()
    parts: dict[str, Callable[[], None]] = {
        "rates": rates,
        "wall": lambda: wall(PACE, args.seconds),
        "fast": lambda: wall(FAST, args.seconds / 3),
        "week": week,
    }
    if args.part is None:
        words = [sys.executable, "-m", "tests.bench.bench_city", "--seconds", str(args.seconds)]
        return max(subprocess.call([*words, part]) for part in parts)
    parts[args.part]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
