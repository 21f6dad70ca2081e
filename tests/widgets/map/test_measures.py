"""Cells are filled by what is asked for, counted over their areas."""

import typing

import pytest

from tests.widgets.map.small_city import small_city
from widgets.map.cell_fills import EVERY
from widgets.map.map_view import MapOptions
from widgets.map.measures import MEASURES
from widgets.map.network_map import NetworkMap
from widgets.map.supply import DARK, GENERATOR, RESTORED, UNKNOWN, SupplyBook
from widgets.text import Text


@pytest.mark.parametrize(
    ("state", "share"), [(DARK, 120 / 121), (UNKNOWN, 120 / 121), (RESTORED, 0), (GENERATOR, 0)]
)
def test_that_customers_out_are_counted_by_state(state: int, share: float) -> None:
    network = NetworkMap(small_city())
    supply = SupplyBook(network)
    supply.areas[0] = state
    assert MEASURES["out_share"](network, supply).tolist() == pytest.approx([share])
    assert (MEASURES["out"](network, supply)[0] > 0) == (share > 0)


@pytest.mark.parametrize("name", MEASURES)
def test_that_every_measure_is_a_share(name: str) -> None:
    network = NetworkMap(small_city())
    supply = SupplyBook(network)
    supply.areas[:] = DARK
    assert 0 <= float(MEASURES[name](network, supply)[0]) <= 1


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_that_the_legend_says_what_fills_the_cells(name: str, lang: str) -> None:
    assert Text(lang).t(f"map.cells.{name}") != f"map.cells.{name}"


def test_that_a_screen_may_name_every_measure_and_no_other() -> None:
    named = set(typing.get_args(typing.get_type_hints(MapOptions)["cells"]))
    assert named == {"", *EVERY}
