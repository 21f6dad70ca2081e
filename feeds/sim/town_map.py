"""The demo town's map as GeoJSON: ``python -m feeds.sim.town_map > resources/maps/town.geojson``.

The town is invented and its map a schematic: no street, line or name on it is real.
"""

import json
import math
import sys
from typing import Any

from feeds.sim import outline
from feeds.sim.geography.town import Town, build_town
from feeds.sim.network import FEEDER_PLANS, SUBSTATIONS
from feeds.sim.plane import Point, degrees

NOTE = "schematic: an invented town, no street, line or name is real"

Coordinates = list[Any]


def town_map(town: Town) -> str:
    """The whole map, one feature a line; the same bytes at every call."""
    features = [
        *_districts(),
        _feature("water", "river", "榕江", "Polygon", [_river_bank()]),
        *_roads(town),
        *_feeders(town),
        *_substations(),
        *_areas(town),
    ]
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    head = f'{{"type":"FeatureCollection","name":"town","note":"{NOTE}","features":[\n'
    return f"{head}{lines}\n]}}\n"


def _feature(
    role: str, id_: str, name: str, kind: str, coordinates: Coordinates, **more: str | int
) -> dict[str, Any]:
    properties = {"role": role, "id": id_, "name": name, **more}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _at(point: Point) -> list[float]:
    return list(degrees(point))


def _districts() -> list[dict[str, Any]]:
    """The two bureaus."""
    return [
        _feature("district", name, name, "Polygon", [[_at(point) for point in ring]])
        for name, ring in outline.bureau_rings()
    ]


def _river_bank() -> Coordinates:
    """The river inside the district, as a band of even width."""
    middle = [p for p in outline.river() if outline.inside(p, 1.0)]
    left, right = [], []
    for before, point, after in zip(middle, middle[1:], middle[2:], strict=False):
        dx, dy = after.x - before.x, after.y - before.y
        length = math.hypot(dx, dy)
        off = Point(-dy / length * outline.RIVER_HALF_WIDTH, dx / length * outline.RIVER_HALF_WIDTH)
        left.append(_at(Point(point.x + off.x, point.y + off.y)))
        right.append(_at(Point(point.x - off.x, point.y - off.y)))
    return [*right, *left[::-1], right[0]]


def _roads(town: Town) -> list[dict[str, Any]]:
    """All streets as one feature: they are ground, nobody asks for one."""
    lines = [[_at(town.roads.crossings[a]), _at(town.roads.crossings[b])] for a, b in town.roads.edges]
    return [_feature("road", "roads", "", "MultiLineString", lines)]


def _feeders(town: Town) -> list[dict[str, Any]]:
    """Trunk sections carry the feeder's name, laterals their own; ``feeder`` names whose they are."""
    names = {plan.id: plan.name for plan in FEEDER_PLANS}
    features = []
    for line in town.lines:
        parts = [[_at(town.roads.crossings[a]), _at(town.roads.crossings[b])] for a, b in line.edges]
        name = town.line_names[line.id] if line.lateral else names[line.feeder]
        rank = "lateral" if line.lateral else "trunk"
        features.append(
            _feature(
                "feeder",
                line.id,
                name,
                "MultiLineString",
                parts,
                feeder=names[line.feeder],
                rank=rank,
                state="normal",
            )
        )
    return features


def _substations() -> list[dict[str, Any]]:
    return [_feature("substation", id_, name, "Point", _at(point)) for id_, name, point in SUBSTATIONS]


def _areas(town: Town) -> list[dict[str, Any]]:
    return [
        _feature(
            "area",
            area.id,
            area.name,
            "Point",
            _at(area.point),
            feeder=town.feeder_names[area.feeder],
            customers=area.customers,
            owner="customer" if area.owned else "public",
            town=area.town,
        )
        for area in town.areas
    ]


if __name__ == "__main__":
    sys.stdout.buffer.write(town_map(build_town()).encode())
