"""The one property of all reducers: the same facts leave the same tables.

Snapshot + tail = replay from zero, under any batching, any interleaving of sources, with repeats and
late comers, for every type of the fact table.
"""

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fact_strategies import KEYS, SOURCES, facts, owned
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import Fact, spec_of
from wallboard.state import store as store_module
from wallboard.state.positions import MOVING, vehicle_id
from wallboard.state.store import Store

pictures = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.fixture(autouse=True, scope="module")
def small_rings() -> object:
    """Rings of three, so that what falls out of them falls out in the examples too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "RINGS", dict.fromkeys(store_module.RINGS, 3))
        yield


@st.composite
def streams(draw: st.DrawFn) -> list[Fact]:
    """Facts in the order in which the sources said them; each subject has one owner."""
    types = sorted(draw(st.sets(st.sampled_from(sorted(SPECS)), min_size=1, max_size=4)))
    ending = [f"{SPECS[name].noun}.retired" for name in types]
    types += [name for name in ending if name in SPECS and draw(st.booleans())]
    chosen = st.sampled_from(types).flatmap(lambda name: facts(SPECS[name]))
    said = draw(st.lists(chosen, max_size=25, unique_by=lambda fact: fact.id))
    return [owned(fact, spec_of(fact.data)) for fact in said]


@st.composite
def logs(draw: st.DrawFn, said: Sequence[Fact]) -> list[Fact]:
    """One possible log of these facts: sources interleaved anyhow, each source's order kept."""
    queues = {source: [fact for fact in said if fact.source == source] for source in SOURCES}
    log: list[Fact] = []
    while waiting := [source for source in SOURCES if queues[source]]:
        source = draw(st.sampled_from(waiting))
        log.append(queues[source].pop(0))
    return [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(log, 1)]


@st.composite
def batches(draw: st.DrawFn, log: Sequence[Fact]) -> list[list[Fact]]:
    """The log cut anywhere."""
    cuts = sorted(draw(st.sets(st.integers(0, len(log)), max_size=6)) | {0, len(log)})
    return [list(log[a:b]) for a, b in pairwise(cuts)] or [list(log)]


def picture(store: Store) -> tuple[object, ...]:
    """Everything that a panel can see of a store."""
    tables = store.tables
    rows = {noun: dict(rows) for noun, rows in sorted(tables._rows.items()) if rows}
    vehicles = [vehicle_id(noun, key) for noun in MOVING for key in KEYS]
    places = {each: place for each in vehicles if (place := tables.positions.of(each)) is not None}
    return store.digest(), rows, _known(places), tables.trend, dict(tables.hours)


def _known(places: dict[str, tuple[float, float, float, float]]) -> dict[str, object]:
    """NaN (no heading) is equal to itself here."""
    return {key: tuple(None if value != value else value for value in place) for key, place in places.items()}


def replayed(log: Sequence[Fact]) -> Store:
    store = Store()
    store.apply(log)
    return store


@pictures
@given(st.data())
def test_that_batching_and_interleaving_do_not_show(data: st.DataObject) -> None:
    said = data.draw(streams())
    one, other = data.draw(logs(said)), data.draw(logs(said))
    store = Store()
    for batch in data.draw(batches(other)):
        store.apply(batch)
    assert picture(store) == picture(replayed(one))


@pictures
@given(st.data())
def test_that_a_snapshot_and_the_tail_make_the_replay_from_zero(data: st.DataObject) -> None:
    log = data.draw(streams().flatmap(logs))
    cut = data.draw(st.integers(0, len(log)))
    overlap = data.draw(st.integers(0, cut))
    before = Store()
    for batch in data.draw(batches(log[:cut])):
        before.apply(batch)
    late = Store()
    late.apply(data.draw(streams()))  # what another run left there must be gone
    late.load(before.snapshot(), before.head)
    assert picture(late) == picture(before)
    late.apply(log[cut - overlap :])
    assert picture(late) == picture(replayed(log))
    assert late.head == len(log)


@pictures
@given(st.data())
def test_that_repeated_and_late_facts_change_nothing(data: st.DataObject) -> None:
    log = data.draw(streams().flatmap(logs))
    store = Store()
    for end, batch in enumerate(data.draw(batches(log)), 1):
        known = log[: store.head]
        repeats = data.draw(st.lists(st.sampled_from(known), max_size=4)) if known else []
        store.apply([*repeats, *batch] if end % 2 else [*batch, *repeats])
    assert picture(store) == picture(replayed(log))
    before = picture(store)
    store.apply(log)
    assert picture(store) == before


@pictures
@given(st.data())
def test_that_values_coalesced_by_subject_leave_the_same_picture(data: st.DataObject) -> None:
    """A wall that catches up gets the last value of a subject in the place of its first."""
    log = [f for f in data.draw(streams().flatmap(logs)) if spec_of(f.data).aspect != "retired"]
    last: dict[object, Fact] = {}
    for fact in log:
        spec = spec_of(fact.data)
        entry = (fact.source, fact.id) if spec.kind == "entry" else ()
        claimant = getattr(fact.data, "claimant", None) if spec.claimed else None
        subject = (spec.type, fact.key, claimant, entry)
        old = last.get(subject)
        if old is None or spec.kind != "reading" or fact.at >= old.at:
            last[subject] = fact
    store = Store()
    for batch in data.draw(batches(list(last.values()))):
        store.apply(batch)
    assert picture(store) == picture(replayed(log))
