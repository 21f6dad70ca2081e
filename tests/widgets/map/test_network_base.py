"""The network of an atlas lies on the map where its points say."""

import pytest

from tests.state.test_atlas import TABLES
from wallboard.state.atlas import pack, unpack
from widgets.map.base_map import BaseMap
from widgets.map.network_base import network_layer, with_network
from widgets.map.projection import degree_box


def test_that_edges_with_a_geometry_are_drawn() -> None:
    layer = network_layer(unpack(pack("town", "© Town", TABLES)))
    assert layer is not None
    assert layer.role == "feeder"
    assert [part.shape for part in layer.shapes[0].parts] == [(2, 2)], "T1 has no points: it is no line"
    expected = degree_box(112.7, 22.1, 112.75, 22.15)
    assert layer.box is not None
    assert (layer.box.left, layer.box.top) == pytest.approx((expected.left, expected.top))


def test_that_whose_network_it_is_stands_on_the_map() -> None:
    base = with_network(BaseMap(notes=("© Land",)), unpack(pack("town", "© Town", TABLES)))
    assert base.notes == ("© Land", "© Town")
    assert not base.empty


def test_that_a_network_without_places_draws_nothing() -> None:
    edges = {**TABLES["edges"], "path": [0, 0]}
    atlas = unpack(pack("town", "", {"nodes": TABLES["nodes"], "edges": edges}))
    assert with_network(BaseMap(), atlas) == with_network(BaseMap(), None) == BaseMap()
