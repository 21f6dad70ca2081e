"""The lanes: open orders with their clocks, worst first, and the running mean beside them."""

from heapq import nsmallest

import msgspec

from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import ORDER_CLOSED, AreaClass, Band, Lane, OrderStage
from wallboard.rules.ranking import Lateness, RankKey, lateness_bins, rank_key
from wallboard.rules.sla import Clocks, OrderClock, RuleSet, arrival_seconds
from wallboard.state.queries.sources import speaks
from wallboard.state.tables import Tables

MEAN_WINDOW_S = 24 * 3600.0
"""Arrivals of so many seconds of operational time make the running mean."""


class OrderLine(msgspec.Struct, frozen=True):
    """One row of a lane: the order, its clock, and the outage that it restores (if any)."""

    order: Order
    clock: OrderClock
    outage: Outage | None


class LaneFace(msgspec.Struct, frozen=True, kw_only=True):
    """One lane. sourced: somebody feeds it; False must be said on the glass, never shown as a zero.

    rows: the worst, at most as many as were asked for; more: how many are open beside them.
    mean_arrival: mean s from report to site over mean_n orders, open or closed, that were reached in
    the last 24 h; those that merely vanished from their feed are left out.
    """

    lane: Lane
    sourced: bool
    open: int = 0
    calm: int = 0
    warning: int = 0
    breached: int = 0
    uncoloured: int = 0
    rows: list[OrderLine] = []
    more: int = 0
    lateness: Lateness | None = None
    mean_arrival: float | None = None
    mean_n: int = 0


def lane(
    tables: Tables, lane: Lane, rules: RuleSet | None, now: float, area_class: AreaClass, n: int
) -> LaneFace:
    """The lane at ``now`` (epoch s) with its ``n`` worst rows. area_class: where an order says none."""
    clocks, outages = Clocks(rules, area_class), tables.outages
    lines: list[OrderLine] = []
    counts = dict.fromkeys(Band, 0)
    arrivals: list[int] = []
    sourced = False
    for order in tables.orders.values():
        if order.lane is not lane:
            continue
        sourced = True
        arrival = arrival_of(order) if order.reached else None
        if arrival is not None and now - MEAN_WINDOW_S <= arrival[0] <= now:
            arrivals.append(arrival[1])
        if order.stage in ORDER_CLOSED:
            continue
        clock = clocks.of(order, now)
        counts[clock.band] += 1
        lines.append(OrderLine(order, clock, outages.get(order.outage) if order.outage else None))
    rows = nsmallest(n, lines, key=_rank) if n else []
    late = lateness_bins(line.clock for line in lines)
    return LaneFace(
        lane=lane,
        sourced=sourced or lane_sourced(tables, lane),
        open=len(lines),
        calm=counts[Band.CALM],
        warning=counts[Band.WARNING],
        breached=counts[Band.BREACHED],
        uncoloured=counts[Band.UNCOLOURED],
        rows=rows,
        more=len(lines) - len(rows),
        lateness=late if late.total else None,
        mean_arrival=mean_seconds(sum(arrivals), len(arrivals)),
        mean_n=len(arrivals),
    )


def _rank(line: OrderLine) -> RankKey:
    return rank_key(line.order, line.clock, line.outage)


def arrival_of(order: Order) -> tuple[float, int] | None:
    """When the site was reached (epoch s) and after how many µs; None for orders that just vanished.

    Whole µs, so that a mean does not depend on the order in which it is added up.
    """
    at = order.reached.get(OrderStage.ON_SITE.value)
    seconds = arrival_seconds(order)
    if at is None or seconds is None or order.stage is OrderStage.UNLISTED:
        return None
    return at, round(seconds * 1e6)


def mean_seconds(total: int, n: int) -> float | None:
    """The mean (s) of ``n`` arrivals that took ``total`` µs together; None of none."""
    return total / n / 1e6 if n else None


def lane_sourced(tables: Tables, lane: Lane) -> bool:
    """Whether a source declares the lane; outages feed the restore lane, by the hub's rule."""
    if any(lane.value in source.lanes for source in tables.sources.values()):
        return True
    return lane is Lane.RESTORE and speaks(tables, "outage.extent", "outage.stage")
