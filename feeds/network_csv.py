"""A network as three CSV files (``nodes.csv``, ``edges.csv``, ``sources.csv``) becomes an atlas.

nodes: node,name,kv,lon,lat,load_kw,n_loads · edges: edge,kind,name,from,to,closed,length_km,switches,geometry
(``"lon,lat lon,lat …"``; more columns are passed over) · sources: node. An edge with closed 0 is a normally
open point; one of kind ``trafo3`` (three windings) has its third end in a column ``third``. Every fault is
told with file, line, column and remedy; all of them, up to a limit, at once.
"""

import logging
import math
from pathlib import Path

import msgspec

from feeds.csv_rows import NetworkError, Rows
from feeds.network_feeders import with_feeders
from feeds.network_shape import blocks, islands, side_by_side
from wallboard.rules.joined import finder
from wallboard.state.atlas import EDGE_KINDS, AtlasError, digest_of, pack, unpack

__all__ = ["NetworkError", "NetworkReport", "load_network", "read_network"]

LOG = logging.getLogger("wallboard.networks")
ATTRIBUTION, LONGEST_ATTRIBUTION = "attribution.txt", 200
FILES = ("nodes.csv", "edges.csv", "sources.csv")
NODE_COLUMNS = ("node", "name", "kv", "lon", "lat", "load_kw", "n_loads")
THREE_WINDINGS = "trafo3"
"""A kind of edge in the file only: it has a third end in the column ``third``."""
EDGE_COLUMNS = ("edge", "kind", "name", "from", "to", "closed", "length_km", "switches", "geometry")


Columns = dict[str, list]  # type: ignore[type-arg]


class NetworkReport(msgspec.Struct, frozen=True):
    """What came of the files. dark: nodes that no source feeds; islands: how many pieces they form.

    blocks: meshes; notes: sentences about what was read but is odd, with names and a remedy.
    """

    nodes: int
    edges: int
    open_points: int
    sources: int
    dark: int
    islands: int
    blocks: int
    notes: tuple[str, ...]


def load_network(folder: Path, title: str = "", attribution: str = "") -> tuple[bytes, NetworkReport]:
    """The packed atlas of a folder, and what it holds. Raises NetworkError."""
    problems: list[str] = []
    nodes, at = _nodes(folder / "nodes.csv", problems)
    if not at:
        raise NetworkError(problems)
    _mark_sources(folder / "sources.csv", at, nodes["source"], problems)
    edges, points = _edges(folder / "edges.csv", at, nodes, problems)
    if problems:
        raise NetworkError(problems)
    if not any(nodes["source"]):
        raise NetworkError(["sources.csv: names no node; name the nodes that feed the network"])
    closed = [(a, b) for a, b, shut in zip(edges["a"], edges["b"], edges["closed"], strict=True) if shut]
    unfed = islands(len(nodes["id"]), closed, [row for row, source in enumerate(nodes["source"]) if source])
    nodes["block"] = blocks(len(nodes["id"]), closed)
    raw = pack(
        title or folder.name,
        attribution or _attribution(folder / ATTRIBUTION),
        with_feeders(nodes, edges, points, _areas(nodes, edges)),
    )
    report = NetworkReport(
        len(nodes["id"]),
        len(edges["id"]),
        len(edges["closed"]) - sum(edges["closed"]),
        sum(nodes["source"]),
        sum(len(piece) for piece in unfed),
        len(unfed),
        len(set(nodes["block"]) - {-1}),
        (*_cut_notes(folder), *_island_notes(nodes, unfed), *_twin_notes(nodes, edges)),
    )
    return raw, report


def _attribution(path: Path) -> str:
    """Whose data it is, for the map to show; nothing where the folder does not say. Raises NetworkError."""
    if not path.exists():
        return ""
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NetworkError([f"{path.name}: cannot be read as UTF-8 ({error}); save it anew"]) from error
    if not text.isprintable() or not 0 < len(text) <= LONGEST_ATTRIBUTION:
        problem = f"is not one line of 1 to {LONGEST_ATTRIBUTION} characters"
        raise NetworkError([f"{path.name}: {problem}; write whose data it is, or remove the file"])
    return text


def _cut_notes(folder: Path) -> list[str]:
    return [note for name in FILES for note in Rows(folder / name, (), []).cut_short()]


def _island_notes(nodes: Columns, unfed: list[list[int]]) -> list[str]:
    """Every island by a name in it."""
    return [
        f"nodes.csv, node {nodes['id'][piece[0]]!r}: no source feeds its island of {len(piece)} "
        f"{'node' if len(piece) == 1 else 'nodes'}; name a source there in sources.csv, or close an edge"
        for piece in unfed
    ]


def _twin_notes(nodes: Columns, edges: Columns) -> list[str]:
    """Lines that look like one line drawn twice: the same ends, both closed, the same length."""
    twins = side_by_side(list(zip(edges["a"], edges["b"], strict=True)))
    return [
        f"edges.csv, edge {edges['id'][later]!r}: joins {nodes['id'][edges['a'][later]]!r} and "
        f"{nodes['id'][edges['b'][later]]!r} as {edges['id'][first]!r} does, with the same length; "
        "remove one, unless there are two"
        for first, later in twins
        if edges["length_km"][first] == edges["length_km"][later]
        and edges["kind"][first] == edges["kind"][later] == 0
        and edges["closed"][first]
        and edges["closed"][later]
    ]


def read_network(path: Path, title: str = "") -> tuple[str, bytes]:
    """Digest and bytes of a network: a folder of CSV files, or an atlas file. What is odd is logged.

    Raises NetworkError.
    """
    if path.is_dir():
        raw, report = load_network(path, title)
        for note in report.notes:
            LOG.warning("%s", note)
        return digest_of(raw), raw
    try:
        raw = path.read_bytes()
        return unpack(raw).digest, raw
    except OSError as error:
        raise NetworkError([f"{path.name}: cannot be read ({error.strerror}); put it there"]) from error
    except AtlasError as error:
        raise NetworkError([f"{path.name}: {error}; make it anew"]) from error


def _nodes(path: Path, problems: list[str]) -> tuple[Columns, dict[str, int]]:
    columns: Columns = {name: [] for name in ("id", "name", "kv", "lon", "lat", "load_kw", "loads", "source")}
    at: dict[str, int] = {}
    rows = Rows(path, NODE_COLUMNS, problems)
    for row in rows:
        key = row["node"].strip()
        if not key:
            rows.fault("node", "is empty", "give it an id")
            continue
        if key in at:
            rows.fault("node", f"{key!r} stands there twice", "keep one of the two")
            continue
        at[key] = len(at)
        columns["id"].append(key)
        columns["name"].append(row["name"].strip())
        columns["kv"].append(rows.number(row, "kv", 0.0, 1500.0, 0.0))
        columns["lon"].append(rows.number(row, "lon", -180.0, 180.0, math.nan))
        columns["lat"].append(rows.number(row, "lat", -90.0, 90.0, math.nan))
        columns["load_kw"].append(rows.number(row, "load_kw", -1e7, 1e7, 0.0))
        columns["loads"].append(int(rows.number(row, "n_loads", 0, 1e7, 0)))
        columns["source"].append(0)
    if not at:
        problems.append(f"{path.name}: holds no node; a network has at least one")
    return columns, at


def _mark_sources(path: Path, at: dict[str, int], source: list[int], problems: list[str]) -> None:
    rows = Rows(path, ("node",), problems)
    for row in rows:
        key = row["node"].strip()
        if key in at:
            source[at[key]] = 1
        else:
            rows.fault("node", f"{key!r} is no node of nodes.csv", "mend the id")


def _edges(path: Path, at: dict[str, int], nodes: Columns, problems: list[str]) -> tuple[Columns, Columns]:
    columns: Columns = {
        name: [] for name in ("id", "name", "kind", "a", "b", "closed", "length_km", "switches", "path")
    }
    points: Columns = {"lon": [], "lat": []}
    seen: set[str] = set()
    rows = Rows(path, EDGE_COLUMNS, problems)
    for row in rows:
        key = row["edge"].strip()
        if not key or key in seen:
            rows.fault("edge", f"{key!r} stands there twice" if key else "is empty", "give each edge an id")
            continue
        seen.add(key)
        ends = [_end(rows, row, name, at) for name in ("from", "to")]
        kind = row["kind"].strip()
        if kind not in EDGE_KINDS and kind != THREE_WINDINGS:
            allowed = ", ".join((*EDGE_KINDS, THREE_WINDINGS))
            rows.fault("kind", f"{kind[:40]!r} is no kind of edge", f"one of {allowed}")
        if row["closed"].strip() not in ("0", "1"):
            rows.fault("closed", f"{row['closed'][:40]!r} is neither 0 nor 1", "1 closed, 0 normally open")
        if ends[0] == ends[1] and row["from"].strip() in at:
            rows.fault("to", f"{row['to'].strip()!r} is where the edge begins", "mend one of its ends")
        length = rows.number(row, "length_km", 0.0, 10_000.0, 0.0)
        legs = _legs(rows, row, ends, at, nodes) if kind == THREE_WINDINGS else [(key, ends[0], ends[1])]
        for leg, a, b in legs:
            columns["id"].append(leg)
            columns["name"].append(row["name"].strip())
            columns["kind"].append(
                EDGE_KINDS.index(
                    "trafo" if kind == THREE_WINDINGS else kind if kind in EDGE_KINDS else "line"
                )
            )
            columns["a"].append(a)
            columns["b"].append(b)
            columns["closed"].append(int(row["closed"].strip() == "1"))
            columns["length_km"].append(length)
            columns["switches"].append(row["switches"].strip())
            columns["path"].append(len(points["lon"]))
        if kind != THREE_WINDINGS:
            _geometry(rows, row["geometry"], points)
    return columns, points


def _legs(
    rows: Rows, row: dict[str, str], ends: list[int], at: dict[str, int], nodes: Columns
) -> list[tuple[str, int, int]]:
    """A unit of three windings is a star: a node of its own, and a leg to each of its three ends."""
    key, third = row["edge"].strip(), (row.get("third") or "").strip()
    if third not in at:
        rows.fault(
            "third", f"{third!r} is no node of nodes.csv", "name the third winding's node in a column third"
        )
        return []
    high = max((*ends, at[third]), key=lambda end: nodes["kv"][end])
    star = len(nodes["id"])
    for name in nodes:
        nodes[name].append(nodes[name][high])
    nodes["id"][star], nodes["name"][star] = f"{key}*", row["name"].strip()
    nodes["load_kw"][star], nodes["loads"][star], nodes["source"][star] = 0.0, 0, 0
    if nodes["id"][star] in at:
        rows.fault("edge", f"its star would be called {key}*, which is a node", "give the edge another id")
    legs = [(f"{key}/{number}", end, star) for number, end in enumerate((*ends, at[third]), 1)]
    return [(leg, a, b) if a == high else (leg, b, a) for leg, a, b in legs]


def _end(rows: Rows, row: dict[str, str], name: str, at: dict[str, int]) -> int:
    key = row[name].strip()
    if key not in at:
        rows.fault(name, f"{key!r} is no node of nodes.csv", "mend the id, or add the node")
    return at.get(key, 0)


def _geometry(rows: Rows, text: str, points: Columns) -> None:
    for pair in text.split():
        lon, _, lat = pair.partition(",")
        try:
            x, y = float(lon), float(lat)
        except ValueError:
            x = y = math.nan
        if not (-180.0 <= x <= 180.0 and -90.0 <= y <= 90.0):
            rows.fault("geometry", f"{pair[:40]!r} is no place", 'write "lon,lat lon,lat …" in degrees')
            return
        points["lon"].append(x)
        points["lat"].append(y)


def _areas(nodes: Columns, edges: Columns) -> Columns:
    """One transformer area (台区) a transformer: the loads on its low side, up to the next transformer.

    Transformers that share a low side share its loads evenly.
    """
    areas: Columns = {name: [] for name in ("id", "name", "lon", "lat", "customers", "node", "feeder")}
    kinds = zip(edges["id"], edges["name"], edges["kind"], edges["a"], edges["b"], strict=True)
    low_sides = [
        (key, name, a, b)
        for key, name, kind, a, b in kinds
        if EDGE_KINDS[kind] == "trafo"
        and nodes["kv"][a] != nodes["kv"][b]  # a star's first leg serves nobody
    ]
    customers = _below(
        nodes, edges, [min((a, b), key=lambda row: nodes["kv"][row]) for *_, a, b in low_sides]
    )
    for (key, name, a, b), count in zip(low_sides, customers, strict=True):
        node = min((a, b), key=lambda row: nodes["kv"][row])
        values = (key, name, nodes["lon"][node], nodes["lat"][node], count, node, "")
        for column, value in zip(areas, values, strict=True):
            areas[column].append(value)
    return areas


def _below(nodes: Columns, edges: Columns, heads: list[int]) -> list[int]:
    """Loads joined to each head by closed lines and switches, without passing a transformer."""
    leader = list(range(len(nodes["id"])))
    root = finder(leader)
    trafo = EDGE_KINDS.index("trafo")
    for a, b, closed, kind in zip(edges["a"], edges["b"], edges["closed"], edges["kind"], strict=True):
        if closed and kind != trafo:
            leader[root(a)] = root(b)
    sums: dict[int, int] = {}
    for row, loads in enumerate(nodes["loads"]):
        sums[root(row)] = sums.get(root(row), 0) + loads
    shared: dict[int, int] = {}
    for head in heads:
        shared[root(head)] = shared.get(root(head), 0) + 1
    return [round(sums[root(head)] / shared[root(head)]) for head in heads]
