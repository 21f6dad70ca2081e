"""What an atlas may hold: tables, their columns, what points where, and what an older atlas may lack.

kv, kva, mva, load_kw, length_km, metres, speed_kmh: as named. lon, lat: degrees WGS-84. A number that is the
row of another table is named in ``POINTERS``; -1 is "none" or "not known". What a newer atlas has beyond
these is kept and passed over; a kind beyond the words known here is one of a newer atlas.
"""

from collections.abc import Mapping

TEXT = "text"

SCHEMA: Mapping[str, Mapping[str, str]] = {
    "nodes": {
        "id": TEXT,
        "name": TEXT,
        "kv": "f4",
        "lon": "f8",
        "lat": "f8",
        "load_kw": "f4",
        "loads": "i4",
        "source": "u1",
        "block": "i4",  # nodes of one mesh have one number; -1: in no mesh
    },
    "edges": {
        "id": TEXT,
        "name": TEXT,
        "kind": "u1",  # of EDGE_KINDS
        "a": "i4",
        "b": "i4",
        "closed": "u1",
        "length_km": "f4",
        "switches": TEXT,
        "path": "i4",  # where its points begin; they end where the next edge's begin
        "feeder": "i4",
        "section": "i4",  # of its feeder, 0 nearest to the station; a lateral has that of its trunk
        "rank": "u1",  # of EDGE_RANKS
    },
    "points": {"lon": "f8", "lat": "f8"},
    "areas": {
        "id": TEXT,
        "name": TEXT,
        "lon": "f8",
        "lat": "f8",
        "customers": "i4",
        "node": "i4",
        "feeder": TEXT,
        "name_en": TEXT,
        "owner": "u1",  # of OWNERS
        "kva": "f4",
        "line": "i4",  # its feeder's row
        "section": "i4",
        "cell": "i4",
        "place": "i4",
    },
    "districts": {
        "id": TEXT,
        "name": TEXT,
        "name_en": TEXT,
        "lon": "f8",
        "lat": "f8",
        "customers": "i4",
        "areas": "i4",
        "ring": "i4",  # where its rings begin; they end where the next district's begin
    },
    "cells": {
        "id": TEXT,
        "name": TEXT,
        "name_en": TEXT,
        "lon": "f8",
        "lat": "f8",
        "district": "i4",
        "town": "i4",
        "customers": "i4",
        "areas": "i4",
        "ring": "i4",
    },
    "rings": {"corner": "i4"},  # first the districts', then the cells'; where its corners begin
    "corners": {"lon": "f8", "lat": "f8"},
    "places": {
        "id": TEXT,
        "name": TEXT,
        "name_en": TEXT,
        "kind": "u1",  # of PLACE_KINDS
        "lon": "f8",
        "lat": "f8",
        "district": "i4",
        "town": "i4",  # the place that is its town's centre; a town is its own
        "customers": "i4",
    },
    "crossings": {"lon": "f8", "lat": "f8"},
    "roads": {"a": "i4", "b": "i4", "kind": "u1", "metres": "f4", "speed_kmh": "f4"},
    "stations": {
        "id": TEXT,
        "name": TEXT,
        "name_en": TEXT,
        "kv": "f4",
        "mva": "f4",
        "lon": "f8",
        "lat": "f8",
        "district": "i4",
        "node": "i4",  # its 10 kV busbar
    },
    "feeders": {
        "id": TEXT,
        "name": TEXT,
        "name_en": TEXT,
        "station": "i4",
        "kind": "u1",  # of FEEDER_KINDS
        "length_km": "f4",
        "customers": "i4",
        "areas": "i4",
        "sections": "i4",
        "edge": "i4",  # where its edges begin; they end where the next feeder's begin
    },
    "devices": {
        "id": TEXT,
        "name": TEXT,
        "kind": "u1",  # of DEVICE_KINDS
        "closed": "u1",
        "edge": "i4",  # the edge that it opens, at one of its ends
        "feeder": "i4",
        "other": "i4",  # of a tie: the feeder beyond it
        "name_en": TEXT,
        "section": "i4",  # that begins behind it
        "lon": "f8",
        "lat": "f8",
    },
    "key_customers": {
        "id": TEXT,
        "name": TEXT,
        "name_en": TEXT,
        "kind": "u1",  # of KEY_KINDS
        "area": "i4",
        "lon": "f8",
        "lat": "f8",
    },
    "estates": {  # housing estates not yet taken over (未移交小区)
        "id": TEXT,
        "name": TEXT,
        "name_en": TEXT,
        "area": "i4",
        "households": "i4",
        "lon": "f8",
        "lat": "f8",
    },
}

CORE = ("nodes", "edges", "points", "areas")
"""Tables that every atlas has; one that lacks another of ``SCHEMA`` has it empty."""

MAY_LACK: Mapping[str, Mapping[str, int | str]] = {
    "nodes": {"block": -1},
    "edges": {"feeder": -1, "section": -1, "rank": 0},
    "areas": {"name_en": "", "owner": 0, "kva": 0, "line": -1, "section": -1, "cell": -1, "place": -1},
}
"""Columns that came later, and what stands in them where an atlas lacks them."""

EDGE_KINDS = ("line", "trafo", "switch")
EDGE_RANKS = ("unknown", "trunk", "lateral", "tie")
OWNERS = ("unknown", "public", "customer")
"""Whose transformer: 公变 (public), 专变 (the customer's own)."""
PLACE_KINDS = ("seat", "street", "town", "zone", "community", "village")
ROAD_KINDS = ("motorway", "trunk", "county", "arterial", "street", "village", "lane", "ferry")
FEEDER_KINDS = ("overhead", "mixed", "cable", "unknown")
DEVICE_KINDS = ("breaker", "switch", "lateral_switch", "fuse", "tie")
KEY_KINDS = (
    "hospital",
    "school",
    "water",
    "drainage",
    "government",
    "station",
    "telecom",
    "rescue",
    "care_home",
    "broadcast",
)

POINTERS: tuple[tuple[str, str, str, int], ...] = (
    ("edges", "a", "nodes", 0),
    ("edges", "b", "nodes", 0),
    ("edges", "feeder", "feeders", -1),
    ("areas", "node", "nodes", -1),
    ("areas", "line", "feeders", -1),
    ("areas", "cell", "cells", -1),
    ("areas", "place", "places", -1),
    ("cells", "district", "districts", -1),
    ("cells", "town", "places", -1),
    ("places", "district", "districts", -1),
    ("places", "town", "places", -1),
    ("roads", "a", "crossings", 0),
    ("roads", "b", "crossings", 0),
    ("stations", "district", "districts", -1),
    ("stations", "node", "nodes", -1),
    ("feeders", "station", "stations", -1),
    ("devices", "edge", "edges", -1),
    ("devices", "feeder", "feeders", -1),
    ("devices", "other", "feeders", -1),
    ("key_customers", "area", "areas", -1),
    ("estates", "area", "areas", -1),
)
"""Table, column, the table that it points into, and the least that it may be."""

RUNS: tuple[tuple[str, str, str], ...] = (
    ("edges", "path", "points"),
    ("districts", "ring", "rings"),
    ("cells", "ring", "rings"),
    ("rings", "corner", "corners"),
    ("feeders", "edge", "edges"),
)
"""Table, column, table: where a row's run begins; it ends where the next row's does. They rise."""
