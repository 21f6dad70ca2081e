"""A prefecture's parts as the columns of an atlas (wallboard/state/atlas_schema.py), with ids and names."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from feeds.sim.geography.customers import KINDS
from feeds.sim.geography.given import TOWN_KINDS
from feeds.sim.geography.ground import Floats, Ints, degrees
from feeds.sim.geography.lines import KW_A_KVA, Net
from feeds.sim.geography.model import Prefecture
from feeds.sim.geography.names import Name, in_series
from feeds.sim.geography.settlements import CENTRE, COMMUNITY, VILLAGE
from feeds.sim.geography.streets import SPEEDS_KMH
from feeds.sim.geography.transformers import OWNED
from wallboard.state.atlas_schema import KEY_KINDS, PLACE_KINDS

Columns = dict[str, Sequence[object] | np.ndarray]
DEVICE_NAMES: tuple[Name, ...] = (
    ("出线断路器", "breaker"),
    ("分段开关", "section switch"),
    ("支线开关", "lateral switch"),
    ("支线熔断器", "lateral fuse"),
    ("联络开关", "tie switch"),
)
CABLE_SHARE, OVERHEAD_SHARE = 0.75, 0.3
"""Share of a feeder's areas in towns from which it is a cable, and below which it is overhead."""


def tables_of(whole: Prefecture) -> Mapping[str, Columns]:
    """All tables. The same prefecture, the same columns."""
    stations = _station_names(whole)
    feeders = _feeder_names(whole)
    areas = _area_names(whole)
    rings, corners, district_ring, cell_ring = _rings(whole)
    return {
        "nodes": _nodes(whole, stations),
        "edges": edge_columns(whole.net, 6),
        "points": _places(np.array(whole.net.edges.px), np.array(whole.net.edges.py)),
        "areas": _areas(whole, areas),
        "districts": _districts(whole, district_ring),
        "cells": _cells(whole, cell_ring),
        "rings": {"corner": rings},
        "corners": _places(corners[:, 0], corners[:, 1]),
        "places": _settlements(whole),
        "crossings": _places(whole.streets.x, whole.streets.y),
        "roads": {
            "a": whole.streets.a,
            "b": whole.streets.b,
            "kind": whole.streets.kind,
            "metres": whole.streets.metres.round(1),
            "speed_kmh": np.array(SPEEDS_KMH)[whole.streets.kind],
        },
        "stations": _stations(whole, stations),
        "feeders": _feeders(whole, feeders),
        "devices": _devices(whole, feeders),
        "key_customers": _keys(whole),
        "estates": _estates(whole),
    }


def _places(x: Floats, y: Floats) -> Columns:
    lon, lat = degrees(x, y)
    return {"lon": lon, "lat": lat}


def _named(prefix: str, digits: int, names: list[Name]) -> Columns:
    return {
        "id": [f"{prefix}{row + 1:0{digits}d}" for row in range(len(names))],
        "name": [zh for zh, _ in names],
        "name_en": [en for _, en in names],
    }


def _station_names(whole: Prefecture) -> list[Name]:
    """110kV 南坑站, after the nearest settlement that no other station is called after."""
    x, y = whole.streets.x[whole.stations.crossing], whole.streets.y[whole.stations.crossing]
    taken = np.zeros(whole.places.count, bool)
    names: list[Name] = []
    for row, kv in enumerate(whole.stations.kv.tolist()):
        away = np.hypot(whole.places.x - x[row], whole.places.y - y[row])
        place = int(np.argmin(away + 1e9 * taken))
        taken[place] = True
        zh, en = whole.places.names[place]
        names.append((f"{kv:.0f}kV {zh}站", f"{kv:.0f} kV {en}"))
    return names


def _feeder_names(whole: Prefecture) -> list[Name]:
    """10kV 南坑甲线, after the settlement where most of its areas are."""
    line = np.array(whole.net.line)
    homes: list[int] = []
    for feeder in range(len(whole.supply.territories)):
        found = Counter(whole.areas.place[line == feeder].tolist())
        homes.append(min(found, key=lambda place: (-found[place], place)) if found else 0)
    counts, seen = Counter(homes), Counter[int]()
    names: list[Name] = []
    for home in homes:
        zh, en = in_series(whole.places.names[home], seen[home], counts[home])
        seen[home] += 1
        names.append((f"10kV {zh}线", f"10 kV {en}"))
    return names


def _area_names(whole: Prefecture) -> list[Name]:
    """南坑 03 公变; key customers and estates give theirs their own name."""
    own = dict(zip(whole.keys.area, whole.keys.names, strict=True))
    own |= dict(zip(whole.estates.area, whole.estates.names, strict=True))
    seen = Counter[int]()
    names: list[Name] = []
    for row, (place, owner) in enumerate(
        zip(whole.areas.place.tolist(), whole.areas.owner.tolist(), strict=True)
    ):
        kind, kind_en = ("专变", "private") if owner == OWNED else ("公变", "public")
        if row in own:
            zh, en = own[row]
            names.append((f"{zh}专变", f"{en}, private"))
            continue
        seen[place] += 1
        zh, en = whole.places.names[place]
        names.append((f"{zh} {seen[place]:02d} {kind}", f"{en} {seen[place]:02d} {kind_en}"))
    return names


def _nodes(whole: Prefecture, stations: list[Name]) -> Columns:
    nodes = whole.net.nodes
    area = np.array(nodes.area)
    loads = np.where(area >= 0, whole.areas.customers[area], 0)
    count = len(nodes.x)
    return {
        "id": [f"N{row + 1:06d}" for row in range(count)],
        "name": [stations[row][0] if row < len(stations) else "" for row in range(count)],
        "kv": nodes.kv,
        **_places(np.array(nodes.x), np.array(nodes.y)),
        "load_kw": np.where(area >= 0, whole.areas.kva[area] * KW_A_KVA, 0.0),
        "loads": loads,
        "source": nodes.source,
    }


def edge_columns(net: Net, digits: int) -> Columns:
    """Any net's edges. digits: of the numbers in the ids of its edges and nodes."""
    edges, devices = net.edges, net.devices
    switches = [""] * len(edges.a)
    for kind, edge in zip(devices.kind, devices.edge, strict=True):
        sign = ("CB", "LBS", "LBS", "FU", "LBS")[kind]
        switches[edge] = f"N{edges.a[edge] + 1:0{digits}d}:{sign}:{edges.closed[edge]}"
    return {
        "id": [f"L{row + 1:0{digits}d}" for row in range(len(edges.a))],
        "name": [""] * len(edges.a),
        "kind": edges.kind,
        "a": edges.a,
        "b": edges.b,
        "closed": edges.closed,
        "length_km": np.round(np.array(edges.metres) / 1000.0, 4),
        "switches": switches,
        "path": edges.path,
        "feeder": edges.feeder,
        "section": edges.section,
        "rank": edges.rank,
    }


def _areas(whole: Prefecture, names: list[Name]) -> Columns:
    areas, net = whole.areas, whole.net
    return {
        **_named("TA-", 5, names),
        **_places(areas.x, areas.y),
        "customers": areas.customers,
        "node": net.low,
        "feeder": [f"F{row + 1:04d}" for row in net.line],
        "owner": areas.owner,
        "kva": areas.kva,
        "line": net.line,
        "section": net.section,
        "cell": whole.cells.home,
        "place": areas.place,
    }


def _districts(whole: Prefecture, ring: list[int]) -> Columns:
    given = whole.ground.given.districts
    home = whole.cells.district[whole.cells.home]
    middles = [shapely.point_on_surface(outline) for outline in whole.ground.dry]
    return {
        "id": [district.id for district in given],
        "name": [district.name for district in given],
        "name_en": [district.name_en for district in given],
        **_places(np.array([p.x for p in middles]), np.array([p.y for p in middles])),
        "customers": np.bincount(home, whole.areas.customers, minlength=len(given)),
        "areas": np.bincount(home, minlength=len(given)),
        "ring": ring,
    }


def _cells(whole: Prefecture, ring: list[int]) -> Columns:
    cells, count = whole.cells, len(whole.cells.x)
    return {
        **_named("G", 4, cells.names),
        **_places(cells.x, cells.y),
        "district": cells.district,
        "town": _first_place(whole)[cells.town],
        "customers": np.bincount(cells.home, whole.areas.customers, minlength=count),
        "areas": np.bincount(cells.home, minlength=count),
        "ring": ring,
    }


def _first_place(whole: Prefecture) -> Ints:
    """The settlement that is each town's centre."""
    centres = np.flatnonzero(whole.places.kind == CENTRE)
    found = np.zeros(len(whole.ground.given.towns), np.int64)
    found[whole.places.town[centres]] = centres
    return found


def _rings(whole: Prefecture) -> tuple[list[int], Floats, list[int], list[int]]:
    """Where rings and corners begin: the districts' outlines, then the cells'."""
    rings: list[int] = []
    corners: list[Floats] = []
    count = 0
    begins: list[list[int]] = []
    for outlines in (whole.ground.dry, whole.cells.outlines):
        begins.append([])
        for outline in outlines:
            begins[-1].append(len(rings))
            for part in shapely.get_parts(outline):
                rings.append(count)
                corners.append(shapely.get_coordinates(shapely.get_exterior_ring(part)))
                count += len(corners[-1])
    return rings, np.concatenate(corners), begins[0], begins[1]


def _settlements(whole: Prefecture) -> Columns:
    places, towns = whole.places, whole.ground.given.towns
    centre = places.kind == CENTRE
    names = [
        (towns[town].name, towns[town].name_en) if first else name
        for town, first, name in zip(places.town.tolist(), centre.tolist(), places.names, strict=True)
    ]
    kinds = {COMMUNITY: PLACE_KINDS.index("community"), VILLAGE: PLACE_KINDS.index("village")}
    kind = [
        TOWN_KINDS.index(towns[town].kind) if first else kinds[kind]
        for town, first, kind in zip(places.town.tolist(), centre.tolist(), places.kind.tolist(), strict=True)
    ]
    lived = np.bincount(whole.areas.place, whole.areas.customers, minlength=places.count)
    return {
        **_named("P", 4, names),
        "kind": kind,
        **_places(places.x, places.y),
        "district": whole.ground.town_district[places.town],
        "town": _first_place(whole)[places.town],
        "customers": lived,
    }


def _stations(whole: Prefecture, names: list[Name]) -> Columns:
    crossing = whole.stations.crossing
    return {
        **_named("S", 3, names),
        "kv": whole.stations.kv,
        "mva": whole.stations.mva,
        **_places(whole.streets.x[crossing], whole.streets.y[crossing]),
        "district": _district_at(whole, whole.streets.x[crossing], whole.streets.y[crossing]),
        "node": whole.net.busbars,
    }


def _district_at(whole: Prefecture, x: Floats, y: Floats) -> Ints:
    found = np.full(len(x), -1, np.int64)
    for row, dry in enumerate(whole.ground.dry):
        found[shapely.contains_xy(dry, x, y) & (found < 0)] = row
    return found


def _feeders(whole: Prefecture, names: list[Name]) -> Columns:
    count = len(names)
    line = np.array(whole.net.line)
    edges = whole.net.edges
    lines = np.array(edges.closed) * (np.array(edges.kind) == 0)
    urban = np.bincount(line, whole.places.kind[whole.areas.place] != VILLAGE, minlength=count)
    areas = np.bincount(line, minlength=count)
    share = urban / np.maximum(areas, 1)
    return {
        **_named("F", 4, names),
        "station": [territory.station for territory in whole.supply.territories],
        "kind": np.where(share >= CABLE_SHARE, 2, np.where(share >= OVERHEAD_SHARE, 1, 0)),
        "length_km": np.round(
            np.bincount(np.array(edges.feeder), np.array(edges.metres) * lines, minlength=count) / 1000.0, 3
        ),
        "customers": np.bincount(line, whole.areas.customers, minlength=count),
        "areas": areas,
        "sections": [trunk.count for trunk in whole.trunks],
        "edge": whole.net.first_edge,
    }


def _devices(whole: Prefecture, feeders: list[Name]) -> Columns:
    devices = whole.net.devices
    names: list[Name] = []
    for kind, feeder, number in zip(devices.kind, devices.feeder, devices.number, strict=True):
        (zh, en), (line, line_en) = DEVICE_NAMES[kind], feeders[feeder]
        names.append((f"{line} {number} 号{zh}" if kind else f"{line} {zh}", f"{line_en} {en} {number}"))
    edges = whole.net.edges
    return {
        **_named("D", 5, names),
        "kind": devices.kind,
        "closed": [edges.closed[edge] for edge in devices.edge],
        "edge": devices.edge,
        "feeder": devices.feeder,
        "other": devices.other,
        "section": devices.section,
        **_places(np.array([p[0] for p in devices.at]), np.array([p[1] for p in devices.at])),
    }


def _keys(whole: Prefecture) -> Columns:
    keys = whole.keys
    return {
        **_named("K", 4, keys.names),
        "kind": [KEY_KINDS.index(KINDS[kind][0]) for kind in keys.kind],
        "area": keys.area,
        **_places(whole.areas.x[keys.area], whole.areas.y[keys.area]),
    }


def _estates(whole: Prefecture) -> Columns:
    estates = whole.estates
    return {
        **_named("E", 4, estates.names),
        "area": estates.area,
        "households": estates.households,
        **_places(whole.areas.x[estates.area], whole.areas.y[estates.area]),
    }
