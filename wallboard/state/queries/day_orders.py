"""The figures of one calendar day's orders, as far as the store still knows them (closed ones stay 24 h)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wallboard.domain.days import DayOrders
from wallboard.domain.facts import Instant
from wallboard.domain.rows import Order
from wallboard.domain.terms import AreaClass, Band, Lane
from wallboard.rules.day_orders import EDGES, answered_at, bin_of_answer
from wallboard.rules.groups import Group, group_of
from wallboard.rules.limits import RuleSet
from wallboard.rules.sla import Clocks
from wallboard.state.queries.measures import SERVICE
from wallboard.state.queries.queues import sourced
from wallboard.state.queries.responses import in_force
from wallboard.state.tables import Tables
from wallboard.state.trays import Tray, Trays

STEP_S = 900.0
"""A day's figures are said anew so often, s of operational time."""

GAP_S = 1.5 * STEP_S
"""From one word to the next at most, else nobody watched between them, s."""


def known_days(tables: Tables) -> Mapping[str, DayOrders]:
    """What the orders of each calendar day came to, by its date, as in ``2026-11-23``."""
    return tables.rows("day")


def day_of(at: float, zone: ZoneInfo) -> tuple[str, float, float]:
    """The calendar day of an instant: its date, when it begins and when it ends (epoch s)."""
    local = datetime.fromtimestamp(at, zone)
    first = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    begins, ends = (day.replace(tzinfo=zone).timestamp() for day in (first, first + timedelta(days=1)))
    return first.date().isoformat(), begins, ends


def day_orders(
    tables: Tables, rules: RuleSet | None, area_class: AreaClass, zone: ZoneInfo, until: float
) -> tuple[str, DayOrders]:
    """The date, and what the day has come to at ``until`` (epoch s), its last instant or before."""
    date, begins, ends = day_of(until - 0.001, zone)
    trays = _trays(tables, begins)
    lanes = [lane for lane in Lane if _fed(tables, trays, lane)]
    before = known_days(tables).get(date)
    found = DayOrders(
        begins=Instant(begins),
        ends=Instant(ends),
        until=Instant(until),
        watched=_watched(tables, before, begins, until),
        came=_came(tables, lanes, begins, until),
        done={lane.value: _within(trays, Tray.DONE, lane.value, begins, until) for lane in lanes},
        first_time={lane.value: _within(trays, Tray.FIRST_TIME, lane.value, begins, until) for lane in lanes},
        online=_within(trays, Tray.ONLINE, "", begins, until) if set(lanes) & set(SERVICE) else None,
        answers=_answers(tables, lanes, begins, until),
        content=_both(trays, Tray.CALLED, begins, until),
        **_judged(tables, trays, rules, area_class, begins, until),
        **_connected(trays, begins, until) if Lane.CONNECT in lanes else {},
        **_complained(tables, begins, until) if Lane.REQUEST in lanes else {},
        **_hazards(tables, date, before),
    )
    return date, found


def _trays(tables: Tables, begins: float) -> Trays:
    """The trays of what anything happened to since the day began."""
    trays = Trays()
    trays.read(tables, [key for key, order in tables.orders.items() if _touched(order) >= begins])
    return trays


def _touched(order: Order) -> float:
    energised = order.project.energised_at if order.project is not None else None
    return max(order.received_at, order.since, order.called_at or 0.0, energised or 0.0, order.last_at or 0.0)


def _fed(tables: Tables, trays: Trays, lane: Lane) -> bool:
    return sourced(tables, trays, lane) or any(order.lane is lane for order in tables.orders.values())


def _watched(tables: Tables, before: DayOrders | None, begins: float, until: float) -> int:
    """Minutes that the hub was there: since its last word, if that is not too long ago."""
    last = max((day.until for day in known_days(tables).values()), default=None)
    fresh = 0.0 if last is None or until - last > GAP_S else until - max(last, begins)
    return (before.watched if before is not None else 0) + round(max(0.0, fresh) / 60)


def _within(trays: Trays, tray: Tray, part: str, begins: float, until: float) -> int:
    return len(trays.tray(tray, part).within(begins, until))


def _both(trays: Trays, tray: Tray, begins: float, until: float) -> list[int]:
    """How many yes and no; nothing where there is neither."""
    found = [_within(trays, tray, part, begins, until) for part in ("yes", "no")]
    return found if any(found) else []


def _came(tables: Tables, lanes: list[Lane], begins: float, until: float) -> dict[str, int]:
    found = {lane.value: 0 for lane in lanes}
    for order in tables.orders.values():
        if begins <= order.received_at < until:
            found[order.lane.value] += 1
    return found


def _answers(tables: Tables, lanes: list[Lane], begins: float, until: float) -> dict[str, list[int]]:
    """First answers of the day, by how long they took."""
    found: dict[str, list[int]] = {}
    for order in tables.orders.values():
        at = answered_at(order)
        if at is not None and begins <= at < until and order.lane in lanes:
            counts = found.setdefault(order.lane.value, [0] * (len(EDGES) + 1))
            counts[bin_of_answer(max(0.0, at - order.received_at))] += 1
    return found


def _judged(
    tables: Tables, trays: Trays, rules: RuleSet | None, area_class: AreaClass, begins: float, until: float
) -> dict[str, Any]:
    """Of what was done: how many had a limit or a promise, and how many of those kept it."""
    clocks = Clocks(rules, area_class, in_force(tables))
    judged: dict[str, int] = {}
    kept: dict[str, int] = {}
    for lane in (lane.value for lane in Lane):
        for _, key, _ in trays.tray(Tray.DONE, lane).within(begins, until):
            order = tables.orders[key]
            outage = tables.outages.get(order.outage) if order.outage else None
            band = clocks.of(order, until, None, outage).band
            if band is not Band.UNCOLOURED:
                judged[lane] = judged.get(lane, 0) + 1
                kept[lane] = kept.get(lane, 0) + (band is not Band.BREACHED)
    return {"judged": judged, "in_time": kept}


def _connected(trays: Trays, begins: float, until: float) -> dict[str, Any]:
    slips = [
        slip
        for part in trays.parts(Tray.CONNECTED)
        for slip in trays.tray(Tray.CONNECTED, part).within(begins, until)
    ]
    took = {
        group.value: [float(slip[2]) for slip in trays.tray(Tray.TOOK, group.value).within(begins, until)]
        for group in (Group.LV, Group.MV)
    }
    return {
        "kva": sum(slip[2] for slip in slips) / 10,
        "cycles": {name: found for name, found in took.items() if found},
        "visits": _both(trays, Tray.VISITED, begins, until),
    }


def _complained(tables: Tables, begins: float, until: float) -> dict[str, Any]:
    came = (order for order in tables.orders.values() if begins <= order.received_at < until)
    return {"complaints": sum(group_of(order) is Group.COMPLAINT for order in came)}


def _hazards(tables: Tables, date: str, before: DayOrders | None) -> dict[str, Any]:
    """What the cells' counters grew by since the last word; a counter that comes or goes is no removal."""
    counters = [each.hazards_removed for each in tables.rows("cell").values()]
    known = [n for n in counters if n is not None]
    if not known:
        return {}
    last = before
    days = known_days(tables)
    if last is None and days:
        last = days[max(days)] if max(days) < date else None
    grown = sum(known) - last.counted if last is not None and last.cells == len(known) else 0
    removed = (before.removed or 0) if before is not None else 0
    return {"removed": removed + max(0, grown), "counted": sum(known), "cells": len(known)}
