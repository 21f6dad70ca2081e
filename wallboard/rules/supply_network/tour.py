"""The network as it is fed now: every node in the order of a walk from the busbars outwards.

What an edge cuts off lies together in that order, so that "everything below" is a slice, and prefix sums
give the customers there at once. An edge on a closed loop cuts off nothing: the loop is one block. Two
switched feeders are walked again alone; the others keep their slices.
"""

import msgspec
import numpy as np

from wallboard.rules.supply_network.wires import NO_ROWS, Flags, Rows, Wires

Beside = list[list[tuple[int, int]]]


class Walk(msgspec.Struct, frozen=True):
    """Lists by place in the walk: node, its parent's place (-1), the edge that it was entered by (-1), the
    place after its last descendant, the lowest place that its descendants' other edges reach."""

    node: list[int]
    parent: list[int]
    entered: list[int]
    end: list[int]
    low: list[int]


def walk(beside: Beside, shut: Flags, roots: Rows, place: list[int]) -> Walk:
    """Depth first from the roots, which count as one. place: by node, -1; is filled in."""
    node: list[int] = []
    parent: list[int] = []
    entered: list[int] = []
    end: list[int] = []
    low: list[int] = []
    closed = shut.tolist()
    for root in roots.tolist():
        place[root] = len(node)
        for column, value in ((node, root), (parent, -1), (entered, -1), (end, 0), (low, 0)):
            column.append(value)
    first = len(node)
    for root in range(first):
        stack = [(root, iter(beside[node[root]]))]
        while stack:
            here, ways = stack[-1]
            for edge, other in ways:
                if not closed[edge] or edge == entered[here]:
                    continue
                there = place[other]
                if there < 0:
                    place[other] = len(node)
                    node.append(other)
                    parent.append(here)
                    entered.append(edge)
                    end.append(0)
                    low.append(len(low))
                    stack.append((len(node) - 1, iter(beside[other])))
                    break
                low[here] = min(low[here], 0 if there < first else there)
            else:
                stack.pop()
                end[here] = len(node)
                above = parent[here]
                if above >= 0 and here >= first:
                    low[above] = min(low[above], low[here])
    return Walk(node, parent, entered, end, low)


class Tour:
    """By node: ``place`` in the walk, -1 where nothing feeds it. By place: ``node``, ``parent``, ``end``.
    By edge: ``head``, the place whose slice it cuts off, -1 where it cuts off nothing."""

    def __init__(self, wires: Wires, shut: Flags | None = None) -> None:
        self.wires = wires
        self.shut = wires.closed if shut is None else shut
        place = [-1] * wires.nodes
        found = walk(_beside(wires), self.shut, wires.roots, place)
        self.place = np.array(place, np.int64)
        self.node = np.array(found.node, np.int64)
        self.parent = np.array(found.parent, np.int64)
        self.entered = np.array(found.entered, np.int64)
        self.end = np.array(found.end, np.int64)
        low = np.array(found.low, np.int64)
        own = np.arange(len(low))
        bridge = (self.parent >= 0) & (low >= own)
        self.head = np.full(len(wires.a), -1, np.int64)
        self.head[self.entered[bridge]] = own[bridge]
        self._order()

    def _order(self) -> None:
        """Edges and areas in the order of the walk, where each place's begin, and customers up to there."""
        wires = self.wires
        count = len(self.node)
        deeper = np.maximum(self.place[wires.a], self.place[wires.b])
        fed = np.flatnonzero(self.shut & (np.minimum(self.place[wires.a], self.place[wires.b]) >= 0))
        self.edges = fed[np.argsort(deeper[fed], kind="stable")]
        self._edge_from = np.searchsorted(deeper[self.edges], np.arange(count + 1))
        at = np.where(wires.area_node >= 0, self.place[wires.area_node], -1)
        known = np.flatnonzero(at >= 0)
        self.areas = known[np.argsort(at[known], kind="stable")]
        self.area_from = np.searchsorted(at[self.areas], np.arange(count + 1))
        self.customers_before = np.concatenate([[0], np.cumsum(wires.customers[self.areas])])

    def areas_below(self, edge: int) -> Rows:
        """Areas that an edge cuts off when it opens; none where it is open, or on a loop."""
        head = int(self.head[edge])
        if head < 0:
            return NO_ROWS
        return self.areas[self.area_from[head] : self.area_from[self.end[head]]]

    def edges_below(self, edge: int) -> Rows:
        """The closed edges that it cuts off, itself first by row order."""
        head = int(self.head[edge])
        if head < 0:
            return NO_ROWS
        return self.edges[self._edge_from[head] : self._edge_from[self.end[head]]]

    def edges_above(self, node: int) -> Rows:
        """The edges over which a node is fed, from its own on up to a root; none where nothing feeds it."""
        found: list[int] = []
        place = int(self.place[node])
        while place >= 0 and self.entered[place] >= 0:
            found.append(int(self.entered[place]))
            place = int(self.parent[place])
        return np.array(found, np.int64)

    def customers_below(self, edge: int) -> int:
        """Customers that an edge cuts off."""
        head = int(self.head[edge])
        if head < 0:
            return 0
        first, last = self.area_from[head], self.area_from[self.end[head]]
        return int(self.customers_before[last] - self.customers_before[first])


def _beside(wires: Wires) -> Beside:
    """Edges at each node with their other ends."""
    beside: Beside = [[] for _ in range(wires.nodes)]
    for edge, (a, b) in enumerate(zip(wires.a.tolist(), wires.b.tolist(), strict=True)):
        beside[a].append((edge, b))
        beside[b].append((edge, a))
    return beside
