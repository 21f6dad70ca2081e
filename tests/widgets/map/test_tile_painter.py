"""Base maps keep to the theme's quiet tones: nothing of them is as bright as an outage."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from tests.widgets.map.tile_making import TOWN, picture, vector
from widgets.map.tile_file import TileError
from widgets.map.tile_grid import Laid
from widgets.map.tile_painter import Look, look_of, paint_raster, paint_vector, raster_of, toned
from widgets.map.tile_shapes import shapes_of
from widgets.theme import load_theme

WHOLE = Laid(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def look(theme: str = "dark") -> Look:
    return look_of(load_theme(theme), 1.0)


def city(scale: float = 0.3, laid: Laid = WHOLE, theme: str = "dark") -> QImage:
    return paint_vector([(shapes_of(vector(), "b", TOWN), laid)], 256.0, 256.0, scale, look(theme))


def test_that_water_land_roads_and_buildings_have_their_tones() -> None:
    image, tones = city(), look()
    assert image.width() == 257
    assert image.pixelColor(60, 60).name() == tones.water
    assert image.pixelColor(220, 60).name() == tones.land
    assert image.pixelColor(220, 128).name() == tones.road
    assert image.pixelColor(168, 212).name() == tones.building


def test_that_buildings_and_paths_come_only_near() -> None:
    assert city(scale=0.05).pixelColor(168, 212).name() == look().land


def test_that_a_part_of_a_tile_is_drawn_enlarged() -> None:
    quarter = Laid(2.0, 0.0, 0.0, 2.0, -1.0, -1.0)  # the south-eastern one
    image, tones = city(laid=quarter), look()
    assert image.pixelColor(2, 0).name() == tones.road or image.pixelColor(2, 1).name() == tones.road
    assert image.pixelColor(80, 168).name() == tones.building


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("kind", ["vector", "raster"])
def test_that_no_tone_stands_out_like_an_outage(theme: str, kind: str) -> None:
    """A mark has 4.5 to 1 against everything that a base map draws."""
    if kind == "vector":
        image = city(theme=theme)
    else:
        tile = raster_of(picture(colours=("#ffffff", "#ff0000")), "b", TOWN)
        image = paint_raster([(tile, WHOLE)], 256.0, 256.0, look(theme))
    mark = luminance(load_theme(theme).text)
    for x in range(0, 256, 5):
        for y in range(0, 256, 5):
            ground = luminance(image.pixelColor(x, y))
            low, high = sorted((mark, ground))
            assert (high + 0.05) / (low + 0.05) >= 4.5


def luminance(colour: QColor) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]  # type: ignore[index]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_a_raster_keeps_its_order_of_lightness_and_little_colour(theme: str) -> None:
    tones = look(theme)
    grey = np.repeat(np.arange(0, 256, 15, dtype=np.uint8)[None, :, None], 4, axis=2)
    out = toned(grey, QColor(tones.low), QColor(tones.high)).astype(int)[0, :, :3]
    assert (np.diff(out.sum(axis=1)) >= 0).all() and (np.diff(out.sum(axis=1))[8:] > 0).all()
    assert QColor(*out[0, ::-1]).name() == tones.low and QColor(*out[-1, ::-1]).name() == tones.high
    red = np.zeros((1, 1, 4), np.uint8)
    red[..., 2] = 255
    shown = QColor(*toned(red, QColor(tones.low), QColor(tones.high))[0, 0, 2::-1].tolist())
    assert shown.saturation() < 140


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_that_a_raster_of_each_kind_is_read(form: str) -> None:
    image = paint_raster([(raster_of(picture(form), "b", TOWN), WHOLE)], 300.4, 300.4, look())
    assert (image.width(), image.height()) == (302, 302)
    assert image.pixelColor(40, 40) != image.pixelColor(260, 40)


def test_that_two_rasters_meet_without_a_seam() -> None:
    tile = raster_of(picture(colours=("#808080", "#808080")), "b", TOWN)
    halves = [(tile, Laid(0.5, 0.01, -0.01, 1.0, dx, 0.0)) for dx in (0.0, 0.5)]
    image = paint_raster(halves, 256.0, 256.0, look())
    assert {image.pixelColor(x, 100).name() for x in range(4, 250)} == {image.pixelColor(60, 100).name()}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "tiles_tile_raster"),
        (b"<html>", "tiles_tile_raster"),
        (picture()[:200], "tiles_tile_raster"),
        (picture("BMP"), "tiles_tile_raster"),
        (picture("PNG", 2304), "tiles_tile_wide"),
    ],
)
def test_that_what_is_no_picture_is_named(raw: bytes, code: str) -> None:
    with pytest.raises(TileError) as caught:
        raster_of(raw, "base.pmtiles", TOWN)
    assert caught.value.reason.code == code
