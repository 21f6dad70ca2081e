"""What is wrong with how an order is handled, each condition with its clock (d.23, d.27, d.74, d.126, d.129).

Pure: derived from the order as it stands, stored nowhere. The limits are the rule set's (``[handling]``).
"""

from enum import StrEnum

import msgspec

from wallboard.domain.order_row import Order
from wallboard.domain.terms import OrderStage
from wallboard.rules.limits import HandlingRules
from wallboard.rules.questions import WAITING, answer_due

DEFAULT = HandlingRules()
PING_PONG = DEFAULT.ping_pong
"""Times that an order was returned or taken over, from which it is being passed round, where no set says."""


class Condition(StrEnum):
    """What is wrong, or will be once its clock has run out."""

    NO_OWNER = "no_owner"
    NOT_ACCEPTED = "not_accepted"  # sent to somebody who has not taken it
    NOT_FOLLOWED = "not_followed"  # taken over, and nothing since
    PING_PONG = "ping_pong"
    NOT_ANSWERED = "not_answered"  # a department, a specialist or whoever decides was asked
    NOT_CALMED = "not_calmed"  # the fault is the customer's own, and nobody has spoken to him since
    NO_CONTRACTOR = "no_contractor"  # nobody is named who mends it, or sees to it for a community


class Wrong(msgspec.Struct, frozen=True):
    """One condition. since: epoch s, its clock runs from there. who: has to act, "" nobody yet.

    due: until when it may stand, epoch s. times: how often it was passed on.
    """

    condition: Condition
    since: float
    who: str = ""
    times: int = 0
    due: float = 0.0

    def over(self, now: float) -> bool:
        """Whether its clock has run out."""
        return now > self.due


def conditions(order: Order, now: float, rules: HandlingRules = DEFAULT) -> list[Wrong]:
    """Everything of an open order that has a clock at ``now`` (epoch s), in the order of the enum.

    Followed and passed round are wrong from the moment that they are; the others are told as they begin.
    """
    if not order.open:
        return []
    found: list[Wrong] = []
    if not order.holder and order.stage is OrderStage.NEW:
        began = max(order.since, order.received_at)
        found.append(_wrong(Condition.NO_OWNER, began, rules.unclaimed_minutes))
    sent = order.handover
    if sent is not None:
        found.append(_wrong(Condition.NOT_ACCEPTED, sent.sent_at, rules.handover_minutes, sent.to))
    taken = order.held_since if order.last_verb == "take_over" else None
    waits = order.stage in (OrderStage.SUSPENDED, OrderStage.WAITING)
    if taken is not None and order.since <= taken and not waits:
        lies = _wrong(Condition.NOT_FOLLOWED, taken, rules.follow_minutes, order.holder)
        if now >= lies.due:
            found.append(lies)
    times = order.returned + order.handed_over
    if times >= rules.ping_pong:
        began = order.held_since if order.held_since is not None else order.since
        found.append(Wrong(Condition.PING_PONG, began, order.first_inquirer, times, began))
    return [*found, *_asked(order, rules), *_customers_own(order, rules)]


def follow_due(order: Order, rules: HandlingRules = DEFAULT) -> float | None:
    """When an order that was taken over begins to lie, epoch s; None where it was not."""
    taken = order.held_since if order.last_verb == "take_over" else None
    return None if taken is None else taken + rules.follow_minutes * 60


def _asked(order: Order, rules: HandlingRules) -> list[Wrong]:
    asked = order.asked
    if asked is None or order.stage not in WAITING:
        return []
    due = answer_due(order, asked.at, rules)
    return [Wrong(Condition.NOT_ANSWERED, asked.at, asked.to, due=due)]


def _customers_own(order: Order, rules: HandlingRules) -> list[Wrong]:
    """Calm first (d.129), then somebody who mends it."""
    marked = order.customer_owned_at
    if marked is None:
        return []
    found: list[Wrong] = []
    if order.contacted_at is None or order.contacted_at < marked:
        found.append(_wrong(Condition.NOT_CALMED, marked, rules.calm_minutes, order.holder))
    named = order.coordinator if order.segment == "community" else order.contractor
    if not named:
        found.append(_wrong(Condition.NO_CONTRACTOR, marked, rules.contractor_minutes, order.holder))
    return found


def _wrong(condition: Condition, since: float, minutes: float, who: str = "") -> Wrong:
    return Wrong(condition, since, who, due=since + minutes * 60)
