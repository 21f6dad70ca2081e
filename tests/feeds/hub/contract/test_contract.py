"""The thirteen semantics that every engine shares, so that one can be put in place of another unseen.

Numbered as in the plan (pitfalls, B). The engine is a parameter: ``engine.ENGINES``.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from feeds import frames
from feeds.codec import decode_fact, encode_fact, subject_of
from feeds.hub.dedupe import REMEMBERED
from feeds.hub.retention import DAY, Retention
from feeds.hub.subjects import broker_subject, matches, own_subject
from tests.feeds.hub.contract.engine import ENGINES, Engine, facts_of, picture_of
from tests.feeds.small import T0, outage, thread
from wallboard.domain.calls import Evidence
from wallboard.domain.facts import Fact, Removed
from wallboard.domain.terms import Claimant, EvidenceKind
from wallboard.state.store import Store

Play = Callable[[Engine], Awaitable[None]]


@pytest.fixture(params=sorted(ENGINES))
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Play], None]:
    """Play something on each engine."""

    def played(play: Play) -> None:
        async def whole() -> None:
            async with ENGINES[request.param](tmp_path) as engine:
                await play(engine)

        asyncio.run(whole())

    return played


def named(number: int, key: int | None = None) -> Fact:
    fact = outage(number if key is None else key, number)
    return Fact(fact.data, fact.key, fact.at + number, "oms", f"f{number}", fact.at)


def test_that_1_subjects_are_tokens_that_a_broker_can_match() -> None:
    odd = Fact(outage(1, 1).data, "oms/7 号.x*>", T0, "oms")
    subject = broker_subject("room", odd)
    assert subject.count(".") == 5 and not set(" *>") & set(subject)
    assert own_subject(subject) == subject_of(odd)
    assert matches("feed.room.>", subject) and matches("feed.*.outage.*.extent.*", subject)
    assert not matches("feed.room.order.>", subject) and not matches("feed.room.outage.*", subject)
    assert matches(subject, broker_subject("room", odd)) and not matches("feed.room.>", "feed.room")


def test_that_2_one_order_counts_from_one_without_a_hole_within_an_epoch(run: Callable[[Play], None]) -> None:
    async def play(engine: Engine) -> None:
        async with engine.client("wall") as wall, engine.client("source", "oms") as oms:
            await wall.subscribe()
            _, epoch, seq, _ = await picture_of(wall)
            assert seq == 0 and epoch
            async with engine.client("source", "gis") as gis:
                other = [Fact(named(n).data, f"gis/{n}", T0, "gis", f"g{n}") for n in range(30)]
                await asyncio.gather(oms.publish([named(n) for n in range(30)]), gis.publish(other))
            _, seqs = await facts_of(wall, 60)
            assert seqs == list(range(1, seqs[-1] + 1))
        await engine.kill()
        async with engine.client("wall") as wall:
            await wall.subscribe()
            _, again, seq, _ = await picture_of(wall)
            assert (again, seq) == (epoch, seqs[-1]), "the epoch is kept over a restart"

    run(play)


def test_that_3_an_ack_means_durable_and_says_the_seq(run: Callable[[Play], None]) -> None:
    async def play(engine: Engine) -> None:
        async with engine.client("source", "oms") as oms:
            ack = await oms.publish([named(n) for n in range(40)])
            assert ack.accepted and ack.seq >= 40
        await engine.kill()
        async with engine.client("wall") as wall:
            await wall.subscribe()
            facts, _, seq, _ = await picture_of(wall)
            assert seq == ack.seq
            assert {fact.id for fact in facts} >= {f"f{n}" for n in range(40)}

    run(play)


def test_that_4_a_repeated_id_is_acknowledged_and_not_said_again_over_a_restart_too(
    run: Callable[[Play], None],
) -> None:
    async def play(engine: Engine) -> None:
        async with engine.client("source", "oms") as oms:
            first = await oms.publish([named(n) for n in range(20)])
            again = await oms.publish([named(n) for n in range(20)])
            assert again.accepted and again.seq == first.seq
        await engine.kill()
        async with engine.client("source", "oms") as oms:
            later = await oms.publish([named(n) for n in range(20)])
            assert later.accepted and later.seq == first.seq
        assert REMEMBERED / 500 >= 120, "two minutes of a storm of 500 facts a second"

    run(play)


def test_that_5_a_client_resumes_after_its_last_seq_or_is_told_of_a_gap(run: Callable[[Play], None]) -> None:
    async def play(engine: Engine) -> None:
        async with engine.client("source", "oms") as oms:
            ack = await oms.publish([named(n) for n in range(30)])
            async with engine.client("wall") as wall:
                await wall.subscribe()
                _, epoch, seq, gaps = await picture_of(wall)
                assert gaps == []
            async with engine.client("wall") as wall:
                await wall.subscribe(f"{epoch}:{seq - 10}")
                _, seqs = await facts_of(wall, 10)
                assert seqs == list(range(ack.seq - 9, ack.seq + 1))
            await engine.cut(Retention(facts=1))
            for since in (f"{epoch}:3", f"{epoch}:{ack.seq + 5}", f"other:{seq}"):
                async with engine.client("wall") as wall:
                    await wall.subscribe(since)
                    facts, _, _, gaps = await picture_of(wall)
                    assert gaps and len(facts) >= 30, "a gap first, then what stands"

    run(play)


def test_that_6_a_snapshot_is_the_last_of_each_subject_with_an_end_and_a_seq(
    run: Callable[[Play], None],
) -> None:
    async def play(engine: Engine) -> None:
        async with engine.client("source", "oms") as oms:
            for start in (0, 350):
                await oms.publish([named(n, key=n % 7) for n in range(start, start + 350)])
            gone = Fact(
                Removed(of="outage.extent", claimant=Claimant.OUTAGE_SYSTEM), "oms/3", T0 + 900, "oms", "gone"
            )
            last = await oms.publish([gone])
            async with engine.client("wall") as wall:
                await wall.subscribe()
                facts, _, seq, _ = await picture_of(wall)
                assert seq == last.seq
                extents = [fact for fact in facts if fact.key.startswith("oms/")]
                assert sorted(fact.id for fact in extents) == sorted(
                    ["gone", *(f"f{n}" for n in range(693, 700) if n % 7 != 3)]
                )
                store = Store()
                store.load(facts, seq)
                assert "oms/3" not in store.tables.outages and len(store.tables.outages) == 6

    run(play)


def test_that_7_an_idle_feed_beats_and_says_its_last_seq(run: Callable[[Play], None]) -> None:
    async def play(engine: Engine) -> None:
        async with engine.client("source", "oms") as oms, engine.client("wall") as wall:
            ack = await oms.publish([named(1)])
            await wall.subscribe()
            _, epoch, _, _ = await picture_of(wall)
            heads = []
            while len(heads) < 3:
                said = await wall.hear()
                if isinstance(said, frames.Hb) and said.heads:
                    heads.append(said.heads)
            assert heads == [{"room": f"{epoch}:{ack.seq}"}] * 3

    run(play)


def test_that_8_a_consumer_that_does_not_read_blocks_nobody_and_costs_no_memory(
    run: Callable[[Play], None],
) -> None:
    async def play(engine: Engine) -> None:
        async with (
            engine.client("wall") as stalled,
            engine.client("wall") as reading,
            engine.client("source", "oms") as oms,
        ):
            await stalled.subscribe()
            await reading.subscribe()
            await picture_of(reading)
            total, slowest, last = 0, 0.0, frames.Ack(id="", accepted=False)
            loop = asyncio.get_running_loop()
            for start in range(0, 10_000, 400):
                began = loop.time()
                last = await oms.publish([named(n, key=n % 50) for n in range(start, start + 400)])
                slowest = max(slowest, loop.time() - began)
                total += len((await facts_of(reading, 400))[0])
                assert engine.held() <= 4 << 20
            assert total >= 10_000 and slowest < 1.0
            _, _, seq, _ = await picture_of(stalled)
            while seq < last.seq:  # its flow, and gaps with pictures, lead to where the others are
                said = await stalled.hear()
                if isinstance(said, frames.Ev):
                    seq = said.seq + len(said.facts) - 1
                elif isinstance(said, frames.Snap) and said.last:
                    seq = said.seq
            assert seq == last.seq

    run(play)


def test_that_9_a_frame_over_one_mebibyte_ends_its_sender_only(run: Callable[[Play], None]) -> None:
    async def play(engine: Engine) -> None:
        async with engine.client("wall") as wall, engine.client("source", "oms") as oms:
            await wall.subscribe()
            await picture_of(wall)
            await oms.send(b'{"op":"ev","id":"big","facts":["' + b"x" * (1 << 20) + b'"]}')
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    await oms.hear()
            assert closed.value.rcvd is not None and closed.value.rcvd.code == 1009
            async with engine.client("source", "oms") as again:
                assert (await again.publish([named(1)])).accepted
            assert (await facts_of(wall, 1))[0][0].id == "f1"

    run(play)


def test_that_10_an_act_that_expects_an_older_seq_is_refused(run: Callable[[Play], None]) -> None:
    async def play(engine: Engine) -> None:
        async with engine.client("source", "oms") as oms, engine.client("desk", "陈") as desk:
            facts = [Fact(f.data, f.key, f.at, "oms", f"t{n}", f.at) for n, f in enumerate(thread(1))]
            ack = await oms.publish(facts)
            subject = "order/restore/oms/1"
            first = await desk.act("a-1", subject, "acknowledge", ack.seq)
            assert first.accepted and first.seq > ack.seq
            assert (await desk.act("a-1", subject, "acknowledge", ack.seq)).seq == first.seq, (
                "once, by its id"
            )
            async with engine.client("desk", "李") as other:
                late = await other.act("a-2", subject, "acknowledge", ack.seq)
                assert not late.accepted and late.reason is not None

    run(play)


def test_that_11_the_past_is_kept_by_age_count_and_bytes_and_what_is_open_stays(
    run: Callable[[Play], None],
) -> None:
    async def play(engine: Engine) -> None:
        call = Fact(Evidence(kind=EvidenceKind.CALL), "oms/1", T0, "oms", "call-1", T0)
        async with engine.client("source", "oms") as oms, engine.client("wall") as wall:
            await oms.publish([named(1), call])
            await wall.subscribe()
            _, epoch, _, _ = await picture_of(wall)
        for number, kept in enumerate((Retention(facts=1), Retention(bytes=1), Retention(age=-DAY))):
            async with engine.client("source", "oms") as oms, engine.client("wall") as wall:
                ack = await oms.publish([named(100 + number)])
                await wall.subscribe(f"{epoch}:{ack.seq - 1}")
                await facts_of(wall, 1)  # everything is there
            await engine.cut(kept)
            await engine.kill()
            async with engine.client("wall") as wall:
                await wall.subscribe(f"{epoch}:{ack.seq - 1}")
                facts, _, seq, gaps = await picture_of(wall)
                assert gaps and seq == ack.seq and "call-1" in {fact.id for fact in facts}

    run(play)


def test_that_12_roles_are_kept_apart_by_subject(run: Callable[[Play], None]) -> None:
    async def play(engine: Engine) -> None:
        async with engine.client("wall") as wall, engine.client("source", "oms") as oms:
            assert not (await wall.publish([named(1)])).accepted
            assert (await oms.publish([named(1)])).accepted
            foreign = Fact(named(2).data, "gis/2", T0, "gis", "x")
            assert not (await oms.publish([foreign])).accepted
            assert not (await wall.act("w-1", "order/restore/oms/1", "acknowledge", None)).accepted
            async with engine.client("source", "gis") as gis:
                taken = Fact(named(3).data, "oms/1", T0, "gis", "y")
                assert not (await gis.publish([taken])).accepted, "a subject has one owner"

    run(play)


def test_that_13_what_is_said_twice_is_applied_once(run: Callable[[Play], None]) -> None:
    async def play(engine: Engine) -> None:
        async with engine.client("source", "oms") as oms, engine.client("wall") as wall:
            await wall.subscribe()
            facts, _, seq, _ = await picture_of(wall)
            once, twice = Store(), Store()
            once.load(facts, seq)
            twice.load(facts, seq)
            await oms.publish([named(n, key=n % 5) for n in range(60)])
            said, seqs = await facts_of(wall, 60)
            placed = [decode_fact(encode_fact(fact)) for fact in said]
            placed = [
                Fact(f.data, f.key, f.at, f.source, f.id, f.seen, n)
                for f, n in zip(placed, seqs, strict=True)
            ]
            once.apply(placed)
            for _ in range(2):
                twice.apply(placed)
            twice.apply(placed[20:40])
            assert once.digest() == twice.digest() and len(once.tables.outages) == 5

    run(play)
