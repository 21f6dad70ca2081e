"""The town's streets: a Gabriel graph of crossings, denser near the centres; ways over it."""

import heapq
from collections.abc import Callable, Iterable
from random import Random

import msgspec
import numpy as np

from feeds.sim.plane import Point, along, apart

Edge = tuple[int, int]


class Spot(msgspec.Struct, frozen=True):
    """A place on a road: ``share`` of the way from crossing ``edge[0]`` to ``edge[1]``."""

    edge: Edge
    share: float


class Roads(msgspec.Struct, frozen=True):
    """Crossings, the roads between them (lower index first) and each crossing's neighbours."""

    crossings: tuple[Point, ...]
    edges: tuple[Edge, ...]
    neighbours: tuple[tuple[int, ...], ...]

    def length(self, a: int, b: int) -> float:
        """Metres of the road between two neighbouring crossings."""
        return apart(self.crossings[a], self.crossings[b])

    def point(self, spot: Spot) -> Point:
        a, b = spot.edge
        return along(self.crossings[a], self.crossings[b], spot.share)

    def nearest(self, point: Point) -> int:
        """The crossing nearest to a point."""
        return min(range(len(self.crossings)), key=lambda i: (apart(self.crossings[i], point), i))

    def at_crossing(self, crossing: int) -> Spot:
        """A crossing as a spot."""
        other = self.neighbours[crossing][0]
        edge = (min(crossing, other), max(crossing, other))
        return Spot(edge, 0.0 if edge[0] == crossing else 1.0)

    def reach(
        self, starts: Iterable[tuple[int, float]], cost: Callable[[int, int], float] | None = None
    ) -> tuple[dict[int, float], dict[int, int]]:
        """Dijkstra from several crossings: (distance, the crossing before) of every one reached."""
        weigh = cost or self.length
        best: dict[int, float] = {}
        before: dict[int, int] = {}
        heap = [(distance, node, node) for node, distance in starts]
        heapq.heapify(heap)
        while heap:
            distance, node, came = heapq.heappop(heap)
            if node in best:
                continue
            best[node] = distance
            if came != node:
                before[node] = came
            for other in self.neighbours[node]:
                if other not in best:
                    heapq.heappush(heap, (distance + weigh(node, other), other, node))
        return best, before

    def way(self, start: Spot, goal: Spot) -> list[Point]:
        """The shortest way along the roads as points, both ends included."""
        if start.edge == goal.edge:
            return [self.point(start), self.point(goal)]
        (a, b), whole = start.edge, self.length(*start.edge)
        best, before = self.reach([(a, start.share * whole), (b, (1 - start.share) * whole)])
        (c, d), last = goal.edge, self.length(*goal.edge)
        into_c, into_d = best[c] + goal.share * last, best[d] + (1 - goal.share) * last
        node = c if into_c <= into_d else d
        nodes = [node]
        while node in before:
            node = before[node]
            nodes.append(node)
        middle = [self.crossings[n] for n in reversed(nodes)]
        return [self.point(start), *middle, self.point(goal)]


def way_between(before: dict[int, int], goal: int) -> list[int]:
    """Crossings from the root of a search to a goal."""
    nodes = [goal]
    while nodes[-1] in before:
        nodes.append(before[nodes[-1]])
    return nodes[::-1]


def scatter(
    dice: Random, spacing: Callable[[Point], float], allowed: Callable[[Point], bool], half: Point, tries: int
) -> list[Point]:
    """Crossings thrown like darts, none nearer to another than the spacing (m) of its place."""
    found: list[Point] = []
    for _ in range(tries):
        point = Point(round((dice.random() * 2 - 1) * half.x, 1), round((dice.random() * 2 - 1) * half.y, 1))
        if allowed(point):
            gap = spacing(point)
            if all(apart(point, other) >= gap for other in found):
                found.append(point)
    return found


def join(crossings: list[Point], allowed: Callable[[Point, Point], bool]) -> Roads:
    """Gabriel graph of the crossings without the roads that are not allowed; its largest part only."""
    at = np.array([(p.x, p.y) for p in crossings])
    square = ((at[:, None, :] - at[None, :, :]) ** 2).sum(axis=2)
    edges: list[Edge] = []
    for i in range(len(crossings)):
        detour = square[i][:, None] + square  # detour[k, j]: i-k-j
        detour[i, :] = np.inf
        np.fill_diagonal(detour, np.inf)
        keeps = detour.min(axis=0) >= square[i]
        edges += [(i, j) for j in range(i + 1, len(crossings)) if keeps[j]]
    kept = [(i, j) for i, j in edges if allowed(crossings[i], crossings[j])]
    return _largest(crossings, kept)


def _largest(crossings: list[Point], edges: list[Edge]) -> Roads:
    """The largest connected part, its crossings numbered anew."""
    beside: list[list[int]] = [[] for _ in crossings]
    for a, b in edges:
        beside[a].append(b)
        beside[b].append(a)
    whole = Roads(tuple(crossings), tuple(edges), tuple(tuple(sorted(n)) for n in beside))
    left = set(range(len(crossings)))
    parts: list[list[int]] = []
    while left:
        part = sorted(whole.reach([(min(left), 0.0)])[0])
        parts.append(part)
        left.difference_update(part)
    keep = max(parts, key=lambda part: (len(part), -part[0]))
    new = {old: index for index, old in enumerate(keep)}
    kept = sorted((new[a], new[b]) for a, b in edges if a in new)
    return Roads(
        tuple(crossings[old] for old in keep),
        tuple(kept),
        tuple(tuple(sorted(new[n] for n in beside[old])) for old in keep),
    )
