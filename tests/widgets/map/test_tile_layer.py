"""A room's own tiles on its map: under everything, named where they fail, painted in when they come."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_map_view import SIZE, Rig
from tests.widgets.map.test_tiles import Later
from tests.widgets.map.tile_making import TOWN, vector, write_tiles
from wallboard.config.room_entries import MapFile, MapTiles, Room
from wallboard.state.changes import Change
from widgets.map.map_view import MapOptions, MapView
from widgets.map.projection import unproject_one
from widgets.map.tile_grid import tile_box


def town_room(path: Path, layers: list[MapFile] | None = None, **words: Any) -> Room:
    box = tile_box(TOWN)
    fit = (*unproject_one(box.left, box.bottom), *unproject_one(box.right, box.top))
    return moments.room(layers, tiles=[MapTiles(file=str(path), **words)], fit=fit)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write_tiles(tmp_path / "base.pmtiles", {TOWN: vector()})


def legend_words(rig: Rig) -> str:
    legend = rig.view._layout.faces.legend
    assert legend is not None
    return " ".join(entry.text for row in legend.rows for entry in row)


def test_that_tiles_are_drawn_with_their_names_and_whose_they_are(qtbot: QtBot, base: Path) -> None:
    rig = Rig(qtbot, moments.prefecture(), town_room(base))
    image, theme = rig.paint(), rig.session.theme
    assert rig.view.camera is not None
    box = tile_box(TOWN)
    for share, colour in ((0.1, theme.water), (0.95, theme.land)):
        x, y = rig.view.camera.point(box.left + share * box.width, box.bottom + 0.3 * box.height)
        assert image.pixelColor(round(x), round(y)) == colour
    assert "会城" in [place.name for place in rig.view._layout.places]
    assert "© Survey" in legend_words(rig)
    assert not rig.view._scene.degrees, "no graticule over a base map"


def test_that_lines_of_the_room_lie_over_its_tiles(qtbot: QtBot, base: Path) -> None:
    districts = MapFile(role="district", file="maps/jiangmen-districts.geojson")
    with_lines = Rig(qtbot, [], town_room(base, [districts])).paint()
    without = Rig(qtbot, [], town_room(base)).paint()
    spots = [(x, y) for x in range(0, SIZE[0], 3) for y in range(0, 700, 3)]
    differ = [spot for spot in spots if with_lines.pixelColor(*spot) != without.pixelColor(*spot)]
    assert 0 < len(differ) < len(spots) / 2


@pytest.mark.parametrize("raw", [None, b"", b"PMTiles", b"\x89PNG" + bytes(200)])
def test_that_a_file_that_cannot_be_used_is_named_on_the_map(
    qtbot: QtBot, tmp_path: Path, raw: bytes | None
) -> None:
    path = tmp_path / "base.pmtiles"
    if raw is not None:
        path.write_bytes(raw)
    rig = Rig(qtbot, moments.prefecture(), town_room(path))
    rig.paint()
    assert "底图 base.pmtiles" in legend_words(rig)


def test_that_a_tile_that_cannot_be_drawn_is_named_on_the_map(qtbot: QtBot, tmp_path: Path) -> None:
    path = write_tiles(tmp_path / "base.pmtiles", {TOWN: b"no tile at all"})
    rig = Rig(qtbot, moments.prefecture(), town_room(path))
    rig.paint()
    assert f"瓦片 {TOWN.words}" in legend_words(rig)


def test_that_the_picture_does_not_wait_for_tiles_and_takes_them_in_when_all_are_here(
    qtbot: QtBot, base: Path
) -> None:
    worker = Later()
    session = moments.session(moments.prefecture(), town_room(base))
    session.worker = worker
    view = MapView(session, MapOptions(inset=False))
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.on_change(Change(1, reset=True))
    before = view.grab().toImage()
    assert view.error == "" and view._scene.tiles.waiting > 0
    for answer, deliver in worker.answers():
        deliver(answer)
    after = view.grab().toImage()
    assert view._scene.tiles.waiting == 0 and before != after
    assert view.camera is not None
    box = tile_box(TOWN)
    x, y = view.camera.point(box.left + 0.1 * box.width, box.bottom + 0.3 * box.height)
    assert after.pixelColor(round(x), round(y)) == QColor(session.theme.water)


def test_that_tiles_for_a_window_that_went_away_do_no_harm(qtbot: QtBot, base: Path) -> None:
    worker = Later()
    session = moments.session([], town_room(base))
    session.worker = worker
    view = MapView(session, MapOptions(inset=False))
    view.resize(*SIZE)
    view.on_change(Change(1, reset=True))
    view.grab()
    answers = worker.answers()
    assert answers
    view.deleteLater()
    qtbot.wait(20)
    for answer, deliver in answers:
        deliver(answer)
