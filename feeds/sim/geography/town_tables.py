"""The demo town as an atlas: the same tables that a prefecture has, so that nothing asks which one it is."""

from collections.abc import Iterable, Mapping

import numpy as np

from feeds.sim import outline
from feeds.sim.geography.columns import Columns, edge_columns
from feeds.sim.geography.names import FIRST, LAST
from feeds.sim.geography.town import KEY_CUSTOMERS, Area, Town, build_town
from feeds.sim.geography.town_wires import TownWires
from feeds.sim.network import FEEDER_PLANS, SUBSTATIONS
from feeds.sim.plane import Point, degrees
from wallboard.state.atlas import pack
from wallboard.state.atlas_schema import FEEDER_KINDS, KEY_KINDS, OWNERS, PLACE_KINDS, ROAD_KINDS

TITLE, ATTRIBUTION = "演示镇（示意图）", ""  # that it is invented, the room says across its whole picture
ENGLISH = {
    **{word[0]: word[1:] for word in FIRST},
    "坑": "keng",
    **{word[0]: word[1:].lower() for word in LAST},
}
TOWNS_EN = {"东城街道": "Dongcheng", "河口镇": "Hekou", "西岭镇": "Xiling"}
BUREAUS_EN = {outline.EAST_BUREAU: "Dongcheng", outline.WEST_BUREAU: "Xiling"}
KEYS_EN = {
    "人民医院": ("People's Hospital", "hospital"),
    "河口水厂": ("Hekou Waterworks", "water"),
    "东堤排涝站": ("Dongdi Drainage Station", "drainage"),
    "西岭卫生院": ("Xiling Clinic", "hospital"),
    "通信枢纽楼": ("Telecom Hub", "telecom"),
}
RATINGS_KVA = (50, 80, 100, 160, 200, 250, 315, 400, 500, 630, 800, 1000)
KW_A_KVA = 0.42
STREET_KMH, STREET_WITHIN = 30.0, 300.0
COUNTY_KMH = 50.0
"""Roads shorter than STREET_WITHIN metres are streets, the others county roads."""


def town_atlas() -> bytes:
    """The atlas's bytes, the same at every call."""
    return pack(TITLE, ATTRIBUTION, town_tables(build_town()))


def town_tables(town: Town) -> Mapping[str, Columns]:
    """All tables but cells and estates, of which the town has none."""
    wires = TownWires(town)
    rings = [ring for _, ring in outline.bureau_rings()]
    corners = [point for ring in rings for point in ring]
    begins = np.cumsum([0, *(len(ring) for ring in rings[:-1])])
    villages = _villages(town)
    kva = [_kva(area) for area in town.areas]
    return {
        "nodes": _nodes(town, wires, kva),
        "edges": edge_columns(wires.net, 4),
        "points": _places(zip(wires.net.edges.px, wires.net.edges.py, strict=True)),
        "areas": _areas(town, wires, villages, kva),
        "districts": _districts(town, rings),
        "rings": {"corner": begins},
        "corners": _places((p.x, p.y) for p in corners),
        "places": _settlements(town, villages),
        "crossings": _places((p.x, p.y) for p in town.roads.crossings),
        "roads": _roads(town),
        "stations": _stations(wires),
        "feeders": _feeders(town, wires),
        "devices": _devices(wires),
        "key_customers": _keys(town),
    }


def _places(points: Iterable[tuple[float, float]]) -> Columns:
    found = [degrees(Point(x, y)) for x, y in points]
    return {"lon": [lon for lon, _ in found], "lat": [lat for _, lat in found]}


def _bureau(area: Area) -> int:
    return list(BUREAUS_EN).index(area.bureau)


def _kva(area: Area) -> float:
    wanted = 1.2 * area.customers if area.customers > 1 else 250.0
    return float(next((rating for rating in RATINGS_KVA if rating >= wanted), RATINGS_KVA[-1]))


def _villages(town: Town) -> dict[tuple[str, str], list[int]]:
    """Areas by (village, town); those within the main town's streets belong to the town itself."""
    found: dict[tuple[str, str], list[int]] = {(name, name): [] for name, *_ in outline.CENTRES}
    for row, area in enumerate(town.areas):
        urban = outline.class_of(area.point) == "urban"
        village = area.town if urban else town.village_of(area)
        found.setdefault((village, area.town), []).append(row)
    return found


def _english(village: str) -> str:
    return TOWNS_EN.get(village) or "".join(ENGLISH[sign] for sign in village).capitalize()


def _area_english(town: Town, area: Area) -> str:
    """A key customer's own area is known by the customer, any other by its village and number."""
    if area.key_customer:
        return KEYS_EN[area.key_customer][0]
    return f"{_english(town.village_of(area))} {area.id[3:]}"


def _device_english(name: str) -> str:
    """北围支线, 10kV 环北线 出线断路器, 10kV 环北线 2 段开关, 西岭线环北线联络开关."""
    if name.endswith("支线"):
        return f"{_english(name.removesuffix('支线'))} lateral"
    lines = {plan.name.removeprefix("10kV "): plan.name_en for plan in FEEDER_PLANS}
    here = [line for line in sorted(lines, key=name.find) if line in name]
    if len(here) > 1:
        return "–".join(lines[line].removeprefix("10 kV ") for line in here) + " tie"
    number = "".join(filter(str.isdecimal, name.removeprefix("10kV")))
    return f"{lines[here[0]]} switch {number}" if number else f"{lines[here[0]]} breaker"


def _nodes(town: Town, wires: TownWires, kva: list[float]) -> Columns:
    nodes = wires.net.nodes
    return {
        "id": [f"N{row + 1:04d}" for row in range(len(nodes.x))],
        "name": [SUBSTATIONS[row][1] if row < len(SUBSTATIONS) else "" for row in range(len(nodes.x))],
        "kv": nodes.kv,
        **_places(zip(nodes.x, nodes.y, strict=True)),
        "load_kw": [kva[area] * KW_A_KVA if area >= 0 else 0.0 for area in nodes.area],
        "loads": [town.areas[area].customers if area >= 0 else 0 for area in nodes.area],
        "source": nodes.source,
    }


def _areas(
    town: Town, wires: TownWires, villages: dict[tuple[str, str], list[int]], kva: list[float]
) -> Columns:
    place = {area: row for row, areas in enumerate(villages.values()) for area in areas}
    feeders = [plan.id for plan in FEEDER_PLANS]
    return {
        "id": [area.id for area in town.areas],
        "name": [area.name for area in town.areas],
        "name_en": [_area_english(town, area) for area in town.areas],
        **_places((area.point.x, area.point.y) for area in town.areas),
        "customers": [area.customers for area in town.areas],
        "node": wires.net.low,
        "feeder": [feeders[row] for row in wires.net.line],
        "owner": [OWNERS.index("customer" if area.owned else "public") for area in town.areas],
        "kva": kva,
        "line": wires.net.line,
        "section": wires.net.section,
        "cell": [-1] * len(town.areas),
        "place": [place[row] for row in range(len(town.areas))],
    }


def _districts(town: Town, rings: list[list[Point]]) -> Columns:
    homes = [_bureau(area) for area in town.areas]
    middles = [next(c[2] for c in outline.CENTRES if c[1] == bureau) for bureau in BUREAUS_EN]
    return {
        "id": list(BUREAUS_EN),
        "name": list(BUREAUS_EN),
        "name_en": list(BUREAUS_EN.values()),
        **_places((p.x, p.y) for p in middles),
        "customers": np.bincount(homes, [area.customers for area in town.areas], minlength=len(rings)),
        "areas": np.bincount(homes, minlength=len(rings)),
        "ring": list(range(len(rings))),
    }


def _settlements(town: Town, villages: dict[tuple[str, str], list[int]]) -> Columns:
    names = list(villages)
    centres = {name: (row, bureau, point) for row, (name, bureau, point, *_) in enumerate(outline.CENTRES)}
    points = [centres[t][2] if v == t else _middle(town, rows) for (v, t), rows in villages.items()]
    kinds = ["village" if v != t else "town" if v.endswith("镇") else "seat" for v, t in names]
    return {
        "id": [f"P{row + 1:04d}" for row in range(len(names))],
        "name": [village for village, _ in names],
        "name_en": [_english(village) for village, _ in names],
        "kind": [PLACE_KINDS.index(kind) for kind in kinds],
        **_places((point.x, point.y) for point in points),
        "district": [list(BUREAUS_EN).index(centres[t][1]) for _, t in names],
        "town": [centres[t][0] for _, t in names],
        "customers": [sum(town.areas[row].customers for row in rows) for rows in villages.values()],
    }


def _middle(town: Town, rows: list[int]) -> Point:
    points = [town.areas[row].point for row in rows]
    return Point(sum(p.x for p in points) / len(points), sum(p.y for p in points) / len(points))


def _roads(town: Town) -> Columns:
    metres = np.array([town.roads.length(a, b) for a, b in town.roads.edges])
    street = metres < STREET_WITHIN
    return {
        "a": [a for a, _ in town.roads.edges],
        "b": [b for _, b in town.roads.edges],
        "kind": np.where(street, ROAD_KINDS.index("street"), ROAD_KINDS.index("county")),
        "metres": metres.round(1),
        "speed_kmh": np.where(street, STREET_KMH, COUNTY_KMH),
    }


def _stations(wires: TownWires) -> Columns:
    english = [f"110 kV {name}" for name in ("Dongcheng", "Hekou")]
    return {
        "id": [id_ for id_, _, _ in SUBSTATIONS],
        "name": [name for _, name, _ in SUBSTATIONS],
        "name_en": english,
        "kv": [110.0] * len(SUBSTATIONS),
        "mva": [80.0] * len(SUBSTATIONS),
        **_places((point.x, point.y) for _, _, point in SUBSTATIONS),
        "district": [0] * len(SUBSTATIONS),
        "node": wires.net.busbars,
    }


def _feeders(town: Town, wires: TownWires) -> Columns:
    line, edges, count = np.array(wires.net.line), wires.net.edges, len(FEEDER_PLANS)
    carries = np.array(edges.closed) * (np.array(edges.kind) == 0)
    lengths = np.bincount(edges.feeder, np.array(edges.metres) * carries, minlength=count)
    stations = [id_ for id_, _, _ in SUBSTATIONS]
    return {
        "id": [plan.id for plan in FEEDER_PLANS],
        "name": [plan.name for plan in FEEDER_PLANS],
        "name_en": [plan.name_en for plan in FEEDER_PLANS],
        "station": [stations.index(plan.substation) for plan in FEEDER_PLANS],
        "kind": [FEEDER_KINDS.index("overhead")] * count,
        "length_km": np.round(lengths / 1000.0, 3),
        "customers": np.bincount(line, [area.customers for area in town.areas], minlength=count),
        "areas": np.bincount(line, minlength=count),
        "sections": [1 + max(x.section for x in town.lines if x.feeder == plan.id) for plan in FEEDER_PLANS],
        "edge": wires.net.first_edge,
    }


def _devices(wires: TownWires) -> Columns:
    devices, edges = wires.net.devices, wires.net.edges
    return {
        "id": wires.device_ids,
        "name": wires.device_names,
        "kind": devices.kind,
        "closed": [edges.closed[edge] for edge in devices.edge],
        "edge": devices.edge,
        "feeder": devices.feeder,
        "other": devices.other,
        "name_en": [_device_english(name) for name in wires.device_names],
        "section": devices.section,
        **_places(devices.at),
    }


def _keys(town: Town) -> Columns:
    rows = [row for row, area in enumerate(town.areas) if area.key_customer]
    rows.sort(key=lambda row: [name for name, _ in KEY_CUSTOMERS].index(town.areas[row].key_customer))
    names = [town.areas[row].key_customer for row in rows]
    return {
        "id": [f"K{number + 1:02d}" for number in range(len(rows))],
        "name": names,
        "name_en": [KEYS_EN[name][0] for name in names],
        "kind": [KEY_KINDS.index(KEYS_EN[name][1]) for name in names],
        "area": rows,
        **_places((town.areas[row].point.x, town.areas[row].point.y) for row in rows),
    }
