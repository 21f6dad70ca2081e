"""Ways over the roads, against an independent library (d.114)."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallboard.rules.dispatch.roads import FLOW, OFF_ROAD_MPS, Roads, Ways, between

LON = np.array([113.00, 113.01, 113.02, 113.02, 113.50])
LAT = np.array([22.50, 22.50, 22.50, 22.51, 22.90])
A, B = np.array([0, 1, 2, 0]), np.array([1, 2, 3, 1])
METRES, KMH = np.array([1000.0, 1000.0, 1100.0, 400.0]), np.array([60.0, 60.0, 30.0, 60.0])


def street() -> Roads:
    """Four crossings in a row, the first two joined twice; a fifth that no road leads to."""
    return Roads(LON, LAT, A, B, METRES, KMH)


def test_that_the_quicker_of_two_roads_between_the_same_crossings_is_driven() -> None:
    assert street().trees(np.array([0]))[0][1] == pytest.approx(400 / (60 / 3.6 * FLOW))


def test_that_roads_are_driven_both_ways() -> None:
    ways = street().trees(np.arange(4))
    assert ways[:, :4] == pytest.approx(ways[:, :4].T)


def test_that_a_place_is_reached_from_its_nearest_crossing_that_hangs_together_with_the_others() -> None:
    rows, seconds = street().nearest(np.array([113.5, np.nan]), np.array([22.9, 22.5]))
    assert rows.tolist() == [3, -1], "the crossing without a road is nearer and leads nowhere"
    assert seconds[0] > 40_000 / OFF_ROAD_MPS
    assert seconds[1] == np.inf


def test_that_a_crew_beyond_a_shut_road_has_no_way_and_the_others_keep_theirs() -> None:
    shut = street().without([1])
    ways = Ways(shut).to(113.0, 22.5, LON[:4], LAT[:4])
    assert np.isinf(ways).tolist() == [False, False, True, True]


def test_that_an_atlas_without_roads_reaches_nobody() -> None:
    nothing = np.empty(0)
    none = Roads(nothing, nothing, np.empty(0, np.int64), np.empty(0, np.int64), nothing, nothing)
    assert Ways(none).to(113.0, 22.5, np.array([113.0]), np.array([22.5])).tolist() == [np.inf]


def test_that_only_so_many_trees_are_kept_and_the_oldest_goes() -> None:
    ways = Ways(street(), most=2)
    first = ways.tree(0)
    assert ways.tree(0) is first
    for crossing in (1, 2):
        ways.tree(crossing)
    assert ways.tree(0) is not first
    assert ways.tree(0).tolist() == first.tolist()


def test_that_an_order_is_as_far_from_a_crew_as_the_crew_from_the_order() -> None:
    roads = street()
    ones, others = np.array([0, 3, -1, 0]), np.array([1, 2])
    there = between(roads, ones, others)
    assert there == pytest.approx(between(roads, others, ones).T)
    assert np.isinf(there[2]).all(), "a place that nobody knows is not near"


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 25), st.data())
def test_that_ways_are_those_of_an_independent_library(n: int, data: st.DataObject) -> None:
    rows = st.integers(0, n - 1)
    edges = data.draw(
        st.lists(st.tuples(rows, rows, st.integers(1, 9000), st.sampled_from([15, 30, 60, 90])), max_size=60)
    )
    a, b, metres, kmh = (np.array(column) for column in zip(*edges, strict=True)) if edges else (A[:0],) * 4
    lon = np.linspace(113.0, 113.2, n)
    roads = Roads(lon, np.full(n, 22.5), a, b, metres.astype(float), kmh.astype(float))
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    for one, other, far, fast in edges:
        took = far / (fast / 3.6 * FLOW)
        if one != other and took < graph.get_edge_data(one, other, {"s": np.inf})["s"]:
            graph.add_edge(one, other, s=took)
    start = data.draw(rows)
    theirs = nx.single_source_dijkstra_path_length(graph, start, weight="s")
    ours = roads.trees(np.array([start]))[0]
    assert {row for row in range(n) if np.isfinite(ours[row])} == set(theirs)
    for row, seconds in theirs.items():
        assert ours[row] == pytest.approx(seconds)


def test_that_a_closure_shuts_the_road_whose_ends_it_names_and_the_one_beside_it() -> None:
    ends = [LON[0], LAT[0], LON[1], LAT[1]]
    beside = sorted(street().lying(np.array([ends])))
    turned = sorted(street().lying(np.array([[*ends[2:], *ends[:2]]])))
    pairs = {tuple(sorted((int(street().a[row]), int(street().b[row])))) for row in beside}
    assert beside == turned and len(beside) == 2 and pairs == {(0, 1)}, "the first two are joined twice"


def test_that_a_closure_of_one_place_shuts_the_road_that_leads_through_it() -> None:
    lon, lat = LON[1] + 0.3 * (LON[2] - LON[1]), LAT[1] + 0.3 * (LAT[2] - LAT[1])
    (row,) = street().lying(np.array([[lon, lat, lon, lat]]))
    assert {int(street().a[row]), int(street().b[row])} == {1, 2}


def test_that_a_closure_with_no_road_near_shuts_none() -> None:
    assert street().lying(np.array([[120.0, 30.0, 120.0, 30.0]])) == frozenset()
    assert street().lying(np.empty((0, 4))) == frozenset()


def test_that_a_way_leads_from_the_crew_over_every_crossing_between_to_the_place() -> None:
    (line,) = Ways(street()).lines(LON[0], LAT[0], LON[3:4], LAT[3:4])
    assert line.tolist() == [[LON[row], LAT[row]] for row in (3, 3, 2, 1, 0, 0)]


def test_that_where_no_way_leads_there_is_no_line() -> None:
    shut = Ways(street().without([1]))
    assert [len(line) for line in shut.lines(LON[0], LAT[0], LON[1:4], LAT[1:4])][1:] == [0, 0]
