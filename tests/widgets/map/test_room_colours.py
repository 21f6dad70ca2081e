"""A room's own colours of map states, and marks that stay sharp on dense screens."""

from typing import cast

import msgspec
import pytest
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.small_city import small_city
from wallboard.config.room_entries import MapFile, MapState, Room
from wallboard.domain.terms import Band
from wallboard.state.atlas import Atlas
from wallboard.state.changes import Change
from widgets.map.map_view import MapView
from widgets.map.sprites import SpriteKey, SpriteSheet
from widgets.theme import load_theme


def centre(sheet: SpriteSheet, key: SpriteKey) -> str:
    left, top, side = sheet.where(key)
    return QColor(sheet.pixmap.toImage().pixel(left + side // 2, top + side // 2)).name()


def test_that_a_mark_takes_the_rooms_colour_and_its_ring_does_not(qapp: QApplication) -> None:
    theme, disc = load_theme("dark"), SpriteKey("confirmed", 12, band=Band.BREACHED)
    assert centre(SpriteSheet(theme, 1.0, QFont()), disc) == theme.text.name()
    own = SpriteSheet(theme, 1.0, QFont(), tones={"dark": QColor("#22cc66")})
    assert centre(own, disc) == "#22cc66"
    picture = own.pixmap.toImage()
    shown = {picture.pixelColor(x, y).name() for x in range(60) for y in range(60)}
    assert theme.breached.name() in shown


def test_that_a_dense_screen_gets_twice_the_pixels(qapp: QApplication) -> None:
    disc = SpriteKey("confirmed", 12)
    plain = SpriteSheet(load_theme("dark"), 1.0, QFont())
    dense = SpriteSheet(load_theme("dark"), 1.0, QFont(), 2.0)
    assert dense.where(disc)[2] == 2 * plain.where(disc)[2]
    assert dense.zoom == 0.5


def painted(qtbot: QtBot, where: Room, atlas: Atlas | None = None, zoom: float = 1.0) -> QImage:
    session = moments.session(moments.prefecture(), where)
    view = MapView(session)
    qtbot.addWidget(view)
    view.resize(900, 640)
    session.atlas = atlas
    if atlas is not None:
        view.on_atlas()
    view.on_change(Change(1, reset=True))
    if view.camera is not None and zoom != 1.0:
        view.look(view.camera.zoomed(zoom, 450, 250))
    image = view.grab().toImage()
    assert view.error == ""
    return image


def differs(qtbot: QtBot, where: Room, state: str, atlas: Atlas | None = None, zoom: float = 1.0) -> bool:
    own = msgspec.structs.replace(where, colours={cast("MapState", state): "#22cc66"})
    return painted(qtbot, where, atlas, zoom) != painted(qtbot, own, atlas, zoom)


@pytest.mark.parametrize("state", ["dark", "planned", "generator", "restored", "unknown"])
def test_that_a_state_of_the_room_file_colours_its_marks(qtbot: QtBot, state: str) -> None:
    assert differs(qtbot, moments.room(moments.JIANGMEN), state)


def test_that_two_paintings_in_the_rooms_colours_are_alike(qtbot: QtBot) -> None:
    colours = {"dark": "#22cc66", "planned": "#8800cc"}
    where = msgspec.structs.replace(moments.room(moments.JIANGMEN), colours=colours)
    assert painted(qtbot, where) == painted(qtbot, where)


def test_that_the_normal_network_has_the_rooms_colour_from_files_and_from_an_atlas(qtbot: QtBot) -> None:
    town = moments.room([MapFile(role="by-feature", file="maps/town.geojson")])
    assert differs(qtbot, town, "normal")
    for zoom in (1.0, 6.0):
        assert differs(qtbot, moments.room(), "normal", small_city(), zoom)
