"""The town's own plane: metres east and north of its centre, and degrees WGS-84 on the way out."""

import math

import msgspec
import numpy as np
from numpy.typing import NDArray

CENTRE_LON, CENTRE_LAT = 112.78, 22.25
"""Inside one real district; everything drawn around it is invented."""

_NORTH = 110_574.0  # m per degree of latitude
_EAST = 111_320.0 * math.cos(math.radians(CENTRE_LAT))  # m per degree of longitude


class Point(msgspec.Struct, frozen=True):
    """A place: x metres east, y metres north of the town's centre."""

    x: float
    y: float


def degrees(point: Point) -> tuple[float, float]:
    """(lon, lat), rounded to 1e-6 degrees (0.1 m)."""
    return round(CENTRE_LON + point.x / _EAST, 6), round(CENTRE_LAT + point.y / _NORTH, 6)


def metres(lon: float, lat: float) -> Point:
    """The inverse of ``degrees``."""
    return Point((lon - CENTRE_LON) * _EAST, (lat - CENTRE_LAT) * _NORTH)


def metres_of(
    lon: NDArray[np.generic], lat: NDArray[np.generic]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """``metres`` for many places: x and y."""
    x = (lon.astype(np.float64) - CENTRE_LON) * _EAST
    return x, (lat.astype(np.float64) - CENTRE_LAT) * _NORTH


def apart(a: Point, b: Point) -> float:
    """Distance in metres."""
    return math.hypot(a.x - b.x, a.y - b.y)


def along(a: Point, b: Point, share: float) -> Point:
    """The point at ``share`` (0 to 1) of the way from a to b."""
    return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)


def bearing(a: Point, b: Point) -> float:
    """Direction from a to b, degrees clockwise from north, in [0, 360)."""
    return math.degrees(math.atan2(b.x - a.x, b.y - a.y)) % 360.0 % 360.0
