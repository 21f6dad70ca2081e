"""A PMTiles base map from an OpenStreetMap extract: real input for the map's own tiles, to be judged by eye.

    python -m tests.studies.tiles_from_osm EXTRACT.osm.pbf --out base.pmtiles [--raster]

Needs ``pip install osmium``, which is no dependency of the project. Layers and classes are OpenMapTiles';
``--raster`` paints the same as PNG tiles in the colours of a common web map. OpenStreetMap's data is ODbL:
whoever shows the tiles names its contributors, as the file's description does.
"""

import argparse
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from mapbox_vector_tile import encode
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely import Geometry
from shapely.ops import polygonize, unary_union

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from widgets.map.projection import project, unproject_one
from widgets.map.tile_grid import Tile, tile_box

ZOOMS = range(10, 16)
BUFFER = 0.04
WATER = {"natural": {"water", "bay"}, "waterway": {"riverbank", "dock"}, "landuse": {"basin", "reservoir"}}
FROM_ZOOM = {
    "building": 14,
    "path": 14,
    "footway": 14,
    "steps": 14,
    "cycleway": 14,
    "service": 13,
    "track": 13,
}
COLOURS = {
    "water": ("#aad3df", 0.0),
    "building": ("#d9d0c9", 0.0),
    "motorway": ("#e892a2", 5.0),
    "trunk": ("#f9b29c", 5.0),
    "primary": ("#fcd6a4", 4.0),
    "secondary": ("#f7fabf", 3.5),
    "tertiary": ("#ffffff", 3.0),
    "rail": ("#707070", 1.2),
}

Feature = tuple[str, Geometry, dict[str, Any]]
"""Layer, geometry in plane metres, properties."""


def features(extract: Path) -> Iterator[Feature]:
    """Everything of an extract that a quiet base map draws."""
    import osmium  # not a dependency: see above

    make = osmium.geom.WKBFactory()
    for thing in osmium.FileProcessor(str(extract)).with_areas():
        tags = dict(thing.tags)
        if thing.is_node() and "place" in tags and "name" in tags:
            yield "place", flat(shapely.Point(thing.lon, thing.lat)), {**names(tags), "class": tags["place"]}
        elif thing.is_area():
            wet = any(tags.get(key) in values for key, values in WATER.items())
            if wet or "building" in tags:
                shape = flat(shapely.from_wkb(make.create_multipolygon(thing)))
                yield ("water" if wet else "building"), shape, {}
        elif thing.is_way() and len(thing.nodes) >= 2:
            what = tags.get("highway", "").removesuffix("_link") or tags.get("railway", "")
            if "area" in tags or not (what or tags.get("natural") == "coastline"):
                continue
            if not all(node.location.valid() for node in thing.nodes):
                continue  # it leads out of the extract
            line = flat(shapely.from_wkb(make.create_linestring(thing)))
            yield ("transportation" if what else "coast"), line, {"class": what}


def names(tags: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in tags.items() if key in ("name", "name:zh", "name:en")}


def flat(shape: Geometry) -> Geometry:
    """Degrees -> plane metres."""
    return shapely.transform(shape, lambda xy: project(xy[:, 0], xy[:, 1]))


def sea(coast: list[Geometry], box: Geometry) -> list[Geometry]:
    """The faces of a box that lie on the right of its coast lines, where the sea is."""
    lines = [line for line in coast if line.intersects(box)]
    faces = list(polygonize(unary_union([box.exterior, *lines])))
    right = [shapely.offset_curve(line, -0.5) for line in lines]
    return [
        face for face in faces if any(face.contains(one.interpolate(0.5, normalized=True)) for one in right)
    ]


def tile_features(found: list[Feature], tile: Tile) -> Iterator[Feature]:
    """What a tile shows, clipped to a little more than itself and thinned to its scale."""
    area = tile_box(tile)
    box = area.grown(area.width * BUFFER)
    edge = shapely.box(box.left, box.bottom, box.right, box.top)
    for layer, shape, said in found:
        if tile.z < FROM_ZOOM.get(said.get("class", layer), 0) or not edge.intersects(shape):
            continue
        part = shapely.simplify(shapely.intersection(shape, edge), area.width / 2048)
        if not part.is_empty:
            yield layer, part, said


def vector(found: list[Feature], tile: Tile) -> bytes:
    area = tile_box(tile)
    layers: dict[str, list[dict[str, Any]]] = {}
    for layer, shape, said in tile_features(found, tile):
        for part in getattr(shape, "geoms", [shape]):
            layers.setdefault(layer, []).append({"geometry": part, "properties": said})
    bounds = area.left, area.bottom, area.right, area.top
    return encode(
        [{"name": name, "features": rows} for name, rows in layers.items()],
        default_options={"quantize_bounds": bounds, "extents": 4096},
    )


def raster(found: list[Feature], tile: Tile) -> bytes:
    """A PNG of 256 px, as a common web map paints it."""
    area, image = tile_box(tile), QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor("#f2efe9"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shown = sorted(
        tile_features(found, tile),
        key=lambda one: ("water", "building").index(one[0]) if one[0] in ("water", "building") else 2,
    )
    for layer, shape, said in shown:
        colour, width = COLOURS.get(said.get("class", layer), ("#ffffff", 1.6))
        path = QPainterPath()
        for part in getattr(shape, "geoms", [shape]):
            rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for ring in rings:
                xy = (np.asarray(ring.coords) - (area.left, area.top)) * (256 / area.width)
                path.addPolygon(QPolygonF([QPointF(x, -y) for x, y in xy]))
        if layer in ("water", "building"):
            painter.fillPath(path, QColor(colour))
        elif layer == "transportation":
            painter.strokePath(path, QPen(QColor(colour), width))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extract", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--raster", action="store_true")
    args = parser.parse_args()
    found = list(features(args.extract))
    roads = [shape for layer, shape, _ in found if layer == "transportation"]
    edges = np.array([shape.bounds for shape in roads])
    low, high = np.quantile(edges[:, :2], 0.01, axis=0), np.quantile(edges[:, 2:], 0.99, axis=0)
    box = shapely.box(*low, *high)
    coast = [shape for layer, shape, _ in found if layer == "coast"]
    found = [("water", face, {}) for face in sea(coast, box)] + [one for one in found if one[0] != "coast"]
    count = 0
    with args.out.open("wb") as file:
        writer = Writer(file)
        for z in ZOOMS:
            share = (1 << z) / (2 * math.pi * 6378137.0)
            first = (
                math.floor((low[0] + math.pi * 6378137.0) * share),
                math.floor((math.pi * 6378137.0 - high[1]) * share),
            )
            last = (
                math.floor((high[0] + math.pi * 6378137.0) * share),
                math.floor((math.pi * 6378137.0 - low[1]) * share),
            )
            tiles = [
                Tile(z, x, y) for x in range(first[0], last[0] + 1) for y in range(first[1], last[1] + 1)
            ]
            for tile in sorted(tiles, key=lambda one: zxy_to_tileid(one.z, one.x, one.y)):
                raw = (raster if args.raster else vector)(found, tile)
                writer.write_tile(zxy_to_tileid(z, tile.x, tile.y), raw)
                count += 1
        west, south = unproject_one(*low)
        east, north = unproject_one(*high)
        head = {
            f"{side}_e7": round(v * 1e7)
            for side, v in zip(
                ("min_lon", "min_lat", "max_lon", "max_lat"), (west, south, east, north), strict=True
            )
        }
        kind = TileType.PNG if args.raster else TileType.MVT
        writer.finalize(
            {**head, "tile_type": kind, "tile_compression": Compression.NONE},
            {"attribution": "© OpenStreetMap contributors"},
        )
    print(
        f"{args.out}: {count} tiles, {args.out.stat().st_size / 1e3:.0f} kB, "
        f"{west:.4f} {south:.4f} {east:.4f} {north:.4f}"
    )


if __name__ == "__main__":
    main()
