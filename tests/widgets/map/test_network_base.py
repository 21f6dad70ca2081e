"""The network of an atlas belongs to the room's base map, and says whose it is."""

from tests.state.test_atlas import TABLES
from tests.widgets.map.small_city import small_city
from wallboard.state.atlas import pack, unpack
from widgets.map.base_map import BaseMap
from widgets.map.geojson import GeometryLayer
from widgets.map.network_base import with_network


def test_that_whose_network_it_is_stands_on_the_map() -> None:
    base = with_network(BaseMap(notes=("© Land",)), small_city())
    assert base.notes == ("© Land", "© Small")
    assert not base.empty
    assert not base.bare


def test_that_an_owner_is_named_once() -> None:
    base = with_network(BaseMap(notes=("© Land · © Small",)), small_city())
    assert base.notes == ("© Land · © Small",)


def test_that_the_room_looks_at_its_network() -> None:
    base = with_network(BaseMap(), small_city())
    assert base.network is not None
    assert base.box() == base.network.box


def test_that_an_atlas_is_laid_out_once() -> None:
    atlas = small_city()
    assert with_network(BaseMap(), atlas).network is with_network(BaseMap(), atlas).network


def test_that_a_network_without_places_draws_nothing() -> None:
    edges = {**TABLES["edges"], "path": [0, 0]}
    atlas = unpack(pack("town", "", {"nodes": TABLES["nodes"], "edges": edges}))
    assert with_network(BaseMap(), atlas) == with_network(BaseMap(), None) == BaseMap()


def test_that_the_districts_of_a_network_stand_in_for_a_file_of_them() -> None:
    base = with_network(BaseMap(), small_city())
    assert base.network is not None
    (layer,) = base.of("district")
    assert len(layer.shapes) == len(set(base.network.districts.owner.tolist()))
    own = BaseMap((GeometryLayer("district", "own", (), None),))
    assert [layer.file for layer in with_network(own, small_city()).of("district")] == ["own"]
