"""The roads of an atlas: spots on them, and ways over them."""

import heapq
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from feeds.sim.plane import Point, along, apart
from feeds.sim.roads import Edge, Spot

BUCKET = 500.0
"""Metres of the squares in which crossings are looked for."""
GREED = 1.2
"""How much more than it is the straight distance counts in a search."""
FARTHEST = 60
"""Squares to each side that are looked through for a crossing."""


class RoadMap:
    """Crossings and the roads between them, as lists; a road is known by its two crossings, lower first."""

    def __init__(
        self,
        crossings: list[Point],
        a: NDArray[np.generic],
        b: NDArray[np.generic],
        metres: NDArray[np.generic],
        kmh: NDArray[np.generic],
    ) -> None:
        self.crossings = crossings
        self.neighbours: list[list[int]] = [[] for _ in crossings]
        self.metres: dict[Edge, float] = {}
        self.speed: dict[Edge, float] = {}  # m/s
        for one, other, length, speed in zip(
            a.tolist(), b.tolist(), metres.tolist(), kmh.tolist(), strict=True
        ):
            edge = (min(one, other), max(one, other))
            if length < self.metres.get(edge, math.inf) and one != other:
                self.metres[edge], self.speed[edge] = length, speed / 3.6
        for one, other in self.metres:
            self.neighbours[one].append(other)
            self.neighbours[other].append(one)
        self._beside_at = [
            [(other, self.length(row, other)) for other in others]
            for row, others in enumerate(self.neighbours)
        ]
        self._buckets: dict[tuple[int, int], list[int]] = {}
        for row, point in enumerate(crossings):
            if self.neighbours[row]:
                self._buckets.setdefault(_square(point), []).append(row)

    def length(self, a: int, b: int) -> float:
        """Metres of the road between two neighbouring crossings."""
        return self.metres[min(a, b), max(a, b)]

    def point(self, spot: Spot) -> Point:
        a, b = spot.edge
        return along(self.crossings[a], self.crossings[b], spot.share)

    def near(self, point: Point, rings: int = 1) -> list[int]:
        """Crossings near a point: of the first squares about it that have any, and ``rings`` more."""
        x, y = _square(point)
        found: list[int] = []
        last = FARTHEST
        for ring in range(FARTHEST):
            if ring > last:
                break
            for i in range(-ring, ring + 1):
                for j in (-ring, ring) if abs(i) < ring else range(-ring, ring + 1):
                    found += self._buckets.get((x + i, y + j), ())
            if found and last == FARTHEST:
                last = ring + rings
        return found or [row for row, beside in enumerate(self.neighbours) if beside]

    def spot_at(self, point: Point) -> Spot:
        """The place on a road that is nearest to a point, among the roads near it."""
        roads = {
            (min(row, other), max(row, other)) for row in self.near(point) for other in self.neighbours[row]
        }
        return min((self._beside(edge, point) for edge in sorted(roads)), key=lambda found: found[0])[1]

    def _beside(self, edge: Edge, point: Point) -> tuple[float, Spot]:
        a, b = (self.crossings[end] for end in edge)
        dx, dy = b.x - a.x, b.y - a.y
        whole = dx * dx + dy * dy
        share = ((point.x - a.x) * dx + (point.y - a.y) * dy) / whole if whole else 0.0
        share = round(min(max(share, 0.0), 1.0), 4)
        return apart(point, along(a, b, share)), Spot(edge, share)

    def at_crossing(self, crossing: int) -> Spot:
        """A crossing as a spot."""
        other = min(self.neighbours[crossing])
        edge = (min(crossing, other), max(crossing, other))
        return Spot(edge, 0.0 if edge[0] == crossing else 1.0)

    def way(self, start: Spot, goal: Spot) -> list[Point]:
        """The shortest way along the roads as points, both ends included; straight where no road leads."""
        if start.edge == goal.edge:
            return [self.point(start), self.point(goal)]
        (c, d), last = goal.edge, self.length(*goal.edge)
        ends = {c: goal.share * last, d: (1.0 - goal.share) * last}
        nodes = self._search(start, ends, self.point(goal))
        return [self.point(start), *(self.crossings[node] for node in nodes), self.point(goal)]

    def _search(self, start: Spot, ends: dict[int, float], goal: Point) -> Sequence[int]:
        """Crossings from a spot to one of the ends, by A* with the straight distance; () where none leads.

        The distance is taken for a little more than it is: the way may be so much longer than the shortest.
        """
        (a, b), whole = start.edge, self.length(*start.edge)
        best: dict[int, float] = {a: start.share * whole, b: (1.0 - start.share) * whole}
        before: dict[int, int] = {}
        done: set[int] = set()
        crossings, beside, gx, gy, hypot = self.crossings, self._beside_at, goal.x, goal.y, math.hypot
        heap = [(gone + apart(crossings[node], goal), node) for node, gone in best.items()]
        heapq.heapify(heap)
        found, nearest, push, pop = -1, math.inf, heapq.heappush, heapq.heappop
        while heap and heap[0][0] < nearest:
            _, node = pop(heap)
            if node in done:
                continue
            done.add(node)
            gone = best[node]
            if node in ends and gone + ends[node] < nearest:
                found, nearest = node, gone + ends[node]
            for other, metres in beside[node]:
                further = gone + metres
                if other not in done and further < best.get(other, math.inf):
                    best[other], before[other] = further, node
                    place = crossings[other]
                    push(heap, (further + GREED * hypot(place.x - gx, place.y - gy), other))
        nodes = [found] if found >= 0 else []
        while nodes and nodes[-1] in before:
            nodes.append(before[nodes[-1]])
        return nodes[::-1]


def _square(point: Point) -> tuple[int, int]:
    return int(point.x // BUCKET), int(point.y // BUCKET)
