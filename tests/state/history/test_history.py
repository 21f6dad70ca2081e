"""The rings against a count from zero: what stood at the end of every minute, under any batching."""

from collections.abc import Sequence
from itertools import pairwise
from math import floor

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from wallboard.domain.facts import Fact, Payload, Removed
from wallboard.domain.outages import OutageAlias, OutageExtent, OutageRetired, OutageStageClaim
from wallboard.domain.roster import RoomNote
from wallboard.domain.rows import Place, place_of
from wallboard.domain.terms import Claimant, OutageStage
from wallboard.state.history.history import FRAME_EVERY, FRAMES, HELD_S, HOURS, MINUTES, History
from wallboard.state.store import Store

START = 1_795_420_800.0  # a full hour
KEYS = ("a/1", "a/2", "b/1")
REGIONS = (("台山市", "台城", ""), ("台山市", "", "3 号网格"), ("开平市", "", ""))


def stages() -> st.SearchStrategy[Payload]:
    return st.sampled_from(tuple(OutageStage)).map(lambda stage: OutageStageClaim(stage=stage))


@st.composite
def extents(draw: st.DrawFn) -> Payload:
    region, town, cell = draw(st.sampled_from(REGIONS))
    placed = draw(st.booleans())
    return OutageExtent(
        region=region,
        town=town,
        cell=cell,
        customers_out=draw(st.none() | st.integers(0, 900)),
        lon=112.8 if placed else None,
        lat=22.2 if placed else None,
    )


ENDINGS = st.sampled_from(
    [
        Removed("outage.extent", Claimant.OUTAGE_SYSTEM),
        OutageAlias(other="b/1", how="merged"),
        OutageRetired(since=START),
    ]
)


@st.composite
def logs(draw: st.DrawFn) -> list[Fact]:
    """Facts of some outages over a few hours, in the order in which the hub received them."""
    said = draw(
        st.lists(
            st.tuples(
                st.sampled_from(KEYS), st.one_of(stages(), extents(), ENDINGS), st.floats(0, 2000).map(round)
            ),
            max_size=25,
        )
    )
    seen, facts = START + 7, list[Fact]()
    for seq, (key, data, wait) in enumerate(said, 1):
        seen += wait
        facts.append(Fact(data, key, float(seen), "oms", f"f{seq}", float(seen), seq))
    return facts


def store_of(facts: Sequence[Fact], cuts: Sequence[int] = ()) -> Store:
    store = Store()
    places = [0, *sorted(min(cut, len(facts)) for cut in cuts), len(facts)]
    for begin, end in pairwise(places):
        store.apply(facts[begin:end])
    return store


def counted(store: Store) -> dict[Place, int]:
    """From every row, by brute force."""
    found: dict[Place, int] = {}
    for row in store.tables.outages.values():
        if row.dark and not row.merged_into and row.customers_out:
            found[place_of(row)] = found.get(place_of(row), 0) + row.customers_out
    return found


def rings(history: History) -> tuple[object, ...]:
    frames = [(f.at, f.columns.tolist(), f.rows.tolist(), f.customers.tolist()) for f in history.frames()]
    minutes = [(at, dict(counts)) for at, counts in history.minutes()]
    hours = {at: history.hour(at) for at in history.ended}
    return history.began, minutes, hours, frames, dict(history.standing)


@settings(max_examples=60, deadline=None)
@given(logs(), st.lists(st.integers(0, 25), max_size=6))
def test_that_batching_does_not_show(log: list[Fact], cuts: list[int]) -> None:
    assert rings(store_of(log, cuts).tables.history) == rings(store_of(log).tables.history)


@settings(max_examples=60, deadline=None)
@given(logs())
def test_that_each_minute_holds_what_stood_at_its_end(log: list[Fact]) -> None:
    history = store_of(log).tables.history
    for at, counts in history.minutes():
        assert dict(counts) == counted(store_of([fact for fact in log if fact.seen < at + 60]))
    for hour in history.ended:
        inside = [dict(counts) for at, counts in history.minutes() if hour <= at < hour + 3600]
        if len(history.minutes()) < MINUTES:
            most = {place: max(each.get(place, 0) for each in inside) for each in inside for place in each}
            found = history.hour(hour)
            assert found is not None and (found.most, found.minutes) == (most, len(inside))
    assert dict(history.standing) == counted(store_of(log))


@settings(max_examples=60, deadline=None)
@given(logs(), st.integers(0, 25))
def test_that_after_a_snapshot_the_rings_are_right_from_then_on(log: list[Fact], cut: int) -> None:
    before = store_of(log[:cut])
    late = Store()
    late.apply(log[:3])  # another run's rings must be gone
    late.load(before.snapshot(), before.head)
    late.apply(log[cut:])
    whole, since = store_of(log).tables.history, late.tables.history.began
    if since is None:
        assert not log[cut:] and not before.snapshot()
        return
    assert dict(late.tables.history.standing) == dict(whole.standing)
    kept = [(at, dict(counts)) for at, counts in late.tables.history.minutes()]
    assert all(at + 60 > since for at, _ in kept), "nothing is said of the time before"
    assert kept == [(at, dict(counts)) for at, counts in whole.minutes() if at >= floor(since / 60) * 60]


def note(minute: float) -> Fact:
    return Fact(RoomNote(actor="x", words="y"), "room", START, "hub", f"n{minute}", START + minute * 60)


def test_that_the_rings_stay_as_long_as_they_are() -> None:
    store = Store()
    store.apply([Fact(OutageExtent(region="x", customers_out=5), "a/1", START, "oms", "e", START)])
    for minute in range(0, 80 * 60, 7):
        store.apply([note(minute)])
    history = store.tables.history
    assert len(history.minutes()) == MINUTES
    assert len(history.frames()) == FRAMES
    assert len(history.ended) in (HOURS, HOURS - 1)
    assert history.frames()[-1].at % (FRAME_EVERY * 60) == 0


def test_that_a_long_silence_is_not_remembered_as_what_stood_before() -> None:
    store = Store()
    store.apply([Fact(OutageExtent(region="x", customers_out=5), "a/1", START, "oms", "e", START)])
    store.apply([note(600)])
    minutes = [at for at, _ in store.tables.history.minutes()]
    assert minutes[-1] == START + HELD_S - 60
    watched = store.tables.history.hour(START)
    assert watched is not None and watched.whole
    later = store.tables.history.hour(START + 4 * 3600)
    assert later is None


def test_that_the_open_hour_counts_what_stands_now() -> None:
    store = Store()
    store.apply([Fact(OutageExtent(region="x", customers_out=5), "a/1", START, "oms", "e", START + 60)])
    hour = store.tables.history.hour(START + 100)
    assert hour is not None and hour.most == {("x", ""): 5} and not hour.whole


def test_that_a_place_is_a_cell_else_a_town_else_the_region() -> None:
    store = Store()
    for i, (region, town, cell) in enumerate(REGIONS):
        extent = OutageExtent(region=region, town=town, cell=cell, customers_out=1)
        store.apply([Fact(extent, f"a/{i}", START, "oms", f"e{i}", START)])
    assert set(store.tables.history.standing) == {("台山市", "台城"), ("台山市", "3 号网格"), ("开平市", "")}


def test_that_facts_of_one_minute_may_come_late_and_change_nothing_that_is_over() -> None:
    log = [
        Fact(OutageExtent(region="x", customers_out=5), "a/1", START, "oms", "e", START, 1),
        Fact(OutageExtent(region="x", customers_out=9), "a/1", START - 50, "oms", "f", START + 61, 2),
    ]
    minutes = store_of(log).tables.history.minutes()
    assert [dict(counts) for _, counts in minutes] == [{("x", ""): 5}]
    earlier = msgspec.structs.replace(log[1], seen=START - 500, seq=3)
    store = store_of([*log, earlier])
    assert [dict(counts) for _, counts in store.tables.history.minutes()] == [{("x", ""): 5}]
