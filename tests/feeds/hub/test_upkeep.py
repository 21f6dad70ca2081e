"""Checkpoints of a running hub: made when due, without a stop, and what a start then costs."""

import asyncio
from pathlib import Path

import pytest

from feeds.hub import dedupe, upkeep
from feeds.hub.dedupe import REMEMBERED, Seen
from feeds.hub.fitting import fitted
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.log_words import mended, troubled, words_at_start
from feeds.hub.placing import Placer
from feeds.hub.starting import recalled, replayed
from tests.feeds.small import T0, outage
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.domain.reasons import Reason
from wallboard.state.store import Store


def named(number: int) -> Fact:
    fact = outage(number % 50, number)
    return Fact(fact.data, fact.key, fact.at + number, fact.source, f"f{number}")


async def lived(log: HubLog, facts: list[Fact]) -> LiveHub:
    """A hub that took facts, with a checkpoint wherever one was due."""
    hub = LiveHub(log, ManualClock(T0 + 1e6), None)
    await hub.start()
    task = asyncio.get_running_loop().create_task(hub.run())
    for at in range(0, len(facts), 100):
        await hub.publish(facts[at : at + 100])
        if hub.upkeep.due():
            await hub.upkeep.checkpoint()
    task.cancel()
    await asyncio.wait([task])
    return hub


def test_that_a_start_reads_the_newest_checkpoint_and_what_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "SPACING", 1_000)

    async def play() -> None:
        with HubLog(tmp_path / "a.wblog") as log:
            hub = await lived(log, [named(n) for n in range(3_500)])
            digest = hub.channel.store.digest()
            assert hub.upkeep.newest.seq >= 3_000
        with HubLog(tmp_path / "a.wblog") as log:
            store, known = Store(), Seen()
            read = await replayed(log, store)
            assert await recalled(log, known, REMEMBERED) == []
            assert (read.place.seq, read.unreadable) == (hub.upkeep.newest.seq, 0)
            assert store.digest() == digest and store.head == log.last
            assert known.holds(named(0)) and known.holds(named(3_499)) and not known.holds(named(3_500))

    asyncio.run(play())


def test_that_a_damaged_checkpoint_falls_back_to_the_one_before(tmp_path: Path) -> None:
    async def play() -> None:
        with HubLog(tmp_path / "a.wblog") as log:
            hub = LiveHub(log, ManualClock(T0 + 1e6), None)
            task = asyncio.get_running_loop().create_task(hub.run())
            await hub.publish([named(n) for n in range(500)])
            first = await hub.upkeep.checkpoint()
            await hub.publish([named(n) for n in range(500, 900)])
            second = await hub.upkeep.checkpoint()
            task.cancel()
            await asyncio.wait([task])
            digest = hub.channel.store.digest()
            await log.work(
                lambda db: db.execute("UPDATE checkpoint_parts SET body = X'' WHERE seq = ?", (second.seq,))
            )
        with HubLog(tmp_path / "a.wblog") as log:
            hub = LiveHub(log, ManualClock(T0 + 1e6), None)
            await hub.start()
            assert hub.upkeep.newest == first and hub.channel.store.digest() == digest

    asyncio.run(play())


def test_that_the_window_of_known_ids_survives_a_restart_at_its_full_width(tmp_path: Path) -> None:
    async def play() -> None:
        with HubLog(tmp_path / "a.wblog") as log:
            hub = await lived(log, [named(n) for n in range(1_500)])
            await hub.upkeep.checkpoint()
        with HubLog(tmp_path / "a.wblog") as log:
            last = log.last
            hub = LiveHub(log, ManualClock(T0 + 1e6), None)
            await hub.start()
            task = asyncio.get_running_loop().create_task(hub.run())
            await hub.publish([named(n) for n in range(1_500)])
            assert log.last == last, "all of them are passed over"
            task.cancel()
            await asyncio.wait([task])

    asyncio.run(play())
    assert dedupe.REMEMBERED >= 100_000


def test_that_the_same_fact_said_twice_in_one_commit_is_placed_once() -> None:
    placer = Placer()
    placed = placer.place([named(1), named(2), named(1)], T0, 5)
    assert [fact.seq for fact in placed.facts] == [row.seq for row in placed.rows] == [5, 6]
    again = placer.place([named(1)], T0, 7)
    assert [fact.seq for fact in again.facts] == [7], "not known before it is durable"
    placer.keep(placed)
    assert placer.place([named(1), named(2)], T0, 8).facts == []


def test_that_what_does_not_fit_the_wire_is_left_out_and_the_rest_is_taken() -> None:
    far = Fact(OutageExtent(lon=500.0, lat=1.0), "x/1", T0, "x")
    assert [fact.id for fact in fitted([named(1), far, named(2)])] == ["f1", "f2"]


def test_that_the_hub_says_what_it_found_and_when_that_is_over() -> None:
    with HubLog(None) as log:
        assert words_at_start(log, 0, False, T0) == []
        (over,) = words_at_start(log, 0, True, T0)
        assert fitted([over]) == fitted([mended(T0)])
        (said,) = words_at_start(log, 3, True, T0)
        assert fitted([said]) == fitted([troubled(Reason("log_unreadable", {"facts": 3}), T0)])
