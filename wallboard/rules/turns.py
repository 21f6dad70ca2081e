"""When what a clock shows changes by itself: its band, its bin of lateness, its rank (domain 5.8).

Between two turns neither changes, so a board reads an order again only when its next turn has come.
"""

from math import inf

from wallboard.domain.rows import Order
from wallboard.rules.ranking import LATENESS_EDGES
from wallboard.rules.sla import OrderClock

GUARD_S = 0.001
"""Around a turn floats may disagree about the instant: there the clock is read anew each time, s."""

PROMISE_WARN_SHARE = 0.8
"""Share of a promise after which it warns where no rule set says otherwise."""


def turns_of(clock: OrderClock, warn_share: float) -> tuple[float, ...]:
    """The instants (epoch s) at which an unpaused clock turns; none without a limit."""
    if clock.due is None or clock.limit is None:
        return ()
    start, limit = clock.due - clock.limit, clock.limit
    return (start + warn_share * limit, *(start + edge * limit for edge in LATENESS_EDGES))


def steady(order: Order, clock: OrderClock, warn_share: float, now: float) -> tuple[float, float]:
    """From when until when (epoch s) band, bin and rank of an open order stay as they are at ``now``.

    An order whose pauses still run holds for this very instant only.
    """
    if clock.due is None:
        return -inf, inf
    if clock.target != "promise" and _pausing(order):
        return now, now
    since, until = -inf, inf
    for turn in turns_of(clock, warn_share):
        if turn < now - GUARD_S:
            since = max(since, turn + GUARD_S)
        elif turn > now + GUARD_S:
            until = min(until, turn - GUARD_S)
        else:
            return now, now
    return since, until


def _pausing(order: Order) -> bool:
    """Whether the due time itself still moves: a pause runs, or nobody said when the last one ended."""
    return order.paused_since is not None or bool(order.paused_total and order.pause_changed is None)
