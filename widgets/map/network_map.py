"""The atlas on the map plane: its columns projected once, ready to be cut out and drawn as arrays.

Facts carry ids only; where a thing lies and what it is called stands here. Nothing here is written to.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from wallboard.state.atlas import Atlas, Table
from wallboard.state.atlas_schema import EDGE_RANKS
from widgets.map.grid import Grid, Rows, Wanted
from widgets.map.projection import Box, Floats, box_of, project, robust_box

TRUNK = EDGE_RANKS.index("trunk")

STRAY = 0.0005
"""Share of the areas that may lie where nobody looks: a place that is wrong must not shrink the map."""


@dataclass(frozen=True)
class Strokes:
    """Straight pieces of lines. ends: (n, 4) plane metres; owner: row of the edge or road of each piece."""

    ends: Floats
    owner: Rows

    def within(self, view: Box, wanted: Wanted | None = None) -> Rows:
        """The pieces that may be seen in a box of the plane. wanted: which of some rows are asked for."""
        return self._grid.within(view, wanted)

    @cached_property
    def _grid(self) -> Grid:
        one, other = self.ends[:, :2], self.ends[:, 2:]
        return Grid(np.minimum(one, other), np.maximum(one, other))


@dataclass(frozen=True)
class Spots:
    """Things that are points. xy: (n, 2) plane metres."""

    xy: Floats

    def within(self, view: Box, wanted: Wanted | None = None) -> Rows:
        """Those in a box of the plane. wanted: which of some rows are asked for."""
        return self._grid.within(view, wanted)

    @cached_property
    def _grid(self) -> Grid:
        return Grid(self.xy, self.xy)


@dataclass(frozen=True)
class Rings:
    """Outlines: parts of areas as closed rings (plane metres), and the row that each belongs to."""

    parts: tuple[Floats, ...]
    owner: Rows


class NetworkMap:
    """An atlas with its places in plane metres. Rows are the atlas' own."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._pieces: dict[int, Rows] = {}
        self._roads: dict[int, Rows] = {}
        self.points = _places(atlas.tables["points"])
        self.areas = _places(atlas.tables["areas"])
        self.stations = _places(atlas.tables["stations"])
        self.devices = _places(atlas.tables["devices"])
        self.key_customers = _places(atlas.tables["key_customers"])
        self.places = _places(atlas.tables["places"])
        self.spots = {
            "areas": Spots(self.areas),
            "stations": Spots(self.stations),
            "devices": Spots(self.devices),
            "key_customers": Spots(self.key_customers),
        }

    def table(self, name: str) -> Table:
        return self.atlas.tables[name]

    def column(self, table: str, name: str) -> NDArray[Any]:
        """A column of numbers."""
        return cast("NDArray[Any]", self.atlas.tables[table][name])

    def name(self, table: str, row: int, language: str) -> str:
        """What a row is called, in Chinese as the trade writes it wherever there is no English name."""
        found = self.table(table)
        english = found.texts("name_en")[row] if language != "zh" else ""
        return english or found.texts("name")[row]

    @cached_property
    def box(self) -> Box | None:
        """What the room looks at: nearly all areas, else all lines."""
        return robust_box(self.areas, share=STRAY) or box_of(self.points)

    @cached_property
    def lines(self) -> Strokes:
        """The pieces of all edges that have a geometry."""
        path = np.append(self.column("edges", "path").astype(np.int64), len(self.points))
        owner = np.repeat(np.arange(len(path) - 1), np.diff(path))
        first = np.flatnonzero(owner[:-1] == owner[1:]) if len(owner) else np.empty(0, np.int64)
        return Strokes(np.hstack([self.points[first], self.points[first + 1]]), owner[first])

    def pieces(self, rank: int) -> Rows:
        """The pieces of the edges of a rank (of EDGE_RANKS)."""
        found = self._pieces.get(rank)
        if found is None:
            of_edges = self.column("edges", "rank") == rank
            found = self._pieces[rank] = np.flatnonzero(of_edges[self.lines.owner])
        return found

    def roads_of(self, kind: int) -> Rows:
        """The roads of a kind (of ROAD_KINDS)."""
        found = self._roads.get(kind)
        if found is None:
            found = self._roads[kind] = np.flatnonzero(self.column("roads", "kind") == kind)
        return found

    def pieces_of(self, edges: Rows) -> Rows:
        """The pieces of these edges; they lie in the order of the edges."""
        first = np.searchsorted(self.lines.owner, edges, side="left")
        count = np.searchsorted(self.lines.owner, edges, side="right") - first
        shift = np.repeat(first - np.cumsum(count) + count, count)
        return shift + np.arange(int(count.sum()))

    @cached_property
    def roads(self) -> Strokes:
        """One piece a road."""
        crossings, roads = _places(self.table("crossings")), self.table("roads")
        ends = [crossings[np.asarray(roads[end], np.int64)] for end in ("a", "b")]
        return Strokes(np.hstack(ends), np.arange(roads.rows))

    @cached_property
    def districts(self) -> Rings:
        return self._rings("districts", 0)

    @cached_property
    def cells(self) -> Rings:
        first = self.column("cells", "ring")
        return self._rings("cells", int(first[0]) if len(first) else 0)

    @cached_property
    def ring_boxes(self) -> Floats:
        """The box around each ring of the cells, (n, 4)."""
        boxes = [np.hstack([ring.min(axis=0), ring.max(axis=0)]) for ring in self.cells.parts]
        return np.array(boxes, dtype=np.float64).reshape(-1, 4)

    def boxes_of_cells(self, cells: Rows) -> Floats:
        """The boxes of these cells' rings, (n, 4)."""
        return self.ring_boxes[np.isin(self.cells.owner, cells)]

    def _rings(self, table: str, begin: int) -> Rings:
        """The rings of a table's rows; the districts' come first, and end where the cells' begin."""
        starts = self.column(table, "ring").astype(np.int64)
        cells = self.column("cells", "ring")
        end = int(cells[0]) if table == "districts" and len(cells) else self.table("rings").rows
        if not len(starts):
            return Rings((), np.empty(0, np.int64))
        corner = np.append(self.column("rings", "corner").astype(np.int64), self.table("corners").rows)
        owner = np.searchsorted(starts, np.arange(begin, end), side="right") - 1
        xy = _places(self.table("corners"))
        parts = tuple(_closed(xy[corner[ring] : corner[ring + 1]]) for ring in range(begin, end))
        return Rings(parts, owner)

    @cached_property
    def district_middles(self) -> Floats:
        """Where the names of the districts stand."""
        return _places(self.table("districts"))

    @cached_property
    def feeder_middles(self) -> Floats:
        """The middle of each feeder's longest piece of trunk, (n, 2); NaN where it has none."""
        count = self.table("feeders").rows
        found = np.full((count, 2), np.nan)
        rows = self.pieces(TRUNK)
        ends, feeder = self.lines.ends[rows], self.column("edges", "feeder")[self.lines.owner[rows]]
        order = np.argsort(np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]), kind="stable")
        order = order[feeder[order] >= 0]
        found[feeder[order]] = (ends[order, :2] + ends[order, 2:]) / 2
        return found


def _places(table: Table) -> Floats:
    """Where the rows of a table lie, (n, 2) plane metres."""
    return project(cast("Floats", table["lon"]), cast("Floats", table["lat"]))


def _closed(ring: Floats) -> Floats:
    if len(ring) == 0 or bool((ring[0] == ring[-1]).all()):
        return ring
    return np.vstack([ring, ring[:1]])
