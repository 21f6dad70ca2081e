"""Protective devices for a network from files that names none: a declared rule, for studies only.

Of each feeder the *trunk* leads from its busbar to wherever most customers hang, node by node. The first
medium-voltage line of every branch off it gets a fuse; where the files have a switch there, that one opens by
itself. An outlet without a breaker gets one. Lines are turned so that they begin at the supply's side, as a
world reads them. Nothing else is changed: switches, ties and transformers stay.
"""

from typing import Any, cast

from feeds.sim.ground import Ground
from feeds.sim.plane import Point, degrees
from feeds.sim.wiring import GUARDS, Wiring
from wallboard.state.atlas import Atlas, pack
from wallboard.state.atlas_schema import DEVICE_KINDS, EDGE_KINDS, EDGE_RANKS, SCHEMA, TEXT

TRAFO = EDGE_KINDS.index("trafo")
TRUNK, LATERAL = EDGE_RANKS.index("trunk"), EDGE_RANKS.index("lateral")
SWITCH, FUSE, BREAKER = (DEVICE_KINDS.index(kind) for kind in ("switch", "fuse", "breaker"))
LATERAL_SWITCH = DEVICE_KINDS.index("lateral_switch")
ADDED = {FUSE: "FU", BREAKER: "CB"}

Columns = dict[str, list[Any]]


def protected(atlas: Atlas) -> tuple[bytes, dict[str, int]]:
    """The atlas with ranks and devices by the rule, packed, and how many devices of each kind it added."""
    ground = Ground(atlas)
    wiring = Wiring(ground)
    tables = {name: _columns(atlas, name) for name in atlas.tables}
    ranks, devices = tables["edges"]["rank"], tables["devices"]
    turned = {edge for order in wiring.order for edge, upper, _ in order if ground.edges.a[edge] != upper}
    for edge in turned:
        tables["edges"]["a"][edge], tables["edges"]["b"][edge] = ground.edges.b[edge], ground.edges.a[edge]
    _drawn(ground, tables, turned)
    added = {"fuse": 0, "breaker": 0, "lateral_switch": 0}
    for feeder, order in enumerate(wiring.order):
        trunk, heads = _parted(ground, order)
        for edge, _, _ in order:
            if ground.edges.kind[edge] != TRAFO:
                ranks[edge] = TRUNK if edge in trunk else LATERAL
        for edge in heads:
            word = _protect(ground, devices, feeder, edge, FUSE)
            if word:
                added[word] += 1
        first = next((edge for edge, _, _ in order if edge in trunk), -1)
        if (
            first >= 0
            and ground.feeders.breaker[feeder] < 0
            and _protect(ground, devices, feeder, first, BREAKER)
        ):
            added["breaker"] += 1
    outlets = {edge for edges in wiring.outlets for edge in edges}
    _ordered(devices, outlets)
    return pack(f"{atlas.title} +", atlas.attribution, tables), added


def _parted(ground: Ground, order: list[tuple[int, int, int]]) -> tuple[set[int], list[int]]:
    """Of a feeder's edges (edge, upper, lower) from the busbar on: the trunk, and the first edge of each
    branch that has a customer."""
    customers: dict[int, int] = {}
    for node, count in zip(ground.areas.node, ground.areas.customers, strict=True):
        customers[node] = customers.get(node, 0) + count
    below: dict[int, list[tuple[int, int]]] = {}
    medium = {upper for _, upper, _ in order[:1]}
    for edge, upper, lower in order:
        if upper in medium and ground.edges.kind[edge] != TRAFO:
            medium.add(lower)
            below.setdefault(upper, []).append((edge, lower))
    weight = {lower: customers.get(lower, 0) for _, _, lower in order}
    for _, upper, lower in reversed(order):
        weight[upper] = weight.get(upper, customers.get(upper, 0)) + weight[lower]
    trunk, heads = set[int](), list[int]()
    node = order[0][1] if order else -1
    while branches := below.get(node, []):
        edge, lower = max(branches, key=lambda one: (weight[one[1]], -one[0]))
        trunk.add(edge)
        heads += [one for one, far in branches if one != edge and weight[far]]
        node = lower
    return trunk, heads


def _protect(ground: Ground, devices: Columns, feeder: int, edge: int, kind: int) -> str:
    """Put a device on an edge, or let the switch that stands there open by itself; which, "" for none."""
    row = ground.device_at.get(edge, -1)
    if row >= 0:
        if devices["kind"][row] != SWITCH or not devices["closed"][row]:
            return ""
        devices["kind"][row] = LATERAL_SWITCH
        return "lateral_switch"
    name, where = f"{ADDED[kind]}-{ground.edge_id(edge)}", degrees(_ends(ground, edge)[0])
    values = {"id": name, "name": name, "name_en": name, "kind": kind, "closed": 1, "edge": edge}
    values |= {"feeder": feeder, "other": -1, "section": -1, "lon": where[0], "lat": where[1]}
    for column, value in values.items():
        devices[column].append(value)
    return DEVICE_KINDS[kind]


def _ordered(devices: Columns, outlets: set[int]) -> None:
    """Of several devices on one line the last one is what opens by itself, of a feeder's breakers the one at
    its busbar: that is how a ground reads them."""

    def rank(row: int) -> tuple[bool, bool]:
        return DEVICE_KINDS[devices["kind"][row]] in GUARDS, devices["edge"][row] in outlets

    rows = sorted(range(len(devices["id"])), key=rank)
    for name, column in devices.items():
        devices[name] = [column[row] for row in rows]


def _ends(ground: Ground, edge: int) -> list[Point]:
    """The points of an edge; a straight line where the files draw none."""
    nodes = ground.edges.a[edge], ground.edges.b[edge]
    drawn = ground.path(edge)
    return drawn or [Point(float(ground.node_x[node]), float(ground.node_y[node])) for node in nodes]


def _drawn(ground: Ground, tables: dict[str, Columns], turned: set[int]) -> None:
    """Give every edge its points, the nearest to the supply first: a fault lies somewhere along its line."""
    tables["points"] = {"lon": [], "lat": []}
    for edge in range(len(ground.edges.a)):
        tables["edges"]["path"][edge] = len(tables["points"]["lon"])
        points = _ends(ground, edge)
        for point in reversed(points) if edge in turned else points:
            lon, lat = degrees(point)
            tables["points"]["lon"].append(lon)
            tables["points"]["lat"].append(lat)


def _columns(atlas: Atlas, name: str) -> Columns:
    table = atlas.tables[name]
    return {
        column: list(table.texts(column)) if kind == TEXT else cast("list[Any]", table[column].tolist())
        for column, kind in SCHEMA[name].items()
    }
