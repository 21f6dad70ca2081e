"""Retention: the log is cut at a checkpoint, in small steps, and what is open stays whole."""

import asyncio
from pathlib import Path

import msgspec

from feeds.codec import encode_fact, subject_of
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog, Row
from feeds.hub.retention import DAY, Retention, cut_at, holding, keep_within
from feeds.hub.upkeep import Upkeep
from feeds.recording import Recording
from tests.feeds.small import T0, numbered, storm, thread
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact
from wallboard.state.store import Store

DAY_OF_FACTS = storm(1, 200)


async def write(log: HubLog, store: Store, facts: list[Fact]) -> None:
    """Facts as a hub writes them, one day apart a thousand."""
    placed = [
        msgspec.structs.replace(fact, seen=T0 + (fact.seq // 1000) * DAY)
        for fact in numbered(facts, log.last + 1)
    ]
    await log.append([Row(f.seq, f.seen, subject_of(f), encode_fact(f)) for f in placed])
    store.apply(placed)


async def filled(log: HubLog, store: Store, days: int) -> Upkeep:
    """A log of so many thousand facts with a checkpoint a day; the first thread stays open and untouched."""
    upkeep = Upkeep(log, store, ManualClock(T0))
    await write(log, store, thread(7777))
    for day in range(days):
        await write(log, store, DAY_OF_FACTS[: 1000 - (5 if day == 0 else 0)])
        await upkeep.checkpoint()
    return upkeep


def test_that_a_log_is_cut_by_age_and_an_open_thread_keeps_its_entries(tmp_path: Path) -> None:
    async def play() -> None:
        with HubLog(tmp_path / "a.wblog") as log:
            store = Store()
            await filled(log, store, 6)
            digest = store.digest()
            gone = await keep_within(log, Retention(age=3.5 * DAY), T0 + 6 * DAY)
            assert gone == 2000 and log.first == 2001 and log.last == 6000
            assert await log.read(0, 1) == await log.read(2000, 1)
            calls = store.tables._things["outage"]["oms/7777"].entries["evidence"]
            assert len(calls) == 1 and next(iter(calls.values())).seq < log.first
            replay = Store()
            with Recording(tmp_path / "a.wblog") as recording:
                replay.apply(recording.facts())
            assert replay.digest() == digest
        with HubLog(tmp_path / "a.wblog") as log:
            assert (log.first, log.last) == (2001, 6000)
            hub = LiveHub(log, ManualClock(T0), None)
            await hub.start()
            assert hub.channel.store.digest() == digest
            assert await hub.rows(log.epoch, 1999) is None, "older than what is kept: a gap, then a snapshot"
            assert len(await hub.rows(log.epoch, 2000) or []) == 4000

    asyncio.run(play())


def test_that_a_log_is_cut_by_size_and_gives_the_space_back(tmp_path: Path) -> None:
    path = tmp_path / "a.wblog"

    async def play() -> None:
        with HubLog(path) as log:
            await filled(log, Store(), 8)
            held = await log.work(holding)
            limit = held.bytes // 2
            gone = await keep_within(log, Retention(bytes=limit), T0)
            after = await log.work(holding)
            assert gone >= 3000 and after.bytes <= limit and after.free_pages == 0
            assert (after.first, after.facts) == (log.first, 8000 - gone)
        assert path.stat().st_size <= limit + 65_536

    asyncio.run(play())


def test_that_a_log_is_cut_by_count_at_the_next_checkpoint(tmp_path: Path) -> None:
    async def play() -> None:
        with HubLog(tmp_path / "a.wblog") as log:
            await filled(log, Store(), 5)
            assert await log.work(lambda db: cut_at(db, Retention(facts=5000), T0)) is None
            assert await log.work(lambda db: cut_at(db, Retention(facts=4000), T0)) == 2000

    asyncio.run(play())


def test_that_without_a_checkpoint_nothing_is_let_go(tmp_path: Path) -> None:
    async def play() -> None:
        with HubLog(tmp_path / "a.wblog") as log:
            await write(log, Store(), storm(1, 200))
            assert await keep_within(log, Retention(age=0.0, facts=1, bytes=1), T0 + 900 * DAY) == 0
            assert log.first == 1

    asyncio.run(play())


def test_that_publishers_are_answered_while_the_log_is_cut(tmp_path: Path) -> None:
    async def play() -> None:
        with HubLog(tmp_path / "a.wblog") as log:
            store = Store()
            await filled(log, store, 12)
            cutting = asyncio.create_task(keep_within(log, Retention(facts=2000), T0))
            commits = 0
            while not cutting.done():
                await write(log, store, thread(commits))
                commits += 1
            assert await cutting > 8_000
            assert commits >= 4, "a commit had its turn between two steps"

    asyncio.run(play())
