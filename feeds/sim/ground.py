"""What a world stands on, made once from an atlas: rows of areas, feeders, devices, roads and regions.

Whoever asks, asks by row; ids and names are for what is said. Nothing here changes while a world is lived,
so one ground serves any number of worlds.
"""

import itertools
from collections.abc import Sequence
from functools import cached_property
from typing import cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from feeds.sim.plane import Point, along, apart, metres, metres_of
from feeds.sim.roadmap import RoadMap
from wallboard.state.atlas import Atlas, Table
from wallboard.state.atlas_schema import DEVICE_KINDS, EDGE_KINDS, OWNERS, PLACE_KINDS

URBAN = ("seat", "street", "zone", "community")
REMOTE_BEYOND = 9_000.0
"""Metres from every town's centre beyond which a village counts as remote."""

TRAFO = EDGE_KINDS.index("trafo")
CUSTOMERS_OWN = OWNERS.index("customer")


class Areas(msgspec.Struct, frozen=True):
    """Columns by area row. line: its feeder; town, bureau: rows of regions, or -1; key: the name of a key
    customer, or ""; edge: its transformer, or -1."""

    id: list[str]
    name: list[str]
    customers: list[int]
    line: list[int]
    section: list[int]
    node: list[int]
    edge: list[int]
    kw: list[float]
    own: list[bool]
    cell: list[int]
    town: list[int]
    bureau: list[int]
    area_class: list[str]
    key: list[str]
    point: list[Point]


class Feeders(msgspec.Struct, frozen=True):
    """Columns by feeder row. first, end: its run of edges; areas: their rows; breaker: its edge, or -1."""

    id: list[str]
    name: list[str]
    station: list[int]
    kind: list[int]
    first: list[int]
    end: list[int]
    areas: list[list[int]]
    breaker: list[int]


class Edges(msgspec.Struct, frozen=True):
    """Columns by edge row. ``a`` is nearer to the supply where a generator laid it; km: of line."""

    a: list[int]
    b: list[int]
    kind: list[int]
    closed: list[bool]
    feeder: list[int]
    section: list[int]
    rank: list[int]
    km: list[float]


class Devices(msgspec.Struct, frozen=True):
    """Columns by device row; kind: a word of DEVICE_KINDS; edge: that it opens, at its end ``a``."""

    id: list[str]
    name: list[str]
    kind: list[str]
    edge: list[int]
    feeder: list[int]
    other: list[int]


class Region(msgspec.Struct, frozen=True):
    """A county bureau (parent -1) or a town of one. lines: feeders that have most of their areas here."""

    name: str
    parent: int
    areas: tuple[int, ...]
    lines: tuple[int, ...]
    centre: Point


class Ground:
    """Everything that stands still, by rows. Cheap to ask, some tenths of a second to make."""

    def __init__(self, atlas: Atlas) -> None:
        self.title, self.digest = atlas.title, atlas.digest
        tables = atlas.tables
        self.edges = _edges(tables["edges"])
        self.devices = _devices(tables["devices"])
        self.device_at = {edge: row for row, edge in enumerate(self.devices.edge) if edge >= 0}
        self.nodes = tables["nodes"].rows
        self.node_x, self.node_y = metres_of(tables["nodes"]["lon"], tables["nodes"]["lat"])
        self.sources = np.flatnonzero(tables["nodes"]["source"]).tolist()
        self._edge_ids = tables["edges"].texts("id")
        self._paths, self._points = tables["edges"]["path"], tables["points"]
        self.areas, self.regions = _areas(atlas, self.edges)
        self.feeders = self._feeders(tables["feeders"])
        crossings, roads = tables["crossings"], tables["roads"]
        columns = (roads[name] for name in ("a", "b", "metres", "speed_kmh", "kind"))
        self.roads = RoadMap(_points(crossings), *columns)
        self.cells = list(tables["cells"].texts("name"))
        self.bureaus = [row for row, region in enumerate(self.regions) if region.parent < 0]
        self.towns = [row for row, region in enumerate(self.regions) if region.parent >= 0]
        self.customers = sum(self.areas.customers)

    def _feeders(self, table: Table) -> Feeders:
        first = _ints(table, "edge")
        mine: list[list[int]] = [[] for _ in first]
        for area, line in enumerate(self.areas.line):
            if line >= 0:
                mine[line].append(area)
        breakers = [-1] * len(first)
        for kind, edge, feeder in zip(self.devices.kind, self.devices.edge, self.devices.feeder, strict=True):
            if kind == "breaker" and feeder >= 0:
                breakers[feeder] = edge
        return Feeders(
            list(table.texts("id")),
            list(table.texts("name")),
            _ints(table, "station"),
            _ints(table, "kind"),
            first,
            [*first[1:], len(self.edges.a)],
            mine,
            breakers,
        )

    def path(self, edge: int) -> list[Point]:
        """The points of an edge from its end ``a`` on."""
        begin = int(self._paths[edge])
        end = int(self._paths[edge + 1]) if edge + 1 < len(self._paths) else self._points.rows
        lon, lat = self._points["lon"][begin:end].tolist(), self._points["lat"][begin:end].tolist()
        return [metres(x, y) for x, y in zip(lon, lat, strict=True)]

    def edge_id(self, edge: int) -> str:
        return self._edge_ids[edge]

    def middle(self, edge: int) -> Point:
        """The point half-way along an edge."""
        points = self.path(edge)
        steps = [apart(p, q) for p, q in itertools.pairwise(points)]
        half = sum(steps) / 2
        for (p, q), step in zip(itertools.pairwise(points), steps, strict=True):
            if half <= step:
                return along(p, q, half / step if step else 0.0)
            half -= step
        return points[-1]

    @cached_property
    def named(self) -> dict[str, tuple[str, str]]:
        """(kind, id) of feeders, laterals and areas by id and by name; an id goes before a name."""
        found: dict[str, tuple[str, str]] = {}
        tables = (
            ("feeder", self.feeders.id, self.feeders.name),
            ("lateral", self.devices.id, self.devices.name),
            ("area", self.areas.id, self.areas.name),
        )
        for kind, ids, names in tables:
            for id_, name in zip(ids, names, strict=True):
                found.setdefault(name, (kind, id_))
        for kind, ids, _ in tables:
            found |= {id_: (kind, id_) for id_ in ids}
        return found

    def bureau_name(self, area: int) -> str:
        row = self.areas.bureau[area]
        return self.regions[row].name if row >= 0 else ""

    def cell_name(self, area: int) -> str:
        row = self.areas.cell[area]
        return self.cells[row] if row >= 0 else ""

    def town_name(self, area: int) -> str:
        row = self.areas.town[area]
        return self.regions[row].name if row >= 0 else ""


def _ints(table: Table, name: str) -> list[int]:
    return cast("list[int]", table[name].tolist())


def _rows(table: Table, name: str) -> NDArray[np.int64]:
    return table[name].astype(np.int64)


def _points(table: Table) -> list[Point]:
    lon, lat = table["lon"].tolist(), table["lat"].tolist()
    return [metres(x, y) for x, y in zip(lon, lat, strict=True)]


def _edges(table: Table) -> Edges:
    return Edges(
        _ints(table, "a"),
        _ints(table, "b"),
        _ints(table, "kind"),
        [bool(closed) for closed in table["closed"].tolist()],
        _ints(table, "feeder"),
        _ints(table, "section"),
        _ints(table, "rank"),
        table["length_km"].tolist(),
    )


def _devices(table: Table) -> Devices:
    return Devices(
        list(table.texts("id")),
        list(table.texts("name")),
        [DEVICE_KINDS[kind] if kind < len(DEVICE_KINDS) else "" for kind in _ints(table, "kind")],
        _ints(table, "edge"),
        _ints(table, "feeder"),
        _ints(table, "other"),
    )


def _areas(atlas: Atlas, edges: Edges) -> tuple[Areas, list[Region]]:
    table, places = atlas.tables["areas"], atlas.tables["places"]
    node = _ints(table, "node")
    points = _points(table)
    towns, bureaus, regions = _regions(atlas)
    low = {b: edge for edge, (b, kind) in enumerate(zip(edges.b, edges.kind, strict=True)) if kind == TRAFO}
    loads = atlas.tables["nodes"]["load_kw"].tolist()
    key = [""] * table.rows
    keys = atlas.tables["key_customers"]
    for area, name in zip(_ints(keys, "area"), keys.texts("name"), strict=True):
        if area >= 0:
            key[area] = name
    areas = Areas(
        list(table.texts("id")),
        list(table.texts("name")),
        _ints(table, "customers"),
        _ints(table, "line"),
        _ints(table, "section"),
        node,
        [low.get(one, -1) for one in node],
        [loads[one] if one >= 0 else 0.0 for one in node],
        [owner == CUSTOMERS_OWN for owner in _ints(table, "owner")],
        _ints(table, "cell"),
        towns,
        bureaus,
        _classes(_ints(table, "place"), places, points),
        key,
        points,
    )
    return areas, regions


def _regions(atlas: Atlas) -> tuple[list[int], list[int], list[Region]]:
    """The region of each area's town and of its bureau, and all regions: bureaus first."""
    places, districts, areas = (atlas.tables[name] for name in ("places", "districts", "areas"))
    place, line = _rows(areas, "place"), _rows(areas, "line")
    known = place >= 0
    at = np.where(known, place, 0)
    none = np.full(areas.rows, -1, np.int64)
    town = np.where(known, _rows(places, "town")[at], -1) if places.rows else none
    bureau = np.where(known, _rows(places, "district")[at], -1) if places.rows else none
    centres = np.unique(town[town >= 0])
    regions = [
        _region(name, -1, np.flatnonzero(bureau == row), line, point)
        for row, (name, point) in enumerate(zip(districts.texts("name"), _points(districts), strict=True))
    ]
    names, points = places.texts("name"), _points(places)
    town_row = np.full(max(places.rows, 1), -1, np.int64)
    for row in centres.tolist():
        town_row[row] = len(regions)
        home = int(places["district"][row])
        regions.append(_region(names[row], home, np.flatnonzero(town == row), line, points[row]))
    towns = np.where(town >= 0, town_row[town], -1)
    return towns.tolist(), bureau.tolist(), regions


def _region(
    name: str, parent: int, areas: NDArray[np.int64], line: NDArray[np.int64], centre: Point
) -> Region:
    here, count = np.unique(line[areas], return_counts=True)
    whole = np.array([int((line == one).sum()) for one in here.tolist()]) if len(here) else count
    lines = here[(2 * count > whole) & (here >= 0)].tolist()
    return Region(name, parent, tuple(areas.tolist()), tuple(lines), centre)


def _classes(place: list[int], places: Table, points: Sequence[Point]) -> list[str]:
    """urban, rural or remote, by the settlement that an area belongs to."""
    if not places.rows:
        return [""] * len(points)
    kinds = [PLACE_KINDS[kind] if kind < len(PLACE_KINDS) else "" for kind in _ints(places, "kind")]
    where = np.array([(p.x, p.y) for p in _points(places)])
    centres = where[np.unique(_rows(places, "town"))]
    far = np.array([np.hypot(*(centres - one).T).min() for one in where])
    classes = [
        "urban" if kind in URBAN else "remote" if away > REMOTE_BEYOND else "rural"
        for kind, away in zip(kinds, far.tolist(), strict=True)
    ]
    return [classes[row] if row >= 0 else "" for row in place]
