"""Figures of days as the analyst says them, and what they add up to by month and year (d.3, d.6, d.80)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from feeds.hub.analyst import Analyst
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.connections import CellWork, Complaint
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.orders import OrderCallback, OrderNeed, OrderStageValue
from wallboard.domain.terms import AreaClass, Lane, OrderStage
from wallboard.state.queries.actuals import Actual, ActualFigure, actuals
from wallboard.state.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
RULES = load_rule_set("southern-grid-guizhou-2021")
MINUTE, HOUR = 60.0, 3600.0


def at(text: str) -> float:
    """``2026-11-23 08:00`` in the room."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


class Room:
    """A store with its analyst, asked every quarter of an hour."""

    def __init__(self, begin: str) -> None:
        self.store, self.analyst = Store(), Analyst(RULES, AreaClass.URBAN)
        self.now = at(begin)

    def say(self, key: str, *said: Payload) -> None:
        self._apply(
            [
                Fact(data, key, self.now, "crm", f"{self.store.head}-{n}", self.now)
                for n, data in enumerate(said)
            ]
        )

    def until(self, text: str) -> None:
        while self.now < at(text):
            self.now = min(at(text), self.now + 15 * MINUTE)
            self._apply(self.analyst.on_time(self.store, self.now))

    def settle(
        self, key: str, lane: Lane = Lane.REQUEST, *, took: float = HOUR, content: bool | None = None
    ) -> None:
        """An order that was received, answered after 4 minutes and done now."""
        came = self.now - took
        self.say(
            key,
            OrderNeed(lane=lane, received_at=came, promised_at=came + 2 * HOUR),
            OrderStageValue(
                stage=OrderStage.DONE,
                since=self.now,
                reached={"accepted": came + 4 * MINUTE, "done": self.now},
            ),
        )
        if content is not None:
            self.say(key, OrderCallback(actor="95598", satisfied=content))

    def figures(self, which: Actual) -> list[ActualFigure]:
        found = actuals(self.store.tables, RULES, ZONE, self.now)
        return list(next(line for line in found.lines if line.actual is which).figures)

    def _apply(self, facts: list[Fact]) -> None:
        placed = [msgspec.structs.replace(f, seq=seq) for seq, f in enumerate(facts, self.store.head + 1)]
        self.store.apply(placed)


@pytest.fixture(scope="module")
def month() -> Room:
    """30 November and the first days of December; closed orders have long left the store."""
    room = Room("2026-11-29 23:50")
    room.say("crm/0", OrderNeed(lane=Lane.REQUEST, received_at=room.now))
    room.until("2026-11-30 10:00")
    room.settle("crm/1", content=True)
    room.settle("crm/2", took=3 * HOUR)  # an hour past its promise
    room.until("2026-12-01 09:00")
    room.settle("crm/3", content=False)
    room.say(
        "crm/4",
        OrderNeed(lane=Lane.REQUEST, received_at=room.now, kind="complaint"),
        Complaint(channel="12398"),
    )
    room.until("2026-12-03 12:00")
    room.settle("crm/5")
    room.until("2026-12-03 12:30")
    return room


def test_that_a_month_and_a_year_add_up_days_whose_orders_have_left(month: Room) -> None:
    assert not {"crm/1", "crm/2", "crm/3"} & set(month.store.tables.orders)
    today, this_month, year = month.figures(Actual.SETTLED_REQUEST)
    # today crm/5; December crm/3 and crm/5; the year crm/1 and crm/2 as well
    assert (today.value, this_month.value, year.value) == (1, 2, 4)
    assert month.figures(Actual.IN_TIME_REQUEST)[2] == ActualFigure(3 / 4, 4)
    assert month.figures(Actual.SATISFIED)[1:] == [ActualFigure(0.0, 1), ActualFigure(0.5, 2)]
    assert month.figures(Actual.ANSWER)[2].n == 4
    assert 3 * MINUTE < (month.figures(Actual.ANSWER)[2].value or 0) <= 5 * MINUTE


def test_that_whole_days_without_a_complaint_are_counted_and_unfinished_ones_are_not(month: Room) -> None:
    # November 30 and December 2 had none, December 1 had one; today is not over, November 29 was not watched
    today, this_month, year = month.figures(Actual.COMPLAINT_FREE)
    assert today == ActualFigure(None, 0)
    assert this_month == ActualFigure(1.0, 2) and year == ActualFigure(2.0, 3)


def test_that_what_no_source_speaks_of_is_unknown_and_what_did_not_happen_has_no_share(month: Room) -> None:
    assert month.figures(Actual.SETTLED_CONNECT) == [ActualFigure()] * 3
    assert month.figures(Actual.REMOVED) == [ActualFigure()] * 3
    assert month.figures(Actual.SATISFIED)[0] == ActualFigure(None, 0)


def test_that_days_are_what_a_replay_of_the_same_facts_says(month: Room) -> None:
    again = Store()
    again.load(month.store.snapshot(), month.store.head)
    assert actuals(again.tables, RULES, ZONE, month.now) == actuals(
        month.store.tables, RULES, ZONE, month.now
    )


def test_that_hazards_removed_are_what_counters_grew_by_and_midnight_is_counted_once() -> None:
    room = Room("2026-11-30 22:00")
    room.say("roster/a", CellWork(hazards_open=3, hazards_removed=40))
    room.until("2026-11-30 23:40")
    room.say("roster/a", CellWork(hazards_open=2, hazards_removed=41))
    room.until("2026-11-30 23:55")
    room.say("roster/a", CellWork(hazards_open=1, hazards_removed=43))
    room.until("2026-12-01 00:30")
    room.say("roster/b", CellWork(hazards_removed=500))  # another counter comes: nothing was removed by that
    room.until("2026-12-01 01:00")
    assert room.figures(Actual.REMOVED) == [
        ActualFigure(0.0, 1),
        ActualFigure(0.0, 1),
        ActualFigure(3.0, 2),
    ]
