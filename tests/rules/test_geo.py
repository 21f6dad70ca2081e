"""Coordinates against values that stand elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.rules.geo import (
    decode_polyline,
    distance_m,
    gcj02_to_wgs84,
    lonlat_to_mercator,
    mercator_to_lonlat,
    wgs84_to_gcj02,
)

CHINESE = st.tuples(st.floats(75, 134), st.floats(4, 53))


def test_that_the_example_polyline_of_its_specification_is_read() -> None:
    """The worked example of the format's own description."""
    places = decode_polyline("_p~iF~ps|U_ulLnnqC_mqNvxq`@")
    assert places == [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)]


@pytest.mark.parametrize("text", ["_p~iF", "_p~iF~ps|", "台", "_p~iF~ps|U\x00", "_"])
def test_that_a_broken_polyline_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="polyline"):
        decode_polyline(text)


def test_that_no_polyline_is_no_place() -> None:
    assert decode_polyline("") == []


def test_that_gcj02_is_hundreds_of_metres_off_in_jiangmen() -> None:
    lon, lat = wgs84_to_gcj02(113.08, 22.58)
    assert 300 < distance_m(113.08, 22.58, lon, lat) < 800


def test_that_gcj02_agrees_with_the_published_example() -> None:
    """Beijing, Tian'anmen (WGS-84 116.391, 39.907) as the shared algorithm shifts it, to 1e-4 degrees."""
    lon, lat = wgs84_to_gcj02(116.391, 39.907)
    assert (lon, lat) == (pytest.approx(116.39724, abs=1e-4), pytest.approx(39.90840, abs=1e-4))


@given(CHINESE)
def test_that_the_shift_is_taken_back_to_the_centimetre(place: tuple[float, float]) -> None:
    lon, lat = gcj02_to_wgs84(*wgs84_to_gcj02(*place))
    assert distance_m(*place, lon, lat) < 0.02


def test_that_places_outside_china_are_not_shifted() -> None:
    assert wgs84_to_gcj02(-122.4, 37.8) == (-122.4, 37.8)
    assert gcj02_to_wgs84(-122.4, 37.8) == (-122.4, 37.8)


@given(st.floats(-179, 179), st.floats(-85, 85))
def test_that_mercator_goes_there_and_back(lon: float, lat: float) -> None:
    back = mercator_to_lonlat(*lonlat_to_mercator(lon, lat))
    assert back == (pytest.approx(lon, abs=1e-9), pytest.approx(lat, abs=1e-9))


def test_that_the_edge_of_web_mercator_is_where_it_should_be() -> None:
    lon, lat = mercator_to_lonlat(20037508.342789244, 20037508.342789244)
    assert (lon, lat) == (pytest.approx(180), pytest.approx(85.0511287798))


def test_that_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert distance_m(113, 22, 113, 23) == pytest.approx(111_195, abs=1)
