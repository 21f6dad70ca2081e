"""Tiny tile files, made by the tests themselves: a fresh clone needs no other."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mapbox_vector_tile import encode
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from widgets.map.projection import Box, unproject_one
from widgets.map.tile_grid import Tile, tile_box

TOWN = Tile(12, 3331, 1788)
"""A tile in Jiangmen."""

CITY = [
    ("water", "POLYGON ((0 0, 2000 0, 2000 4096, 0 4096, 0 0))", {}),
    ("transportation", "LINESTRING (0 2048, 4096 2048)", {"class": "primary"}),
    ("transportation", "LINESTRING (3000 0, 3000 4096)", {"class": "residential"}),
    ("building", "POLYGON ((2500 500, 2900 500, 2900 900, 2500 900, 2500 500))", {}),
    ("place", "POINT (2300 3000)", {"class": "town", "name": "Huicheng", "name:zh": "会城"}),
]
"""Layer, geometry (4096 units, y up) and properties: sea in the west, a road across, one to the north."""


def vector(features: list[tuple[str, str, dict[str, Any]]] = CITY) -> bytes:
    """A vector tile."""
    layers: dict[str, list[dict[str, Any]]] = {}
    for layer, geometry, said in features:
        layers.setdefault(layer, []).append({"geometry": geometry, "properties": said})
    return encode([{"name": name, "features": rows} for name, rows in layers.items()])


def picture(form: str = "PNG", px: int = 256, colours: tuple[str, str] = ("#ffffff", "#88bbff")) -> bytes:
    """A raster tile, its western half of the second colour."""
    image = QImage(px, px, QImage.Format.Format_RGB32)
    image.fill(QColor(colours[0]))
    for x in range(px // 2):
        for y in range(px):
            image.setPixelColor(x, y, QColor(colours[1]))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def degrees_of(box: Box) -> dict[str, int]:
    """A box of the plane as the head of a file says it."""
    west, south = unproject_one(box.left, box.bottom)
    east, north = unproject_one(box.right, box.top)
    sides = {"min_lon": west, "min_lat": south, "max_lon": east, "max_lat": north}
    return {f"{side}_e7": round(value * 1e7) for side, value in sides.items()}


def write_tiles(
    path: Path,
    tiles: Mapping[Tile, bytes],
    kind: TileType = TileType.MVT,
    packing: Compression = Compression.NONE,
    said: Mapping[str, Any] | None = None,
    **head: int,
) -> Path:
    """A PMTiles file whose bounds are those of its first tile, unless ``head`` says otherwise."""
    first = degrees_of(tile_box(next(iter(tiles))))
    with path.open("wb") as file:
        writer = Writer(file)
        for tile in sorted(tiles, key=lambda one: zxy_to_tileid(one.z, one.x, one.y)):
            writer.write_tile(zxy_to_tileid(tile.z, tile.x, tile.y), tiles[tile])
        writer.finalize(
            {**first, "tile_type": kind, "tile_compression": packing, **head},
            dict(said or {"attribution": "<a href='x'>&copy; Survey</a>"}),
        )
    return path
