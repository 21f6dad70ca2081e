"""The legend names the network's symbols at the scales at which they are to be seen, and only there."""

import pytest

from tests.widgets.map import moments
from tests.widgets.map.small_city import LAT, LON, STEP, small_city
from widgets.map.base_map import BaseMap
from widgets.map.legend import RANKS, legend_of
from widgets.map.network_base import with_network
from widgets.map.network_legend import SYMBOLS, symbols_shown
from widgets.map.outage_book import OutageBook
from widgets.map.projection import Box, degree_box
from widgets.map.scene import Scene
from widgets.map.sprites import sheet_of
from widgets.map.supply import DARK, supply_of
from widgets.map.vehicles import Fleet
from widgets.map.view import Camera, fit

pytestmark = pytest.mark.usefixtures("family")

SIZE = 1000


def city() -> Scene:
    session = moments.session([], moments.room([]))
    base = with_network(BaseMap(), small_city())
    book = OutageBook(None, session.room.area_class)
    return Scene(base, book, Fleet(), sheet_of(session, 1.0), supply=supply_of(base))


def about(degrees: float) -> Camera:
    """The middle of the city, so many degrees wide."""
    lon, lat = LON + 2 * STEP, LAT + STEP / 2
    box = degree_box(lon - degrees, lat - degrees, lon + degrees, lat + degrees)
    return fit(box, 2 * SIZE, SIZE, Box(0, 0, 2 * SIZE, SIZE))


def test_that_a_symbol_is_named_from_the_scale_at_which_it_is_seen() -> None:
    scene = city()
    shown = {degrees: symbols_shown(scene, about(degrees), 1.0) for degrees in (2.0, 0.5, 0.012)}
    assert shown[2.0] == []
    assert set(shown[0.5]) < set(shown[0.012])
    assert {"area_public", "breaker", "switch", "fuse", "open_point"} <= set(shown[0.012])
    assert shown[0.012] == [what for what in SYMBOLS if what in shown[0.012]]


def test_that_areas_too_small_for_a_shape_are_not_told_apart() -> None:
    scene = city()
    assert "area" in symbols_shown(scene, about(0.12), 1.0)
    assert not {"area_public", "area_customer"} & set(symbols_shown(scene, about(0.12), 1.0))


def test_that_nothing_is_named_that_lies_beyond_the_view() -> None:
    scene = city()
    away = fit(degree_box(LON + 1, LAT, LON + 1.012, LAT + 0.012), SIZE, SIZE, Box(0, 0, SIZE, SIZE))
    assert symbols_shown(scene, away, 1.0) == []


def test_that_an_area_without_supply_is_named_while_there_is_one() -> None:
    scene = city()
    assert "area_dark" not in symbols_shown(scene, about(0.1), 1.0)
    assert scene.supply is not None
    scene.supply.areas[0] = DARK
    assert "area_dark" in symbols_shown(scene, about(0.1), 1.0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_the_legend_has_words_and_a_rank_for_each_symbol(lang: str) -> None:
    session = moments.session([], moments.room([]), lang=lang)
    legend = legend_of(city(), about(0.012), session, foot=0.0)
    said = {entry.what: entry.text for row in legend.rows for entry in row}
    assert said["fuse"] and said["open_point"]
    assert set(SYMBOLS) <= set(RANKS)
    assert all(session.text.has(f"map.legend.{what}") for what in SYMBOLS)
