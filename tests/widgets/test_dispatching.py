"""When a plan is asked for: not at every tick, soon where what it speaks of changed, never twice at once."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.state.queries.faces import NOW
from tests.state.queries.test_proposals import crew, order, two_orders
from tests.widgets.roads import road
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.changes import Change
from wallboard.state.queries.candidates import RoadBook
from wallboard.state.queries.proposals import SendPlan
from widgets.dispatching import AGAIN_S, SOON_S, Dispatching

RULES = DispatchRules()
STREET = (113.0, 113.01, 113.02, 113.03)
"""Crossings of the road, where the orders and crews are."""


class Desk:
    """A plan that is followed, with a worker that answers when it is told to."""

    def __init__(self) -> None:
        self.room, self.book, self.plans = two_orders(), RoadBook(road(STREET, 22.5)), list[SendPlan]()
        self.waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []
        self.made = Dispatching(self.plans.append)

    def do(self, owner: int, jobs: Sequence[Callable[[], Any]], deliver: Callable[[Any], None]) -> None:
        self.waiting += [(job, deliver) for job in jobs]

    def look(self, later: float, *, answer: bool = True) -> int:
        """Follow so many s later; how many plans have come in all."""
        self.made.follow(self.room.tables, self.book, RULES, self, NOW + later)
        while answer and self.waiting:
            job, deliver = self.waiting.pop()
            deliver(job())
        return len(self.plans)


def test_that_a_plan_is_made_anew_only_once_something_changed_and_it_is_old() -> None:
    desk = Desk()
    assert desk.look(0) == 1 and len(desk.plans[0].going) == 2
    assert desk.look(3 * AGAIN_S) == 1, "nothing changed"
    desk.made.note(Change(2, moved=frozenset({"crew/gps/near"})))
    assert desk.look(3 * AGAIN_S + 1) == 2
    desk.made.note(Change(3, moved=frozenset({"crew/gps/near"})))
    assert desk.look(3 * AGAIN_S + 2) == 2, "it is not old yet"
    assert desk.look(4 * AGAIN_S + 2) == 3


def test_that_a_plan_that_speaks_of_what_changed_is_made_anew_soon() -> None:
    desk = Desk()
    desk.look(0)
    desk.made.note(Change(2, {"order": frozenset({"hub/R-1"})}))
    assert desk.look(SOON_S / 2) == 1
    assert desk.look(SOON_S) == 2
    desk.made.note(Change(3, {"crew": frozenset({"gps/next"})}))
    assert desk.look(2 * SOON_S) == 3
    desk.made.note(Change(4, {"crew": frozenset({"gps/another"})}))
    assert desk.look(3 * SOON_S) == 3


def test_that_nothing_is_asked_while_an_answer_is_awaited_and_one_of_another_network_is_dropped() -> None:
    desk = Desk()
    desk.look(0, answer=False)
    desk.made.note(Change(2, reset=True))
    assert desk.look(1, answer=False) == 0 and len(desk.waiting) == 1
    desk.book = RoadBook(road(STREET, 22.5))
    assert desk.look(2) == 0, "the roads are others now"
    assert desk.look(3) == 1


def test_that_a_new_order_stands_in_the_next_plan() -> None:
    desk = Desk()
    desk.look(0)
    order(desk.room, "R-7", 113.01, 5)
    crew(desk.room, "gps/third", 113.01)
    desk.made.note(Change(2, {"order": frozenset({"hub/R-7"})}))
    desk.look(AGAIN_S)
    assert "hub/R-7" in desk.plans[-1].going
