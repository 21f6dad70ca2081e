"""An outage's device says which lines and areas have no supply."""

from typing import Any

import numpy as np
import pytest

from tests.widgets.map.small_city import small_city
from wallboard.domain.rows import Outage
from wallboard.domain.terms import DeviceKind
from wallboard.state.reach import Reach, reach_of
from wallboard.state.supply_wires import supply_network


def reached(kind: DeviceKind, device: str = "", **words: Any) -> tuple[list[int], list[int]]:
    outage = Outage(id="o", source="s", device_kind=kind, device=device, **words)
    edges, areas = Reach(small_city()).of(outage)
    return edges.tolist(), areas.tolist()


@pytest.mark.parametrize(
    ("device", "edges", "areas"),
    [
        ("D1", [0, 1, 2, 3, 4, 5, 6], [0, 1]),
        ("D2", [1, 2, 5, 6], [1]),
        ("D3", [5, 6], [1]),
    ],
)
def test_that_what_lies_behind_a_device_is_dead(device: str, edges: list[int], areas: list[int]) -> None:
    assert reached(DeviceKind.SWITCH, device) == (edges, areas)


def test_that_a_tie_feeds_nothing_while_it_is_open() -> None:
    assert reached(DeviceKind.SWITCH, "D4")[1] == []


def test_that_a_feeder_is_known_by_id_and_by_name() -> None:
    whole = (list(range(8)), [0, 1])
    assert reached(DeviceKind.FEEDER, "F1") == whole
    assert reached(DeviceKind.FEEDER, feeder="F1名") == whole
    assert reached(DeviceKind.SUBSTATION, device_name="S1名") == whole


def test_that_an_area_is_itself_and_no_line() -> None:
    assert reached(DeviceKind.TRANSFORMER_AREA, "A1") == ([], [1])


@pytest.mark.parametrize(
    ("kind", "device", "edges"),
    [
        (DeviceKind.SWITCH, "D2", [1, 0]),
        (DeviceKind.LATERAL, "D3", [5, 1, 0]),
        (DeviceKind.TRANSFORMER_AREA, "A0", [4, 3, 0]),
        (DeviceKind.SERVICE, "A1", [6, 5, 1, 0]),
        (DeviceKind.FEEDER, "F1", []),
        (DeviceKind.SWITCH, "?", []),
    ],
)
def test_that_above_a_device_is_its_way_to_the_station(
    kind: DeviceKind, device: str, edges: list[int]
) -> None:
    outage = Outage(id="o", source="s", device_kind=kind, device=device)
    assert Reach(small_city()).above(outage).tolist() == edges


@pytest.mark.parametrize("kind", list(DeviceKind))
def test_that_a_device_that_the_atlas_does_not_know_is_nowhere(kind: DeviceKind) -> None:
    edges, areas = Reach(small_city()).of(Outage(id="o", source="s", device_kind=kind, device="?"))
    assert (len(edges), len(areas)) == (0, 0)


def test_that_what_was_found_once_is_remembered() -> None:
    reach = Reach(small_city())
    assert reach.behind(1)[0] is reach.behind(1)[0]
    assert np.array_equal(reach.behind(1)[0], [1, 2, 5, 6])


def test_that_a_feeder_alone_says_what_the_whole_network_says() -> None:
    """One home for what is behind a device: the map's and the judgement's answers are the same."""
    atlas = small_city()
    reach, network = Reach(atlas), supply_network(atlas)
    for device, edge in enumerate(network.wires.device_edge.tolist()):
        assert set(reach.behind(device)[1].tolist()) == set(network.tour.areas_below(edge).tolist())


def test_that_all_who_ask_of_one_atlas_share_what_was_looked_up() -> None:
    atlas = small_city()
    found = reach_of(atlas)
    assert reach_of(atlas) is found
    assert reach_of(small_city()) is not found
    found.ready()
    made = vars(found)
    assert {"devices", "areas", "feeders", "stations"} <= made.keys(), "nothing is left for a tick to make"
