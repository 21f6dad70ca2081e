"""A past hour from a live hub's log: the same tables as then, in bounded pages, beside the present."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from feeds import frames
from feeds.codec import decode_fact
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.past import LONGEST, Cursor, cursor_of, kind_of, thinned
from tests.feeds.hub.served import served
from tests.feeds.walls import until, wall
from wallboard.domain.clock import ManualClock
from wallboard.domain.crews import CrewPosition
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.domain.terms import FactKind
from wallboard.state.store import Store

T0 = 1_764_000_000.0
HOUR = 3_600.0


async def live_for(hub: LiveHub, clock: ManualClock, minutes: int, each: int = 20) -> dict[float, str]:
    """Cars move and outages change minute by minute; the Store's digest at the end of every tenth minute."""
    digests: dict[float, str] = {}
    for minute in range(minutes):
        now = T0 + 60 * minute
        clock.set(now)
        facts = [
            Fact(CrewPosition(lon=112.0 + minute / 1000, lat=22.0), f"gps/{n}", now, "gps", f"g{minute}-{n}")
            for n in range(each)
        ]
        extent = OutageExtent(customers_out=minute + 1, customers_served=5000)
        facts.append(Fact(extent, f"oms/{minute % 7}", now, "oms", f"o{minute}"))
        await hub.publish(facts)
        if minute % 10 == 9:
            digests[now] = hub.channel.store.digest()
    return digests


async def hour(hub: LiveHub, at: float, until_: float | None = None) -> tuple[Store, list[Fact], int]:
    """What a client makes of the pages: the Store at ``at``, the facts after it, and how many pages."""
    ask = frames.Past(id="p", at=frames.instant(at), until=frames.instant(until_ or at + HOUR))
    standing: list[Fact] = []
    rows: list[Fact] = []
    for pages in range(1, 400):
        page = await hub.past(ask)
        assert page.reason is None, page.reason
        assert len(page.facts) <= frames.MAX_FACTS
        facts = [decode_fact(raw) for raw in page.facts]
        (standing if page.standing else rows).extend(facts)
        if not page.next:
            store = Store()
            store.load(standing, max((fact.seq for fact in standing), default=0))
            store.apply([fact for fact in rows if fact.seen <= at])
            return store, [fact for fact in rows if fact.seen > at], pages
        ask = msgspec.structs.replace(ask, after=page.next)
    raise AssertionError("it never ended")


@pytest.mark.parametrize("checkpoints", [False, True])
def test_that_the_tables_of_a_past_time_are_those_that_stood_then(tmp_path: Path, checkpoints: bool) -> None:
    async def play() -> None:
        clock = ManualClock(T0)
        with HubLog(tmp_path / "hub.wblog" if checkpoints else None) as log:
            hub = LiveHub(log, clock, None)
            await hub.start()
            running = asyncio.get_running_loop().create_task(hub.run())
            digests = await live_for(hub, clock, 60)
            if checkpoints:
                await hub.upkeep.checkpoint()
            clock.set(T0 + 60 * 60)
            for at, digest in digests.items():
                store, after, _ = await hour(hub, at)
                assert store.digest() == digest
                assert all(at < fact.seen <= at + HOUR for fact in after)
            first = min(digests)
            store, after, _ = await hour(hub, first)
            store.apply(after)
            assert store.digest() == hub.channel.store.digest()  # what was left out leaves no trace
            running.cancel()
            await asyncio.wait([running])

    asyncio.run(play())


def test_that_a_page_is_bounded_and_a_burst_takes_several(tmp_path: Path) -> None:
    async def play() -> None:
        clock = ManualClock(T0)
        with HubLog(tmp_path / "hub.wblog") as log:
            hub = LiveHub(log, clock, None)
            await hub.start()
            running = asyncio.get_running_loop().create_task(hub.run())
            many = [Fact(CrewPosition(lon=1, lat=1), f"gps/{n}", T0, "gps", f"{n}") for n in range(9_000)]
            await hub.publish(many)
            await hub.upkeep.checkpoint()
            clock.set(T0 + 60)
            await hub.publish([msgspec.structs.replace(fact, id=f"b{fact.id}", at=T0 + 60) for fact in many])
            clock.set(T0 + 90)
            _, after, pages = await hour(hub, T0 + 30)
            assert len({fact.key for fact in after if fact.key != "gps"}) == 9_000
            assert pages >= 2 * 9_000 // frames.MAX_FACTS
            running.cancel()
            await asyncio.wait([running])

    asyncio.run(play())


@pytest.mark.parametrize(
    ("since", "lasts", "after", "code"),
    [
        (T0 - 9 * HOUR, HOUR, "", "past_gone"),
        (T0, LONGEST + 60, "", "past_too_long"),
        (T0 + 9 * HOUR, HOUR, "", "bad_time"),
        (T0, -1.0, "", "bad_time"),
        (T0, HOUR, "x:1", "bad_args"),
        (T0, HOUR, "c:1:2", "bad_args"),
        (T0, HOUR, "r:-1", "bad_args"),
    ],
)
def test_that_what_cannot_be_had_is_refused_with_its_reason(
    since: float, lasts: float, after: str, code: str
) -> None:
    async def play() -> None:
        clock = ManualClock(T0)
        with HubLog(None) as log:
            hub = LiveHub(log, clock, None)
            await hub.start()
            await hub.take_now([Fact(CrewPosition(lon=1, lat=1), "gps/1", T0, "gps", "1")])
            clock.set(T0 + 2 * HOUR)
            begin = frames.instant(since)
            ask = frames.Past(id="p", at=begin, until=begin + timedelta(seconds=lasts), after=after)
            page = await hub.past(ask)
            assert page.reason is not None and page.reason.code == code
            if code == "past_gone":
                assert page.first == frames.instant(T0)

    asyncio.run(play())


def test_that_a_time_of_no_zone_is_refused_before_it_is_reckoned_with() -> None:
    """Of the year 1 without a zone Python makes no instant, and the client would get no answer at all."""

    async def play() -> None:
        with HubLog(None) as log:
            hub = LiveHub(log, ManualClock(T0), None)
            page = await hub.past(frames.Past(id="p", at=datetime.min, until=datetime.max))
            assert page.reason is not None and page.reason.code == "bad_time"

    asyncio.run(play())


def test_that_over_the_wire_one_page_is_asked_at_a_time_and_the_present_goes_first() -> None:
    async def play() -> None:
        async with served() as there, wall(there.url) as one:
            await until(lambda: one.runner.status.state == "live", one)
            await there.hub.publish([Fact(CrewPosition(lon=1, lat=1), "gps/1", T0, "gps", "1")])
            now = there.hub.clock.now()
            at, end = frames.instant(now - 5), frames.instant(now + 60)
            early = await one.runner.past(frames.Past(id="a", at=at, until=end))
            assert early.reason is not None and early.reason.code == "past_gone"
            await asyncio.sleep(0.1)
            began = frames.instant(there.hub.clock.now() - 0.05)
            both = [one.runner.past(frames.Past(id=name, at=began, until=end)) for name in "bc"]
            first, second = await asyncio.gather(*both)
            assert first.reason is None and [decode_fact(raw).key for raw in first.facts]
            assert second.reason is not None and second.reason.code == "past_busy"

    asyncio.run(play())


def test_that_of_what_is_thinned_only_what_a_later_one_stands_for_goes() -> None:
    def row(seq: int, seen: float, subject: str, kind: str) -> tuple[int, float, str, bytes]:
        return seq, seen, subject, f'{{"source":"x","type":"{kind}","subject":"{subject}"}}'.encode()

    place, mark = "crew.position", "order.mark"
    rows = [
        row(1, 0.0, "crew/a/position", place),
        row(2, 1.0, "order/a/mark", mark),
        row(3, 1.0, "order/a/mark", mark),
        row(4, 2.0, "crew/a/position", place),
        row(5, 11.0, "crew/a/position", place),
        row(6, 12.0, "crew/a/position", place),
        row(7, 40.0, "crew/a/position", place),
        row(8, 41.0, "outage/a/extent/outage_system", "outage.extent"),
        row(9, 42.0, "outage/a/extent/outage_system", "outage.extent"),
    ]
    assert [each[0] for each in thinned(rows, 10.0)] == [2, 3, 4, 6, 7, 8, 9]
    assert kind_of(rows[0][3]) is FactKind.READING
    assert kind_of(b"{}") is None


def test_that_a_cursor_is_what_the_hub_wrote_or_nothing() -> None:
    for cursor in (Cursor(7), Cursor(7, 0, 499)):
        assert cursor_of(cursor.text()) == cursor
    strange = ("", "r", "r:", "r:1:2", "c:1:1", "r:²", "r:" + "9" * 19, "c:1:2:" + "3" * 90)
    assert [cursor_of(text) for text in strange] == [None] * len(strange)
