"""A whole night of an ordinary day: who works by day owes nobody an answer while the office is closed."""

from collections import Counter

import msgspec
import pytest

from feeds.sim import World
from tests.feeds.sim.worlds import numbered, small, small_ground
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import Band, Lane
from wallboard.rules.limits import RuleSet
from wallboard.state.queries.handoffs import Handoff, Waits, handoffs
from wallboard.state.queries.queues import Queue, queues
from wallboard.state.store import Store
from wallboard.state.trays import Trays

HOUR = 3600.0
CLOSES, OPENS = 9.5, 24.5
"""Hours from the start at eight: half past five, and half past eight of the next morning."""
EVERYBODY = 10_000


class Look(msgspec.Struct):
    """What lies between the desks at an instant (hours from the start). decisions: of their queue."""

    at: float
    rows: list[Handoff]
    decisions: Band

    def late(self, *waits: Waits) -> set[str]:
        return {one.order.id for one in self.rows if one.band is Band.BREACHED and one.waits in waits}


def looks(rules: RuleSet) -> list[Look]:
    """Every half hour from five in the afternoon until ten in the morning."""
    scenario = small("day", business=12.0, hazard=0.3, lasts=26 * HOUR)
    world, store, found, said = World(7, scenario, small_ground()), Store(), [], 0
    for half in range(18, 53):
        now = scenario.start_at + half * HOUR / 2
        facts = world.step(now)
        store.apply(numbered(facts, said))
        said += len(facts)
        trays = Trays.of(store.tables)
        (decisions,) = (
            face.band
            for face in queues(store.tables, trays, rules, now, None)
            if face.queue is Queue.DECISION
        )
        found.append(
            Look(half / 2, list(handoffs(store.tables, trays, rules, now, EVERYBODY).rows), decisions)
        )
    return found


@pytest.fixture(scope="module")
def night() -> list[Look]:
    return looks(load_rule_set("state-grid-2022"))


def test_that_no_question_becomes_late_while_nobody_is_there_to_answer_it(night: list[Look]) -> None:
    asked = Waits.ANSWER, Waits.DECISION
    closing = next(look for look in night if look.at == CLOSES).late(*asked)
    kept = Counter[str]()
    for look in night:
        if not CLOSES < look.at <= OPENS:
            continue
        assert look.late(*asked) <= closing, f"{look.at:g} hours after eight"
        assert (look.decisions is Band.BREACHED) == bool(look.late(Waits.DECISION))
        for one in look.rows:
            waits_long = one.waits in asked and one.waited is not None and one.age > one.waited.limit
            if waits_long and one.band is not Band.BREACHED:
                assert one.waited is not None and one.waited.worked and one.order.lane is not Lane.RESTORE
                kept[one.order.id] += 1
    assert kept, "nobody waited over the night for longer than a limit round the clock allows"
    assert max(kept.values()) > 20, "and until the morning"


def test_that_questions_do_become_late_by_day_and_are_the_few(night: list[Look]) -> None:
    """One in four or five is answered too late: a limit that all keep, or all miss, tells a room nothing."""
    seen, late = set[str](), set[str]()
    for look in night:
        seen |= {one.order.id for one in look.rows if one.waits is not Waits.ACCEPTANCE}
        late |= look.late(Waits.ANSWER, Waits.DECISION)
    assert 0.02 < len(late) / len(seen) < 0.5, (len(late), len(seen))


def test_that_what_waits_for_a_desk_or_a_crew_runs_round_the_clock(night: list[Look]) -> None:
    ages = {
        (look.at, one.order.id): (one.age, one.waited)
        for look in night
        for one in look.rows
        if one.waits is Waits.ACCEPTANCE
    }
    assert ages
    for age, spent in ages.values():
        assert spent is not None and not spent.worked and spent.spent == age
