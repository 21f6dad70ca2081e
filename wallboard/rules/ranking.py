"""Worst first, and stable: the order of every list of orders (domain 5.8; issue 2).

Key customers, band, coarse lateness, customers out, due time, id. In a big storm every clock is late:
lateness is therefore coarse (in time, up to twice the limit, beyond), so that the fourth key, customers
out, keeps the list telling something.
"""

from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import Band
from wallboard.rules.limits import KEY_SEGMENTS
from wallboard.rules.sla import OrderClock

BAND_RANK: dict[Band, int] = {Band.BREACHED: 0, Band.WARNING: 1, Band.CALM: 2, Band.UNCOLOURED: 2}

LATENESS_EDGES = (1.0, 2.0, 4.0, 8.0)
"""Multiples of the limit that part the bins: in time, to 2x, to 4x, to 8x, beyond."""

RankKey = tuple[int, int, int, int, float, float, str]

OutageRank = tuple[bool, bool, int, int, float, str]


class Lateness(msgspec.Struct, frozen=True):
    """How late the clocks with a limit are: counts[i] lie in (edges[i-1], edges[i]], the last beyond."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def rank_key(order: Order, clock: OrderClock, outage: Outage | None) -> RankKey:
    """A key that sorts orders worst first; no two orders share one."""
    return (
        tier(order, outage),
        BAND_RANK[clock.band],
        -_coarse(clock.share),
        -(customers_of(order, outage) or 0),
        float("inf") if clock.due is None else clock.due,
        order.received_at,
        order.id,
    )


def tier(order: Order, outage: Outage | None) -> int:
    """0 where life or a key customer hangs on it, 1 otherwise (domain 5.8)."""
    key = order.key_customers or order.segment in KEY_SEGMENTS or (outage and outage.key_customers)
    return 0 if key else 1


def outage_rank(outage: Outage) -> OutageRank:
    """A key that sorts outages worst first: key customers, customers out, longest dark (domain 5.8).

    It does not depend on the time, so that a row moves only when something that matters changed.
    """
    return (
        not outage.dark,
        outage.planned,
        0 if outage.key_customers else 1,
        -(outage.customers_out or 0),
        outage.began,
        outage.id,
    )


def customers_of(order: Order, outage: Outage | None) -> int | None:
    """Customers who wait for this order: those out now, else those named when it was raised."""
    if outage is not None and outage.customers_out is not None:
        return outage.customers_out
    return order.customers


def lateness_bins(clocks: Iterable[OrderClock]) -> Lateness:
    """The small distribution of "how late"; clocks without a limit are left out."""
    counts = [0] * (len(LATENESS_EDGES) + 1)
    for clock in clocks:
        if clock.share is not None:
            counts[bin_of(clock.share)] += 1
    return Lateness(LATENESS_EDGES, tuple(counts))


def bin_of(share: float) -> int:
    """Which bin of ``Lateness.counts`` a clock's share of its limit falls into."""
    return bisect_left(LATENESS_EDGES, share)


def _coarse(share: float | None) -> int:
    if share is None or share <= 1:
        return 0
    return 1 if share <= 2 else 2
