"""What can be opened, and whom that leaves dark: a forest of cuts over the areas in the order of a tour.

Devices that leave the same areas dark are one cut: nothing that customers or meters say can tell them apart.
A cut is an interval of ``Cuts.areas``; intervals nest, so that a cut's own rows and those below it are a
slice of rows too. Each outermost cut begins a tree, as a rule a feeder behind its breaker.
"""

from collections.abc import Sequence
from functools import cached_property

import msgspec
import numpy as np
from numpy.typing import NDArray

from wallboard.rules.supply_network.tour import Tour
from wallboard.rules.supply_network.wires import Flags, Rows

BREAKER = "breaker"


class Members(msgspec.Struct, frozen=True):
    """What makes up the cuts, in order of rows. device: its row, or -1: a transformer's fuse, of ``area``."""

    row: Rows
    device: Rows
    area: Rows


class Cuts:
    """By row: first, last: its run of ``areas``; parent (-1: outermost), depth, end: the row after its last
    one below; tree. By tree: ``starts``. By area: ``row_of``, its innermost cut, -1."""

    def __init__(self, tour: Tour) -> None:
        self.wires = tour.wires
        self.areas = tour.areas
        edges, device, area = _openers(tour)
        head = tour.head[edges]
        first, last = tour.area_from[head], tour.area_from[tour.end[head]]
        keep = last > first
        keys = first[keep] * (len(self.areas) + 1) + (len(self.areas) - last[keep])
        found, row = np.unique(keys, return_inverse=True)
        self.first, rest = np.divmod(found, len(self.areas) + 1)
        self.last = len(self.areas) - rest
        order = np.argsort(row, kind="stable")
        self.members = Members(row[order], device[keep][order], area[keep][order])
        self._tour = tour
        self._heads = np.full(len(found), len(tour.node), np.int64)
        np.minimum.at(self._heads, row, head[keep])
        self._ends = tour.end[self._heads]
        self._nest()
        self.customers = self.wires.customers[self.areas]
        self.customers_before = np.concatenate([[0], np.cumsum(self.customers)])

    def _nest(self) -> None:
        count = len(self.first)
        parent, depth, end, tree = [-1] * count, [0] * count, [count] * count, [0] * count
        inner = np.full(len(self.areas), -1, np.int64)
        above: list[int] = []
        starts: list[int] = []
        last = self.last.tolist()
        for row, first in enumerate(self.first.tolist()):
            while above and last[above[-1]] <= first:
                end[above.pop()] = row
            if above:
                parent[row], depth[row] = above[-1], len(above)
            else:
                starts.append(row)
            tree[row] = len(starts) - 1
            above.append(row)
            inner[first : last[row]] = row
        self.parent, self.depth = np.array(parent, np.int64), np.array(depth, np.int64)
        self.end, self.tree = np.array(end, np.int64), np.array(tree, np.int64)
        self.starts = np.array([*starts, count], np.int64)
        self.inner = inner
        self.row_of = np.full(len(self.wires.area_node), -1, np.int64)
        self.row_of[self.areas] = inner

    @cached_property
    def tied(self) -> Flags:
        """By row: whether an open point between it and the rest could feed it from beyond."""
        wires, place = self.wires, self._tour.place
        found = np.zeros(self.rows, np.bool_)
        ends = np.stack([place[wires.a], place[wires.b]])
        between = ~self._tour.shut & (ends.min(axis=0) >= 0)
        for one, other in ends[:, between].T.tolist():
            for near, far in ((one, other), (other, one)):
                row = self._at(near)
                while row >= 0 and not self._heads[row] <= far < self._ends[row]:
                    found[row] = True
                    row = int(self.parent[row])
        return found

    @cached_property
    def zone(self) -> Rows:
        """By place in ``areas``: the innermost cut above it that could be fed from beyond, -1 for none. Areas
        of one zone get supply together, but for what is open inside."""
        found = np.full(len(self.areas), -1, np.int64)
        for row in np.flatnonzero(self.tied).tolist():
            found[self.first[row] : self.last[row]] = row  # outer ones come first
        return found

    def _at(self, place: int) -> int:
        """The innermost cut with a place of the tour in it, -1."""
        row = int(np.searchsorted(self._heads, place, side="right")) - 1
        while row >= 0 and place >= self._ends[row]:
            row = int(self.parent[row])
        return row

    @property
    def rows(self) -> int:
        return len(self.first)

    @property
    def trees(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def row_of_device(self) -> Rows:
        """By device: the cut that it belongs to, -1 where nobody is behind it."""
        found = np.full(len(self.wires.device_edge), -1, np.int64)
        mine = self.members.device >= 0
        found[self.members.device[mine]] = self.members.row[mine]
        return found

    @cached_property
    def place_of(self) -> Rows:
        """By area: its place in ``areas``, -1 where nothing feeds it."""
        found = np.full(len(self.wires.area_node), -1, np.int64)
        found[self.areas] = np.arange(len(self.areas))
        return found

    @cached_property
    def tree_of(self) -> Rows:
        """By area: its tree, -1 where no cut is above it."""
        rows = self.row_of
        return np.where(rows >= 0, self.tree[np.maximum(rows, 0)] if self.rows else -1, -1)

    @cached_property
    def feeder(self) -> Rows:
        """By row: the nearest cut with a breaker, its own or above it, or else the outermost one: what
        happens behind one breaker says nothing of when things began behind another, though one transformer
        feeds both."""
        kinds = np.array([kind == BREAKER for kind in self.wires.device_kind], np.bool_)
        own = np.zeros(self.rows, np.bool_)
        mine = self.members.device >= 0
        own[self.members.row[mine][kinds[self.members.device[mine]]]] = True
        found: list[int] = []
        for row, (parent, begins) in enumerate(zip(self.parent.tolist(), own.tolist(), strict=True)):
            found.append(row if begins or parent < 0 else found[parent])
        return np.array(found, np.int64)

    @cached_property
    def feeder_of(self) -> Rows:
        """By area: the feeder (row) of its innermost cut, -1 where no cut is above it."""
        rows = self.row_of
        return np.where(rows >= 0, self.feeder[np.maximum(rows, 0)] if self.rows else -1, -1)

    def areas_below(self, row: int) -> Rows:
        """Areas that a cut leaves dark."""
        return self.areas[self.first[row] : self.last[row]]

    def customers_below(self, row: int) -> int:
        """Customers that a cut leaves dark."""
        return int(self.customers_before[self.last[row]] - self.customers_before[self.first[row]])

    def of_trees(self, trees: Rows) -> Rows:
        """The rows of these trees, tree by tree."""
        return runs(self.starts[trees], self.starts[trees + 1])

    def members_of(self, row: int) -> Sequence[tuple[int, int]]:
        """(device, -1) or (-1, area of a transformer) of a cut."""
        return self._members_of[row]

    @cached_property
    def _members_of(self) -> list[list[tuple[int, int]]]:
        """By row."""
        found: list[list[tuple[int, int]]] = [[] for _ in range(self.rows)]
        members = self.members
        rows, devices, areas = members.row.tolist(), members.device.tolist(), members.area.tolist()
        for row, device, area in zip(rows, devices, areas, strict=True):
            found[row].append((device, area))
        return found


def runs(starts: Rows, ends: Rows) -> Rows:
    """start … end - 1 of each, one after the other."""
    lengths = ends - starts
    if not len(lengths):
        return np.empty(0, np.int64)
    skips = np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    return np.arange(int(lengths.sum())) + skips


def _openers(tour: Tour) -> tuple[Rows, Rows, Rows]:
    """Edges that something can open and that cut something off, with the device or the transformer's area."""
    wires = tour.wires
    devices = np.flatnonzero(_cuts(tour, wires.device_edge))
    trafo = np.flatnonzero(wires.trafo & (tour.head >= 0))
    low = tour.head[trafo]
    at: NDArray[np.int64] = np.full(len(tour.node) + 1, -1, np.int64)
    fed = tour.areas[::-1]
    at[tour.place[wires.area_node[fed]]] = fed
    own = at[low]
    trafo, own = trafo[own >= 0], own[own >= 0]
    edges = np.concatenate([wires.device_edge[devices], trafo])
    device = np.concatenate([devices, np.full(len(trafo), -1)])
    area = np.concatenate([np.full(len(devices), -1), own])
    return edges, device, area


def _cuts(tour: Tour, edges: Rows) -> Flags:
    """Whether each of these edges (-1: none) cuts something off."""
    return (edges >= 0) & (tour.head[np.maximum(edges, 0)] >= 0)
