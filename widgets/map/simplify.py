"""Douglas–Peucker on numpy arrays, and the tool that thins a GeoJSON file without tearing borders.

``python -m widgets.map.simplify IN OUT --tolerance 60`` (metres on the ground, roughly).
"""

import argparse
import itertools
import json
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Box, Floats, ground_metres, project
from widgets.map.steps import Steps, at_once

Ring = list[tuple[float, float]]

LEAST_RING = 5
"""Vertices of a ring from which some may go."""

AT_ONE_GO = 64
"""Vertices that are looked for in one step."""

NO_LENGTH = 1e-9
"""Plane metres below which a stretch is a point: its square would be no number to divide by."""


def keep_mask(xy: Floats, tolerance: float) -> NDArray[np.bool_]:
    """Which vertices of an open line stay, so that none that goes lies further off than ``tolerance``."""
    keep = np.zeros(len(xy), dtype=bool)
    if len(xy) == 0:
        return keep
    keep[0] = keep[-1] = True
    stack = [(0, len(xy) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        away = _distances(xy[first + 1 : last], xy[first], xy[last])
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            stack += [(first, middle), (middle, last)]
    return keep


def thin(xy: Floats, tolerance: float, *, closed: bool) -> Floats:
    """The line or ring with fewer vertices; a ring never falls below a triangle."""
    if tolerance <= 0 or len(xy) < (LEAST_RING if closed else 3):
        return xy
    if not closed:
        return xy[keep_mask(xy, tolerance)]
    far = int(np.argmax(np.hypot(*(xy - xy[0]).T)))
    if far == 0:
        return xy
    keep = keep_mask(xy[: far + 1], tolerance)
    keep = np.concatenate([keep[:-1], keep_mask(xy[far:], tolerance)])
    return xy[keep] if int(keep.sum()) >= 4 else xy[[0, len(xy) // 3, 2 * len(xy) // 3, len(xy) - 1]]


class Line:
    """A line or ring, and what each of its vertices is worth: the tolerance from which it may go.

    What is found out for one tolerance is kept: to ask again, or for a coarser one, costs nothing.
    """

    def __init__(self, xy: Floats, *, closed: bool) -> None:
        self.xy, self._closed = xy, closed
        self._worth = np.zeros(len(xy))
        self._open: list[tuple[float, int, int, int]] = []  # -worth of the middle, first, middle, last
        ends = [0, len(xy) - 1]
        if closed and len(xy) >= LEAST_RING:
            ends.insert(1, int(np.argmax(np.hypot(*(xy - xy[0]).T))))
        self._whole = len(xy) < (LEAST_RING if closed else 3) or (closed and ends[1] == 0)
        if not self._whole:
            self._worth[ends] = np.inf
            for first, last in itertools.pairwise(ends):
                self._look_at(first, last, np.inf)

    def refining(self, tolerance: float) -> Steps[None]:
        """Find out, in steps, which vertices stay at this tolerance (plane metres)."""
        for number in itertools.count(1):
            if not self._open or -self._open[0][0] <= tolerance:
                return
            less, first, middle, last = heappop(self._open)
            self._worth[middle] = -less
            self._look_at(first, middle, -less)
            self._look_at(middle, last, -less)
            if number % AT_ONE_GO == 0:
                yield

    def thinned(self, tolerance: float) -> Floats:
        """As ``thin``."""
        if tolerance <= 0 or self._whole:
            return self.xy
        at_once(self.refining(tolerance))
        keep = self._worth > tolerance
        if self._closed and int(keep.sum()) < 4:
            n = len(self.xy)
            return self.xy[[0, n // 3, 2 * n // 3, n - 1]]
        return self.xy[keep]

    def _look_at(self, first: int, last: int, most: float) -> None:
        """The vertex between these that lies furthest off is the next to stay, worth ``most`` at most."""
        if last - first < 2:
            return
        away = _distances(self.xy[first + 1 : last], self.xy[first], self.xy[last])
        worst = int(np.argmax(away))
        heappush(self._open, (-min(most, float(away[worst])), first, first + 1 + worst, last))


def within(xy: Floats, view: Box) -> Floats:
    """The line or ring without the vertices that cannot be seen in ``view``: what it shows there is the same.

    A vertex goes that lies beyond one edge of the view between two that lie beyond the same edge.
    """
    for axis, edge, sign in ((0, view.left, -1), (0, view.right, 1), (1, view.bottom, -1), (1, view.top, 1)):
        beyond = sign * (xy[:, axis] - edge) > 0
        if beyond.all():
            return xy[:0]
        keep = np.ones(len(xy), dtype=bool)
        keep[1:-1] = ~(beyond[:-2] & beyond[1:-1] & beyond[2:])
        xy = xy[keep]
    return xy


def clipped(ring: Floats, view: Box) -> Floats:
    """What of the area within a closed ring lies in ``view``, as one closed ring; empty for none.

    Where the area reaches beyond the view its edge runs along the view's.
    """
    for axis, edge, sign in ((0, view.left, -1), (0, view.right, 1), (1, view.bottom, -1), (1, view.top, 1)):
        if len(ring) < 4:
            return ring[:0]
        inside = sign * (ring[:, axis] - edge) <= 0
        if inside.all():
            continue
        crosses = inside[:-1] != inside[1:]
        step = ring[1:] - ring[:-1]
        share = (edge - ring[:-1, axis]) / np.where(crosses, step[:, axis], 1.0)
        points = np.stack([ring[:-1] + share[:, None] * step, ring[1:]], axis=1)
        ring = points[np.stack([crosses, inside[1:]], axis=1)]
        ring = np.vstack([ring, ring[:1]])
    return ring


def _distances(points: Floats, start: Floats, end: Floats) -> Floats:
    along = end - start
    length = float(np.hypot(along[0], along[1]))
    offset = points - start
    if length < NO_LENGTH:
        return np.hypot(offset[:, 0], offset[:, 1])
    share = np.clip((offset @ along) / length**2, 0.0, 1.0)
    off = offset - share[:, None] * along
    return np.hypot(off[:, 0], off[:, 1])


def thin_together(rings: Sequence[Ring], tolerance: float) -> list[Ring]:
    """Rings that share borders, thinned so that the borders stay shared: each common stretch once.

    tolerance: metres on the ground. Rings are closed (first vertex = last).
    """
    owners: dict[tuple[float, float], set[int]] = {}
    for number, ring in enumerate(rings):
        for vertex in ring:
            owners.setdefault(vertex, set()).add(number)
    return [_thin_ring(ring, owners, tolerance) for ring in rings]


def _thin_ring(ring: Ring, owners: dict[tuple[float, float], set[int]], tolerance: float) -> Ring:
    points = ring[:-1]
    ends = [i for i in range(len(points)) if owners[points[i]] != owners[points[i - 1]]]
    if not ends:
        ends = [0, len(points) // 2]
    points = points[ends[0] :] + points[: ends[0]]
    cuts = [end - ends[0] for end in ends] + [len(points)]
    points.append(points[0])
    out: Ring = []
    for first, last in itertools.pairwise(cuts):
        out += _thin_stretch(points[first : last + 1], tolerance)[:-1]
    out.append(out[0])
    return out if len(out) >= 4 else ring


def _thin_stretch(stretch: Ring, tolerance: float) -> Ring:
    turned = stretch[-1] < stretch[0]
    line = stretch[::-1] if turned else stretch
    lon, lat = np.array(line, dtype=np.float64).T
    xy = project(lon, lat)
    xy = xy * ground_metres(float(xy[0, 1]))
    kept = [line[i] for i in np.flatnonzero(keep_mask(xy, tolerance))]
    return kept[::-1] if turned else kept


def thin_file(source: Path, target: Path, tolerance: float, names: Iterable[str]) -> tuple[int, int]:
    """Write a thinned copy of a GeoJSON file of polygons, keeping the properties ``names``.

    Returns the number of vertices before and after.
    """
    document = json.loads(source.read_text(encoding="utf-8"))
    rings: list[Ring] = []
    slots: list[tuple[int, int, int]] = []
    for f, feature in enumerate(document["features"]):
        for p, polygon in enumerate(_polygons(feature["geometry"])):
            for r, ring in enumerate(polygon):
                rings.append([(round(v[0], 5), round(v[1], 5)) for v in ring])
                slots.append((f, p, r))
    thinned = thin_together(rings, tolerance)
    shapes: list[list[list[Ring]]] = [[] for _ in document["features"]]
    for (f, p, r), ring in zip(slots, thinned, strict=True):
        while len(shapes[f]) <= p:
            shapes[f].append([])
        if r == 0 or len(ring) > 4:
            shapes[f][p].append(ring)
    wanted = list(names)
    features = [
        {
            "type": "Feature",
            "properties": {n: old["properties"][n] for n in wanted if n in old["properties"]},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        }
        for old, polygons in zip(document["features"], shapes, strict=True)
    ]
    body = {"type": "FeatureCollection", "features": features}
    target.write_text(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    return sum(map(len, rings)), sum(map(len, thinned))


def _polygons(geometry: dict[str, list]) -> list[list[list[list[float]]]]:
    found = geometry["coordinates"]
    return [found] if str(geometry["type"]) == "Polygon" else found


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line of the tool; prints the vertices before and after."""
    parser = argparse.ArgumentParser(description="thin a GeoJSON file of polygons")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--tolerance", type=float, default=60.0, help="metres on the ground")
    parser.add_argument("--keep", nargs="*", default=["name", "adcode"], help="properties that stay")
    asked = parser.parse_args(arguments)
    before, after = thin_file(asked.source, asked.target, asked.tolerance, asked.keep)
    print(f"{asked.target.name}: {before} -> {after} vertices")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
