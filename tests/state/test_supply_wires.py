"""The wires of an atlas hold together: what lies behind a device is what the map's own walk found."""

from tests.widgets.map.small_city import small_city
from wallboard.state.supply_wires import supply_network, wires_of


def test_that_every_area_of_the_city_is_fed_and_named() -> None:
    atlas = small_city()
    network = supply_network(atlas)
    assert set(network.tour.areas.tolist()) == {0, 1}
    assert network.area_rows == {"A0": 0, "A1": 1}
    assert len(wires_of(atlas).device_kind) == atlas.tables["devices"].rows


def test_that_a_feeders_breaker_has_all_of_it_behind_it() -> None:
    network = supply_network(small_city())
    edge = int(network.wires.device_edge[network.device_rows["D1"]])
    assert sorted(network.tour.areas_below(edge).tolist()) == [0, 1]
    assert network.tour.customers_below(edge) == int(network.wires.customers.sum())
