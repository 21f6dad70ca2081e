"""Places in every form, and what is no place."""

from typing import Any

import pytest

from feeds.mapping.places import Places
from feeds.mapping.values import Impossible, ValueFault
from wallboard.config.mapping_file import PlaceRule


@pytest.mark.parametrize(
    ("form", "raw"),
    [
        ("lonlat", [112.79, 22.25]),
        ("lonlat", [112.79, 22.25, 8.0]),
        ("latlon", "22.25, 112.79"),
        ("flat_latlon", ["22.25", "112.79"]),
        ("geojson", {"type": "Point", "coordinates": [112.79, 22.25]}),
        ("geojson", {"type": "Feature", "geometry": {"x": 112.79, "y": 22.25}}),
        ("geojson", {"type": "GeometryCollection", "geometries": [{"coordinates": [112.79, 22.25]}]}),
    ],
)
def test_that_a_point_is_read_in_every_form(form: Any, raw: Any) -> None:
    assert Places(PlaceRule(path="g", form=form), "EPSG:4326").point({"g": raw}) == (112.79, 22.25)


def test_that_web_mercator_and_gcj_are_turned_into_wgs84() -> None:
    two = PlaceRule(lon="x", lat="y")
    lon, lat = Places(two, "EPSG:3857").point({"x": 12555725.7, "y": "2541976.9"}) or (0, 0)
    assert (lon, lat) == (pytest.approx(112.79, abs=1e-3), pytest.approx(22.25, abs=0.2))
    shifted = Places(two, "GCJ-02").point({"x": 112.7951, "y": 22.2474})
    assert shifted is not None and shifted[0] < 112.7951


def test_that_zero_and_what_is_outside_are_no_place_and_null_is_none() -> None:
    places = Places(PlaceRule(lon="x", lat="y"), "EPSG:4326")
    for x, y in ((0, 0), (200, 1), (1e30, 1), ("0", "0.0")):
        with pytest.raises(Impossible):
            places.point({"x": x, "y": y})
    assert places.point({"x": None, "y": 1}) is None
    with pytest.raises(ValueFault):
        places.point({"x": "west", "y": 1})


def test_that_rings_are_the_largest_part_and_thinned_to_what_a_fact_can_carry() -> None:
    places = Places(PlaceRule(path="g", form="flat_lonlat"), "EPSG:4326")
    assert places.ring({"g": []}) is None
    for short in ([1, 2, 3, 4], [1, 2, 3, 4, 1, 2]):
        with pytest.raises(Impossible):
            places.ring({"g": short})
    many = places.ring({"g": [number for n in range(4000) for number in (n / 100 + 1, 1)][:6000]})
    assert many is not None and len(many) <= 501
    with pytest.raises(ValueFault):
        places.ring({"g": [1, 2, 3, 4, 5]})
