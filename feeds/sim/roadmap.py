"""The roads of an atlas: spots on them, and ways over them."""

import heapq
import itertools
import math
from collections.abc import Collection

import msgspec
import numpy as np
from numpy.typing import NDArray

from feeds.sim.plane import Point, along, apart
from feeds.sim.roads import Edge, Spot

BUCKET = 500.0
"""Metres of the squares in which crossings are looked for."""
GUESSED = 12.0
"""Metres a second at which a search takes the straight distance to be driven."""
POCKET = 300
"""Crossings up to which a part that water cuts off counts as small."""
LONG = 2 * POCKET
"""Crossings that a search has passed when it is looked whether its goal can be reached at all."""
FARTHEST = 60
"""Squares to each side that are looked through for a crossing."""


class Drive(msgspec.Struct, frozen=True):
    """From a spot over crossings to another. times: epoch s at the start, at each crossing, at the end."""

    start: Spot
    via: tuple[int, ...]
    end: Spot
    times: tuple[float, ...]

    def roads(self) -> list[Edge]:
        """The road of each leg: to the first crossing, between two, from the last to the end."""
        between = [(min(a, b), max(a, b)) for a, b in itertools.pairwise(self.via)]
        return [self.start.edge, *between, self.end.edge] if self.via else [self.start.edge]


class RoadMap:
    """Crossings and the roads between them, as lists; a road is known by its two crossings, lower first."""

    def __init__(
        self,
        crossings: list[Point],
        a: NDArray[np.generic],
        b: NDArray[np.generic],
        metres: NDArray[np.generic],
        kmh: NDArray[np.generic],
        kind: NDArray[np.generic],
    ) -> None:
        self.crossings = crossings
        self._xs, self._ys = [point.x for point in crossings], [point.y for point in crossings]
        self.neighbours: list[list[int]] = [[] for _ in crossings]
        self.metres: dict[Edge, float] = {}
        self.speed: dict[Edge, float] = {}  # m/s
        self.kind: dict[Edge, int] = {}  # of ROAD_KINDS
        for one, other, length, speed, class_ in zip(
            a.tolist(), b.tolist(), metres.tolist(), kmh.tolist(), kind.tolist(), strict=True
        ):
            edge = (min(one, other), max(one, other))
            if length < self.metres.get(edge, math.inf) and one != other:
                self.metres[edge], self.speed[edge], self.kind[edge] = length, speed / 3.6, class_
        for one, other in self.metres:
            self.neighbours[one].append(other)
            self.neighbours[other].append(one)
        self._beside_at = [
            [(other, self.seconds(row, other)) for other in others]
            for row, others in enumerate(self.neighbours)
        ]
        self._buckets: dict[tuple[int, int], list[int]] = {}
        self._joined = _largest(self.neighbours)
        for row, point in enumerate(crossings):
            if self._joined[row]:
                self._buckets.setdefault(_square(point), []).append(row)

    def length(self, a: int, b: int) -> float:
        """Metres of the road between two neighbouring crossings."""
        return self.metres[min(a, b), max(a, b)]

    def seconds(self, a: int, b: int) -> float:
        """How long the road between two neighbouring crossings takes at its limit."""
        edge = (min(a, b), max(a, b))
        return self.metres[edge] / max(self.speed[edge], 1.0)

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
        return found or [row for row, joined in enumerate(self._joined) if joined]

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

    def way(self, start: Spot, goal: Spot, shut: Collection[Edge] = ()) -> tuple[int, ...] | None:
        """The crossings of about the quickest way that uses no road in ``shut``; None where there is none."""
        if start.edge == goal.edge and start.edge not in shut:
            return ()
        begin = dict(self._out_of(start, shut))
        ends = dict(self._out_of(goal, shut))
        if not begin or not ends:
            return None
        if shut and self._is_pocket(ends, begin, shut):
            return None
        return self._search(begin, ends, self.point(goal), shut)

    def _is_pocket(self, inside: Collection[int], wanted: Collection[int], shut: Collection[Edge]) -> bool:
        """Whether only a few crossings can be reached from these, and none of the wanted: a cheap look before
        a search that would go through all roads in vain."""
        seen, waiting = set(inside), list(inside)
        while waiting and len(seen) <= POCKET:
            node = waiting.pop()
            for other in self.neighbours[node]:
                if other not in seen and (min(node, other), max(node, other)) not in shut:
                    seen.add(other)
                    waiting.append(other)
        return len(seen) <= POCKET and seen.isdisjoint(wanted)

    def _is_apart(self, inside: Collection[int], reached: Collection[int], shut: Collection[Edge]) -> bool:
        """Whether nothing leads from these crossings to any that was reached: asked in a long search, since
        one in vain would go through all roads of the larger part, and the goal lies in the smaller one."""
        seen, waiting = set(inside), list(inside)
        if not seen.isdisjoint(reached):
            return False
        while waiting:
            node = waiting.pop()
            for other in self.neighbours[node]:
                if other not in seen and (min(node, other), max(node, other)) not in shut:
                    if other in reached:
                        return False
                    seen.add(other)
                    waiting.append(other)
        return True

    def points(self, drive: Drive) -> list[Point]:
        """Where its legs begin, and its end."""
        return [self.point(drive.start), *(self.crossings[node] for node in drive.via), self.point(drive.end)]

    def metres_of(self, drive: Drive) -> list[float]:
        """Metres of each leg."""
        if not drive.via:
            return [self.metres[drive.end.edge] * abs(drive.end.share - drive.start.share)]
        first, last = self._to(drive.start, drive.via[0]), self._to(drive.end, drive.via[-1])
        return [first, *(self.length(a, b) for a, b in itertools.pairwise(drive.via)), last]

    def _to(self, spot: Spot, end: int) -> float:
        """Metres from a spot to an end of its road."""
        return self.metres[spot.edge] * (spot.share if end == spot.edge[0] else 1.0 - spot.share)

    def _out_of(self, spot: Spot, shut: Collection[Edge]) -> list[tuple[int, float]]:
        """The ends of its road that can be driven to, with the seconds."""
        speed = max(self.speed[spot.edge], 1.0)
        found = [(end, self._to(spot, end) / speed) for end in spot.edge]
        return [(end, took) for end, took in found if not took or spot.edge not in shut]

    def _search(
        self, best: dict[int, float], ends: dict[int, float], goal: Point, shut: Collection[Edge]
    ) -> tuple[int, ...] | None:
        """Crossings to one of the ends, by A*; None where none leads. Seconds by end, out and in.

        The straight distance is taken to be driven at a usual speed, not at the highest: the way may be so
        much longer than the quickest.
        """
        before: dict[int, int] = {}
        done: set[int] = set()
        crossings, beside, gx, gy, hypot = self.crossings, self._beside_at, goal.x, goal.y, math.hypot
        xs, ys, best_of = self._xs, self._ys, best.get
        at_shut = {node for edge in shut for node in edge}  # most crossings have no road that is shut
        heap = [(gone + apart(crossings[node], goal) / GUESSED, node) for node, gone in best.items()]
        heapq.heapify(heap)
        far, push, pop = math.inf, heapq.heappush, heapq.heappop
        found, nearest = -1, far
        while heap and heap[0][0] < nearest:
            _, node = pop(heap)
            if node in done:
                continue
            done.add(node)
            if len(done) == LONG and shut and self._is_apart(ends, done, shut):
                return None
            gone, watch = best[node], node in at_shut
            if node in ends and gone + ends[node] < nearest:
                found, nearest = node, gone + ends[node]
            for other, took in beside[node]:
                further = gone + took
                if other not in done and further < best_of(other, far):
                    if watch and (min(node, other), max(node, other)) in shut:
                        continue
                    best[other], before[other] = further, node
                    push(heap, (further + hypot(xs[other] - gx, ys[other] - gy) / GUESSED, other))
        if found < 0:
            return None
        nodes = [found]
        while nodes[-1] in before:
            nodes.append(before[nodes[-1]])
        return tuple(nodes[::-1])


def _largest(neighbours: list[list[int]]) -> bytearray:
    """1 for each crossing of the largest part that hangs together; whoever drives stays in it."""
    part, sizes = [-1] * len(neighbours), list[int]()
    for first in range(len(neighbours)):
        if part[first] < 0:
            part[first], waiting, size = len(sizes), [first], 1
            while waiting:
                for other in neighbours[waiting.pop()]:
                    if part[other] < 0:
                        part[other], size = len(sizes), size + 1
                        waiting.append(other)
            sizes.append(size)
    most = max(sizes, default=0)
    largest = sizes.index(most) if most > 1 else -1
    return bytearray(one == largest for one in part)


def _square(point: Point) -> tuple[int, int]:
    return int(point.x // BUCKET), int(point.y // BUCKET)
