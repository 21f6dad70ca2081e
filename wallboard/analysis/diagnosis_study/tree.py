"""What can be opened, as trees: each breaker, switch, fuse and transformer with what hangs below it.

Traced anew from an atlas and used by the study alone, so that a mistake of the judgement's own trace shows.
"""

from collections.abc import Sequence

import msgspec

from wallboard.state.atlas import Atlas
from wallboard.state.atlas_schema import DEVICE_KINDS, EDGE_KINDS, OWNERS

TRANSFORMER = "transformer"
"""Kind of the last device above an area: its transformer with its own fuse."""
BREAKER = "breaker"
TRAFO = EDGE_KINDS.index("trafo")
TIE = DEVICE_KINDS.index("tie")
CUSTOMERS_OWN = OWNERS.index("customer")


class DeviceTree(msgspec.Struct, frozen=True):
    """Columns by device, upper ones first. id: of the device, or of the area where a transformer's own fuse
    opens; kind: of DEVICE_KINDS or ``TRANSFORMER``; above: the next device towards the source, -1; feeder:
    row of the atlas, -1; area: of a transformer, else -1; km: of line between it and the next devices below;
    below: all areas; twins: the first device with the same areas below (such devices count as one).

    By area: leaf: the device right above it, -1 where none feeds it; customers, names; own: whether it is its
    customer's own (empty: none is). at: device by edge.
    """

    id: list[str]
    kind: list[str]
    above: list[int]
    feeder: list[int]
    area: list[int]
    km: list[float]
    below: list[tuple[int, ...]]
    twins: list[int]
    leaf: list[int]
    customers: list[int]
    names: list[str]
    at: dict[int, int]
    own: list[bool] = []

    def way_up(self, device: int) -> list[int]:
        """A device and all above it, the nearest first."""
        found: list[int] = []
        while device >= 0:
            found.append(device)
            device = self.above[device]
        return found

    def breaker_above(self, device: int) -> int:
        """The nearest breaker from a device up, -1 for none."""
        return next((one for one in self.way_up(device) if self.kind[one] == BREAKER), -1)

    def unit(self, devices: set[int]) -> set[int]:
        """Devices of the same areas below as one."""
        return {self.twins[device] for device in devices}


def device_tree(atlas: Atlas) -> DeviceTree:
    """The trees of a network as it normally stands."""
    tables = atlas.tables
    edges, areas, devices = tables["edges"], tables["areas"], tables["devices"]
    kinds = [DEVICE_KINDS[kind] for kind in devices["kind"].tolist()]
    ids = devices.texts("id")
    device_at: dict[int, int] = {}
    for row, edge in enumerate(devices["edge"].tolist()):
        if edge >= 0 and kinds[row] != "tie":
            device_at[edge] = row  # of several at one line the last one, as the world reads them
    low = {node: row for row, node in enumerate(areas["node"].tolist()) if node >= 0}
    names = list(areas.texts("id"))
    tree = DeviceTree([], [], [], [], [], [], [], [], [-1] * areas.rows, [], names, {})
    tree.customers.extend(areas["customers"].tolist())
    tree.own.extend(owner == CUSTOMERS_OWN for owner in areas["owner"].tolist())
    kind_of, feeder_of, km = edges["kind"].tolist(), edges["feeder"].tolist(), edges["length_km"].tolist()
    over: dict[int, int] = {}  # by node: the device above it
    for edge, upper, lower in _outwards(atlas):
        device, area = over.get(upper, -1), low.get(lower, -1)
        transformer = kind_of[edge] == TRAFO and area >= 0
        if edge in device_at or transformer:
            row = device_at.get(edge, -1)
            tree.at[edge] = len(tree.id)
            tree.id.append(ids[row] if row >= 0 else names[area])
            tree.kind.append(kinds[row] if row >= 0 else TRANSFORMER)
            tree.above.append(device)
            tree.feeder.append(feeder_of[edge])
            tree.area.append(area if transformer else -1)
            tree.km.append(0.0)
            device = tree.at[edge]
        if device >= 0:
            tree.km[device] += km[edge]
            over[lower] = device
        if area >= 0:
            tree.leaf[area] = device
    fill_below(tree)
    return tree


def _outwards(atlas: Atlas) -> list[tuple[int, int, int]]:
    """(edge, upper node, lower node) of every closed edge that a walk from the sources uses, upper first."""
    nodes, edges = atlas.tables["nodes"], atlas.tables["edges"]
    beside: list[list[tuple[int, int]]] = [[] for _ in range(nodes.rows)]
    ends = zip(edges["a"].tolist(), edges["b"].tolist(), edges["closed"].tolist(), strict=True)
    for edge, (a, b, closed) in enumerate(ends):
        if closed:
            beside[a].append((edge, b))
            beside[b].append((edge, a))
    waiting = [row for row, source in enumerate(nodes["source"].tolist()) if source]
    seen, found = set(waiting), list[tuple[int, int, int]]()
    for node in waiting:  # grows while it is walked
        for edge, other in beside[node]:
            if other not in seen:
                seen.add(other)
                waiting.append(other)
                found.append((edge, node, other))
    return found


def fill_below(tree: DeviceTree) -> None:
    """Write down what hangs below each device, and which are of one unit, from ``above`` and ``leaf``."""
    mine: list[list[int]] = [[] for _ in tree.id]
    for area, device in enumerate(tree.leaf):
        for one in tree.way_up(device):
            mine[one].append(area)
    first: dict[tuple[int, ...], int] = {}
    for device, areas in enumerate(mine):
        tree.below.append(tuple(areas))
        tree.twins.append(first.setdefault(tree.below[device], device))


def children(above: Sequence[int]) -> list[list[int]]:
    """By device those directly below it."""
    found: list[list[int]] = [[] for _ in above]
    for device, upper in enumerate(above):
        if upper >= 0:
            found[upper].append(device)
    return found
