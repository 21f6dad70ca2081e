"""Which orders are on their way to a complaint before anybody complains (d.17, domain 4.9).

Signs, not a score: each is something that happened to this customer's order, and each is shown. What a source
itself calls a risk is one of them. Pure: derived from the order as it stands, stored nowhere.
"""

from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order
from wallboard.rules.groups import Group, group_of
from wallboard.rules.order_conditions import PING_PONG

REPEATED_OUTAGES = 3
"""Outages of one customer from which the next one is a complaint (recalled practice: 3 in 60 days)."""


def contacts_of(order: Order) -> int:
    """How often the customer came because of it: the first time, each urging, each call linked to it."""
    calls = sum(subject.startswith("call/") for subject in order.linked)
    return 1 + max(order.urged, calls)


def signs_of(order: Order) -> tuple[Reason, ...]:
    """What points to a complaint, the gravest first; nothing of a closed order or of a complaint itself."""
    if not order.open or group_of(order) is Group.COMPLAINT:
        return ()
    found: list[Reason] = []
    if order.satisfied is False:
        found.append(Reason("risk_unsatisfied"))
    if order.reopened:
        found.append(Reason("risk_reopened", {"n": order.reopened}))
    if order.ticks is not None and order.ticks.failed_because:
        found.append(Reason("risk_visit_failed"))
    contacts = contacts_of(order)
    if contacts > 1:
        found.append(Reason("risk_contacts", {"n": contacts}))
    passed = order.returned + max(order.handed_over, order.hops)
    if passed >= PING_PONG:
        found.append(Reason("risk_passed_round", {"n": passed}))
    return tuple(found)
