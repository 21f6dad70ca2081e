"""Each bureau with its waiting orders, its free crews and the gale that comes, from the tables (storm)."""

from collections.abc import Sequence

import numpy as np

from wallboard.domain.lending import bureau_of
from wallboard.domain.rows import Order, Storm
from wallboard.rules.dispatch.able import FREE, Hand
from wallboard.rules.dispatch.moving import Bureau
from wallboard.rules.dispatch.roads import Floats
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.rules.geo import distance_m
from wallboard.state.queries.sky import air
from wallboard.state.tables import Tables

Place = tuple[float, float]
STEPS = 12
"""Places between two fixes of a track at which it is looked how far its gale reaches."""


def bureaus_of(
    tables: Tables,
    waiting: Sequence[Order],
    hands: Sequence[Hand],
    places: Floats,
    now: float,
    rules: DispatchRules,
) -> tuple[tuple[Bureau, Place], ...]:
    """Every bureau that has crews, with the middle of where these stand (lon, lat). now: epoch s."""
    rows: dict[str, list[int]] = {}
    for row, hand in enumerate(hands):
        if hand.crew.unit and np.isfinite(places[row]).all():
            rows.setdefault(hand.crew.unit, []).append(row)
    outages = tables.outages
    asked = [bureau_of(each, outages.get(each.outage) if each.outage else None) for each in waiting]
    blown = _blown(tables, now, rules.storm.gale_ms)
    found = list[tuple[Bureau, Place]]()
    for name, mine in sorted(rows.items()):
        lon, lat = (float(each) for each in np.median(places[mine], axis=0))
        free = tuple(hands[row].crew.id for row in mine if hands[row].crew.status in FREE)
        gale = now if name in blown else _gale(tables, lon, lat, now, rules)
        found.append((Bureau(name=name, waiting=asked.count(name), free=free, gale_at=gale), (lon, lat)))
    return tuple(found)


def _blown(tables: Tables, now: float, gale: float) -> frozenset[str]:
    """Bureaus in which a gale was read, by name."""
    found = set[str]()
    for reading in air(tables, now):
        region = tables.regions.get(reading.key)
        if region is not None and max(reading.data.wind or 0.0, 0.0) >= gale:
            found.add(region.name)
    return frozenset(found)


def _gale(tables: Tables, lon: float, lat: float, now: float, rules: DispatchRules) -> float | None:
    """When a storm is forecast to come near a place within ``ahead_hours``, epoch s."""
    until = now + rules.storm.ahead_hours * 3600
    times = [
        at for storm in tables.storms.values() for at in _near(storm, lon, lat, rules) if now <= at <= until
    ]
    return min(times, default=None)


def _near(storm: Storm, lon: float, lat: float, rules: DispatchRules) -> list[float]:
    """Instants, epoch s, at which the eye is within ``path_km`` of a place and the place in the gale."""
    found = list[float]()
    for one, other in zip(storm.fixes, storm.fixes[1:], strict=False):
        for step in range(STEPS + 1):
            share = step / STEPS
            at, x, y, km = (
                a + (b - a) * share
                for a, b in (
                    (one.at, other.at),
                    (one.lon, other.lon),
                    (one.lat, other.lat),
                    (one.gale_km or rules.storm.path_km, other.gale_km or rules.storm.path_km),
                )
            )
            if distance_m(x, y, lon, lat) <= min(km, rules.storm.path_km) * 1000:
                found.append(at)
    return found
