"""What is wrong with how an order is handled, each condition with the moment it began (d.23, d.74).

Pure: derived from the order as it stands, stored nowhere.
"""

from enum import StrEnum

import msgspec

from wallboard.domain.rows import Order
from wallboard.domain.terms import OrderStage

PING_PONG = 3
"""Times that an order was returned or taken over, from which it is being passed round."""

FOLLOW_S = 30 * 60.0
"""Whoever took an order over and did nothing more for so long does not follow it, s (a proposal)."""


class Condition(StrEnum):
    """What is wrong."""

    NO_OWNER = "no_owner"
    NOT_ACCEPTED = "not_accepted"  # sent to somebody who has not taken it
    NOT_FOLLOWED = "not_followed"  # taken over, and nothing since
    PING_PONG = "ping_pong"


class Wrong(msgspec.Struct, frozen=True):
    """One condition. since: epoch s, its clock runs from there. who: has to act, "" nobody yet."""

    condition: Condition
    since: float
    who: str = ""
    times: int = 0


def conditions(order: Order, now: float) -> list[Wrong]:
    """All that is wrong with an open order at ``now`` (epoch s), in the order of the enum."""
    if not order.open:
        return []
    found: list[Wrong] = []
    if not order.holder:
        found.append(Wrong(Condition.NO_OWNER, order.since))
    if order.handover is not None:
        found.append(Wrong(Condition.NOT_ACCEPTED, order.handover.sent_at, order.handover.to))
    taken = order.held_since if order.last_verb == "take_over" else None
    waits = order.stage in (OrderStage.SUSPENDED, OrderStage.WAITING)
    untouched = taken is not None and order.since <= taken and not waits
    if taken is not None and untouched and now - taken >= FOLLOW_S:
        found.append(Wrong(Condition.NOT_FOLLOWED, taken, order.holder))
    times = order.returned + order.handed_over
    if times >= PING_PONG:
        began = order.held_since if order.held_since is not None else order.since
        found.append(Wrong(Condition.PING_PONG, began, order.first_inquirer, times))
    return found
