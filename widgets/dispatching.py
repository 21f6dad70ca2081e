"""The plan for all open orders, of one window: worked out beside the tick, kept until the next one."""

import math
from collections.abc import Callable

from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.changes import Change
from wallboard.state.queries.candidates import RoadBook
from wallboard.state.queries.proposals import OpenOrders, Planner, SendPlan, open_orders
from wallboard.state.tables import Tables
from widgets.worker import Worker

AGAIN_S = 10.0
"""Operational seconds after which a plan is made anew where something changed."""
SOON_S = 1.0
"""The same where an order or a crew of the plan itself changed."""
NOUNS = ("order", "outage", "crew", "road", "van", "response", "storm")


class Dispatching:
    """planned: is given each new plan. Panels tell what changed, and ask for it as often as they like."""

    def __init__(self, planned: Callable[[SendPlan], None]) -> None:
        self._planned = planned
        self.plan = SendPlan()
        self._book: RoadBook | None = None
        self._planner: Planner | None = None
        self._asked_at, self._again = -math.inf, -math.inf
        self._stale, self._waits = True, False

    def note(self, change: Change) -> None:
        """Facts came: the plan is old, and the sooner so where it speaks of what they are about."""
        if change.reset:
            self._stale, self._again = True, -math.inf
        elif change.moved or change.touches(*NOUNS):
            self._stale = True
            orders, crews = change.of("order"), change.of("crew")
            for one in self.plan.proposals if orders or crews else ():
                if one.order in orders or (one.crew is not None and one.crew.crew in crews):
                    self._again = min(self._again, self._asked_at + SOON_S)
                    break

    def follow(
        self, tables: Tables, book: RoadBook | None, rules: DispatchRules, worker: Worker, now: float
    ) -> SendPlan:
        """The plan that stands; a new one is asked for where it has grown old. now: epoch s."""
        if book is not self._book:
            self._book, self._planner, self._again, self._stale = book, None, -math.inf, True
        old = self._stale and (now >= self._again or now < self._asked_at)
        if book is not None and old and not self._waits:
            self._ask(open_orders(tables, now, rules), book, rules, worker, now)
        return self.plan

    def _ask(
        self, question: OpenOrders, book: RoadBook, rules: DispatchRules, worker: Worker, now: float
    ) -> None:
        self._asked_at, self._again = now, now + AGAIN_S
        self._stale, self._waits = False, True

        def work() -> tuple[RoadBook, Planner, SendPlan]:
            ways, planner = book.past(question.shut), self._planner
            if planner is None or planner.ways is not ways:
                planner = Planner(ways, were=book.ways if question.shut else None)
            return book, planner, planner.answer(question, rules)

        worker.do(id(self), [work], self._answered)

    def _answered(self, answered: tuple[RoadBook, Planner, SendPlan]) -> None:
        book, planner, plan = answered
        self._waits = False
        if book is not self._book:
            return
        self._planner, self.plan = planner, plan
        self._planned(plan)
