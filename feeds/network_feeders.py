"""The stations, feeders and devices of a network from CSV, found from how it is wired.

Each low-voltage node belongs to the feeder that feeds it over closed edges. Edges are put in the order of
their feeders, those of none first, as an atlas has them.
"""

from bisect import bisect_left
from typing import Any

from wallboard.state.atlas_schema import DEVICE_KINDS, EDGE_KINDS, EDGE_RANKS, FEEDER_KINDS
from wallboard.state.medium_voltage import MediumVoltage, Wires, switches_in

Columns = dict[str, list[Any]]
TYPES = {"CB": "breaker", "LBS": "switch", "LS": "switch", "DS": "switch", "FU": "fuse"}
"""Types of switches in the files, and what they are as devices."""
EDGE_COLUMNS = ("id", "name", "kind", "a", "b", "closed", "length_km", "switches", "path")


def with_feeders(nodes: Columns, edges: Columns, points: Columns, areas: Columns) -> dict[str, Columns]:
    """The tables of an atlas: these four, and stations, feeders and devices."""
    medium = MediumVoltage(
        Wires(
            nodes["id"],
            nodes["kv"],
            nodes["source"],
            edges["kind"],
            edges["a"],
            edges["b"],
            edges["closed"],
            edges["length_km"],
            edges["switches"],
        )
    )
    outlets = sorted((first[0], feeder) for feeder, (first, *_) in medium.outlets.items())
    rows = {feeder: row for row, (_, feeder) in enumerate(outlets)}
    fed = {node: rows[feeder] for node, feeder in medium.below().items() if feeder in rows}
    owner = [fed.get(a, fed.get(b, -1)) for a, b in zip(edges["a"], edges["b"], strict=True)]
    stations, station_of = _stations(nodes, edges, medium)
    feeders = _feeders(edges, medium, rows, station_of)
    edges, points, owner = _ordered(edges, points, owner)
    feeders["edge"] = [bisect_left(owner, row) for row in range(len(rows))]
    edges["feeder"] = owner
    edges["rank"] = _ranks(edges, fed)
    areas = _areas(areas, feeders, fed)
    devices = _devices(nodes, edges, medium, fed)
    return {
        "nodes": nodes,
        "edges": edges,
        "points": points,
        "areas": areas,
        "stations": stations,
        "feeders": feeders,
        "devices": devices,
    }


def _stations(nodes: Columns, edges: Columns, medium: MediumVoltage) -> tuple[Columns, dict[int, int]]:
    """Sources and low sides of transformers from above that have a feeder are stations; the row of each."""
    high = dict(enumerate(nodes["kv"]))
    for kind, a, b in zip(edges["kind"], edges["a"], edges["b"], strict=True):
        if EDGE_KINDS[kind] == "trafo":
            for near, far in ((a, b), (b, a)):
                high[near] = max(high[near], nodes["kv"][far])
    used = sorted({medium.busbars[inner] for lines in medium.outlets.values() for _, inner in lines})
    names = [nodes["name"][node] or nodes["id"][node] for node in used]
    columns: Columns = {
        "id": [nodes["id"][node] for node in used],
        "name": names,
        "name_en": names,
        "kv": [high[node] for node in used],
        "mva": [0.0] * len(used),
        "lon": [nodes["lon"][node] for node in used],
        "lat": [nodes["lat"][node] for node in used],
        "district": [-1] * len(used),
        "node": used,
    }
    return columns, {node: row for row, node in enumerate(used)}


def _feeders(
    edges: Columns, medium: MediumVoltage, rows: dict[int, int], station_of: dict[int, int]
) -> Columns:
    """Each is called after its first line out of a busbar."""
    first = [medium.outlets[feeder][0] for feeder in rows]
    sections = medium.sections()
    names = [edges["name"][edge] or edges["id"][edge] for edge, _ in first]
    return {
        "id": [edges["id"][edge] for edge, _ in first],
        "name": names,
        "name_en": names,
        "station": [station_of[medium.busbars[inner]] for _, inner in first],
        "kind": [FEEDER_KINDS.index("unknown")] * len(rows),
        "length_km": [medium.km[feeder] for feeder in rows],
        "sections": [sections[feeder] for feeder in rows],
    }


def _ordered(edges: Columns, points: Columns, owner: list[int]) -> tuple[Columns, Columns, list[int]]:
    """Edges by feeder, each with its points."""
    order = sorted(range(len(owner)), key=lambda row: (owner[row], row))
    ends = [*edges["path"][1:], len(points["lon"])]
    columns: Columns = {name: [edges[name][row] for row in order] for name in EDGE_COLUMNS}
    moved: Columns = {"lon": [], "lat": []}
    for place, row in enumerate(order):
        columns["path"][place] = len(moved["lon"])
        for name, column in moved.items():
            column += points[name][edges["path"][row] : ends[row]]
    return columns, moved, [owner[row] for row in order]


def _ranks(edges: Columns, fed: dict[int, int]) -> list[int]:
    """An open line between two feeders is a tie; what is trunk and what is lateral is not known."""
    tie, unknown = EDGE_RANKS.index("tie"), EDGE_RANKS.index("unknown")
    ends = zip(edges["a"], edges["b"], edges["closed"], strict=True)
    return [tie if not closed and fed.get(a, -1) != fed.get(b, -1) else unknown for a, b, closed in ends]


def _areas(areas: Columns, feeders: Columns, fed: dict[int, int]) -> Columns:
    """The areas with their feeder's row and id; the feeders get their sums."""
    line = [fed.get(node, -1) for node in areas["node"]]
    feeders["customers"] = [0] * len(feeders["id"])
    feeders["areas"] = [0] * len(feeders["id"])
    for row, count in zip(line, areas["customers"], strict=True):
        if row >= 0:
            feeders["customers"][row] += count
            feeders["areas"][row] += 1
    return {**areas, "feeder": [feeders["id"][row] if row >= 0 else "" for row in line], "line": line}


def _devices(nodes: Columns, edges: Columns, medium: MediumVoltage, fed: dict[int, int]) -> Columns:
    """What can be opened on the medium-voltage lines, by the files' own word; an open one is a tie."""
    names = ("id", "name", "name_en", "kind", "closed", "edge", "feeder", "other", "section", "lon", "lat")
    columns: Columns = {name: [] for name in names}
    at: dict[str, int] = {name: row for row, name in enumerate(nodes["id"])}
    for edge, (a, b) in enumerate(zip(edges["a"], edges["b"], strict=True)):
        if not (medium.is_medium(a) and medium.is_medium(b)):
            continue
        found = switches_in(edges["switches"][edge])
        if not found and EDGE_KINDS[edges["kind"][edge]] == "switch":
            found = [(nodes["id"][a], "LBS", bool(edges["closed"][edge]))]
        beyond = b if fed.get(a, -1) == edges["feeder"][edge] else a
        other = fed.get(beyond, -1)
        for node, sort, closed in found:
            row = at.get(node, int(a))
            tie = not closed and other != edges["feeder"][edge]
            kind = DEVICE_KINDS.index("tie" if tie else TYPES.get(sort, "switch"))
            name = edges["name"][edge] or edges["id"][edge]
            values = (
                f"{edges['id'][edge]}@{node}",
                name,
                name,
                kind,
                int(closed),
                edge,
                edges["feeder"][edge],
            )
            place = (other if tie else -1, -1, nodes["lon"][row], nodes["lat"][row])
            for column, value in zip(names, (*values, *place), strict=True):
                columns[column].append(value)
    return columns
