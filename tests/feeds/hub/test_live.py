"""The live hub's parts: repeats are passed over, sources get a freshness, late clients resume."""

import asyncio
from pathlib import Path

import pytest

from feeds.codec import encode_fact
from feeds.frames import Act
from feeds.hub.access import Actor, Role
from feeds.hub.channel import Channel
from feeds.hub.dedupe import Seen
from feeds.hub.freshness import FreshnessBook
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.log_file import LogError, ending
from feeds.hub.subscriber import QueueLimits, Subscriber
from feeds.source_trouble import Trouble
from tests.feeds.hub.served import judge
from tests.feeds.small import T0, numbered, outage, placed
from wallboard.config.values import Duration
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import SourceState
from wallboard.state.store import Store


def named(number: int, own: str) -> Fact:
    fact = outage(number, number)
    return Fact(fact.data, fact.key, fact.at, fact.source, own)


def test_that_repeats_are_known_by_source_subject_and_id() -> None:
    seen = Seen()
    seen.note(named(1, "a"))
    assert seen.holds(named(1, "a"))
    assert not seen.holds(named(2, "a"))
    assert not seen.holds(named(1, ""))


def test_that_a_source_that_tells_no_freshness_gets_one() -> None:
    book = FreshnessBook()
    (first,) = book.note([outage(1, 1)], T0)
    assert isinstance(first.data, SourceFreshness)
    assert (first.key, first.data.kinds, first.data.records) == ("oms", ["outage.extent"], 1)
    assert book.note([outage(2, 1)], T0 + 5) == []
    assert len(book.note([outage(3, 1)], T0 + 10)) == 1
    assert book.note([outage(4, 1, source="analyst")], T0) == []
    own = placed(SourceFreshness(state=SourceState.LIVE), "gps", T0, "gps")
    assert book.note([own, outage(5, 1, source="gps")], T0) == []


def test_that_trouble_is_told_once() -> None:
    trouble = Trouble("oms", 60.0)
    (told,) = trouble.say(Reason("source_timeout"), T0)
    assert isinstance(told.data, SourceFreshness)
    assert (told.data.state, told.data.reason) == (SourceState.LOST, Reason("source_timeout"))
    assert trouble.say(Reason("source_timeout"), T0 + 1) == []


def test_that_a_restarted_hub_stands_where_it_stood_and_passes_over_repeats(tmp_path: Path) -> None:
    clock = ManualClock(T0)

    async def life(facts: list[Fact]) -> tuple[str, int, int]:
        with HubLog(tmp_path / "a.wblog") as log:
            hub = LiveHub(log, clock, judge())
            await hub.start()
            task = asyncio.get_running_loop().create_task(hub.run())
            last = await hub.publish(facts)
            task.cancel()
            await asyncio.wait([task])
            return hub.channel.store.digest(), last, log.last

    facts = [named(number, f"f{number}") for number in range(30)]
    first = asyncio.run(life(facts))
    # facts, a freshness, need and stage of each restore order, and who is dark by each but the one of nobody
    assert first[2] == 30 + 1 + 60 + 29
    assert asyncio.run(life([]))[0] == first[0]
    assert asyncio.run(life(facts)) == first


def test_that_rows_come_from_memory_or_from_the_log_or_not_at_all() -> None:
    async def play() -> None:
        with HubLog(None) as log:
            hub = LiveHub(log, ManualClock(T0), None)
            task = asyncio.get_running_loop().create_task(hub.run())
            await hub.publish([named(number, "") for number in range(40)])
            head = hub.channel.head
            whole = await hub.rows(log.epoch, 0)
            assert whole is not None
            assert [seq for seq, _ in whole] == list(range(1, head + 1))
            hub.channel._tail.clear()
            assert await hub.rows(log.epoch, 0) == whole
            assert await hub.rows("other", 0) is None
            assert await hub.rows(log.epoch, head + 1) is None
            task.cancel()
            await asyncio.wait([task])

    asyncio.run(play())


def test_that_whoever_publishes_at_a_hub_that_ends_is_refused_and_does_not_wait_for_ever() -> None:
    """Its server waits for every client's handler: one that waits for a commit kept the process alive."""

    async def play() -> None:
        with HubLog(None) as log:
            hub = LiveHub(log, ManualClock(T0), None)
            loop = asyncio.get_running_loop()
            task = loop.create_task(hub.run())
            await hub.publish([named(0, "")])
            async with hub._committing:  # as while a commit is being written
                taken = loop.create_task(hub.publish([named(1, "")]))
                await asyncio.sleep(0.01)
                queued = loop.create_task(hub.publish([named(2, "")]))
                await asyncio.sleep(0.01)
                task.cancel()
                await asyncio.wait([task])
            late = loop.create_task(hub.publish([named(3, "")]))
            done, waiting = await asyncio.wait([taken, queued, late], timeout=5.0)
            assert not waiting
            assert {str(one.exception()) for one in done} == {str(ending())}
            ack = await hub.act(Act(id="a1", subject="order/1", verb="accept"), Actor(Role.DESK, "li", True))
            assert not ack.accepted

    asyncio.run(play())


def test_that_a_hub_that_ends_before_it_knows_what_it_said_refuses_too() -> None:
    async def play() -> None:
        with HubLog(None) as log:
            hub = LiveHub(log, ManualClock(T0), None)
            early = asyncio.get_running_loop().create_task(hub.publish([named(0, "")]))
            task = asyncio.get_running_loop().create_task(hub.run())
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(LogError):
                await asyncio.wait_for(early, 5.0)

    asyncio.run(play())


def test_that_a_full_queue_is_dropped_and_a_snapshot_taken_when_the_socket_takes_it() -> None:
    async def play() -> None:
        clock = ManualClock(T0)
        channel = Channel("room", "e1", Store())
        client = Subscriber(channel, clock, lambda heads: b"hb", QueueLimits(facts=10))
        channel.listeners.add(client)
        client.subscribe("1", None)
        frames: list[bytes] = []
        gate = asyncio.Event()

        async def send(frame: bytes) -> None:
            frames.append(frame)
            await gate.wait()

        pump = asyncio.get_running_loop().create_task(client.pump(send))
        await asyncio.sleep(0)
        for turn in range(5):
            facts = numbered([outage(n, turn) for n in range(5)], turn * 5 + 1)
            channel.store.apply(facts)
            channel.spread(facts, [encode_fact(fact) for fact in facts])
            channel.flush()
            await asyncio.sleep(0)
        assert client.slow == 1
        assert client._facts == 0
        gate.set()
        await asyncio.sleep(0.01)
        pump.cancel()
        ops = [frame.split(b",")[0].removeprefix(b'{"op":').strip(b'"').decode() for frame in frames]
        assert ops == ["snap", "hb", "gap", "snap"]
        assert b'"seq":25,"part":1' in frames[-1]

    asyncio.run(play())


def test_that_a_fact_that_does_not_fit_the_wire_is_left_out_and_takes_nobody_along() -> None:
    async def play() -> None:
        with HubLog(None) as log:
            hub = LiveHub(log, ManualClock(T0), None)
            await hub.start()
            task = asyncio.get_running_loop().create_task(hub.run())
            wrong = SourceFreshness(state=SourceState.LIVE, expect_every=Duration(60.0))
            far = OutageExtent(lon=500.0, lat=1.0)
            bad = [Fact(wrong, "x", T0, "x"), Fact(far, "x/1", T0, "x")]
            last = await hub.publish([named(1, "a"), *bad, named(2, "b")])
            assert not task.done() and last == log.last
            assert sorted(hub.channel.store.tables.outages) == ["oms/1", "oms/2"]
            task.cancel()
            await asyncio.wait([task])

    asyncio.run(play())


def test_that_a_trouble_told_with_a_rooms_duration_fits_the_wire() -> None:
    (told,) = Trouble("x", Duration(60.0)).say(Reason("source_timeout"), T0)
    assert encode_fact(told)
