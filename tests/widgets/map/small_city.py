"""A network small enough to know by heart: a station, one feeder of three sections, two laterals, a tie.

S --E0-- N1 --E1-- N2 --E2-- N3        trunk, west to east, sections 0, 1, 2; a tie E7 from N3
          |         |
          E3        E5                  laterals to the north, each with its transformer (E4, E6)
          N4 =A0    N5 =A1
"""

from wallboard.state.atlas import Atlas, pack, unpack

LON, LAT = 113.0, 22.5
STEP = 0.01
"""Degrees between two neighbouring nodes."""

NODES = [(0, 0, 10.0), (1, 0, 10.0), (2, 0, 10.0), (3, 0, 10.0), (1, 1, 10.0), (2, 1, 10.0)]
NODES += [(1, 1, 0.4), (2, 1, 0.4), (4, 0, 10.0)]
"""Column, row and kV of each."""

EDGES = [(0, 1, 0, 0, 1), (1, 2, 0, 1, 1), (2, 3, 0, 2, 1), (1, 4, 0, 0, 2), (4, 6, 1, 0, 2)]
EDGES += [(2, 5, 0, 1, 2), (5, 7, 1, 1, 2), (3, 8, 2, -1, 3)]
"""Ends, kind, section and rank of each."""

DEVICES = [
    ("D1", "breaker", 0, 0, 0),
    ("D2", "switch", 1, 1, 1),
    ("D3", "fuse", 3, 5, 1),
    ("D4", "tie", 4, 7, -1),
]
"""Id, name, kind, edge and section behind it."""


def named(*ids: str) -> dict[str, list[str]]:
    """Ids with a Chinese and an English name each."""
    return {"id": list(ids), "name": [f"{i}名" for i in ids], "name_en": [f"{i}e" for i in ids]}


def small_city() -> Atlas:
    """The atlas."""
    lon, lat = ([base + STEP * node[axis] for node in NODES] for axis, base in ((0, LON), (1, LAT)))
    points = [node for a, b, *_ in EDGES for node in (a, b)]
    square = [(-1, -1), (5, -1), (5, 2), (-1, 2)]
    corners = square * 2
    tables = {
        "nodes": {
            "id": [f"N{i}" for i in range(9)],
            "name": [""] * 9,
            "kv": [kv for _, _, kv in NODES],
            "lon": lon,
            "lat": lat,
            "load_kw": [0.0] * 9,
            "loads": [0] * 9,
            "source": [1] + [0] * 8,
        },
        "edges": {
            "id": [f"E{i}" for i in range(8)],
            "name": [""] * 8,
            "kind": [e[2] for e in EDGES],
            "a": [e[0] for e in EDGES],
            "b": [e[1] for e in EDGES],
            "closed": [1] * 7 + [0],
            "length_km": [1.0] * 8,
            "switches": [""] * 8,
            "path": [2 * i for i in range(8)],
            "feeder": [0] * 8,
            "section": [e[3] for e in EDGES],
            "rank": [e[4] for e in EDGES],
        },
        "points": {"lon": [lon[n] for n in points], "lat": [lat[n] for n in points]},
        "areas": {
            **named("A0", "A1"),
            "lon": [lon[4], lon[5]],
            "lat": [lat[4], lat[5]],
            "customers": [120, 1],
            "node": [6, 7],
            "feeder": ["F1", "F1"],
            "owner": [1, 2],
            "kva": [400.0, 630.0],
            "line": [0, 0],
            "section": [0, 1],
            "cell": [0, 0],
            "place": [0, 0],
        },
        "districts": {
            **named("X1"),
            "lon": [LON],
            "lat": [LAT],
            "customers": [121],
            "areas": [2],
            "ring": [0],
        },
        "cells": {
            **named("G1"),
            "lon": [LON],
            "lat": [LAT],
            "district": [0],
            "town": [0],
            "customers": [121],
            "areas": [2],
            "ring": [1],
        },
        "rings": {"corner": [0, 4]},
        "corners": {"lon": [LON + STEP * x for x, _ in corners], "lat": [LAT + STEP * y for _, y in corners]},
        "places": {
            **named("P1", "P2"),
            "kind": [0, 5],
            "lon": [lon[0], lon[5]],
            "lat": [lat[0], lat[5]],
            "district": [0, 0],
            "town": [0, 0],
            "customers": [100, 21],
        },
        "crossings": {"lon": lon[:4], "lat": lat[:4]},
        "roads": {
            "a": [0, 1, 2],
            "b": [1, 2, 3],
            "kind": [0, 2, 6],
            "metres": [1000.0] * 3,
            "speed_kmh": [60.0] * 3,
        },
        "stations": {
            **named("S1"),
            "kv": [110.0],
            "mva": [50.0],
            "lon": [lon[0]],
            "lat": [lat[0]],
            "district": [0],
            "node": [0],
        },
        "feeders": {
            **named("F1"),
            "station": [0],
            "kind": [0],
            "length_km": [5.0],
            "customers": [121],
            "areas": [2],
            "sections": [3],
            "edge": [0],
        },
        "devices": {
            **named(*(d[0] for d in DEVICES)),
            "kind": [d[2] for d in DEVICES],
            "closed": [1, 1, 1, 0],
            "edge": [d[3] for d in DEVICES],
            "feeder": [0] * 4,
            "other": [-1] * 4,
            "section": [d[4] for d in DEVICES],
            "lon": [lon[0], lon[1], lon[2], lon[3]],
            "lat": [lat[0]] * 4,
        },
        "key_customers": {**named("K1"), "kind": [0], "area": [0], "lon": [lon[4]], "lat": [lat[4]]},
    }
    return unpack(pack("small city", "© Small", tables))
