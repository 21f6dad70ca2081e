"""An ask becomes a picture or a reason, whatever the file holds."""

from pathlib import Path

import pytest
from pmtiles.tile import TileType
from PySide6.QtGui import QColor

from tests.widgets.map.tile_making import TOWN, picture, vector, write_tiles
from widgets.map import tile_work
from widgets.map.tile_grid import Tile, tile_box, wgs84_to_gcj02_plane
from widgets.map.tile_painter import look_of
from widgets.map.tile_work import TileAsk, TileDecoder
from widgets.theme import load_theme

LOOK = look_of(load_theme("dark"), 1.0)


def ask(file: Path, tile: Tile = TOWN, crs: str = "EPSG:3857", px: float = 512.0) -> TileAsk:
    return TileAsk(1, file, crs, tile, px, px, px / tile_box(tile).width, LOOK)  # type: ignore[arg-type]


def test_that_a_tile_beyond_the_finest_is_cut_from_it(tmp_path: Path) -> None:
    file = write_tiles(tmp_path / "base.pmtiles", {TOWN: vector()})
    decoder = TileDecoder()
    west = decoder.answer(ask(file, Tile(14, 4 * TOWN.x, 4 * TOWN.y)))
    assert west.image is not None and west.image.pixelColor(100, 100).name() == LOOK.water
    named = decoder.answer(ask(file, Tile(13, 2 * TOWN.x + 1, 2 * TOWN.y)))
    assert [(name.x, name.y) for name in named.names] == [
        (pytest.approx(2 * 2300 / 4096 - 1), pytest.approx(2 * (1 - 3000 / 4096)))
    ]


def test_that_a_tile_that_the_file_has_not_is_no_picture(tmp_path: Path) -> None:
    file = write_tiles(tmp_path / "base.pmtiles", {TOWN: vector()})
    answer = TileDecoder().answer(ask(file, Tile(12, 1, 1)))
    assert (answer.image, answer.problem, answer.names) == (None, None, ())


@pytest.mark.parametrize("kind", [TileType.MVT, TileType.PNG])
def test_that_a_gcj02_file_is_drawn_where_it_belongs(tmp_path: Path, kind: TileType) -> None:
    """The edge between the halves of a shifted tile lies where that place is in WGS-84."""
    z, raw = 16, picture() if kind is TileType.PNG else vector()
    x, y = 2**4 * TOWN.x + 8, 2**4 * TOWN.y + 8
    around = {Tile(z, x + dx, y + dy): raw for dx in (-1, 0, 1, 2) for dy in (-1, 0, 1, 2)}
    file = write_tiles(tmp_path / "base.pmtiles", around, kind)
    tile = Tile(z, x, y)
    answer = TileDecoder().answer(ask(file, tile, "GCJ-02"))
    assert answer.image is not None
    row = [answer.image.pixelColor(px, 100) for px in range(512)]
    bluer = [px for px in range(1, 512) if row[px - 1] != row[px]]
    box = tile_box(tile)
    width = box.width
    share = 2000 / 4096 if kind is TileType.MVT else 0.5
    shifted = [
        wgs84_to_gcj02_plane(box.left + px / 512 * width, box.top - 100 / 512 * width)[0] for px in range(513)
    ]
    cells = [(at - box.left) / width for at in shifted]
    edges = [px for px in range(1, 513) if (cells[px - 1] % 1 < share) != (cells[px] % 1 < share)]
    assert edges and all(min(abs(edge - found) for found in bluer) <= 2 for edge in edges)


def test_that_a_tile_is_decoded_once_for_many_scales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_tiles(tmp_path / "base.pmtiles", {TOWN: vector()})
    decoder = TileDecoder()
    decoder.answer(ask(file))

    def never(raw: bytes, name: str, tile: Tile) -> None:
        raise AssertionError("decoded again")

    monkeypatch.setattr(tile_work, "shapes_of", never)
    assert decoder.answer(ask(file, px=300.0)).image is not None


def test_that_decoded_tiles_are_kept_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tile_work, "MOST_KEPT", 1000)
    tiles = {Tile(12, TOWN.x + n, TOWN.y): vector() for n in range(12)}
    file, decoder = write_tiles(tmp_path / "base.pmtiles", tiles), TileDecoder()
    for tile in tiles:
        decoder.answer(ask(file, tile))
    kept = sum(tile_work.size_of(one) for one in decoder._kept.values())
    assert kept == decoder._bytes <= 1000


def test_that_a_bad_tile_is_a_reason_and_the_next_is_drawn(tmp_path: Path) -> None:
    good = Tile(12, TOWN.x + 1, TOWN.y)
    file = write_tiles(tmp_path / "base.pmtiles", {TOWN: b"no tile", good: vector()})
    decoder = TileDecoder()
    bad = decoder.answer(ask(file))
    assert bad.image is None and bad.problem is not None
    assert bad.problem.args == {"file": "base.pmtiles", "tile": TOWN.words}
    image = decoder.answer(ask(file, good)).image
    assert image is not None and image.pixelColor(10, 10) == QColor(LOOK.water)


def test_that_a_file_that_went_away_is_a_reason(tmp_path: Path) -> None:
    file = write_tiles(tmp_path / "base.pmtiles", {TOWN: vector()})
    file.unlink()
    problem = TileDecoder().answer(ask(file)).problem
    assert problem is not None and problem.code == "tiles_missing"
