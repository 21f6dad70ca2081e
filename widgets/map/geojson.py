"""GeoJSON files -> vertex arrays of the map plane, once, with every complaint naming file and feature.

A file that cannot be used at all raises ``GeometryError``; a feature that cannot is left out and named in
``GeometryLayer.problems``. Coordinates are (lon, lat) as RFC 7946 has it, or what ``crs`` says.
"""

from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from wallboard.rules.geo import gcj02_to_wgs84
from widgets.map.projection import EARTH_RADIUS, Box, Floats, box_of, project
from widgets.map.simplify import Line

MAX_BYTES = 64 * 1024 * 1024
MAX_PROBLEMS = 20
CRS = ("EPSG:4326", "EPSG:3857", "GCJ-02")
BY_FEATURE = "by-feature"
ROLES = ("land", "water", "district", "coast", "feeder", "area", "substation", "road")
PLANE_EDGE = EARTH_RADIUS * np.pi * 1.001

DEPTH = {
    "Point": ("point", 0),
    "MultiPoint": ("point", 1),
    "LineString": ("line", 1),
    "MultiLineString": ("line", 2),
    "Polygon": ("polygon", 2),
    "MultiPolygon": ("polygon", 3),
}
"""Kind of shape and nesting of its coordinates, by GeoJSON type."""


class GeometryError(Exception):
    """A map file that cannot be drawn. ``str()`` is ``FILE: feature N 'name': what is wrong``."""

    def __init__(self, file: str, problem: str, feature: str = "") -> None:
        self.file = file
        self.feature = feature
        self.problem = problem
        super().__init__(": ".join(part for part in (file, feature, problem) if part))


class Shape(msgspec.Struct, frozen=True, dict=True):
    """One feature: its kind (``polygon | line | point``) and parts, each (n, 2) plane metres."""

    name: str
    kind: str
    parts: tuple[Floats, ...]
    properties: dict[str, Any]
    box: Box

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The parts, ready to be thinned."""
        return tuple(Line(part, closed=self.kind == "polygon") for part in self.parts)


class GeometryLayer(msgspec.Struct, frozen=True):
    """What one file holds, ready to draw. ``problems``: features left out, each named."""

    role: str
    file: str
    shapes: tuple[Shape, ...]
    box: Box | None
    problems: tuple[str, ...] = ()
    note: str = ""


def read_layers(
    path: Path, role: str, crs: str = "EPSG:4326", name_field: str = "name"
) -> list[GeometryLayer]:
    """Read one map file: one layer, or with role ``by-feature`` one for each role that features name.

    Raises GeometryError for a file that is missing, too large, not GeoJSON, of an unknown role or crs, or
    without one usable feature.
    """
    file = path.name
    if role not in ROLES and role != BY_FEATURE:
        raise GeometryError(file, f"role {role!r} is not one of {', '.join((*ROLES, BY_FEATURE))}")
    if crs not in CRS:
        raise GeometryError(file, f"crs {crs!r} is not one of {', '.join(CRS)}")
    shapes: dict[str, list[Shape]] = {}
    problems: list[str] = []
    for number, feature in enumerate(_features(_document(path), file, crs), start=1):
        try:
            shape = _shape(feature, number, file, crs, name_field)
            own = _own_role(shape, number, file) if role == BY_FEATURE else role
            shapes.setdefault(own, []).append(shape)
        except GeometryError as error:
            problems.append(str(error))
    if not shapes:
        raise GeometryError(file, problems[0].removeprefix(file + ": ") if problems else "has no feature")
    if len(problems) > MAX_PROBLEMS:
        problems[MAX_PROBLEMS:] = [f"{file}: and {len(problems) - MAX_PROBLEMS} more features left out"]
    layers = [GeometryLayer(own, file, tuple(found), _box(found)) for own, found in shapes.items()]
    layers[0] = msgspec.structs.replace(layers[0], problems=tuple(problems))
    return layers


def _own_role(shape: Shape, number: int, file: str) -> str:
    role = shape.properties.get("role")
    if role not in ROLES:
        label = f"feature {number} {shape.name!r}" if shape.name else f"feature {number}"
        raise GeometryError(file, f"its 'role' {role!r} is not one of {', '.join(ROLES)}", label)
    return role


def _box(shapes: list[Shape]) -> Box:
    box = shapes[0].box
    for shape in shapes[1:]:
        box = box.joined(shape.box)
    return box


def _document(path: Path) -> dict[str, Any]:
    file = path.name
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise GeometryError(file, f"is {size} bytes long, at most {MAX_BYTES} are read")
        raw = path.read_bytes()
    except OSError as error:
        raise GeometryError(file, f"cannot be read: {error.strerror or error}") from error
    try:
        document = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise GeometryError(file, f"is not JSON: {error}") from error
    if not isinstance(document, dict) or "type" not in document:
        raise GeometryError(file, "is JSON but not GeoJSON: it has no 'type'")
    return document


def _features(document: dict[str, Any], file: str, crs: str) -> list[Any]:
    _check_named_crs(document, file, crs)
    kind = document["type"]
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise GeometryError(file, "'features' is not a list")
        return features
    if kind == "Feature":
        return [document]
    if isinstance(kind, str) and (kind in DEPTH or kind == "GeometryCollection"):
        return [{"type": "Feature", "properties": {}, "geometry": document}]
    raise GeometryError(file, f"type {kind!r} is not a GeoJSON type")


def _check_named_crs(document: dict[str, Any], file: str, crs: str) -> None:
    """Older files name their crs; one that says otherwise than the room file is refused."""
    named = document.get("crs")
    properties = named.get("properties") if isinstance(named, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return
    code = name.rpartition(":")[2]
    known = {"CRS84": "EPSG:4326", "4326": "EPSG:4326", "3857": "EPSG:3857", "900913": "EPSG:3857"}
    meant = known.get(code)
    if meant is None:
        raise GeometryError(file, f"crs {name!r} inside the file cannot be read; convert it to EPSG:4326")
    if meant != crs and not (crs == "GCJ-02" and meant == "EPSG:4326"):
        raise GeometryError(file, f"the room file says {crs}, the file itself says {meant}")


def _shape(feature: Any, number: int, file: str, crs: str, name_field: str) -> Shape:
    label = f"feature {number}"
    if not isinstance(feature, dict):
        raise GeometryError(file, "is not an object", label)
    found = feature.get("properties")
    properties: dict[str, Any] = found if isinstance(found, dict) else {}
    name = properties.get(name_field)
    name = name if isinstance(name, str) else "" if name is None else str(name)
    if name:
        label = f"feature {number} {name!r}"
    geometry = feature.get("geometry")
    if geometry is None:
        raise GeometryError(file, "has no geometry (null)", label)
    if not isinstance(geometry, dict):
        raise GeometryError(file, "geometry is not an object", label)
    known = DEPTH.get(str(geometry.get("type")))
    if known is None:
        raise GeometryError(file, f"geometry type {geometry.get('type')!r} is not drawn", label)
    kind, depth = known
    parts = tuple(_plane(part, crs, file, label) for part in _parts(geometry.get("coordinates"), depth))
    parts = tuple(part for part in parts if len(part))
    if not parts:
        raise GeometryError(file, "has no coordinates", label)
    _check_lengths(kind, parts, file, label)
    box = box_of(np.concatenate(parts))
    assert box is not None
    return Shape(name, kind, parts, properties, box)


def _parts(coordinates: Any, depth: int) -> list[Any]:
    if depth == 0:
        return [[coordinates]]
    if depth == 1:
        return [coordinates]
    if not isinstance(coordinates, list):
        return [None]
    found: list[Any] = []
    for inner in coordinates:
        found += _parts(inner, depth - 1)
    return found


def _check_lengths(kind: str, parts: tuple[Floats, ...], file: str, label: str) -> None:
    least = {"polygon": 4, "line": 2, "point": 1}[kind]
    short = min(len(part) for part in parts)
    if short < least:
        raise GeometryError(file, f"a {kind} of {short} vertices, at least {least} are needed", label)


def _plane(part: Any, crs: str, file: str, label: str) -> Floats:
    """One list of positions -> plane metres; elevations are dropped."""
    if not isinstance(part, list):
        raise GeometryError(file, "coordinates are not a list", label)
    try:
        pairs = np.array([position[:2] for position in part], dtype=np.float64)
    except (TypeError, ValueError, KeyError) as error:
        raise GeometryError(file, "coordinates are not pairs of numbers", label) from error
    if len(part) == 0:
        return np.empty((0, 2))
    if pairs.ndim != 2 or pairs.shape[1] != 2 or not np.isfinite(pairs).all():
        raise GeometryError(file, "coordinates are not pairs of numbers", label)
    if crs == "EPSG:3857":
        if np.abs(pairs).max() > PLANE_EDGE:
            raise GeometryError(file, "coordinates lie outside EPSG:3857", label)
        return pairs
    if np.abs(pairs[:, 0]).max() > 180 or np.abs(pairs[:, 1]).max() > 90:
        raise GeometryError(
            file, f"coordinates are not degrees ({pairs[0, 0]:g}, {pairs[0, 1]:g}); check crs", label
        )
    if crs == "GCJ-02":
        pairs = np.array([gcj02_to_wgs84(float(lon), float(lat)) for lon, lat in pairs])
    return project(pairs[:, 0], pairs[:, 1])
