"""Web Mercator: longitude and latitude to metres of the map plane and back, and the boxes on it.

The plane's unit is the metre at the equator (EPSG:3857), x east, y north; ``ground_metres`` says how
long such a metre is on the ground at a given height of the plane.
"""

import math

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EARTH_RADIUS = 6378137.0
MAX_LATITUDE = 85.0511287798066

GROW_BACK = 0.12
"""Share of its own size by which a robust box takes in what lies just outside."""


class Box(msgspec.Struct, frozen=True, gc=False):
    """An upright rectangle of the map plane, metres (or of the screen, px, y down)."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def grown(self, by: float) -> "Box":
        """The same box with a margin of ``by`` on every side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def joined(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def meets(self, other: "Box") -> bool:
        """Whether the two share an area (touching edges do not count)."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def holds(self, other: "Box") -> bool:
        """Whether ``other`` lies inside, edges included."""
        return (
            self.left <= other.left
            and self.right >= other.right
            and self.bottom <= other.bottom
            and self.top >= other.top
        )


def project(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Degrees WGS-84 -> plane metres, shape (n, 2). Latitudes past ±85.05° are drawn at the edge."""
    lambdas = np.radians(np.asarray(lon, dtype=np.float64))
    phis = np.radians(np.clip(np.asarray(lat, dtype=np.float64), -MAX_LATITUDE, MAX_LATITUDE))
    x = EARTH_RADIUS * lambdas
    y = EARTH_RADIUS * np.arctanh(np.sin(phis))
    return np.stack([np.atleast_1d(x), np.atleast_1d(y)], axis=1)


def unproject(xy: Floats) -> tuple[Floats, Floats]:
    """Plane metres (n, 2) -> longitudes and latitudes, degrees."""
    lon = np.degrees(xy[:, 0] / EARTH_RADIUS)
    lat = np.degrees(np.arctan(np.sinh(xy[:, 1] / EARTH_RADIUS)))
    return lon, lat


def project_one(lon: float, lat: float) -> tuple[float, float]:
    """One place, degrees -> plane metres."""
    lat = min(MAX_LATITUDE, max(-MAX_LATITUDE, lat))
    return EARTH_RADIUS * math.radians(lon), EARTH_RADIUS * math.atanh(math.sin(math.radians(lat)))


def unproject_one(x: float, y: float) -> tuple[float, float]:
    """One place, plane metres -> degrees."""
    return math.degrees(x / EARTH_RADIUS), math.degrees(math.atan(math.sinh(y / EARTH_RADIUS)))


def ground_metres(y: float) -> float:
    """How many metres on the ground one plane metre is at height ``y`` of the plane."""
    return 1.0 / math.cosh(y / EARTH_RADIUS)


def degree_box(west: float, south: float, east: float, north: float) -> Box:
    """A box given in degrees, as room files write it."""
    left, bottom = project_one(west, south)
    right, top = project_one(east, north)
    return Box(left, bottom, right, top)


def box_of(xy: Floats) -> Box | None:
    """The box around points (n, 2); None for no point."""
    if len(xy) == 0:
        return None
    low, high = xy.min(axis=0), xy.max(axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def robust_box(
    xy: Floats, weights: Floats | None = None, *, share: float = 0.02, least: float = 4000.0
) -> Box | None:
    """The box around nearly all points: one far place or (0, 0) does not shrink the rest.

    share: part of the weight (of the points, where none is given) that may lie outside at each side; the
    box then grows back to take in what lies within ``GROW_BACK`` of its size. least: smallest width and
    height, plane metres. None for no point.
    """
    if len(xy) == 0:
        return None
    heavy = np.ones(len(xy)) if weights is None else np.maximum(weights, 1e-9)
    if len(xy) <= 1 / share:
        low, high = _without_lonely(xy)
    else:
        low, high = _quantile(xy, heavy, share), _quantile(xy, heavy, 1 - share)
    reach = np.maximum((high - low) * GROW_BACK, least)
    near = xy[np.all((xy >= low - reach) & (xy <= high + reach), axis=1)]
    if len(near):
        low, high = near.min(axis=0), near.max(axis=0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2, least / 2)
    low, high = middle - half, middle + half
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _quantile(xy: Floats, weights: Floats, share: float) -> Floats:
    """Along each axis the first point up to which ``share`` of all weight lies."""
    found: list[float] = []
    for axis in (0, 1):
        order = np.argsort(xy[:, axis], kind="stable")
        sums = np.cumsum(weights[order])
        at = min(len(order) - 1, int(np.searchsorted(sums, share * sums[-1])))
        found.append(float(xy[order[at], axis]))
    return np.array(found)


def _without_lonely(xy: Floats) -> tuple[Floats, Floats]:
    """Extremes of a few points without those far (8 times the typical distance) from the median."""
    middle = np.median(xy, axis=0)
    away = np.hypot(*(xy - middle).T)
    typical = float(np.median(away))
    near = xy[away <= 8 * typical + 1.0] if typical > 0 else xy[away < 1.0]
    return near.min(axis=0), near.max(axis=0)
