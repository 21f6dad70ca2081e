"""From an ask to a picture: one tile read, decoded and painted in the theme's tones.

``TileDecoder.answer`` is a job for the shell's worker, and is run nowhere else. Asks and answers are values;
the generation of an ask says for which look it was asked.
"""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtGui import QImage

from wallboard.config.room_entries import Crs
from wallboard.domain.reasons import Reason
from widgets.map.tile_file import TileError, TileFile
from widgets.map.tile_grid import Laid, Tile, sources
from widgets.map.tile_painter import Look, paint_raster, paint_vector, raster_of
from widgets.map.tile_shapes import PlaceName, TileShapes, shapes_of

MOST_KEPT = 24 << 20
"""Bytes of decoded tiles kept for a picture at another scale."""


class TileAsk(msgspec.Struct, frozen=True):
    """One picture that is wanted. width, height: device px of the tile; scale: device px per metre."""

    generation: int
    file: Path
    crs: Crs
    tile: Tile
    width: float
    height: float
    scale: float
    look: Look


class TileAnswer(msgspec.Struct, frozen=True):
    """What came of it. image: None where the file has no such tile, or for ``problem``."""

    ask: TileAsk
    image: QImage | None = None
    names: tuple[PlaceName, ...] = ()
    problem: Reason | None = None


class TileDecoder:
    """Files that are open and tiles decoded last."""

    def __init__(self) -> None:
        self._files: dict[Path, TileFile] = {}
        self._kept: OrderedDict[tuple[Path, Tile], TileShapes | QImage | None] = OrderedDict()
        self._bytes = 0

    def answer(self, ask: TileAsk) -> TileAnswer:
        """Never raises for what a file holds: that is the answer's ``problem``."""
        try:
            file = self._files.get(ask.file)
            if file is None:
                file = self._files[ask.file] = TileFile(ask.file)
            laid = sources(ask.tile, ask.crs, file.head.most)
            found = [(self._decoded(file, tile), how) for tile, how in laid]
        except TileError as error:
            return TileAnswer(ask, problem=error.reason)
        pictures = [(one, how) for one, how in found if isinstance(one, QImage)]
        if pictures:
            return TileAnswer(ask, paint_raster(pictures, ask.width, ask.height, ask.look))
        shapes = [(one, how) for one, how in found if isinstance(one, TileShapes)]
        if not shapes:
            return TileAnswer(ask)
        image = paint_vector(shapes, ask.width, ask.height, ask.scale, ask.look)
        return TileAnswer(ask, image, tuple(name for one, how in shapes for name in _inside(one.names, how)))

    def _decoded(self, file: TileFile, tile: Tile) -> TileShapes | QImage | None:
        key = file.path, tile
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        raw = file.tile(tile)
        if raw is None:
            found = None
        else:
            decode = shapes_of if file.head.kind == "vector" else raster_of
            found = decode(raw, file.name, tile)
        self._kept[key] = found
        self._bytes += size_of(found)
        while self._bytes > MOST_KEPT and len(self._kept) > 1:
            self._bytes -= size_of(self._kept.popitem(last=False)[1])
        return found


def size_of(found: TileShapes | QImage | None) -> int:
    """Bytes that a decoded tile takes."""
    if found is None:
        return 0
    return found.sizeInBytes() if isinstance(found, QImage) else found.size


def _inside(names: Sequence[PlaceName], laid: Laid) -> list[PlaceName]:
    """The names of a file's tile that lie in the tile that is asked for, in shares of that."""
    found: list[PlaceName] = []
    for name in names:
        x, y = laid.place(name.x, name.y)
        if 0 <= x < 1 and 0 <= y < 1:
            found.append(msgspec.structs.replace(name, x=x, y=y))
    return found
