"""Questions that an order waits for: to whom they were put, by which clock they are late (d.27, d.52, d.98).

Departments, specialists and those who decide work by day: what they are asked counts working time, where the
rule set names its hours. What leaves people in the dark is answered at any hour (domain 5.1: restoration runs
round the clock), and so is what went up to the shift lead. Where the calendar of a year is not published,
minutes run round the clock too: nothing looks later than it is by a guess.
"""

import msgspec

from wallboard.domain.handling import ASKS
from wallboard.domain.order_row import Order
from wallboard.domain.orders import AskKind
from wallboard.domain.terms import Lane, OrderStage
from wallboard.rules.limits import HandlingRules
from wallboard.rules.workdays import NotPublished
from wallboard.rules.workhours import WorkHours

WAITING = frozenset({OrderStage.WAITING, OrderStage.ESCALATED})
"""Stages of an order that waits for somebody's word."""


class Waited(msgspec.Struct, frozen=True):
    """How long an answer has been due. spent, limit: s, both of working time where ``worked``."""

    spent: float
    limit: float
    worked: bool


def kind_of(order: Order) -> AskKind:
    """What kind of question a waiting order waits for: the room's own, else the reason of its source."""
    if order.asked is not None:
        return order.asked.kind
    if order.stage is OrderStage.ESCALATED:
        return AskKind.ESCALATION
    said = order.reason.code if order.reason is not None else ""
    return ASKS.get(said) or ASKS.get(order.last_verb, AskKind.DECISION)


def waited(order: Order, since: float, now: float, rules: HandlingRules) -> Waited:
    """How much of its limit the question of an order has used up that was put at ``since``."""
    kind, spent = kind_of(order), max(0.0, now - since)
    limit, hours = _limit(kind, rules), _hours(order.lane, kind, rules)
    if hours is not None:
        try:
            return Waited(hours.worked(since, max(since, now)), limit, worked=True)
        except NotPublished:
            pass
    return Waited(spent, limit, worked=False)


def answer_due(order: Order, since: float, rules: HandlingRules) -> float:
    """Until when a question is to be answered that was put at ``since``, epoch s."""
    kind = kind_of(order)
    limit, hours = _limit(kind, rules), _hours(order.lane, kind, rules)
    if hours is not None:
        try:
            return hours.after(since, limit)
        except NotPublished:
            pass
    return since + limit


def _limit(kind: AskKind, rules: HandlingRules) -> float:
    minutes = {
        AskKind.DEPARTMENT: rules.department_minutes,
        AskKind.SPECIALIST: rules.specialist_minutes,
        AskKind.DECISION: rules.decision_minutes,
        AskKind.ESCALATION: rules.decision_minutes,
    }[kind]
    return minutes * 60.0


def _hours(lane: Lane, kind: AskKind, rules: HandlingRules) -> WorkHours | None:
    return None if lane is Lane.RESTORE or kind is AskKind.ESCALATION else rules.hours
