"""What is laid, by row: joints, edges, switches, transformer areas. Nothing here says how it is switched."""

import msgspec
import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_ROWS: Rows = np.empty(0, np.int64)


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

    def as_switched(self, open_devices: Rows, closed_devices: Rows) -> Flags:
        """Which edges are closed when these devices are open and closed, others as they normally stand."""
        shut = self.closed.copy()
        edges = self.device_edge
        shut[edges[closed_devices][edges[closed_devices] >= 0]] = True
        shut[edges[open_devices][edges[open_devices] >= 0]] = False
        return shut
