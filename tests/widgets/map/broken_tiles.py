"""Broken tile files, and what the map says of each: a table with its own test and page.

python -m tests.widgets.map.broken_tiles > docs/broken-tiles.md      the page
python -m tests.widgets.map.broken_tiles --found                     what is said now, for the table
"""

import gzip
import json
import os
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pmtiles.tile import Compression, Entry, TileType, serialize_directory
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from tests.widgets.map.tile_making import TOWN, picture, vector, write_tiles
from wallboard.config.room_entries import MapTiles
from widgets.map.projection import Box
from widgets.map.tile_grid import tile_box
from widgets.map.tile_painter import look_of
from widgets.map.tile_sheets import read_sheets
from widgets.map.tiles import Tiles
from widgets.map.view import Camera
from widgets.text import Text
from widgets.theme import load_theme

EXPECTED = Path(__file__).with_suffix(".toml")
NAME = "base.pmtiles"
LANGUAGES = ("en", "zh")

Make = Callable[[Path], object]


def put(raw: bytes) -> Make:
    return lambda path: path.write_bytes(raw)


def altered(change: Callable[[bytearray], object], raw: bytes | None = None, **words: object) -> Make:
    """A sound file with some of its bytes changed."""

    def make(path: Path) -> None:
        body = bytearray(write_tiles(path, {TOWN: raw or vector()}, **words).read_bytes())  # type: ignore[arg-type]
        change(body)
        path.write_bytes(body)

    return make


def of_tile(raw: bytes, kind: TileType = TileType.MVT, packing: Compression = Compression.NONE) -> Make:
    return lambda path: write_tiles(path, {TOWN: raw}, kind, packing)


def byte(at: int, value: int) -> Callable[[bytearray], object]:
    return lambda body: body.__setitem__(at, value)


def number(at: int, value: int) -> Callable[[bytearray], object]:
    """A number of the head: eight bytes."""
    return lambda body: body.__setitem__(slice(at, at + 8), value.to_bytes(8, "little"))


def root(directory: bytes) -> Make:
    """A sound file whose root directory, put at its end, is another."""

    def change(body: bytearray) -> None:
        number(8, len(body))(body)
        number(16, len(directory))(body)
        body += directory

    return altered(change)


def looped(body: bytearray) -> None:
    """A directory that is its own leaf."""
    directory = serialize_directory([Entry(0, 0, 0, 0)])
    for _ in range(3):
        directory = serialize_directory([Entry(0, 0, len(directory), 0)])
    number(8, len(body))(body)
    number(16, len(directory))(body)
    number(40, len(body))(body)
    body += directory


def cut(share: float) -> Callable[[bytearray], object]:
    return lambda body: body.__delitem__(slice(int(len(body) * share), None))


BOMB = gzip.compress(bytes(64 << 20))
KINDS: dict[str, Make] = {
    "missing": lambda path: None,
    "a folder": lambda path: path.mkdir(),
    "empty": put(b""),
    "a PNG": put(picture()),
    "a web page": put(b"<!doctype html><title>404</title>" + bytes(200)),
    "PMTiles of version 2": put(b"PM\x02\x00" + bytes(508)),
    "PMTiles of version 4": altered(byte(7, 4)),
    "cut within its head": altered(lambda body: body.__delitem__(slice(60, None))),
    "cut within its directory": altered(lambda body: body.__delitem__(slice(140, None))),
    "cut within its tile": altered(cut(0.9)),
    "head of nonsense": altered(byte(99, 77)),
    "no tile": root(serialize_directory([])),
    "tiles of unknown kind": altered(byte(99, 0)),
    "tiles of AVIF": altered(byte(99, 5)),
    "tiles packed with brotli": altered(byte(98, 3)),
    "tiles packed with zstd": altered(byte(98, 4)),
    "tiles packed, not said how": altered(byte(98, 0)),
    "directory packed with brotli": altered(byte(97, 3)),
    "directory of nonsense": root(b"\x1f\x8b nonsense"),
    "directory cut short": root(serialize_directory([Entry(n, n * 9, 9, 1) for n in range(50)])[:30]),
    "directory far away": altered(number(8, 1 << 40)),
    "directory beyond any file": altered(number(8, (1 << 64) - 1)),
    "directory that unpacks without end": root(BOMB),
    "directory of one endless number": root(gzip.compress(b"\xff" * 900_000)),
    "directories that lead to each other": altered(looped),
    "zooms the wrong way round": altered(byte(100, 14)),
    "zoom too deep": altered(byte(101, 31)),
    "bounds that are no degrees": lambda path: write_tiles(path, {TOWN: vector()}, max_lat_e7=1_500_000_000),
    "bounds inside out": lambda path: write_tiles(path, {TOWN: vector()}, min_lon_e7=1_790_000_000),
    "description of nonsense": altered(lambda body: number(32, 5)(body)),
    "no tile where it says that it has": root(serialize_directory([Entry(0, 0, 9, 1)])),
    "another land": lambda path: write_tiles(
        path, {TOWN: vector()}, min_lon_e7=0, max_lon_e7=10_000_000, min_lat_e7=0, max_lat_e7=10_000_000
    ),
    "tile of nonsense": of_tile(b"no vector tile"),
    "tile empty of what is known": of_tile(vector([("contours", "LINESTRING (0 0, 9 9)", {})])),
    "tile that is a picture": of_tile(picture()),
    "tile drawn outside itself": of_tile(vector([("water", "POLYGON ((0 0, 99999 0, 0 99999, 0 0))", {})])),
    "tile said to be packed": of_tile(vector(), packing=Compression.GZIP),
    "tile packed, cut short": of_tile(gzip.compress(vector())[:-12], packing=Compression.GZIP),
    "tile that unpacks without end": of_tile(BOMB, packing=Compression.GZIP),
    "raster that is a vector": of_tile(vector(), TileType.PNG),
    "raster cut short": of_tile(picture()[:150], TileType.PNG),
    "raster of 2,304 px": of_tile(picture(px=2304), TileType.PNG),
    "raster of a web page": of_tile(b"<html>not found</html>", TileType.JPEG),
}
"""What is wrong with a file -> how it is made."""


def said_of(path: Path, text: Text) -> list[str]:
    """What the map says of a file when it looks at the town."""
    sheets, problems = read_sheets([MapTiles(file=path.name)], path.parent, text)
    tiles, box, image = Tiles(), tile_box(TOWN), QImage(512, 512, QImage.Format.Format_RGB32)
    tiles.show(sheets)
    painter = QPainter(image)
    camera = Camera(*box.centre, 512 / box.width, 512, 512)
    tiles.draw(painter, 1, camera, Box(0, 0, 512, 512), 1.0, look_of(load_theme("dark"), 1.0))
    painter.end()
    return [*problems, *map(text.reason, tiles.troubles)]


def found(folder: Path) -> dict[str, dict[str, str]]:
    """Kind -> what is said of it now, by language."""
    texts = {lang: Text(lang) for lang in LANGUAGES}
    said: dict[str, dict[str, str]] = {}
    for n, (name, make) in enumerate(KINDS.items()):
        path = folder / str(n) / NAME
        path.parent.mkdir(parents=True)
        make(path)
        said[name] = {lang: "\n".join(said_of(path, text)) for lang, text in texts.items()}
    return said


def expected() -> dict[str, dict[str, str]]:
    """Kind -> what must be said of it, as reviewed by a person."""
    return tomllib.loads(EXPECTED.read_text(encoding="utf-8"))


def table(messages: Mapping[str, Mapping[str, str]]) -> str:
    """The document."""
    lines = [
        "# Broken tile files, and what the map says of them",
        "",
        f"{len(messages)} kinds of a base map's file (PMTiles) that cannot be drawn, or not all of it. The",
        "map says which, at its lower edge; the rest of it is drawn, and where a tile lacks the ground is",
        "quiet. A test cuts and damages such files at random bytes besides: nothing comes of it but words.",
        "",
        "Made by `python -m tests.widgets.map.broken_tiles > docs/broken-tiles.md`; a test compares them.",
        "",
        "| file | en | zh |",
        "|---|---|---|",
    ]
    lines += [f"| {name} | {said['en']} | {said['zh']} |" for name, said in messages.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the page, or what is said now."""
    if "--found" not in sys.argv:
        print(table(expected()), end="")
        return
    application = QGuiApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        for name, said in found(Path(folder)).items():
            words = ", ".join(f"{lang} = {json.dumps(one, ensure_ascii=False)}" for lang, one in said.items())
            print(f'"{name}" = {{ {words} }}')
    del application


if __name__ == "__main__":
    main()
