"""A tile file gives back what was put in, and believes nothing: no length, no number, nothing packed."""

import gzip
import zlib
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pmtiles.tile import Compression

from tests.widgets.map.tile_making import TOWN, vector, write_tiles
from widgets.map.tile_file import Oversize, TileError, TileFile, unpacked
from widgets.map.tile_grid import Tile, tile_box

NEIGHBOUR = Tile(TOWN.z, TOWN.x + 1, TOWN.y)


def test_that_a_file_says_what_it_holds(tmp_path: Path) -> None:
    file = TileFile(write_tiles(tmp_path / "base.pmtiles", {TOWN: vector(), TOWN.parent(1): b"far"}))
    assert (file.head.kind, file.head.least, file.head.most) == ("vector", 11, 12)
    assert file.head.attribution == "© Survey"
    box = tile_box(TOWN)
    assert file.head.reach.left == pytest.approx(box.left, abs=0.02)
    assert file.head.reach.top == pytest.approx(box.top, abs=0.02)


@pytest.mark.parametrize("packing", [Compression.NONE, Compression.GZIP])
def test_that_a_tile_comes_back(tmp_path: Path, packing: Compression) -> None:
    raw = vector()
    kept = gzip.compress(raw) if packing is Compression.GZIP else raw
    file = TileFile(write_tiles(tmp_path / "base.pmtiles", {TOWN: kept}, packing=packing))
    assert file.tile(TOWN) == raw
    assert file.tile(NEIGHBOUR) is None


def test_that_tiles_behind_leaf_directories_are_found(tmp_path: Path) -> None:
    chance = Random(4)
    tiles = {Tile(8, x, y): chance.randbytes(chance.randrange(1, 300)) for x in range(96) for y in range(180)}
    file = TileFile(write_tiles(tmp_path / "base.pmtiles", tiles))
    assert file._head["leaf_directory_length"] > 0
    for tile in (Tile(8, 0, 0), Tile(8, 95, 95), Tile(8, 31, 64)):
        assert file.tile(tile) == tiles[tile]
    assert file.tile(Tile(8, 96, 0)) is None


def test_that_nothing_packed_grows_beyond_its_limit() -> None:
    bomb = gzip.compress(bytes(50 << 20))
    assert len(bomb) < 60_000
    with pytest.raises(Oversize):
        unpacked(bomb, 1 << 20)
    assert unpacked(gzip.compress(b"whole"), 5) == b"whole"
    with pytest.raises(EOFError):
        unpacked(gzip.compress(b"whole" * 50)[:-9], 1000)
    with pytest.raises(zlib.error):
        unpacked(b"no gzip at all", 1000)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_that_a_file_cut_at_any_byte_is_refused_or_names_the_tile(
    tmp_path: Path, data: st.DataObject
) -> None:
    raw = write_tiles(tmp_path / "whole.pmtiles", {TOWN: vector(), NEIGHBOUR: vector() + b" "}).read_bytes()
    path = tmp_path / "cut.pmtiles"
    path.write_bytes(raw[: data.draw(st.integers(0, len(raw) - 1))])
    with pytest.raises(TileError) as caught:
        file = TileFile(path)
        for tile in (TOWN, NEIGHBOUR):
            file.tile(tile)
    assert caught.value.reason.code in (
        "tiles_cut",
        "tiles_tile_cut",
        "tiles_other",
        "tiles_version",
        "tiles_description",
    )
    assert caught.value.reason.args["file"] == "cut.pmtiles"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_that_a_damaged_byte_raises_nothing_but_its_reason(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(write_tiles(tmp_path / "whole.pmtiles", {TOWN: vector()}).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.pmtiles"
    path.write_bytes(raw)
    try:
        TileFile(path).tile(TOWN)
    except TileError as error:
        assert error.reason.code.startswith("tiles_")
