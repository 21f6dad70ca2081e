"""Feeders, sections and spreads of a network, counted by hand."""

import pytest

from wallboard.state.atlas import Atlas, pack, unpack
from wallboard.state.network_figures import figures_of, spread

NODES = ["H", "B", "B2", "P1", "P2", "P3", "Q1", "L1", "L2", "L3"]
KV = [110, 10, 10, 10, 10, 10, 10, 0.4, 0.4, 0.4]
EDGES = [
    # id, kind, a, b, closed, km, switches
    ("T0", 1, "H", "B", 1, 0, ""),
    ("S0", 2, "B", "B2", 1, 0, ""),  # two sections of one busbar
    ("A1", 0, "B", "P1", 1, 1.0, "B:CB:1"),
    ("A2", 0, "P1", "P2", 1, 2.0, "P1:LBS:1"),
    ("A3", 0, "P2", "P3", 1, 0.5, "P2:FU:1"),
    ("C1", 0, "B2", "Q1", 1, 4.0, "B2:CB:1"),
    ("TI", 2, "P3", "Q1", 0, 0, "P3:LBS:0"),
    ("T1", 1, "P1", "L1", 1, 0, ""),
    ("T2", 1, "P3", "L2", 1, 0, ""),
    ("T3", 1, "Q1", "L3", 1, 0, ""),
]


def atlas() -> Atlas:
    count = len(NODES)
    nodes = {
        "id": NODES,
        "name": [""] * count,
        "kv": KV,
        "lon": [112.0] * count,
        "lat": [22.0] * count,
        "load_kw": [0.0] * count,
        "loads": [0] * count,
        "source": [1] + [0] * (count - 1),
    }
    names, kinds, a, b, closed, km, switches = zip(*EDGES, strict=True)
    edges = {
        "id": names,
        "name": [""] * len(EDGES),
        "kind": kinds,
        "a": [NODES.index(node) for node in a],
        "b": [NODES.index(node) for node in b],
        "closed": closed,
        "length_km": km,
        "switches": switches,
        "path": [0] * len(EDGES),
    }
    areas = {
        "id": ["a", "b", "c"],
        "name": ["", "", ""],
        "lon": [112.0] * 3,
        "lat": [22.0] * 3,
        "customers": [100, 1, 50],
        "node": [7, 8, 9],
        "feeder": [""] * 3,
    }
    return unpack(pack("t", "", {"nodes": nodes, "edges": edges, "areas": areas}))


def test_that_feeders_are_what_is_left_without_the_busbars() -> None:
    found = figures_of(atlas())
    assert (found.nodes, found.edges, found.areas, found.customers) == (10, 10, 3, 151)
    assert (found.feeders, found.km, found.open_points, found.meshed_nodes) == (2, 7.5, 1, 0)
    assert found.km_a_feeder == spread([3.5, 4.0])
    assert found.areas_a_feeder == spread([2, 1])
    assert found.customers_an_area == spread([100, 50]), "an owner's own area serves one"


def test_that_switches_part_sections_and_fuses_do_not() -> None:
    assert figures_of(atlas()).sections_a_feeder == spread([2, 1])


def test_that_nothing_has_a_spread_of_zeros() -> None:
    assert spread([]) == (0.0, 0.0, 0.0)
    nothing = figures_of(unpack(pack("t", "", {})))
    assert (nothing.feeders, nothing.km, nothing.areas_a_feeder) == (0, 0, (0.0, 0.0, 0.0))


@pytest.mark.parametrize(
    ("name", "feeders", "areas"), [("oberrhein_schutterwald", 4, 143), ("simbench_mvlv_urban", 11, 133)]
)
def test_that_real_networks_have_their_feeders(shared, name: str, feeders: int, areas: int) -> None:
    from feeds.network_csv import load_network

    found = figures_of(unpack(load_network(shared / "data" / "networks" / name)[0]))
    assert found.feeders == feeders
    low, middle, high = found.areas_a_feeder
    assert low <= areas / feeders <= high and low <= middle <= high
