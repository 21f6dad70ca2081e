"""What goes wrong between a source and the room, and that the room is told all of it in the end."""

from datetime import datetime

import pytest

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.spells import GARBLED_SHARE, Spells
from wallboard.config.scenario import Scenario, Spell
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import SourceFlag, SourceState
from wallboard.state.queries.sources import aged_state
from wallboard.state.store import Store

START = datetime.fromisoformat("2026-06-11T13:00:00+08:00")
EVERY = 60.0
MINUTE = 60.0
SLOWEST = 30.0
"""How long the metering system's words are on their way at the most, s."""


def told(*spells: Spell, minutes: int = 60, areas: int = 50) -> list[Fact]:
    """A metering system that says a rising count of every area once a minute, and that it is alive."""
    scenario = Scenario(
        name="test", title={"zh": "", "en": ""}, start=START, lasts=1e5, moment=1.0, spell=list(spells)
    )
    agenda = Agenda(scenario.start_at)
    outbox = Outbox(1, agenda, Spells(scenario))

    def round_of(minute: int) -> None:
        for area in range(areas):
            outbox.say("metering", f"metering/A{area}", AreaMeters(off=minute, on=0))
        data = SourceFreshness(
            state=SourceState.LIVE, last_fact_at=outbox.last_at["metering"], expect_every=EVERY
        )
        outbox.say("metering", "metering", data)

    for minute in range(minutes):
        agenda.at(scenario.start_at + minute * MINUTE, round_of, minute)
    end = scenario.start_at + minutes * MINUTE
    agenda.run(end)
    return outbox.due(end + SLOWEST)


def seen_by(facts: list[Fact], after: float) -> Store:
    """A room that has heard everything up to some seconds after the start."""
    store = Store()
    store.apply(fact for fact in facts if fact.seen <= START.timestamp() + after)
    return store


def counts(store: Store) -> list[int]:
    found = []
    for area in range(50):
        thing = store.tables.thing("area", f"metering/A{area}")
        data = thing.value("meters", AreaMeters) if thing else None
        found.append(-1 if data is None else data.off)
    return found


def state(store: Store, after: float) -> SourceState:
    return aged_state(store.tables.sources["metering"], START.timestamp() + after)


def test_that_a_silent_source_is_late_then_lost_and_tells_everything_afterwards() -> None:
    facts = told(Spell(source="metering", after=10 * MINUTE, lasts=20 * MINUTE))
    assert state(seen_by(facts, 9 * MINUTE), 9 * MINUTE) is SourceState.LIVE
    assert state(seen_by(facts, 13 * MINUTE), 13 * MINUTE) is SourceState.LATE
    assert state(seen_by(facts, 20 * MINUTE), 20 * MINUTE) is SourceState.LOST
    assert set(counts(seen_by(facts, 29 * MINUTE))) == {9}
    assert state(seen_by(facts, 31 * MINUTE), 31 * MINUTE) is SourceState.LIVE
    assert len(facts) == 60 * 51


def test_that_late_bundles_come_at_their_times_and_whole() -> None:
    facts = told(Spell(source="metering", after=10 * MINUTE, lasts=20 * MINUTE, every=5 * MINUTE))
    assert set(counts(seen_by(facts, 14.9 * MINUTE))) == {9}
    assert set(counts(seen_by(facts, 15.9 * MINUTE))) == {15}


def test_that_garbage_is_marked_at_once_and_nothing_is_lost_for_good() -> None:
    facts = told(Spell(source="metering", after=10 * MINUTE, lasts=20 * MINUTE, kind="garbage"))
    within = seen_by(facts, 20 * MINUTE)
    source = within.tables.sources["metering"]
    assert source.flags == (SourceFlag.DEGRADED,)
    assert source.bad_records / source.records == pytest.approx(GARBLED_SHARE, abs=0.05)
    assert state(within, 20 * MINUTE) is SourceState.LIVE
    assert set(counts(seen_by(facts, 31 * MINUTE))) == {30}
    assert not seen_by(facts, 32 * MINUTE).tables.sources["metering"].flags


def test_that_what_was_garbled_never_takes_the_place_of_a_newer_word() -> None:
    facts = told(Spell(source="metering", after=10 * MINUTE, lasts=20 * MINUTE, kind="garbage"))
    last: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact.data, AreaMeters):
            assert fact.data.off >= last.get(fact.key, 0)
            last[fact.key] = fact.data.off


def test_that_a_clock_that_steps_back_leaves_readings_of_the_future_standing() -> None:
    facts = told(
        Spell(source="metering", after=10 * MINUTE, lasts=10 * MINUTE, kind="clock", ahead=7 * MINUTE)
    )
    ahead = [fact.at - fact.seen for fact in facts if fact.seen < START.timestamp() + 19 * MINUTE]
    assert max(ahead) > 6 * MINUTE
    assert set(counts(seen_by(facts, 24 * MINUTE))) == {19}
    assert set(counts(seen_by(facts, 28 * MINUTE))) == {27}
