"""Where tiles lie: without a gap, all that a view shows, and GCJ-02 taken back in one place."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from widgets.map.projection import Box, ground_metres, project, project_one
from widgets.map.tile_grid import (
    HALF_WORLD,
    MOST,
    Tile,
    shifted_box,
    sources,
    tile_box,
    tiles_of,
    wgs84_to_gcj02_plane,
    zoom_for,
)
from widgets.map.view import Camera

WORLD = Box(-HALF_WORLD, -HALF_WORLD, HALF_WORLD, HALF_WORLD)
CHINA = st.tuples(st.floats(80.0, 130.0), st.floats(18.0, 50.0))


def holding(x: float, y: float, z: int) -> Tile:
    """The tile of the plain grid that holds a place of the plane."""
    width = 2 * HALF_WORLD / (1 << z)
    return Tile(z, int((x + HALF_WORLD) / width), int((HALF_WORLD - y) / width))


def drawn(x: float, y: float, near: tuple[float, float], z: int) -> tuple[float, float]:
    """Where on the plane a place of a GCJ-02 map (plane metres as that has them) is drawn.

    near: where it belongs; the tile of the map that holds it is the one that draws it.
    """
    tile, whole = holding(*near, z), holding(x, y, z)
    plain, box = tile_box(whole), tile_box(tile)
    laid = dict(sources(tile, "GCJ-02", 24))[whole]
    across, down = laid.place((x - plain.left) / plain.width, (plain.top - y) / plain.height)
    return box.left + across * box.width, box.top - down * box.height


def off(lon: float, lat: float, z: int) -> float:
    """By how many plane metres a place (WGS-84) of a GCJ-02 map is drawn beside where it is."""
    x, y = project_one(lon, lat)
    east, north = drawn(*wgs84_to_gcj02_plane(x, y), (x, y), z)
    return max(abs(east - x), abs(north - y))


@given(CHINA, st.integers(14, 18))
def test_that_a_place_of_a_gcj02_map_is_drawn_within_a_metre(place: tuple[float, float], z: int) -> None:
    assert off(*place, z) < 1.0


@given(CHINA, st.integers(6, 13))
def test_that_further_out_it_is_a_third_of_a_pixel_off_at_most(place: tuple[float, float], z: int) -> None:
    assert off(*place, z) < 2 * HALF_WORLD / (1 << z) / 256 / 3


def test_that_a_real_outline_comes_back_to_where_it_was(shared: Path) -> None:
    folder = shared / "data" / "jiangmen-geo"
    there, here = (
        json.loads((folder / f"districts_{name}.geojson").read_text(encoding="utf-8"))["features"]
        for name in ("gcj02", "wgs84")
    )
    found = []
    for moved, true in zip(there, here, strict=True):
        rings = [np.array(f["geometry"]["coordinates"][0][0])[::40] for f in (moved, true)]
        moved_xy, true_xy = (project(ring[:, 0], ring[:, 1]) for ring in rings)
        for at, (east, north) in zip(moved_xy, true_xy, strict=True):
            x, y = drawn(*at, (east, north), 15)
            found.append(max(abs(x - east), abs(y - north)) * ground_metres(y))
    assert len(found) > 50 and max(found) < 1.0


def test_that_outside_china_nothing_is_shifted() -> None:
    tile = Tile(14, 8529, 5975)
    assert edges(shifted_box(tile_box(tile), "GCJ-02")) == pytest.approx(edges(tile_box(tile)), abs=1e-6)
    laid = dict(sources(tile, "GCJ-02", 20))[tile]
    assert laid.place(0.25, 0.75) == pytest.approx((0.25, 0.75), abs=1e-6)


def edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.bottom, box.right, box.top


@given(st.floats(-170, 170), st.floats(-80, 80), st.floats(1e-4, 1.0), st.integers(0, 20))
def test_that_all_that_a_view_shows_is_covered(lon: float, lat: float, scale: float, z: int) -> None:
    view = Camera(*project_one(lon, lat), scale, 1000, 700).bounds()
    assume(WORLD.holds(view))
    tiles = tiles_of(view, z, WORLD)
    assume(tiles)
    assert len(tiles) == len(set(tiles)) <= MOST
    boxes = [tile_box(tile) for tile in tiles]
    slack = boxes[0].width * 1e-9
    for x, y in ((view.left, view.top), (view.right, view.bottom), view.centre):
        assert any(b.grown(slack).holds(Box(x, y, x, y)) for b in boxes)


def test_that_nothing_is_asked_for_beyond_a_files_reach_or_too_far_out() -> None:
    reach = tile_box(Tile(12, 3331, 1788))
    away = tile_box(Tile(12, 3340, 1788))
    assert tiles_of(away, 12, reach) == []
    assert tiles_of(reach, 12, reach) == [Tile(12, 3331, 1788)]
    assert tiles_of(WORLD, 12, WORLD) == []


def test_that_the_zoom_keeps_to_the_file() -> None:
    camera = Camera(0, 0, 0.1, 1000, 700)
    assert zoom_for(camera, 512, 0, 20) == 13
    assert zoom_for(camera, 512, 14, 20) == 14
    assert zoom_for(camera, 512, 0, 3) == 3 + 6
    assert Tile(15, 9, 5).within(Tile(13, 2, 1)) == (0.25, 0.25, 0.25)
