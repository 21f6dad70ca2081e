"""Crews and vans as sprites: where they are, which way they go, how old the fix is."""

import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from wallboard.domain.terms import CrewStatus, VanStatus
from wallboard.state.tables import Tables
from widgets.map.glyphs import Glyph
from widgets.map.projection import Floats, project_one
from widgets.map.view import Camera

OLD_FIX = 300.0
"""Seconds after which a fix is drawn hollow: the vehicle may be elsewhere by now."""

TURN = 5.0
"""Degrees of heading that make a difference to the eye."""


Spot = tuple[int, int, str, float]
"""x, y (px), shape and heading of a vehicle as drawn."""


class Vehicle(msgspec.Struct, frozen=True):
    """One vehicle on the map. x, y: plane metres; heading: degrees clockwise from north, 0 without one."""

    noun: str
    x: float
    y: float
    shape: str
    heading: float


class Fleet:
    """Vehicles on duty by id, kept in step with the positions table."""

    def __init__(self) -> None:
        self.vehicles: dict[str, Vehicle] = {}

    def read_all(self, tables: Tables, now: float) -> None:
        """Start anew from the tables."""
        self.vehicles = {}
        self.read(tables, tables.positions.keys, now)

    def read(self, tables: Tables, keys: Iterable[str], now: float) -> set[str]:
        """Make some vehicles anew; the ids of those that differ."""
        differs: set[str] = set()
        for key in keys:
            vehicle = _vehicle(tables, key, now)
            if vehicle == self.vehicles.get(key):
                continue
            differs.add(key)
            if vehicle is None:
                del self.vehicles[key]
            else:
                self.vehicles[key] = vehicle
        return differs

    def spots(self, camera: Camera, margin: float) -> dict[str, Spot]:
        """(x, y px, shape, heading) of every vehicle in view, by id."""
        box = camera.bounds(margin)
        spots: dict[str, Spot] = {}
        for key, vehicle in self.vehicles.items():
            if box.left <= vehicle.x <= box.right and box.bottom <= vehicle.y <= box.top:
                x, y = camera.point(vehicle.x, vehicle.y)
                spots[key] = round(x), round(y), vehicle.shape, vehicle.heading
        return spots


def beside(spots: Mapping[str, Spot], glyphs: Sequence[Glyph], radius: float) -> dict[str, Spot]:
    """Vehicles that stand on an outage's mark are drawn at its rim, so that neither hides the other.

    radius: px of a vehicle. One that stands at the very middle goes to the lower left.
    """
    if not glyphs:
        return dict(spots)
    if not spots:
        return {}
    middles = np.array([(glyph.x, glyph.y) for glyph in glyphs], dtype=np.float64)
    reaches = np.array([glyph.reach for glyph in glyphs]) + 0.7 * radius
    here = np.array([(spot[0], spot[1]) for spot in spots.values()], dtype=np.float64)
    away = np.hypot(here[:, :1] - middles[:, 0], here[:, 1:] - middles[:, 1])
    over = away < reaches
    out = dict(spots)
    keys = list(spots)
    for row in np.flatnonzero(over.any(axis=1)).tolist():
        top = int(np.flatnonzero(over[row])[-1])
        x, y, shape, heading = spots[keys[row]]
        x, y = _pushed((x, y), middles[top], float(away[row, top]), float(reaches[top]))
        out[keys[row]] = x, y, shape, heading
    return out


def _pushed(spot: tuple[int, int], middle: Floats, away: float, reach: float) -> tuple[int, int]:
    x, y = float(middle[0]), float(middle[1])
    dx, dy = ((spot[0] - x) / away, (spot[1] - y) / away) if away > 2 else (-0.8, 0.6)
    return round(x + dx * reach), round(y + dy * reach)


def _vehicle(tables: Tables, key: str, now: float) -> Vehicle | None:
    fix = tables.positions.of(key)
    if fix is None:
        return None
    lon, lat, heading, at = fix
    old = "_old" if now - at > OLD_FIX else ""
    x, y = project_one(lon, lat)
    van = tables.vans.get(key)
    if van is not None:
        return None if van.status is VanStatus.OFF_SHIFT else Vehicle("van", x, y, "van" + old, 0.0)
    crew = tables.crews.get(key)
    if crew is not None and crew.status is CrewStatus.OFF_SHIFT:
        return None
    if math.isnan(heading):
        return Vehicle("crew", x, y, "dot" + old, 0.0)
    return Vehicle("crew", x, y, "crew" + old, round(heading / TURN) * TURN % 360)
