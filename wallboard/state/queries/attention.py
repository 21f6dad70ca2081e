"""The attention queue of a store: every open order's last moment, with the nearest free crew's travel."""

import numpy as np

from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import AreaClass, CrewStatus, OrderStage
from wallboard.rules.attention import AttentionQueue, Concern, concern_of, queue_of
from wallboard.rules.limits import AttentionRules, HandlingRules, RuleSet
from wallboard.rules.order_conditions import conditions
from wallboard.rules.sla import Clocks
from wallboard.rules.travel import nearest_seconds
from wallboard.state.positions import vehicle_id
from wallboard.state.queries.responses import in_force
from wallboard.state.tables import Tables

NOBODY_SENT = frozenset({OrderStage.NEW, OrderStage.ACCEPTED})
"""Stages in which a crew must still be sent, so that its way counts."""


def attention(
    tables: Tables, rules: RuleSet | None, now: float, area_class: AreaClass, n: int
) -> AttentionQueue:
    """The ``n`` orders that need somebody first at ``now`` (epoch s); area_class where an order says none."""
    return queue_of(concerns(tables, rules, now, area_class), n)


def concerns(tables: Tables, rules: RuleSet | None, now: float, area_class: AreaClass) -> list[Concern]:
    """Every open order that needs somebody."""
    clocks = Clocks(rules, area_class, in_force(tables))
    limits = rules.attention if rules is not None else AttentionRules()
    handling = rules.handling if rules is not None else HandlingRules()
    orders = [order for order in tables.orders.values() if order.open]
    travel = travel_times(tables, orders, limits.travel_kmh)
    found: list[Concern] = []
    for order in orders:
        outage = tables.outages.get(order.outage) if order.outage else None
        way = travel.get(order.id)
        concern = concern_of(
            order,
            clocks.of(order, now, way, outage),
            now,
            limits,
            outage=outage,
            wrongs=conditions(order, now, handling),
            van=tables.vans.get(outage.van) if outage is not None and outage.van else None,
            travel=way,
        )
        if concern is not None:
            found.append(concern)
    return found


def travel_times(tables: Tables, orders: list[Order], kmh: float) -> dict[str, float]:
    """Seconds from the nearest crew that is free, by order; only of orders for which nobody was sent."""
    placed = [
        (order.id, *place)
        for order in orders
        if order.stage in NOBODY_SENT and (place := _place(tables, order)) is not None
    ]
    fixes = [
        fix
        for key, crew in tables.crews.items()
        if crew.status is CrewStatus.AVAILABLE
        and (fix := tables.positions.of(vehicle_id("crew", key))) is not None
    ]
    if not placed or not fixes:
        return {}
    places = np.array([(lon, lat) for _, lon, lat in placed])
    crews = np.array([(lon, lat) for lon, lat, *_ in fixes])
    seconds = nearest_seconds(places, crews, kmh)
    return {key: float(each) for (key, _, _), each in zip(placed, seconds, strict=True)}


def _place(tables: Tables, order: Order) -> tuple[float, float] | None:
    """Where the order is, or its outage."""
    where: Order | Outage | None = order
    if order.lon is None and order.outage:
        where = tables.outages.get(order.outage)
    if where is None or where.lon is None or where.lat is None:
        return None
    return where.lon, where.lat
