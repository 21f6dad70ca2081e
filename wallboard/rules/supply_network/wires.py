"""What is laid, by row: joints, edges, switches, transformer areas. Nothing here says how it is switched."""

import msgspec
import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_ROWS: Rows = np.empty(0, np.int64)


class Part(msgspec.Struct, frozen=True):
    """A part of a network with rows of its own; edges, areas: the rows that they have in the whole."""

    wires: "Wires"
    edges: Rows
    areas: Rows


class Wires(msgspec.Struct, frozen=True):
    """Columns by row.

    nodes: how many. roots: nodes that feed (busbars, sources). a, b: ends of each edge; trafo: whether it is
    one; feeder: that it belongs to, -1. closed: as it normally stands. By device: edge that it opens (-1:
    not known), kind (a word of the atlas' DEVICE_KINDS). By area: its node (-1), its customers.
    """

    nodes: int
    roots: Rows
    a: Rows
    b: Rows
    trafo: Flags
    feeder: Rows
    closed: Flags
    device_edge: Rows
    device_kind: tuple[str, ...]
    device_closed: Flags
    area_node: Rows
    customers: Rows

    def part(self, edges: Rows, roots: Rows) -> Part:
        """These edges (rows that rise) and the areas at them, fed from these nodes; devices are left out."""
        nodes = np.unique(np.concatenate([self.a[edges], self.b[edges], roots]))
        areas = np.flatnonzero(np.isin(self.area_node, nodes))
        wires = Wires(
            nodes=len(nodes),
            roots=np.searchsorted(nodes, roots),
            a=np.searchsorted(nodes, self.a[edges]),
            b=np.searchsorted(nodes, self.b[edges]),
            trafo=self.trafo[edges],
            feeder=self.feeder[edges],
            closed=self.closed[edges],
            device_edge=NO_ROWS,
            device_kind=(),
            device_closed=np.empty(0, np.bool_),
            area_node=np.searchsorted(nodes, self.area_node[areas]),
            customers=self.customers[areas],
        )
        return Part(wires, edges, areas)
