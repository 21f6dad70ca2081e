"""Crews and vans as sprites: where they are, which way they go, how old the fix is."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import islice
from typing import NamedTuple

import msgspec
import numpy as np

from wallboard.domain.rows import Crew, Van
from wallboard.domain.terms import CrewStatus, VanStatus
from wallboard.state.tables import Tables
from widgets.map.glyphs import Glyph
from widgets.map.projection import Floats, project
from widgets.map.view import Camera

OLD_FIX = 300.0
"""Seconds after which a fix is drawn hollow: the vehicle may be elsewhere by now."""

TURN = 10.0
"""Degrees of heading that make a difference to the eye."""

REST = "rest"
"""The shape of an idle vehicle as a wide view shows it."""

SITE = "site"
"""The shape of a crew at its work as a wide view shows it where many work."""

GRAINS = frozenset({REST, SITE})

MANY_AT_WORK = 60
"""Crews at work beyond which a wide view has arrowheads only for those on their way."""

IDLE = frozenset({CrewStatus.AVAILABLE, CrewStatus.COMPLETED, CrewStatus.RELEASED})

THERE = frozenset({CrewStatus.ON_SITE, CrewStatus.MADE_SAFE, CrewStatus.SUSPENDED})

Spot = tuple[int, int, str, float]
"""x, y (px), shape and heading of a vehicle as drawn."""


class Fix(NamedTuple):
    """Where a vehicle was last. x, y: plane metres; heading: degrees in steps of ``TURN``, NaN unknown.

    at: epoch s; old: so long ago that it may be elsewhere by now.
    """

    x: float
    y: float
    heading: float
    at: float
    old: bool


class Vehicle(msgspec.Struct, frozen=True, gc=False):
    """One vehicle on the map. x, y: plane metres; heading: degrees clockwise from north, 0 without one.

    idle: nothing is asked of it; there: a crew that has arrived at its work.
    """

    noun: str
    x: float
    y: float
    shape: str
    heading: float
    idle: bool = False
    there: bool = False

    def seen(self, *, far: bool, many: bool) -> tuple[str, float]:
        """Shape and heading as drawn: grains in a wide view, of many at work those that have arrived."""
        if far and (self.idle or (many and self.there)):
            return (REST if self.idle else SITE), 0.0
        return self.shape, self.heading


class Fleet:
    """Vehicles on duty by id, kept in step with the positions table. working: how many crews have work.

    waiting: those that may have changed since they were read, the first first.
    """

    def __init__(self) -> None:
        self.waiting: dict[str, None] = {}
        self.vehicles: dict[str, Vehicle] = {}
        self.working = 0
        self._ageing: list[tuple[float, str]] = []  # when a fix will be old, and whose
        self._ages: dict[str, float] = {}

    def read_all(self, tables: Tables, now: float) -> None:
        """Start anew from the tables."""
        self.vehicles, self._ageing, self._ages, self.working, self.waiting = {}, [], {}, 0, {}
        self.read(tables, tables.positions.keys, now)

    def catch_up(self, tables: Tables, now: float, most: int | None = None) -> set[str]:
        """Read those that wait, ``most`` of them at once; the ids of those that differ."""
        keys = list(islice(self.waiting, most))
        for key in keys:
            del self.waiting[key]
        return self.read(tables, keys, now)

    def read(self, tables: Tables, keys: Iterable[str], now: float) -> set[str]:
        """Make some vehicles anew; the ids of those that differ."""
        differs: set[str] = set()
        crews, vans, keys = tables.crews, tables.vans, list(keys)
        for key, fix in zip(keys, _fixes(tables, keys, now), strict=True):
            noun, _, own = key.partition("/")
            crew = crews.get(own) if noun == "crew" else None
            van = vans.get(own) if noun == "van" else None
            vehicle = None if fix is None else _vehicle(fix, crew, van)
            if vehicle is not None and fix is not None:
                self._age(key, vehicle, fix.at + OLD_FIX)
            before = self.vehicles.get(key)
            if vehicle == before:
                continue
            differs.add(key)
            self.working += _works(vehicle) - _works(before)
            if vehicle is None:
                del self.vehicles[key]
            else:
                self.vehicles[key] = vehicle
        return differs

    def grow_old(self, now: float) -> set[str]:
        """The second turned: the vehicles whose fix has become old by now, to be read again."""
        due: dict[str, None] = {}
        while self._ageing and self._ageing[0][0] < now:
            _, key = heappop(self._ageing)
            at = self._ages.pop(key, None)
            if at is not None and at < now:
                due[key] = None
            elif at is not None:
                self._ages[key] = at
                heappush(self._ageing, (at, key))
        return set(due)

    def _age(self, key: str, vehicle: Vehicle, at: float) -> None:
        """Note when a fix will be old; one entry a vehicle, however often it moves until then."""
        if vehicle.shape.endswith("_old"):
            self._ages.pop(key, None)
            return
        if key not in self._ages:
            heappush(self._ageing, (at, key))
        self._ages[key] = at

    @property
    def crowded(self) -> bool:
        """So many crews work that their arrowheads would fill the land."""
        return self.working > MANY_AT_WORK

    def spots(
        self, camera: Camera, margin: float, keys: Collection[str] | None = None, *, far: bool = False
    ) -> dict[str, Spot]:
        """(x, y px, shape, heading) of every vehicle in view, by id.

        keys: only these; far: the view is so wide that an idle one is a grain.
        """
        many, box = self.crowded, camera.bounds(margin)
        known = self.vehicles.items() if keys is None else ((key, self.vehicles.get(key)) for key in keys)
        seen = [
            (key, vehicle)
            for key, vehicle in known
            if vehicle is not None
            and box.left <= vehicle.x <= box.right
            and box.bottom <= vehicle.y <= box.top
        ]
        if not seen:
            return {}
        places = np.array([(vehicle.x, vehicle.y) for _, vehicle in seen])
        px: list[list[int]] = np.rint(camera.to_screen(places)).astype(np.int64).tolist()
        return {
            key: (x, y, *vehicle.seen(far=far, many=many))
            for (key, vehicle), (x, y) in zip(seen, px, strict=True)
        }


def beside(spots: Mapping[str, Spot], glyphs: Sequence[Glyph], radius: float) -> dict[str, Spot]:
    """Vehicles that stand on an outage's mark are drawn at its rim, so that neither hides the other.

    A grain is left out there: it would only fray the mark.
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
        top = int(np.argmin(away[row] - reaches))
        x, y, shape, heading = spots[keys[row]]
        if shape in GRAINS:
            del out[keys[row]]
            continue
        x, y = _pushed((x, y), middles[top], float(away[row, top]), float(reaches[top]))
        out[keys[row]] = x, y, shape, heading
    return out


def _pushed(spot: tuple[int, int], middle: Floats, away: float, reach: float) -> tuple[int, int]:
    x, y = float(middle[0]), float(middle[1])
    dx, dy = ((spot[0] - x) / away, (spot[1] - y) / away) if away > 2 else (-0.8, 0.6)
    return round(x + dx * reach), round(y + dy * reach)


def _works(vehicle: Vehicle | None) -> bool:
    return vehicle is not None and vehicle.noun == "crew" and not vehicle.idle


def _fixes(tables: Tables, keys: Sequence[str], now: float) -> list[Fix | None]:
    """The last fixes of these vehicles on the plane; None where one has none."""
    lon, lat, heading, at = tables.positions.rows(keys)
    x, y = project(lon, lat).T.tolist()
    steps = (np.rint(heading / TURN) * TURN % 360).tolist()
    there, old = (~np.isnan(at)).tolist(), (now - at > OLD_FIX).tolist()
    rows = zip(x, y, steps, at.tolist(), old, strict=True)
    return [Fix(*row) if here else None for row, here in zip(rows, there, strict=True)]


def _vehicle(fix: Fix, crew: Crew | None, van: Van | None) -> Vehicle | None:
    """The vehicle of a fix; None off shift."""
    old = "_old" if fix.old else ""
    if van is not None:
        idle = van.status is VanStatus.AVAILABLE
        shape = "van" + old
        return None if van.status is VanStatus.OFF_SHIFT else Vehicle("van", fix.x, fix.y, shape, 0.0, idle)
    if crew is not None and crew.status is CrewStatus.OFF_SHIFT:
        return None
    idle = crew is not None and crew.status in IDLE
    there = crew is not None and crew.status in THERE
    if math.isnan(fix.heading):
        return Vehicle("crew", fix.x, fix.y, "dot" + old, 0.0, idle, there)
    return Vehicle("crew", fix.x, fix.y, "crew" + old, fix.heading, idle, there)
