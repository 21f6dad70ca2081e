"""When what a clock shows changes by itself: its band, its bin of lateness, its rank (domain 5.8).

Between two turns neither changes, so a board reads an order again only when its next turn has come.
"""

from collections.abc import Iterable
from math import inf

from wallboard.rules.ranking import LATENESS_EDGES
from wallboard.rules.sla import OrderClock

GUARD_S = 0.001
"""Around a turn floats may disagree about the instant: there the clock is read anew each time, s."""


def turns_of(clock: OrderClock) -> tuple[float, ...]:
    """The instants (epoch s) at which a clock that does not stand still turns; none without a limit."""
    if clock.due is None or clock.limit is None or clock.warn_at is None:
        return ()
    start, limit = clock.due - clock.limit, clock.limit
    return (clock.warn_at, *(start + edge * limit for edge in LATENESS_EDGES))


def steady(clock: OrderClock, now: float) -> tuple[float, float]:
    """From when until when (epoch s) band, bin and rank of an open order stay as they are at ``now``.

    A clock whose due time moves holds for this very instant only.
    """
    if clock.moving:
        return now, now
    return between(turns_of(clock), now)


def between(turns: Iterable[float], now: float) -> tuple[float, float]:
    """The instants between which none of the turns lies at ``now``; on one of them: this very instant."""
    since, until = -inf, inf
    for turn in turns:
        if turn < now - GUARD_S:
            since = max(since, turn + GUARD_S)
        elif turn > now + GUARD_S:
            until = min(until, turn - GUARD_S)
        else:
            return now, now
    return since, until
