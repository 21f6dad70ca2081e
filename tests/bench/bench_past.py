"""What desks that look back cost the present: ``python -m tests.bench.bench_past [seconds]``.

A live hub with its log on disk holds two hours of a busy room; a publisher says 200 facts a second and waits
for each acknowledgement. Alone and beside three desks that fetch hour after hour without a pause, in turn.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import quantiles

import msgspec

from feeds import frames
from feeds.hub.access import Access
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.server import HubServer
from tests.feeds.walls import wall
from wallboard.domain.clock import ManualClock, monotonic
from wallboard.domain.crews import CrewPosition
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent

T0, HOUR = 1_764_000_000.0, 3_600.0
CARS, OUTAGES, DESKS, EACH, ROUNDS = 300, 400, 3, 10, 3
"""Ten facts in each of twenty frames a second."""


class Cost(msgspec.Struct):
    """ms: of each acknowledgement. pages, facts: that desks were given."""

    ms: list[float]
    pages: int = 0
    facts: int = 0


def minute_of(minute: int) -> list[Fact]:
    """What a busy room says in a minute: each car twice, a tenth of the outages."""
    now, facts = T0 + 60 * minute, []
    for half in (0, 30):
        at = now + half
        facts += [
            Fact(CrewPosition(lon=112 + minute / 1000, lat=22), f"gps/{n}", at, "gps", f"{minute}-{half}-{n}")
            for n in range(CARS)
        ]
    extent = OutageExtent(customers_out=minute, customers_served=5_000, town="台城", feeder="10kV 台城线")
    some = range(minute % 10, OUTAGES, 10)
    return facts + [Fact(extent, f"oms/{n}", now, "oms", f"o{minute}-{n}") for n in some]


async def look_back(url: str, cost: Cost, until: float) -> None:
    """One desk that fetches the hour before the last again and again."""
    async with wall(url) as desk:
        while desk.runner.status.state != "live":
            desk.tick()
            await asyncio.sleep(0.01)
        while monotonic() < until:
            ask = frames.Past(id="p", at=frames.instant(T0 + HOUR / 2), until=frames.instant(T0 + HOUR * 1.5))
            while monotonic() < until:
                page = await desk.runner.past(ask)
                desk.tick()
                assert page.reason is None, page.reason
                cost.pages += 1
                cost.facts += len(page.facts)
                if not page.next:
                    break
                ask = msgspec.structs.replace(ask, after=page.next)


async def present(hub: LiveHub, clock: ManualClock, url: str, desks: int, seconds: float) -> Cost:
    """So many seconds of the present beside so many desks."""
    cost, until = Cost([]), monotonic() + seconds
    looks = [asyncio.create_task(look_back(url, cost, until)) for _ in range(desks)]
    number = 0
    while monotonic() < until:
        number += 1
        clock.advance(0.05)
        facts = [
            Fact(CrewPosition(lon=113, lat=22), f"gps/{n}", clock.now(), "gps", f"{desks}-{clock.now()}-{n}")
            for n in range(EACH)
        ]
        began = monotonic()
        await hub.publish(facts)
        cost.ms.append(1_000 * (monotonic() - began))
        await asyncio.sleep(0.05)
    await asyncio.gather(*looks)
    return cost


async def play(folder: Path, seconds: float) -> dict[int, Cost]:
    clock = ManualClock(T0)
    found = {0: Cost([]), DESKS: Cost([])}
    with HubLog(folder / "hub.wblog") as log:
        hub = LiveHub(log, clock, None)
        await hub.start()
        server = HubServer(hub, Access())
        async with server.open("127.0.0.1:0") as url:
            tasks = [asyncio.create_task(hub.run()), asyncio.create_task(server.beats())]
            for minute in range(120):
                clock.set(T0 + 60 * minute)
                await hub.publish(minute_of(minute))
                if hub.upkeep.due():
                    await hub.upkeep.checkpoint()
            for _ in range(ROUNDS):
                for desks in found:
                    cost = await present(hub, clock, url, desks, seconds)
                    found[desks].ms += cost.ms
                    found[desks].pages += cost.pages
                    found[desks].facts += cost.facts
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
    return found


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(play(Path(folder), seconds))
    for desks, cost in found.items():
        cuts = quantiles(cost.ms, n=100)
        pace = cost.pages / (ROUNDS * seconds)
        print(
            f"{desks} desks look back: acknowledged in p50 {cuts[49]:.1f} p99 {cuts[98]:.1f} ms,"
            f" {pace:.0f} pages and {cost.facts / (ROUNDS * seconds):,.0f} facts of the past a second"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
