"""What a pointer may mean: everything on the map that can be picked, and what lies under a finger.

The worst comes first: outages by weight, then open requests, vehicles, stations, areas. What lies on top of
each other is gone through one after the other. Keys go through what moves or is out, not through the network.
"""

import math
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from widgets.map.detail import (
    AREA_QUIET,
    AREA_STATED,
    HIGH_KV,
    STATION_FADES,
    area_radius,
    closeness,
    ramp,
    station_reach,
)
from widgets.map.network_legend import SEEN
from widgets.map.network_map import Rows
from widgets.map.projection import Floats
from widgets.map.scene import Scene
from widgets.map.supply import NORMAL
from widgets.map.traffic import RADIUS
from widgets.map.view import Camera
from widgets.scale import Scale

OUTAGE, CROWD, ORDER, CREW, VAN, STATION, AREA = "outage", "crowd", "order", "crew", "van", "station", "area"

RANKS = {kind: rank for rank, kind in enumerate((CROWD, OUTAGE, ORDER, CREW, VAN, STATION, AREA))}
"""A crowd and a single outage compare by weight; the rest by kind first."""

FINGER_MM, LEAST_OF_TEXT = 9.0, 0.8
"""A finger's width on the glass, and its least in heights of small print, should the width be misstated."""

ORDER_REACH = 5.0
"""Study px from the middle of an open request's dot to its rim."""


class Pick(msgspec.Struct, frozen=True, gc=False):
    """One thing that can be picked. id: of its noun; x, y, reach: px of the window; of: its crowd's id.

    The id of a station or an area is its row in the atlas.
    """

    kind: str
    id: str
    x: float
    y: float
    reach: float
    weight: float = 0.0
    of: str = ""

    @property
    def name(self) -> tuple[str, str]:
        """What it is, wherever it stands."""
        return self.kind, self.id

    @property
    def order(self) -> tuple[int, float, str]:
        """Sorts the worst first."""
        rank = RANKS[OUTAGE] if self.kind == CROWD else RANKS[self.kind]
        return rank, -self.weight, self.id


def finger(scale: Scale) -> float:
    """Window pixels of half a finger's width: so far from its rim a thing is still touched."""
    return max(scale.mm(FINGER_MM), LEAST_OF_TEXT * scale.text_px("small")) / 2


def picks_of(scene: Scene, camera: Camera, unit: float) -> list[Pick]:
    """Everything in view that moves or is out, the worst first. unit: px per study px."""
    found = [
        Pick(CROWD if glyph.count > 1 else OUTAGE, glyph.id, glyph.x, glyph.y, glyph.reach, glyph.weight)
        for glyph in scene.arrangement.glyphs
    ]
    for key, (_, x, y) in scene.orders.spots.items():
        px, py = camera.point(x, y)
        if 0 <= px <= camera.width and 0 <= py <= camera.height:
            found.append(Pick(ORDER, key, px, py, ORDER_REACH * unit))
    for key, (x, y, _, _) in scene.spots.items():
        noun, _, own = key.partition("/")
        found.append(Pick(noun, own, x, y, RADIUS * unit))
    return sorted(found, key=lambda pick: pick.order)


def network_picks(scene: Scene, camera: Camera, unit: float, x: float, y: float, reach: float) -> list[Pick]:
    """The stations and areas within ``reach`` px of (x, y) that the view shows. unit: px per study px."""
    network, supply, close = scene.base.network, scene.supply, closeness(camera, unit)
    if network is None:
        return []
    found: list[Pick] = []
    if ramp(close, *STATION_FADES["high"]) >= SEEN:
        side = station_reach(close) * unit
        rows = _near(network.stations, camera, x, y, reach + side)
        if ramp(close, *STATION_FADES["low"]) < SEEN:
            rows = rows[network.column("stations", "kv")[rows] >= HIGH_KV]
        found += _at(STATION, network.stations, rows, camera, side)
    if ramp(close, *AREA_STATED) >= SEEN:
        radius = area_radius(close) * unit
        rows = _near(network.areas, camera, x, y, reach + radius)
        if ramp(close, *AREA_QUIET) < SEEN:
            rows = rows[supply.areas[rows] != NORMAL] if supply is not None else rows[:0]
        found += _at(AREA, network.areas, rows, camera, radius)
    return found


def _near(xy: Floats, camera: Camera, x: float, y: float, reach: float) -> Rows:
    """The rows of places (plane metres) within ``reach`` px of (x, y)."""
    east, north = camera.place(x, y)
    far = reach / camera.scale
    return np.flatnonzero((np.abs(xy[:, 0] - east) <= far) & (np.abs(xy[:, 1] - north) <= far))


def _at(kind: str, xy: Floats, rows: Rows, camera: Camera, reach: float) -> list[Pick]:
    places = camera.to_screen(xy[rows]).tolist()
    return [Pick(kind, str(row), x, y, reach) for row, (x, y) in zip(rows.tolist(), places, strict=True)]


def under(picks: Iterable[Pick], x: float, y: float, reach: float) -> list[Pick]:
    """What a finger at (x, y) px touches: what it lies on, worst first, then what is nearest."""
    touched: list[tuple[float, tuple[int, float, str], Pick]] = []
    for pick in picks:
        away = max(0.0, math.hypot(pick.x - x, pick.y - y) - pick.reach)
        if away <= reach:
            touched.append((away, pick.order, pick))
    return [pick for _, _, pick in sorted(touched, key=lambda one: one[:2])]


def after(picks: Sequence[Pick], before: tuple[str, str] | None, by: int = 1) -> Pick | None:
    """The next one of a ring; from none of them the first, or going back the last."""
    if not picks:
        return None
    names = [pick.name for pick in picks]
    if before not in names:
        return picks[0 if by > 0 else -1]
    return picks[(names.index(before) + by) % len(picks)]
