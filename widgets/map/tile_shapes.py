"""One vector tile -> what of it is drawn: land, water, roads by class, buildings, borders and names.

The layers of three open schemes are known (OpenMapTiles, Protomaps, Shortbread); what else a tile holds is
left out. ``mapbox_vector_tile`` is imported with the first tile.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from widgets.map.projection import Floats
from widgets.map.tile_file import TileError
from widgets.map.tile_grid import Tile

LAYERS = {
    "earth": "land",
    "water": "water",
    "ocean": "water",
    "water_polygons": "water",
    "waterway": "stream",
    "water_lines": "stream",
    "roads": "road",
    "transportation": "road",
    "streets": "road",
    "buildings": "building",
    "building": "building",
    "boundaries": "border",
    "boundary": "border",
    "places": "place",
    "place": "place",
    "place_labels": "place",
}
"""Layer of a scheme -> what it is to us."""

MAIN, MIDDLE, MINOR, PATH, RAIL = "main", "middle", "minor", "path", "rail"
ROADS = {
    **dict.fromkeys(("motorway", "trunk", "primary", "highway", "major_road"), MAIN),
    **dict.fromkeys(("secondary", "tertiary", "medium_road"), MIDDLE),
    **dict.fromkeys(("minor", "minor_road", "residential", "unclassified", "service", "busway"), MINOR),
    **dict.fromkeys(("living_street", "street", "street_limited", "track", "raceway"), MINOR),
    **dict.fromkeys(("rail", "light_rail", "subway", "tram", "narrow_gauge", "monorail"), RAIL),
    **dict.fromkeys(("path", "footway", "cycleway", "steps", "pedestrian", "bridleway"), PATH),
}
"""Class of a scheme -> class of a road; another is not drawn."""

SIZES = {"country": 9, "state": 8, "province": 8, "region": 8, "city": 7, "town": 6, "district": 5}
SIZES |= {
    "locality": 5,
    "borough": 4,
    "suburb": 4,
    "village": 3,
    "quarter": 2,
    "neighbourhood": 2,
    "hamlet": 1,
}
"""How large places of a class are, one against another; another class is not named."""

CLASS_KEYS = ("kind_detail", "class", "kind")
BEYOND = 4.0
"""Widths of a tile that its geometry may reach out of it: schemes keep a margin of a tenth at most."""

LONGEST_NAME = 60


class PlaceName(msgspec.Struct, frozen=True):
    """A name on a tile. x, y: shares of its width, y down; names: by language, "" the local one."""

    x: float
    y: float
    size: int
    names: dict[str, str]


class TileShapes(msgspec.Struct, frozen=True):
    """Parts by what they are, each (n, 2) in shares of the tile's width, y down; rings are closed."""

    areas: dict[str, list[Floats]]
    lines: dict[str, list[Floats]]
    names: tuple[PlaceName, ...]

    @property
    def size(self) -> int:
        """Bytes of the vertices."""
        kinds = (*self.areas.values(), *self.lines.values())
        return sum(part.nbytes for parts in kinds for part in parts)


def shapes_of(raw: bytes, file: str, tile: Tile) -> TileShapes:
    """Decode a tile. Raises TileError where it is no vector tile, or none of its layers is known."""
    import mapbox_vector_tile
    from google.protobuf.message import DecodeError

    try:
        layers = mapbox_vector_tile.decode(raw, default_options={"y_coord_down": True})
    except (DecodeError, ValueError, IndexError, AssertionError, OverflowError, TypeError):
        raise TileError("tile_vector", file, tile=tile.words) from None
    if layers and not LAYERS.keys() & layers.keys():
        raise TileError("scheme", file, layers=", ".join(sorted(map(str, layers)))[:80])
    shapes = TileShapes({}, {}, ())
    names: list[PlaceName] = []
    for name, layer in layers.items():
        role, extent = LAYERS.get(name), layer["extent"]
        if role is None:
            continue
        if extent <= 0:
            raise TileError("tile_vector", file, tile=tile.words)
        for feature in layer["features"]:
            _take(shapes, names, role, extent, feature)
    if any(np.abs(part).max() > BEYOND for part in _all(shapes)):
        raise TileError("tile_outside", file, tile=tile.words)
    return msgspec.structs.replace(shapes, names=tuple(names))


def _all(shapes: TileShapes) -> Iterator[Floats]:
    for kinds in (shapes.areas, shapes.lines):
        for parts in kinds.values():
            yield from parts


def _take(
    shapes: TileShapes, names: list[PlaceName], role: str, extent: int, feature: Mapping[str, Any]
) -> None:
    """Sort one feature to where it belongs."""
    geometry, said = feature["geometry"], feature["properties"]
    kind, places = geometry["type"], geometry["coordinates"]
    if role == "place":
        _take_name(names, kind, places, extent, said)
        return
    if kind in ("Polygon", "MultiPolygon"):
        if role in ("land", "water", "building"):
            rings = places if kind == "Polygon" else [ring for polygon in places for ring in polygon]
            shapes.areas.setdefault(role, []).extend(_parts(rings, extent, 4))
        return
    what = _road(said) if role == "road" else "stream" if role == "water" else role
    if what is not None and kind in ("LineString", "MultiLineString") and role not in ("land", "building"):
        lines = [places] if kind == "LineString" else places
        shapes.lines.setdefault(what, []).extend(_parts(lines, extent, 2))


def _parts(parts: Sequence[Any], extent: int, least: int) -> list[Floats]:
    return [np.array(part, np.float64) / extent for part in parts if len(part) >= least]


def _road(said: Mapping[str, Any]) -> str | None:
    """The class of a road: the first of its own words that is known."""
    return next((ROADS[said[key]] for key in CLASS_KEYS if said.get(key) in ROADS), None)


def _take_name(names: list[PlaceName], kind: str, places: Any, extent: int, said: Mapping[str, Any]) -> None:
    size = next((SIZES[said[key]] for key in CLASS_KEYS if said.get(key) in SIZES), 0)
    if not size or kind not in ("Point", "MultiPoint") or not places:
        return
    x, y = (value / extent for value in (places if kind == "Point" else places[0]))
    words = {
        key.replace("_", ":").partition(":")[2]: " ".join(value.split())[:LONGEST_NAME]
        for key, value in said.items()
        if isinstance(value, str) and key.replace("_", ":").partition(":")[0] == "name" and value.strip()
    }
    if words and 0 <= x < 1 and 0 <= y < 1:  # a margin's names belong to the tile beside
        names.append(PlaceName(x, y, size, words))
