"""A network as three CSV files (``nodes.csv``, ``edges.csv``, ``sources.csv``) becomes an atlas.

nodes: node,name,kv,lon,lat,load_kw,n_loads · edges: edge,kind,name,from,to,closed,length_km,switches,geometry
(``"lon,lat lon,lat …"``; more columns are passed over) · sources: node. An edge with closed 0 is a normally
open point. Every fault is told with file, line, column and remedy; all of them, up to a limit, at once.
"""

import csv
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from wallboard.state.atlas import EDGE_KINDS, AtlasError, digest_of, pack, unpack

MOST_TOLD = 20
"""Faults that one message names."""
LARGEST = 512 << 20
"""Bytes of one CSV file."""

NODE_COLUMNS = ("node", "name", "kv", "lon", "lat", "load_kw", "n_loads")
EDGE_COLUMNS = ("edge", "kind", "name", "from", "to", "closed", "length_km", "switches", "geometry")


class NetworkError(Exception):
    """The files are no network; ``problems`` are sentences with file, line, column and remedy."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        more = len(problems) - MOST_TOLD
        shown = problems[:MOST_TOLD] + ([f"and {more} more"] if more > 0 else [])
        super().__init__("\n".join(shown))


class NetworkReport(msgspec.Struct, frozen=True):
    """What came of the files. dark: nodes that no source feeds; islands: how many pieces they form."""

    nodes: int
    edges: int
    open_points: int
    sources: int
    dark: int
    islands: int


class _Rows:
    """One CSV file, read strictly. Faults are collected, not raised, until the file cannot be read at all."""

    def __init__(self, path: Path, columns: tuple[str, ...], problems: list[str]) -> None:
        self.path, self.problems, self.line = path, problems, 1
        self._columns = columns

    def fault(self, column: str, problem: str, remedy: str) -> None:
        self.problems.append(f"{self.path.name}, line {self.line}, {column}: {problem}; {remedy}")

    def __iter__(self) -> Iterator[dict[str, str]]:
        try:
            if self.path.stat().st_size > LARGEST:
                raise NetworkError([f"{self.path.name}: over {LARGEST >> 20} MiB; cut it into networks"])
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                yield from self._rows(csv.DictReader(file, strict=True))
        except OSError as error:
            raise NetworkError(
                [f"{self.path.name}: cannot be read ({error.strerror}); put it there"]
            ) from error
        except UnicodeDecodeError as error:
            raise NetworkError(
                [f"{self.path.name}: is not UTF-8 (byte {error.start}); save it as UTF-8"]
            ) from error
        except csv.Error as error:
            where = f"{self.path.name}, after line {self.line}"
            raise NetworkError([f"{where}: {error}; mend the quotes, or the file is cut short"]) from error

    def _rows(self, reader: "csv.DictReader[str]") -> Iterator[dict[str, str]]:
        missing = [name for name in self._columns if name not in (reader.fieldnames or ())]
        if missing:
            needs = ", ".join(self._columns)
            raise NetworkError(
                [f"{self.path.name}: lacks {', '.join(missing)}; its first line needs {needs}"]
            )
        for row in reader:
            self.line = reader.line_num
            if None in row or None in row.values():
                self.fault("row", "has another number of fields than the first line", "mend or remove it")
                continue
            yield row

    def number(self, row: dict[str, str], column: str, low: float, high: float, empty: float) -> float:
        """A finite number between low and high; ``empty`` where nothing stands."""
        text = row[column].strip()
        if not text:
            return empty
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            self.fault(column, f"{text[:40]!r} is not a number from {low:g} to {high:g}", "mend it")
            return empty
        return value


def load_network(folder: Path, title: str = "", attribution: str = "") -> tuple[bytes, NetworkReport]:
    """The packed atlas of a folder, and what it holds. Raises NetworkError."""
    problems: list[str] = []
    nodes, at = _nodes(folder / "nodes.csv", problems)
    _mark_sources(folder / "sources.csv", at, nodes["source"], problems)
    edges, points = _edges(folder / "edges.csv", at, problems)
    if problems:
        raise NetworkError(problems)
    if not any(nodes["source"]):
        raise NetworkError(["sources.csv: names no node; name the nodes that feed the network"])
    dark, islands = _unfed(nodes, edges)
    areas = _areas(nodes, edges)
    raw = pack(
        title or folder.name,
        attribution,
        {"nodes": nodes, "edges": edges, "points": points, "areas": areas},
    )
    report = NetworkReport(
        len(nodes["id"]),
        len(edges["id"]),
        len(edges["closed"]) - sum(edges["closed"]),
        sum(nodes["source"]),
        dark,
        islands,
    )
    return raw, report


def read_network(path: Path, title: str = "") -> tuple[str, bytes]:
    """Digest and bytes of a network: a folder of CSV files, or an atlas file. Raises NetworkError."""
    if path.is_dir():
        raw, _ = load_network(path, title)
        return digest_of(raw), raw
    try:
        raw = path.read_bytes()
        return unpack(raw).digest, raw
    except OSError as error:
        raise NetworkError([f"{path.name}: cannot be read ({error.strerror}); put it there"]) from error
    except AtlasError as error:
        raise NetworkError([f"{path.name}: {error}; make it anew"]) from error


Columns = dict[str, list]  # type: ignore[type-arg]


def _nodes(path: Path, problems: list[str]) -> tuple[Columns, dict[str, int]]:
    columns: Columns = {name: [] for name in ("id", "name", "kv", "lon", "lat", "load_kw", "loads", "source")}
    at: dict[str, int] = {}
    rows = _Rows(path, NODE_COLUMNS, problems)
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
    rows = _Rows(path, ("node",), problems)
    for row in rows:
        key = row["node"].strip()
        if key in at:
            source[at[key]] = 1
        else:
            rows.fault("node", f"{key!r} is no node of nodes.csv", "mend the id")


def _edges(path: Path, at: dict[str, int], problems: list[str]) -> tuple[Columns, Columns]:
    columns: Columns = {
        name: [] for name in ("id", "name", "kind", "a", "b", "closed", "length_km", "switches", "path")
    }
    points: Columns = {"lon": [], "lat": []}
    seen: set[str] = set()
    rows = _Rows(path, EDGE_COLUMNS, problems)
    for row in rows:
        key = row["edge"].strip()
        if not key or key in seen:
            rows.fault("edge", f"{key!r} stands there twice" if key else "is empty", "give each edge an id")
            continue
        seen.add(key)
        ends = [_end(rows, row, name, at) for name in ("from", "to")]
        kind = row["kind"].strip()
        if kind not in EDGE_KINDS:
            rows.fault("kind", f"{kind[:40]!r} is no kind of edge", f"one of {', '.join(EDGE_KINDS)}")
        if row["closed"].strip() not in ("0", "1"):
            rows.fault("closed", f"{row['closed'][:40]!r} is neither 0 nor 1", "1 closed, 0 normally open")
        columns["id"].append(key)
        columns["name"].append(row["name"].strip())
        columns["kind"].append(EDGE_KINDS.index(kind) if kind in EDGE_KINDS else 0)
        columns["a"].append(ends[0])
        columns["b"].append(ends[1])
        columns["closed"].append(int(row["closed"].strip() == "1"))
        columns["length_km"].append(rows.number(row, "length_km", 0.0, 10_000.0, 0.0))
        columns["switches"].append(row["switches"].strip())
        columns["path"].append(len(points["lon"]))
        _geometry(rows, row["geometry"], points)
    return columns, points


def _end(rows: _Rows, row: dict[str, str], name: str, at: dict[str, int]) -> int:
    key = row[name].strip()
    if key not in at:
        rows.fault(name, f"{key!r} is no node of nodes.csv", "mend the id, or add the node")
    return at.get(key, 0)


def _geometry(rows: _Rows, text: str, points: Columns) -> None:
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


def _unfed(nodes: Columns, edges: Columns) -> tuple[int, int]:
    """Nodes that no closed way joins to a source, and the number of pieces that they form."""
    leader = list(range(len(nodes["id"])))
    root = _finder(leader)
    for a, b, closed in zip(edges["a"], edges["b"], edges["closed"], strict=True):
        if closed:
            leader[root(a)] = root(b)
    fed = {root(row) for row, source in enumerate(nodes["source"]) if source}
    dark = [root(row) for row in range(len(leader)) if root(row) not in fed]
    return len(dark), len(set(dark))


def _finder(leader: list[int]) -> Callable[[int], int]:
    """Union-find with path halving over ``leader``."""

    def root(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    return root


def _areas(nodes: Columns, edges: Columns) -> Columns:
    """One transformer area (台区) a transformer: the loads on its low side, up to the next transformer.

    Transformers that share a low side share its loads evenly.
    """
    areas: Columns = {name: [] for name in ("id", "name", "lon", "lat", "customers", "node", "feeder")}
    kinds = zip(edges["id"], edges["name"], edges["kind"], edges["a"], edges["b"], strict=True)
    low_sides = [(key, name, a, b) for key, name, kind, a, b in kinds if EDGE_KINDS[kind] == "trafo"]
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
    root = _finder(leader)
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
