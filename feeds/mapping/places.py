"""Coordinates of foreign documents -> (lon, lat) WGS-84: two fields, lists, GeoJSON, encoded polylines.

0,0 and anything outside the world is no place: it becomes none and is counted, never drawn in the sea.
"""

from collections.abc import Callable
from typing import Any

from feeds.mapping.numbers import PLAIN, Numbers
from feeds.mapping.paths import compile_path
from feeds.mapping.values import Impossible, ValueFault
from wallboard.config.mapping_file import PlaceRule
from wallboard.rules.geo import decode_polyline, gcj02_to_wgs84, mercator_to_lonlat

Point = tuple[float, float]
Transform = Callable[[float, float], Point]

DECIMALS = 6  # 0.1 m: more digits than any feed means

MOST_CORNERS = 500
"""A ring of more is thinned: no map shows them, and a fact has to fit into a frame."""

DEEPEST = 6  # levels of lists in a geometry

FARTHEST = 2.5e7  # beyond every coordinate of every system, metres

TRANSFORMS: dict[str, Transform | None] = {
    "EPSG:4326": None,
    "EPSG:3857": mercator_to_lonlat,
    "GCJ-02": gcj02_to_wgs84,
}


IMPOSSIBLE: dict[str, tuple[str, str]] = {
    "place_zero": ("is 0, 0, in the sea", "it is left out; give another point to fall back on"),
    "place_out_of_range": (
        "lies outside the world",
        "it is left out; check crs, and which of the two is lon",
    ),
    "polygon_too_short": (
        "has fewer than three corners",
        "it is left out; its middle stands for the place where no point is given",
    ),
}
"""Places that can be read and are none: what is wrong with each, and the remedy."""


class Places:
    """Reads the point or the ring that one ``PlaceRule`` describes."""

    def __init__(self, rule: PlaceRule, crs: str, numbers: Numbers = PLAIN) -> None:
        self._number = numbers.real
        self._turn = TRANSFORMS[rule.crs or crs]
        self._form = rule.form
        self._precision = rule.precision
        self._lon = compile_path(rule.lon) if rule.lon else None
        self._lat = compile_path(rule.lat) if rule.lat else None
        self._path = compile_path(rule.path) if rule.path else None

    def point(self, record: Any) -> Point | None:
        """The point; the middle of a shape. Raises ValueFault, of which Impossible."""
        if self._lon is not None and self._lat is not None:
            x, y = self._lon(record), self._lat(record)
            if x is None or y is None or x == "" or y == "":
                return None
            return self._true(self._number(x), self._number(y))
        pairs = self._pairs(record)
        if not pairs:
            return None
        if len(pairs) > 1 and pairs[0] == pairs[-1]:
            pairs = pairs[:-1]
        n = len(pairs)
        return self._true(sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n)

    def ring(self, record: Any) -> list[Point] | None:
        """The outer ring of an area, None where there is none. Raises ValueFault, of which Impossible."""
        pairs = self._pairs(record)
        if not pairs:
            return None
        if len(set(pairs)) < 3:
            raise _impossible("polygon_too_short")
        every = 1 + len(pairs) // MOST_CORNERS
        return [self._true(x, y) for x, y in (pairs if every == 1 else pairs[::every])]

    def _true(self, x: float, y: float) -> Point:
        """One pair of the source's system -> WGS-84, rounded."""
        if x == 0 and y == 0:
            raise _impossible("place_zero")
        if abs(x) > FARTHEST or abs(y) > FARTHEST:
            raise _impossible("place_out_of_range")
        lon, lat = (x, y) if self._turn is None else self._turn(x, y)
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise _impossible("place_out_of_range")
        return round(lon, DECIMALS), round(lat, DECIMALS)

    def _pairs(self, record: Any) -> list[Point] | None:
        """Every (x, y) of the shape, as the source has them, longitude first."""
        raw = self._path(record) if self._path is not None else None
        if raw is None or raw == "" or raw == []:
            return None
        form = self._form
        if form == "polyline":
            return self._polyline(raw)
        if form == "geojson":
            return _geojson(raw)
        if not isinstance(raw, list):
            if isinstance(raw, str) and form in ("lonlat", "latlon"):
                raw = raw.replace(";", ",").replace(" ", ",").split(",")
                raw = [part for part in raw if part]
            else:
                raise ValueFault(f"is no list of coordinates ({form})", "check the form of the place")
        pairs = _nested(raw) if isinstance(raw[0], list) else _flat(raw)
        return [(y, x) for x, y in pairs] if form in ("latlon", "flat_latlon") else pairs

    def _polyline(self, raw: Any) -> list[Point]:
        lines = raw if isinstance(raw, list) else [raw]
        if not all(isinstance(line, str) for line in lines):
            raise ValueFault("is no encoded polyline", "check the form of the place")
        try:
            return [pair for line in lines for pair in decode_polyline(line, self._precision)]
        except (ValueError, IndexError) as error:
            raise ValueFault(
                "is no encoded polyline", "check the form and the precision of the place"
            ) from error


def _impossible(code: str) -> Impossible:
    return Impossible(code, *IMPOSSIBLE[code])


def _nested(raw: list[Any], depth: int = 0) -> list[Point]:
    """Lists of pairs, of rings, of polygons: the longest ring."""
    if depth > DEEPEST:
        raise ValueFault("is nested too deeply for a geometry", "check the form of the place")
    if raw and isinstance(raw[0], list) and raw[0] and isinstance(raw[0][0], list):
        rings = [_nested(part, depth + 1) for part in raw if isinstance(part, list) and part]
        return max(rings, key=len, default=[])
    return [_pair(part) for part in raw]


def _pair(part: Any) -> Point:
    if not isinstance(part, list) or len(part) < 2:
        raise ValueFault("holds something that is no pair of coordinates", "check the form of the place")
    return PLAIN.real(part[0]), PLAIN.real(part[1])


def _flat(raw: list[Any]) -> list[Point]:
    if len(raw) % 2 and len(raw) != 3:  # a third number is a height
        raise ValueFault("is a flat list of odd length", "check the form of the place")
    numbers = [PLAIN.real(part) for part in raw[: len(raw) // 2 * 2]]
    return list(zip(numbers[0::2], numbers[1::2], strict=True))


def _geojson(raw: Any, depth: int = 0) -> list[Point]:
    """A GeoJSON geometry or feature of any kind -> its pairs; of several parts the largest ring."""
    if isinstance(raw, dict) and raw.get("type") == "Feature":
        raw = raw.get("geometry")
    if raw is None:
        return []
    if not isinstance(raw, dict):
        raise ValueFault("is no GeoJSON geometry", "check the form of the place")
    if raw.get("type") == "GeometryCollection" and depth < DEEPEST:
        inner = raw.get("geometries")
        parts = [_geojson(part, depth + 1) for part in (inner if isinstance(inner, list) else [])]
        return max(parts, key=len, default=[])
    at = raw.get("coordinates", raw.get("rings", raw.get("paths")))
    if at is None and "x" in raw and "y" in raw:  # ArcGIS
        at = [raw["x"], raw["y"]]
    if not isinstance(at, list):
        raise ValueFault("is no GeoJSON geometry", "check the form of the place")
    if not at:
        return []
    return _nested(at) if isinstance(at[0], list) else [_pair(at)]
