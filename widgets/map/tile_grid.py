"""The grid of web Mercator tiles on the map plane: which tile lies where, and which a view needs.

The map's own tiles are those of WGS-84 whatever a file was drawn in: ``sources`` says which tiles of the file
each is made of, and how they lie in it.
"""

import math

import msgspec
import numpy as np

from wallboard.config.room_entries import Crs
from wallboard.rules.geo import gcj02_to_wgs84, wgs84_to_gcj02
from widgets.map.projection import EARTH_RADIUS, Box, project_one, unproject_one
from widgets.map.view import Camera

HALF_WORLD = math.pi * EARTH_RADIUS
DEEPEST = 24
MOST = 400
"""Tiles of one view: a 4K picture with its margin needs a third of that. Of more it is too far out."""

OVER = 6
"""Zoom steps beyond a file's finest that its tiles are enlarged for."""


EXACT = 1e-9
"""Share of a tile that a view must reach into it."""


class Tile(msgspec.Struct, frozen=True, order=True):
    """One tile: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    @property
    def words(self) -> str:
        return f"{self.z}/{self.x}/{self.y}"

    def parent(self, steps: int) -> "Tile":
        """The tile that holds this one, ``steps`` zooms further out."""
        return Tile(self.z - steps, self.x >> steps, self.y >> steps)

    def within(self, other: "Tile") -> tuple[float, float, float]:
        """Where in ``other``, which holds it, it lies: left, top and width, shares of the other's width."""
        share = 1.0 / (1 << (self.z - other.z))
        return self.x * share - other.x, self.y * share - other.y, share


class Laid(msgspec.Struct, frozen=True):
    """How a tile lies in another: its (u, v), shares of its width, y down, become (xx u + xy v + dx, …)."""

    xx: float
    yx: float
    xy: float
    yy: float
    dx: float
    dy: float

    def place(self, u: float, v: float) -> tuple[float, float]:
        return self.xx * u + self.xy * v + self.dx, self.yx * u + self.yy * v + self.dy

    @property
    def seen(self) -> Box:
        """What of its own shares lies in the other tile, and a quarter of that around it."""
        turn = np.linalg.inv(np.array([[self.xx, self.xy], [self.yx, self.yy]]))
        corners = np.array([[0, 0], [1, 0], [0, 1], [1, 1]]) - (self.dx, self.dy)
        low, high = (turn @ corners.T).min(axis=1), (turn @ corners.T).max(axis=1)
        return Box(low[0], low[1], high[0], high[1]).grown(float(high[0] - low[0]) / 4)


def tile_box(tile: Tile) -> Box:
    """The plane metres that a tile of the grid covers."""
    width = 2 * HALF_WORLD / (1 << tile.z)
    left, top = tile.x * width - HALF_WORLD, HALF_WORLD - tile.y * width
    return Box(left, top - width, left + width, top)


def shifted_box(box: Box, crs: Crs) -> Box:
    """A box drawn in the places of ``crs`` -> about the plane metres (WGS-84) that it covers."""
    if crs != "GCJ-02":
        return box
    west, north = project_one(*gcj02_to_wgs84(*unproject_one(box.left, box.top)))
    east, south = project_one(*gcj02_to_wgs84(*unproject_one(box.right, box.bottom)))
    return Box(west, south, east, north)


def sources(tile: Tile, crs: Crs, finest: int) -> list[tuple[Tile, Laid]]:
    """The tiles of a file that a tile of the map is made of, and how each lies in it.

    The one place where a GCJ-02 map is shifted. At zoom 14 and nearer no place is a metre off, further out
    none is a third of a pixel of a 256 px tile. finest: the file's finest zoom.
    """
    z = min(tile.z, finest)
    if crs != "GCJ-02":
        source = tile.parent(tile.z - z)
        left, top, share = tile.within(source)
        return [(source, Laid(1 / share, 0.0, 0.0, 1 / share, -left / share, -top / share))]
    box = tile_box(tile)
    corners = [(box.left, box.top), (box.right, box.top), (box.left, box.bottom), (box.right, box.bottom)]
    cells = np.array([_cell(*wgs84_to_gcj02_plane(*corner), z) for corner in corners])
    across = (cells[1] - cells[0] + cells[3] - cells[2]) / 2
    down = (cells[2] - cells[0] + cells[3] - cells[1]) / 2
    start = cells.mean(axis=0) - (across + down) / 2
    into = np.linalg.inv(np.stack([across, down], axis=1))  # cells of the file -> shares of the tile
    low, high = np.floor(cells.min(axis=0)).astype(int), np.ceil(cells.max(axis=0)).astype(int)
    found: list[tuple[Tile, Laid]] = []
    for x in range(low[0], high[0]):
        for y in range(low[1], high[1]):
            dx, dy = into @ (np.array([x, y]) - start)
            laid = Laid(into[0, 0], into[1, 0], into[0, 1], into[1, 1], float(dx), float(dy))
            found.append((Tile(z, x, y), laid))
    return found


def wgs84_to_gcj02_plane(x: float, y: float) -> tuple[float, float]:
    """Plane metres of a place -> those that a GCJ-02 map gives it."""
    return project_one(*wgs84_to_gcj02(*unproject_one(x, y)))


def zoom_for(camera: Camera, edge: float, least: int, most: int) -> int:
    """The zoom whose tiles are nearest to ``edge`` px wide, between a file's own and ``OVER`` beyond."""
    exact = math.log2(2 * HALF_WORLD * camera.scale / edge)
    return max(least, min(most + OVER, DEEPEST, round(exact)))


def tiles_of(view: Box, z: int, reach: Box) -> list[Tile]:
    """The tiles that a view (plane metres) shows of what ``reach`` holds, those in its middle first.

    None where they were more than ``MOST``.
    """
    if not view.meets(reach):
        return []
    west, north = _cell(max(view.left, reach.left), min(view.top, reach.top), z)
    east, south = _cell(min(view.right, reach.right), max(view.bottom, reach.bottom), z)
    last = (1 << z) - 1
    columns = range(max(0, math.floor(west + EXACT)), min(last, math.ceil(east - EXACT) - 1) + 1)
    rows = range(max(0, math.floor(north + EXACT)), min(last, math.ceil(south - EXACT) - 1) + 1)
    if len(columns) * len(rows) > MOST:
        return []
    x, y = (west + east) / 2 - 0.5, (north + south) / 2 - 0.5
    found = [Tile(z, column, row) for column in columns for row in rows]
    return sorted(found, key=lambda tile: (math.hypot(tile.x - x, tile.y - y), tile))


def _cell(x: float, y: float, z: int) -> tuple[float, float]:
    """Column and row, with fractions, in which a place of the plane lies."""
    width = 2 * HALF_WORLD / (1 << z)
    return (x + HALF_WORLD) / width, (HALF_WORLD - y) / width
