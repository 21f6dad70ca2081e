"""What a prefecture stands on: its districts, its land and its towns, as given, on a plane in metres.

The plane is equirectangular about one point of the prefecture: right to 0.3 % over 150 km, and enough for
a schematic (示意图).
"""

import math
from typing import cast

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from feeds.sim.geography.given import Given, Ring

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

CENTRE_LON, CENTRE_LAT = 112.7, 22.3
_NORTH = 110_574.0  # m per degree of latitude
_EAST = 111_320.0 * math.cos(math.radians(CENTRE_LAT))
INHABITED_KM2 = 15.0
"""Smaller pieces of land have no settlement."""


class Ground(msgspec.Struct, frozen=True):
    """On the plane: ``dry`` by district is its part on land; ``whole`` is all of them, prepared."""

    given: Given
    dry: tuple[BaseGeometry, ...]
    whole: BaseGeometry
    town_x: Floats
    town_y: Floats
    town_district: Ints

    def holds(self, x: Floats, y: Floats) -> Flags:
        """Which points lie on the prefecture's land."""
        return cast("Flags", shapely.contains_xy(self.whole, x, y))

    def holds_lines(self, ax: Floats, ay: Floats, bx: Floats, by: Floats) -> Flags:
        """Which straight lines stay on the prefecture's land from end to end."""
        ends = np.stack([np.stack([ax, ay], 1), np.stack([bx, by], 1)], 1)
        return cast("Flags", shapely.contains_properly(self.whole, shapely.linestrings(ends)))


def ground_of(given: Given) -> Ground:
    """The ground of what is given. Raises ValueError: a town of no district, or none at all."""
    ids = [district.id for district in given.districts]
    lost = [town.name for town in given.towns if town.district not in ids]
    if lost or not given.towns:
        raise ValueError(f"towns of no district: {', '.join(lost)}" if lost else "no town is given")
    land = shapely.union_all([_polygon(ring) for ring in given.land])
    dry: list[BaseGeometry] = []
    for district in given.districts:
        outline = shapely.union_all([_polygon(ring) for ring in district.rings])
        dry.append(_pieces(shapely.intersection(outline, land)))
    whole = shapely.union_all(dry)
    shapely.prepare(whole)
    x, y = metres([t.lon for t in given.towns], [t.lat for t in given.towns])
    homes = np.array([ids.index(t.district) for t in given.towns], np.int64)
    for row, town in enumerate(given.towns):
        if not shapely.contains_xy(dry[homes[row]], x[row], y[row]):
            raise ValueError(f"{town.name} does not lie on the land of its district {town.district}")
    return Ground(given, tuple(dry), whole, x, y, homes)


def metres(lon: list[float] | Floats, lat: list[float] | Floats) -> tuple[Floats, Floats]:
    """Degrees to metres east and north of the plane's centre."""
    return (np.asarray(lon) - CENTRE_LON) * _EAST, (np.asarray(lat) - CENTRE_LAT) * _NORTH


def degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Metres to (lon, lat), rounded to 1e-6 degrees (0.1 m)."""
    return np.round(CENTRE_LON + x / _EAST, 6), np.round(CENTRE_LAT + y / _NORTH, 6)


def _polygon(ring: Ring) -> BaseGeometry:
    """A ring on the plane; one that crosses itself (thinned too much) is mended."""
    x, y = metres([p[0] for p in ring], [p[1] for p in ring])
    return shapely.make_valid(shapely.Polygon(np.stack([x, y], 1)))


def _pieces(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry, without the lines and points that an intersection leaves."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon" and part.area > 1.0])


def inhabited(ground: Ground) -> list[BaseGeometry]:
    """The pieces of land that are large enough for settlements, largest first."""
    parts = [part for part in shapely.get_parts(ground.whole) if part.area >= INHABITED_KM2 * 1e6]
    return sorted(parts, key=lambda part: -part.area)
