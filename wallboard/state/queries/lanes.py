"""The lanes: open orders with their clocks, worst first, and the running mean beside them."""

from collections.abc import Mapping
from heapq import nsmallest

import msgspec

from wallboard.domain.rows import Order, Outage, Source
from wallboard.domain.terms import ORDER_CLOSED, AreaClass, Band, Lane, OrderStage
from wallboard.rules.groups import Group, group_of
from wallboard.rules.limits import PROMISE, RuleSet, has_limits
from wallboard.rules.ranking import Lateness, RankKey, lateness_bins, rank_key
from wallboard.rules.sla import Clocks, OrderClock, arrival_seconds, repair_seconds
from wallboard.state.queries.responses import in_force
from wallboard.state.queries.sources import OUTAGE_KINDS, delivered, short, speakers
from wallboard.state.tables import Tables

MEAN_WINDOW_S = 24 * 3600.0
"""Arrivals of so many seconds of operational time make the running mean."""


class OrderLine(msgspec.Struct, frozen=True, gc=False):
    """One row of a lane: the order, its clock, and the outage that it restores (if any)."""

    order: Order
    clock: OrderClock
    outage: Outage | None


class LaneFace(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One lane. sourced: somebody feeds it; False must be said on the glass, never shown as a zero.

    calm, warning, breached: None where nothing judges the lane: no limit, no promised time.
    by_promise: only the orders' own promised times do. at_least: a source of the lane tells not all.
    awaited: a source declares the lane and none has delivered yet.
    rows: the worst, at most as many as were asked for; more: how many are open beside them.
    mean_arrival: mean s from report to site over mean_n orders, open or closed, that were reached in
    the last 24 h; those that merely vanished from their feed are left out. mean_repair: likewise from the
    arrival until supply was back, without standstill, of repair_n that were mended in the last 24 h.
    """

    lane: Lane
    sourced: bool
    open: int = 0
    calm: int | None = None
    warning: int | None = None
    breached: int | None = None
    uncoloured: int = 0
    by_promise: bool = False
    at_least: bool = False
    awaited: bool = False
    rows: list[OrderLine] = []
    more: int = 0
    lateness: Lateness | None = None
    mean_arrival: float | None = None
    mean_n: int = 0
    mean_repair: float | None = None
    repair_n: int = 0


def lane(
    tables: Tables,
    lane: Lane,
    rules: RuleSet | None,
    now: float,
    area_class: AreaClass,
    n: int,
    group: Group | None = None,
) -> LaneFace:
    """The lane at ``now`` (epoch s) with its ``n`` worst rows. area_class: where an order says none.

    group: only that part of it is counted and listed; whether it is sourced is said of the whole lane.
    """
    clocks, outages = Clocks(rules, area_class, in_force(tables)), tables.outages
    lines: list[OrderLine] = []
    counts = dict.fromkeys(Band, 0)
    arrivals: list[int] = []
    repairs: list[int] = []
    sourced, promised = False, 0
    for order in tables.orders.values():
        if order.lane is not lane:
            continue
        sourced = True
        if group is not None and group_of(order) is not group:
            continue
        arrival = arrival_of(order) if order.reached else None
        if arrival is not None and now - MEAN_WINDOW_S <= arrival[0] <= now:
            arrivals.append(arrival[1])
        repair = repair_of(order) if order.reached else None
        if repair is not None and now - MEAN_WINDOW_S <= repair[0] <= now:
            repairs.append(repair[1])
        if order.stage in ORDER_CLOSED:
            continue
        outage = outages.get(order.outage) if order.outage else None
        clock = clocks.of(order, now, None, outage)
        counts[clock.band] += 1
        promised += clock.target == PROMISE
        lines.append(OrderLine(order, clock, outage))
    rows = nsmallest(n, lines, key=_rank) if n else []
    late = lateness_bins(line.clock for line in lines)
    return lane_face(
        tables,
        lane,
        rules,
        counts,
        sourced=sourced,
        promised=promised,
        rows=rows,
        lateness=late,
        arrivals=(sum(arrivals), len(arrivals)),
        repairs=(sum(repairs), len(repairs)),
    )


def lane_face(
    tables: Tables,
    lane: Lane,
    rules: RuleSet | None,
    bands: Mapping[Band, int],
    *,
    sourced: bool,
    promised: int,
    rows: list[OrderLine],
    lateness: Lateness,
    arrivals: tuple[int, int],
    repairs: tuple[int, int],
) -> LaneFace:
    """The face from what was counted.

    sourced: it has orders. promised: open ones whose clock runs by a promise. arrivals, repairs: their
    µs together, and how many.
    """
    limited, number = has_limits(rules, lane), sum(bands.values())
    coloured = number - bands[Band.UNCOLOURED]
    judged = limited or coloured > 0
    feeding = feeders(tables, lane)
    return LaneFace(
        lane=lane,
        sourced=sourced or any(map(delivered, feeding)),
        open=number,
        calm=bands[Band.CALM] if judged else None,
        warning=bands[Band.WARNING] if judged else None,
        breached=bands[Band.BREACHED] if judged else None,
        uncoloured=bands[Band.UNCOLOURED],
        by_promise=coloured > 0 and coloured == promised,
        at_least=any(map(short, feeding)),
        awaited=bool(feeding) and not any(map(delivered, feeding)),
        rows=rows,
        more=number - len(rows),
        lateness=lateness if lateness.total else None,
        mean_arrival=mean_seconds(*arrivals),
        mean_n=arrivals[1],
        mean_repair=mean_seconds(*repairs),
        repair_n=repairs[1],
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


def repair_of(order: Order) -> tuple[float, int] | None:
    """When a restore order's supply was back (epoch s) and after how many µs; None of what just vanished."""
    if order.lane is not Lane.RESTORE or order.stage in (OrderStage.UNLISTED, OrderStage.CANCELLED):
        return None
    found = repair_seconds(order)
    return None if found is None else (found[0], round(found[1] * 1e6))


def mean_seconds(total: int, n: int) -> float | None:
    """The mean (s) of ``n`` arrivals or repairs that took ``total`` µs together; None of none."""
    return total / n / 1e6 if n else None


def feeders(tables: Tables, lane: Lane) -> list[Source]:
    """Sources that declare the lane; those of outages feed the restore lane, by the hub's rule."""
    named = [source for source in tables.sources.values() if lane.value in source.lanes]
    if lane is Lane.RESTORE:
        named += [each for each in speakers(tables, *OUTAGE_KINDS) if lane.value not in each.lanes]
    return named
