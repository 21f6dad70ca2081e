"""A vector tile becomes what a quiet base map draws; one that is none says so."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.map.tile_making import CITY, TOWN, vector
from widgets.map.tile_file import TileError
from widgets.map.tile_shapes import shapes_of

Row = tuple[str, str, dict[str, Any]]


def test_that_each_feature_goes_to_its_role() -> None:
    shapes = shapes_of(vector(), "base.pmtiles", TOWN)
    assert set(shapes.areas) == {"water", "building"} and set(shapes.lines) == {"main", "minor"}
    ring = shapes.areas["water"][0]
    assert np.array_equal(ring[0], ring[-1]) and ring[:, 0].max() == pytest.approx(2000 / 4096)
    assert shapes.lines["main"][0].tolist() == [[0.0, 0.5], [1.0, 0.5]]
    name = shapes.names[0]
    assert (name.x, name.y) == pytest.approx((2300 / 4096, 1 - 3000 / 4096))
    assert name.names == {"": "Huicheng", "zh": "会城"}
    assert shapes.size > 0


@pytest.mark.parametrize(
    "rows",
    [
        [("roads", "LINESTRING (0 0, 9 9)", {"kind": "highway"}), ("earth", "POINT (1 1)", {})],
        [("streets", "LINESTRING (0 0, 9 9)", {"kind": "trunk"})],
        [("transportation", "LINESTRING (0 0, 9 9)", {"class": "motorway"})],
    ],
)
def test_that_three_schemes_are_known(rows: list[Row]) -> None:
    assert set(shapes_of(vector(rows), "b", TOWN).lines) == {"main"}


def test_that_a_road_of_no_known_class_and_a_place_without_a_name_are_left_out() -> None:
    rows = [
        ("roads", "LINESTRING (0 0, 9 9)", {"kind": "ferry"}),
        ("places", "POINT (9 9)", {"kind": "town"}),
        ("places", "POINT (4200 9)", {"kind": "town", "name": "beside"}),
    ]
    shapes = shapes_of(vector(rows), "b", TOWN)
    assert (shapes.lines, shapes.names) == ({}, ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\x1a\xff\xff", "tiles_tile_vector"),
        (b"<html></html>", "tiles_tile_vector"),
        (vector([("contours", "LINESTRING (0 0, 9 9)", {})]), "tiles_scheme"),
        (vector([("water", "POLYGON ((0 0, 90000 0, 90000 90000, 0 0))", {})]), "tiles_tile_outside"),
    ],
)
def test_that_what_is_no_tile_of_ours_is_named(raw: bytes, code: str) -> None:
    with pytest.raises(TileError) as caught:
        shapes_of(raw, "base.pmtiles", TOWN)
    assert caught.value.reason.code == code
    assert caught.value.reason.args["file"] == "base.pmtiles"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_that_damaged_bytes_raise_nothing_but_their_reason(data: st.DataObject) -> None:
    raw = bytearray(vector(CITY))
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(raw[: data.draw(st.integers(0, len(raw)))])
    try:
        shapes_of(cut, "base.pmtiles", TOWN)
    except TileError as error:
        assert error.reason.code.startswith("tiles_")
