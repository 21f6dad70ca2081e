"""The atlas on the map plane: what lies where, and which row it belongs to."""

import numpy as np
import pytest

from tests.state.test_atlas import TABLES
from tests.widgets.map.small_city import LAT, LON, STEP, small_city
from wallboard.state.atlas import pack, unpack
from widgets.map.network_map import NetworkMap
from widgets.map.projection import degree_box


def test_that_every_edge_gives_its_pieces() -> None:
    lines = NetworkMap(small_city()).lines
    assert lines.owner.tolist() == list(range(8))
    box = degree_box(LON, LAT, LON + STEP, LAT + STEP)
    assert lines.ends[0] == pytest.approx([box.left, box.bottom, box.right, box.bottom])


def test_that_an_edge_without_points_gives_no_piece() -> None:
    assert NetworkMap(unpack(pack("town", "", TABLES))).lines.owner.tolist() == [0]


def test_that_pieces_are_told_apart_by_rank() -> None:
    network = NetworkMap(small_city())
    assert [network.pieces(rank).tolist() for rank in (1, 2, 3)] == [[0, 1, 2], [3, 4, 5, 6], [7]]


def test_that_only_what_touches_a_view_is_within_it() -> None:
    lines = NetworkMap(small_city()).lines
    west = degree_box(LON - 0.001, LAT - 0.001, LON + STEP / 2, LAT + STEP / 2)
    assert lines.within(west).tolist() == [0]


def test_that_rings_are_closed_and_belong_to_their_rows() -> None:
    network = NetworkMap(small_city())
    for rings in (network.districts, network.cells):
        assert rings.owner.tolist() == [0]
        assert len(rings.parts[0]) == 5
        assert np.array_equal(rings.parts[0][0], rings.parts[0][-1])


def test_that_names_are_in_the_viewers_language_where_there_are_any() -> None:
    network = NetworkMap(small_city())
    assert (network.name("stations", 0, "zh"), network.name("stations", 0, "en")) == ("S1名", "S1e")


def test_that_an_atlas_without_areas_is_looked_at_by_its_lines() -> None:
    box = NetworkMap(unpack(pack("town", "", TABLES))).box
    expected = degree_box(112.7, 22.1, 112.75, 22.15)
    assert box is not None
    assert (box.left, box.top) == pytest.approx((expected.left, expected.top))
