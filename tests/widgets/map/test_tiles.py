"""Tiles on the GUI's side: bounded, never waited for, stood in for, and stale answers dropped."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from tests.widgets.map.tile_making import TOWN, vector, write_tiles
from wallboard.config.room_entries import MapTiles
from widgets.map import tiles as tiles_module
from widgets.map.projection import Box
from widgets.map.tile_grid import Tile, tile_box
from widgets.map.tile_painter import look_of
from widgets.map.tile_sheets import TileSheet, read_sheets
from widgets.map.tile_work import TileAnswer
from widgets.map.tiles import Tiles
from widgets.map.view import Camera
from widgets.text import Text
from widgets.theme import load_theme

MAGENTA = QColor(255, 0, 255)


class Later:
    """A worker that does what it was asked when the test says so."""

    def __init__(self) -> None:
        self.waiting: dict[int, list[tuple[Callable[[], Any], Callable[[Any], None]]]] = {}

    def do(self, owner: int, jobs: Sequence[Callable[[], Any]], deliver: Callable[[Any], None]) -> None:
        self.waiting[owner] = [(job, deliver) for job in jobs]

    def answers(self) -> list[tuple[TileAnswer, Callable[[Any], None]]]:
        done = [(job(), deliver) for jobs in self.waiting.values() for job, deliver in jobs]
        self.waiting = {}
        return done


@pytest.fixture
def sheets(tmp_path: Path) -> list[TileSheet]:
    tiles = {Tile(13, 2 * TOWN.x + x, 2 * TOWN.y + y): vector() for x in (0, 1) for y in (0, 1)}
    path = write_tiles(tmp_path / "base.pmtiles", {TOWN: vector(), **tiles})
    return read_sheets([MapTiles(file=path.name)], tmp_path, Text("zh"))[0]


def look(theme: str = "dark", unit: float = 1.0) -> Any:
    return look_of(load_theme(theme), unit)


def camera(zoom: float = 12.0, width: int = 500) -> Camera:
    """A view into the middle of the town's tile; at zoom 12 that is 512 px wide."""
    box = tile_box(TOWN)
    return Camera(*box.centre, 512 / box.width * 2 ** (zoom - 12), width, width)


def draw(tiles: Tiles, view: Camera, theme: str = "dark") -> QImage:
    image = QImage(int(view.width), int(view.height), QImage.Format.Format_RGB32)
    image.fill(MAGENTA)
    painter = QPainter(image)
    tiles.draw(painter, 1, view, Box(0, 0, view.width, view.height), 1.0, look(theme))
    painter.end()
    return image


def holes(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y) == MAGENTA
        for x in range(0, image.width(), 7)
        for y in range(0, image.height(), 7)
    )


def test_that_tiles_made_at_once_leave_no_hole_at_any_scale(sheets: list[TileSheet]) -> None:
    tiles = Tiles()
    tiles.show(sheets)
    for zoom in (12.0, 12.3, 12.7, 13.2, 15.8, 18.9):
        assert holes(draw(tiles, camera(zoom))) == 0
    assert tiles.waiting == 0 and tiles.troubles == ()


def test_that_nothing_waits_for_a_tile_and_news_is_told_of(sheets: list[TileSheet]) -> None:
    worker, news = Later(), []
    tiles = Tiles(worker, news.append)
    tiles.show(sheets)
    assert holes(draw(tiles, camera(13.0, 900))) == 129 * 129
    assert tiles.waiting == 4 and news == []
    for answer, deliver in worker.answers():
        deliver(answer)
        assert news[-1] == tile_box(answer.ask.tile)
    assert len(news) == 4 and tiles.waiting == 0
    assert holes(draw(tiles, camera(13.0, 900))) == 0


def test_that_a_tile_around_stands_in_for_one_that_has_not_come(sheets: list[TileSheet]) -> None:
    worker = Later()
    tiles = Tiles(worker)
    tiles.show(sheets)
    draw(tiles, camera(12.0))
    for answer, deliver in worker.answers():
        deliver(answer)
    sharp = draw(tiles, camera(12.0))
    near = draw(tiles, camera(13.0))
    assert holes(near) == 0 and tiles.waiting == 4
    assert near.pixelColor(5, 30) == sharp.pixelColor(5, 30) == QColor(look().water)


def test_that_an_answer_for_another_look_is_dropped(sheets: list[TileSheet]) -> None:
    worker = Later()
    tiles = Tiles(worker)
    tiles.show(sheets)
    draw(tiles, camera())
    stale = worker.answers()
    draw(tiles, camera(), "light")
    for answer, deliver in stale:
        deliver(answer)
    assert tiles.bytes == 0 and tiles.waiting == 1
    for answer, deliver in worker.answers():
        deliver(answer)
    assert draw(tiles, camera(), "light").pixelColor(400, 30) == QColor(look("light").land)


def test_that_the_pictures_kept_are_bounded(sheets: list[TileSheet], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles_module, "MOST_BYTES", 12 << 20)
    tiles = Tiles()
    tiles.show(sheets)
    for step in range(60):
        draw(tiles, camera(12.0 + step / 17))
        assert tiles.bytes <= 12 << 20
        assert tiles.bytes == sum(image.sizeInBytes() for image in tiles._pictures.values() if image)
    assert tiles.waiting == 0


def test_that_the_names_of_what_is_shown_are_told_in_the_language(sheets: list[TileSheet]) -> None:
    tiles = Tiles()
    tiles.show(sheets)
    draw(tiles, camera())
    (place,) = tiles.places("zh")
    box = tile_box(TOWN)
    assert place.name == "会城" and place.x == pytest.approx(box.left + 2300 / 4096 * box.width)
    assert [p.name for p in tiles.places("en")] == ["Huicheng"]
    assert place.size < 1e-4


def test_that_a_view_beside_the_file_or_too_far_out_says_so(sheets: list[TileSheet]) -> None:
    tiles = Tiles()
    tiles.show(sheets)
    away = Camera(0.0, 0.0, camera().scale, 500, 500)
    assert holes(draw(tiles, away)) == 72 * 72
    assert [r.code for r in tiles.troubles] == ["tiles_elsewhere"]
    draw(tiles, camera())
    assert tiles.troubles == ()


def test_that_another_base_map_forgets_the_tiles(sheets: list[TileSheet]) -> None:
    tiles = Tiles()
    tiles.show(sheets)
    draw(tiles, camera())
    assert tiles.bytes > 0
    tiles.show([])
    assert tiles.bytes == 0 and holes(draw(tiles, camera())) == 72 * 72
