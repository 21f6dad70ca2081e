"""How one order counts in the figures of a day: when it was answered, and when it was settled (d.22)."""

from bisect import bisect_left
from collections.abc import Sequence

from wallboard.domain.rows import Order
from wallboard.domain.terms import OrderStage

MINUTE_S, DAY_S = 60.0, 86_400.0

EDGES = tuple(
    minutes * MINUTE_S
    for minutes in (1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 2880, 5760)
)
"""A first answer is counted by the first of these that it did not exceed, s: days can be added up so."""

SOLVED = frozenset({OrderStage.DONE, OrderStage.VERIFIED, OrderStage.ARCHIVED})
"""Closed because the work was done."""

ANSWERED = (OrderStage.ACCEPTED.value, OrderStage.ASSIGNED.value, OrderStage.EN_ROUTE.value)
"""Stages that show that somebody has taken it up."""


def answered_at(order: Order) -> float | None:
    """When somebody first took it up or spoke to the customer, epoch s; None while nobody did."""
    said = [order.accepted_at, order.contacted_at, *(order.reached.get(stage) for stage in ANSWERED)]
    if order.complaint is not None:
        said += [order.complaint.accepted_at, order.complaint.contacted_at]
    return min((at for at in said if at is not None), default=None)


def settled_at(order: Order) -> float | None:
    """When its work was done, epoch s; None while it is open, or where it ended otherwise."""
    return order.reached.get(OrderStage.DONE.value, order.since) if order.stage in SOLVED else None


def bin_of_answer(seconds: float) -> int:
    """Its place in counts by ``EDGES``."""
    return bisect_left(EDGES, seconds)


def answer_time(counts: Sequence[int], share: float) -> float | None:
    """The answer time that this share of answers did not exceed, s, even within its bin; None of none.

    Of those beyond the last edge it is that edge: at least so long.
    """
    wanted, passed = share * sum(counts), 0.0
    for place, n in enumerate(counts):
        if n and passed + n >= wanted:
            if place >= len(EDGES):
                return EDGES[-1]
            low = EDGES[place - 1] if place else 0.0
            return low + (EDGES[place] - low) * (wanted - passed) / n
        passed += n
    return None
