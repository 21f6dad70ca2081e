"""A plane graph: triangles thinned to what roads look like, ways over it, and its connected parts."""

import heapq

import msgspec
import numpy as np
import shapely

from feeds.sim.geography.ground import Flags, Floats, Ints
from wallboard.rules.joined import finder


def triangulate(x: Floats, y: Floats) -> Ints:
    """Triangles (Delaunay) as rows of three points. Points are distinct."""
    whole = shapely.delaunay_triangles(shapely.multipoints(np.stack([x, y], 1)))
    corners = shapely.get_coordinates(shapely.get_parts(whole)).reshape(-1, 4, 2)[:, :3]
    order = np.lexsort((y, x))
    key = x[order] + 1j * y[order]
    found = np.searchsorted(key, corners[..., 0] + 1j * corners[..., 1])
    return order[found]


def neighbours_in(x: Floats, y: Floats, triangles: Ints) -> tuple[Ints, Flags, Flags]:
    """Edges (a < b) of the triangles; which are Gabriel edges, and which relative-neighbour edges.

    Gabriel: no third corner sees the edge under more than 90°. Relative: it is the longest side of no
    triangle of its own. Both keep all points connected; the diagonals of blocks are of neither.
    """
    ends: list[Ints] = []
    obtuse: list[Floats] = []
    longest: list[Floats] = []
    for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        p, q, r = triangles[:, a], triangles[:, b], triangles[:, c]
        ux, uy, vx, vy = x[p] - x[r], y[p] - y[r], x[q] - x[r], y[q] - y[r]
        ends.append(np.stack([np.minimum(p, q), np.maximum(p, q)], 1))
        obtuse.append(ux * vx + uy * vy)
        longest.append(np.maximum(np.hypot(ux, uy), np.hypot(vx, vy)) - np.hypot(x[p] - x[q], y[p] - y[q]))
    known, place = np.unique(np.concatenate(ends), axis=0, return_inverse=True)
    gabriel, relative = np.full(len(known), np.inf), np.full(len(known), np.inf)
    np.minimum.at(gabriel, place.ravel(), np.concatenate(obtuse))
    np.minimum.at(relative, place.ravel(), np.concatenate(longest))
    return known, gabriel >= 0.0, relative >= 0.0


class Ways(msgspec.Struct):
    """Neighbours of each point with the metres to them; ``worth`` by edge makes a way cheaper or dearer."""

    x: list[float]
    y: list[float]
    beside: list[list[tuple[int, float, int]]]  # other end, metres, row of the edge
    worth: list[float]

    def way(self, start: int, goal: int, cheapest: float) -> list[int]:
        """Rows of the edges from start to goal (A*); empty where there is no way.

        cheapest: the least worth of any edge, or the way found may be a little too long.
        """
        xs, ys, worth = self.x, self.y, self.worth
        gx, gy = xs[goal], ys[goal]
        best = {start: 0.0}
        came: dict[int, tuple[int, int]] = {}
        done: set[int] = set()
        heap = [(0.0, start)]
        while heap:
            _, node = heapq.heappop(heap)
            if node == goal:
                break
            if node in done:
                continue
            done.add(node)
            base = best[node]
            for other, metres, edge in self.beside[node]:
                cost = base + metres * worth[edge]
                if cost < best.get(other, 1e18):
                    best[other] = cost
                    came[other] = (node, edge)
                    ahead = ((xs[other] - gx) ** 2 + (ys[other] - gy) ** 2) ** 0.5
                    heapq.heappush(heap, (cost + ahead * cheapest, other))
        edges: list[int] = []
        node = goal
        while node != start:
            if node not in came:
                return []
            node, edge = came[node]
            edges.append(edge)
        return edges


def ways_over(x: Floats, y: Floats, edges: Ints, worth: Floats) -> Ways:
    """The graph of these edges."""
    metres = np.hypot(x[edges[:, 0]] - x[edges[:, 1]], y[edges[:, 0]] - y[edges[:, 1]])
    beside: list[list[tuple[int, float, int]]] = [[] for _ in range(len(x))]
    for row, ((a, b), length) in enumerate(zip(edges.tolist(), metres.tolist(), strict=True)):
        beside[a].append((b, length, row))
        beside[b].append((a, length, row))
    return Ways(x.tolist(), y.tolist(), beside, worth.tolist())


def parts_of(count: int, edges: Ints) -> Ints:
    """The connected part of each point, named by one of its points."""
    leader = list(range(count))
    root = finder(leader)
    for a, b in edges.tolist():
        ra, rb = root(a), root(b)
        if ra != rb:
            leader[max(ra, rb)] = min(ra, rb)
    return np.array([root(row) for row in range(count)], np.int64)


class Spread(msgspec.Struct, frozen=True):
    """From several roots outwards: cost to each point, the point and edge before it (-1 at a root), its root.

    order: the points that were reached, nearest first.
    """

    cost: list[float]
    before: list[int]
    edge: list[int]
    root: list[int]
    order: list[int]


def spread_from(ways: Ways, roots: list[int]) -> Spread:
    """Dijkstra from all roots at once."""
    count = len(ways.x)
    cost, before, came, root = [1e18] * count, [-1] * count, [-1] * count, [-1] * count
    order: list[int] = []
    done = [False] * count
    heap = [(0.0, node) for node in roots]
    for node in roots:
        cost[node], root[node] = 0.0, node
    heapq.heapify(heap)
    while heap:
        base, node = heapq.heappop(heap)
        if done[node]:
            continue
        done[node] = True
        order.append(node)
        for other, metres, edge in ways.beside[node]:
            ahead = base + metres * ways.worth[edge]
            if ahead < cost[other]:
                cost[other], before[other], came[other], root[other] = ahead, node, edge, root[node]
                heapq.heappush(heap, (ahead, other))
    return Spread(cost, before, came, root, order)
