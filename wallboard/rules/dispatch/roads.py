"""The road graph as a matrix of seconds, and the quickest ways over it (d.114).

Roads are driven in both directions. Places are lon, lat in degrees, ways are seconds. scipy is imported where
it is used: it takes longer than a page.
"""

from collections import OrderedDict
from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wallboard.rules.geo import EARTH_RADIUS_M

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

FLOW = 0.75
"""Of a road's limit: as fast as one gets on, junctions and traffic counted (the city's roads: 0.62-0.85)."""
OFF_ROAD_MPS = 15 / 3.6
"""Along yards and tracks, from the last crossing to the place."""
MATCHED_M = 200.0
"""How far, on average, the ends of a road may lie from where it is said to be shut."""
MATCHES = 24
"""Roads whose middles are nearest, among which the one that is meant is looked for."""
AT_ONCE = 64
"""Trees grown in one call: 40,000 crossings make 20 MB of them."""


class Roads:
    """Crossings joined by roads. Immutable: roads that are shut make another one (``without``).

    lon, lat: (n,) degrees of the crossings; a, b: (m,) rows of the two ends; metres, kmh: (m,).
    """

    def __init__(self, lon: Floats, lat: Floats, a: Rows, b: Rows, metres: Floats, kmh: Floats) -> None:
        from scipy.spatial import KDTree

        self.lon, self.lat, self.a, self.b = lon, lat, a, b
        self.seconds = metres / (np.maximum(kmh, 1.0) / 3.6 * FLOW)
        self._scale = np.cos(np.radians(lat.mean())) if len(lat) else 1.0
        self._matrix = _matrix(len(lon), a, b, self.seconds)
        joined = _largest(self._matrix, len(lon))
        self._reached = np.flatnonzero(joined)
        """Crossings of the largest part that hangs together: whoever drives stays in it."""
        self._near = KDTree(self._metres(lon[joined], lat[joined])) if len(self._reached) else None

    def __len__(self) -> int:
        return len(self.lon)

    def without(self, shut: Collection[int]) -> "Roads":
        """The same crossings, without these roads (rows). Places keep the crossing that they had."""
        if not shut:
            return self
        left = np.ones(len(self.a), bool)
        left[list(shut)] = False
        other = object.__new__(Roads)
        other.lon, other.lat, other._scale = self.lon, self.lat, self._scale
        other.a, other.b, other.seconds = self.a[left], self.b[left], self.seconds[left]
        other._matrix = _matrix(len(self.lon), other.a, other.b, other.seconds)
        other._reached, other._near = self._reached, self._near
        return other

    def lying(self, places: Floats) -> frozenset[int]:
        """Rows of the roads that are meant by these places, (n, 4): lon, lat of one end and of the other.

        That is the road whose ends lie nearest to them, or, where both are one place, the road nearest to it;
        roads beside it between the same crossings are meant too. A place with no road near means none.
        """
        found = set[int]()
        if not len(places) or not len(self.a):
            return frozenset()
        from scipy.spatial import KDTree

        xy = self._metres(self.lon, self.lat)
        one, other = xy[self.a], xy[self.b]
        ends = self._metres(places[:, 0], places[:, 1]), self._metres(places[:, 2], places[:, 3])
        middles = KDTree((one + other) / 2)
        _, near = middles.query((ends[0] + ends[1]) / 2, k=min(MATCHES, len(self.a)))
        for rows, first, last in zip(near.reshape(len(places), -1), *ends, strict=True):
            off = _off(one[rows], other[rows], first, last)
            if off.min() <= MATCHED_M:
                a, b = self.a[rows[off.argmin()]], self.b[rows[off.argmin()]]
                same = ((self.a == a) & (self.b == b)) | ((self.a == b) & (self.b == a))
                found.update(np.flatnonzero(same).tolist())
        return frozenset(found)

    def nearest(self, lon: Floats, lat: Floats) -> tuple[Rows, Floats]:
        """The crossing nearest to each place, and the seconds from the one to the other.

        lon, lat: (n,). A place without coordinates (NaN), or an atlas without roads: row -1, infinite.
        """
        rows, seconds = np.full(len(lon), -1, np.int64), np.full(len(lon), np.inf)
        known = np.isfinite(lon) & np.isfinite(lat)
        if self._near is not None and known.any():
            metres, at = self._near.query(self._metres(lon[known], lat[known]))
            rows[known], seconds[known] = self._reached[at], metres / OFF_ROAD_MPS
        return rows, seconds

    def trees(self, starts: Rows) -> Floats:
        """Seconds from each of these crossings to every crossing: (len(starts), n); inf without a way."""
        from scipy.sparse.csgraph import dijkstra

        return np.asarray(dijkstra(self._matrix, directed=True, indices=starts), dtype=np.float64)

    def ways_to(self, goal: int, starts: Rows) -> list[Rows]:
        """The crossings that are passed on the quickest way from each start to ``goal``, both included.

        Empty where there is none.
        """
        from scipy.sparse.csgraph import dijkstra

        seconds, before = dijkstra(self._matrix, directed=True, indices=goal, return_predecessors=True)
        found: list[Rows] = []
        for start in starts.tolist():
            passed = list[int]()
            at = start if start >= 0 and np.isfinite(seconds[start]) else -1
            while at >= 0:
                passed.append(at)
                at = int(before[at])
            found.append(np.array(passed, np.int64))
        return found

    def _metres(self, lon: Floats, lat: Floats) -> Floats:
        east = np.radians(lon) * EARTH_RADIUS_M * self._scale
        return np.stack([east, np.radians(lat) * EARTH_RADIUS_M], axis=1)


class Ways:
    """Seconds between places over roads that stay; keeps the trees of the crossings asked for last.

    Roads know no direction: the tree of an order's crossing tells the way of every crew to it.
    """

    def __init__(self, roads: Roads, most: int = 128) -> None:
        self.roads, self._most = roads, most
        self._trees: OrderedDict[int, NDArray[np.float32]] = OrderedDict()

    def tree(self, crossing: int) -> NDArray[np.float32]:
        """Seconds from a crossing to all: (n,)."""
        found = self._trees.pop(crossing, None)
        if found is None:
            found = self.roads.trees(np.array([crossing]))[0].astype(np.float32)
            while len(self._trees) >= self._most:
                self._trees.popitem(last=False)
        self._trees[crossing] = found
        return found

    def to(self, lon: float, lat: float, crew_lon: Floats, crew_lat: Floats) -> Floats:
        """Seconds from each crew (n,) to one place; inf where there is no way or no fix."""
        goal, last = self.roads.nearest(np.array([lon]), np.array([lat]))
        rows, first = self.roads.nearest(crew_lon, crew_lat)
        if goal[0] < 0:
            return np.full(len(rows), np.inf)
        return np.where(rows >= 0, self.tree(int(goal[0]))[rows] + first + last[0], np.inf)

    def lines(self, lon: float, lat: float, crew_lon: Floats, crew_lat: Floats) -> list[Floats]:
        """The quickest way of each crew (n,) to one place: (k, 2) lon, lat; no points without a way."""
        goal, _ = self.roads.nearest(np.array([lon]), np.array([lat]))
        rows, _ = self.roads.nearest(crew_lon, crew_lat)
        if goal[0] < 0:
            return [np.empty((0, 2)) for _ in rows]
        found: list[Floats] = []
        ends = np.array([[lon, lat]])
        for passed, start in zip(
            self.roads.ways_to(int(goal[0]), rows), zip(crew_lon, crew_lat, strict=True), strict=True
        ):
            over = np.stack([self.roads.lon[passed], self.roads.lat[passed]], axis=1)
            found.append(np.concatenate([[start], over, ends]) if len(passed) else np.empty((0, 2)))
        return found


def between(roads: Roads, ones: Rows, others: Rows, at_once: int = AT_ONCE) -> Floats:
    """Seconds between crossings, (len(ones), len(others)), from nothing: by the trees of the fewer ones.

    A row of -1 (no place) is infinitely far from all. at_once: trees grown in one call; a call lets no other
    thread run, so that who has a glass beside it asks for one (7 ms on 40,000 crossings).
    """
    if len(np.unique(ones)) > len(np.unique(others)):
        return between(roads, others, ones, at_once).T
    found = np.full((len(ones), len(others)), np.inf)
    starts = np.unique(ones[ones >= 0])
    there = others >= 0
    for first in range(0, len(starts), at_once):
        some = starts[first : first + at_once]
        ways = roads.trees(some)[:, others[there]]
        mine = np.isin(ones, some)
        found[np.ix_(mine, there)] = ways[np.searchsorted(some, ones[mine])]
    return found


def _off(one: Floats, other: Floats, first: Floats, last: Floats) -> Floats:
    """Metres by which roads from ``one`` to ``other``, (n, 2), lie off two ends, (2,), on average."""
    if np.array_equal(first, last):
        along = other - one
        length = np.maximum((along * along).sum(axis=1), 1e-9)
        share = np.clip(((first - one) * along).sum(axis=1) / length, 0.0, 1.0)
        return np.linalg.norm(one + along * share[:, None] - first, axis=1)
    straight = np.linalg.norm(one - first, axis=1) + np.linalg.norm(other - last, axis=1)
    turned = np.linalg.norm(one - last, axis=1) + np.linalg.norm(other - first, axis=1)
    return np.minimum(straight, turned) / 2


def _matrix(n: int, a: Rows, b: Rows, seconds: Floats) -> "csr_matrix":
    """Symmetric, with the quicker one of two roads between the same crossings."""
    from scipy.sparse import coo_matrix, csr_matrix

    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((seconds, high, low))
    low, high, seconds = low[order], high[order], seconds[order]
    first = np.ones(len(low), bool)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    first &= low != high
    low, high, seconds = low[first], high[first], seconds[first]
    ends = (np.concatenate([low, high]), np.concatenate([high, low]))
    return csr_matrix(coo_matrix((np.concatenate([seconds, seconds]), ends), shape=(n, n)))


def _largest(matrix: "csr_matrix", n: int) -> NDArray[np.bool_]:
    """Which crossings belong to the largest part that hangs together; none in a graph without roads."""
    if not matrix.nnz:
        return np.zeros(n, bool)
    from scipy.sparse.csgraph import connected_components

    _, part = connected_components(matrix, directed=False)
    return part == np.bincount(part).argmax()
