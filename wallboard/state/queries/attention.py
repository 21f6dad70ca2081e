"""The attention queue of a store: every open order's last moment, with the nearest free crew's travel.

The way is that of the roads where somebody has measured it, else the straight line at a speed that allows for
them.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import AreaClass, CrewStatus, OrderStage
from wallboard.rules.attention import AttentionQueue, Concern, Weighed, queue_of, weigh
from wallboard.rules.limits import AttentionRules, HandlingRules, RuleSet
from wallboard.rules.order_conditions import conditions
from wallboard.rules.sla import Clocks, OrderClock
from wallboard.rules.travel import Floats, nearest_seconds
from wallboard.state.positions import vehicle_id
from wallboard.state.queries.responses import in_force
from wallboard.state.tables import Tables

NOBODY_SENT = frozenset({OrderStage.NEW, OrderStage.ACCEPTED})
"""Stages in which a crew must still be sent, so that its way counts."""

ByRoad = Mapping[str, float]
"""Seconds that the nearest able crew needs by road, by order."""

UNMEASURED: ByRoad = MappingProxyType({})


def attention(
    tables: Tables,
    rules: RuleSet | None,
    now: float,
    area_class: AreaClass,
    n: int,
    by_road: ByRoad = UNMEASURED,
) -> AttentionQueue:
    """The ``n`` orders that need somebody first at ``now`` (epoch s); area_class where an order says none."""
    return queue_of(concerns(tables, rules, now, area_class, by_road), n)


def concerns(
    tables: Tables,
    rules: RuleSet | None,
    now: float,
    area_class: AreaClass,
    by_road: ByRoad = UNMEASURED,
) -> list[Concern]:
    """Every open order that needs somebody."""
    clocks = Clocks(rules, area_class, in_force(tables))
    limits = rules.attention if rules is not None else AttentionRules()
    handling = rules.handling if rules is not None else HandlingRules()
    orders = [order for order in tables.orders.values() if order.open]
    travel = ways(tables, orders, free_fixes(tables), limits.travel_kmh, by_road)
    found: list[Concern] = []
    for order in orders:
        weighed = judged(tables, order, now, clocks, limits, handling, travel.get(order.id))[1]
        if weighed.concern is not None:
            found.append(weighed.concern)
    return found


def judged(
    tables: Tables,
    order: Order,
    now: float,
    clocks: Clocks,
    limits: AttentionRules,
    handling: HandlingRules,
    way: float | None,
) -> tuple[OrderClock, Weighed]:
    """The clock of one open order, and why it needs somebody. way: of the nearest free crew, s."""
    outage = tables.outages.get(order.outage) if order.outage else None
    clock = clocks.of(order, now, way, outage)
    weighed = weigh(
        order,
        clock,
        now,
        limits,
        outage=outage,
        wrongs=conditions(order, now, handling),
        van=tables.vans.get(outage.van) if outage is not None and outage.van else None,
        travel=way,
    )
    return clock, weighed


def free_fixes(tables: Tables) -> Floats:
    """Where the crews are that are free: shape (n, 2), lon and lat in degrees."""
    fixes = [
        fix[:2]
        for key, crew in tables.crews.items()
        if crew.status is CrewStatus.AVAILABLE
        and (fix := tables.positions.of(vehicle_id("crew", key))) is not None
    ]
    return np.array(fixes, dtype=float).reshape(-1, 2)


def ways(
    tables: Tables, orders: list[Order], crews: Floats, kmh: float, by_road: ByRoad = UNMEASURED
) -> dict[str, float]:
    """Seconds from the nearest free crew, by order; only of orders for which nobody was sent."""
    waiting = [order for order in orders if order.stage in NOBODY_SENT]
    measured = {order.id: by_road[order.id] for order in waiting if order.id in by_road}
    placed = [
        (order.id, *place)
        for order in waiting
        if order.id not in measured and (place := place_of_order(tables, order)) is not None
    ]
    if not placed or not len(crews):
        return measured
    places = np.array([(lon, lat) for _, lon, lat in placed])
    seconds = nearest_seconds(places, crews, kmh)
    return measured | {key: float(each) for (key, _, _), each in zip(placed, seconds, strict=True)}


def place_of_order(tables: Tables, order: Order) -> tuple[float, float] | None:
    """Where the order is, or its outage."""
    where: Order | Outage | None = order
    if order.lon is None and order.outage:
        where = tables.outages.get(order.outage)
    if where is None or where.lon is None or where.lat is None:
        return None
    return where.lon, where.lat
