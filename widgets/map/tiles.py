"""The tiles of one map as the GUI keeps them: what is here, what was asked for, what could not be had.

Nothing is decoded here and nothing is waited for. The cache is bounded in bytes; a tile that is not here
yet is stood in for by what is known of its surroundings.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from wallboard.domain.reasons import Reason
from widgets.map.base_map import Place
from widgets.map.projection import Box
from widgets.map.tile_grid import Tile, tile_box, tiles_of, zoom_for
from widgets.map.tile_painter import Look
from widgets.map.tile_shapes import PlaceName
from widgets.map.tile_sheets import TileSheet
from widgets.map.tile_work import TileAnswer, TileAsk, TileDecoder
from widgets.map.view import Camera
from widgets.worker import AtOnce, Worker

MOST_BYTES = 96 << 20
"""Bytes of pictures that are kept beyond those that a view needs now."""

EDGE = {"vector": 512.0, "raster": 256.0}
"""Study px across a tile for which it was made."""

ANCESTORS = 5
"""Zooms further out that may stand in for a tile."""

SMALL_PLACE = 1e-6
"""Places of a tile come after every other: their rank stands behind the point."""

Key = tuple[int, Tile, float, float]
"""Number of the sheet, tile, and its width and height in device px."""


@dataclass
class _View:
    """What one window onto the tiles needs now. seen: its camera and the device px of one px."""

    seen: tuple[Camera, float]
    wanted: dict[Key, TileAsk] = field(default_factory=dict)
    troubles: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A picture, or a part of it, to be drawn into a box of the window (px, y down)."""

    image: QImage
    target: Box
    source: QRectF


class Tiles:
    """worker: has them made. on_news: told what a tile covers that came after it was asked for."""

    def __init__(
        self, worker: Worker | None = None, on_news: Callable[[Box], None] = lambda box: None
    ) -> None:
        self._worker, self._on_news = worker or AtOnce(), on_news
        self._decoder = TileDecoder()
        self.sheets: tuple[TileSheet, ...] = ()
        self.look: Look | None = None
        self.version = 0  # counts tiles that came, and views that look elsewhere
        self._generation = 0
        self._views: dict[int, _View] = {}
        self._pictures: OrderedDict[Key, QImage | None] = OrderedDict()
        self._names: dict[tuple[int, Tile], tuple[PlaceName, ...]] = {}
        self._bytes = 0
        self._failed: dict[str, Reason] = {}
        self._asking = False

    def show(self, sheets: Sequence[TileSheet]) -> None:
        """Another base map: everything is asked for anew."""
        self.sheets = tuple(sheets)
        self.forget()

    def forget(self) -> None:
        """The look changed: what was made for another is dropped, and so is what still comes."""
        self._generation += 1
        self._pictures.clear()
        self._names.clear()
        self._views.clear()
        self._failed.clear()
        self._bytes = 0

    @property
    def waiting(self) -> int:
        """Pictures that views need and that are not here."""
        return sum(key not in self._pictures for view in self._views.values() for key in view.wanted)

    @property
    def bytes(self) -> int:
        """Bytes of the pictures that are kept."""
        return self._bytes

    @property
    def troubles(self) -> tuple[Reason, ...]:
        """What must be said on the map: files whose tiles fail, and views where a file holds nothing."""
        seen = [r for view in self._views.values() for r in (*view.troubles, *self._bare(view))]
        unique = {(reason.code, str(reason.args)): reason for reason in (*self._failed.values(), *seen)}
        return tuple(unique.values())

    def places(self, lang: str) -> list[Place]:
        """The names on the tiles that the views need now, the largest first; each once."""
        found: dict[str, Place] = {}
        for view in self._views.values():
            for number, tile, _, _ in view.wanted:
                box = tile_box(tile)
                for name in self._names.get((number, tile), ()):
                    words = _in_language(name.names, lang)
                    x, y = box.left + name.x * box.width, box.top - name.y * box.height
                    found.setdefault(words, Place(words, x, y, name.size * SMALL_PLACE))
        return sorted(found.values(), key=lambda place: (-place.size, place.name))

    def draw(self, painter: QPainter, view: int, camera: Camera, clip: Box, ratio: float, look: Look) -> None:
        """Ask for what a view needs, and paint what of it is here and lies in ``clip`` (px, y down).

        view: the same number each time. ratio: device px of one px.
        """
        if not self.sheets:
            return
        if look != self.look:
            self.look = look
            self.forget()
        asked = self._views.get(view)
        if asked is None or asked.seen != (camera, ratio):
            asked = self._views[view] = self._needs(camera, ratio, look)
            self.version += 1
            self._ask(view, [ask for key, ask in asked.wanted.items() if key not in self._pictures])
            self._evict()
        for key in asked.wanted:
            box = camera.on_screen(tile_box(key[1]))
            piece = self._piece(key, box, ratio) if box.meets(clip) else None
            if piece is not None:
                where = piece.target
                target = QRectF(where.left, where.bottom, where.width, where.height)
                painter.drawImage(target, piece.image, piece.source)

    def take(self, answer: TileAnswer) -> None:
        """A tile came. One that was asked for another look is dropped."""
        ask = answer.ask
        number = next((n for n, sheet in enumerate(self.sheets) if sheet.file == ask.file), None)
        if ask.generation != self._generation or number is None:
            return
        self.version += 1
        key = number, ask.tile, ask.width, ask.height
        old = self._pictures.pop(key, None)
        self._pictures[key] = answer.image
        self._bytes += _bytes(answer.image) - _bytes(old)
        if answer.names:
            self._names[number, ask.tile] = answer.names
        if answer.problem is not None:
            self._failed.setdefault(self.sheets[number].file.name, answer.problem)
        self._evict()
        if not self._asking and any(key in view.wanted for view in self._views.values()):
            self._on_news(tile_box(ask.tile))

    def _bare(self, view: _View) -> list[Reason]:
        """The sheets that turned out to have none of the tiles that a view needs."""
        came: dict[int, set[bool]] = {}
        for key in view.wanted:
            came.setdefault(key[0], set()).add(key not in self._pictures or self._pictures[key] is not None)
        names = [self.sheets[number].file.name for number, has in came.items() if has == {False}]
        return [Reason("tiles_elsewhere", {"file": name}) for name in names if name not in self._failed]

    def _ask(self, view: int, asks: list[TileAsk]) -> None:
        self._asking = True  # who makes them at once is heard while asking: the drawing goes on anyway
        try:
            self._worker.do(view, [partial(self._decoder.answer, ask) for ask in asks], self.take)
        finally:
            self._asking = False

    def _needs(self, camera: Camera, ratio: float, look: Look) -> _View:
        """The tiles that a view shows, sheet by sheet; and why it shows none of one."""
        view, bounds, scale = _View((camera, ratio)), camera.bounds(), camera.scale * ratio
        troubles: list[Reason] = []
        for number, sheet in enumerate(self.sheets):
            head, name = sheet.head, sheet.file.name
            z = zoom_for(camera, EDGE[head.kind] * look.unit / ratio, head.least, head.most)
            tiles = tiles_of(bounds, z, sheet.reach)
            if not tiles:
                far = bounds.meets(sheet.reach)
                troubles.append(Reason("tiles_far_out" if far else "tiles_elsewhere", {"file": name}))
            for tile in tiles:
                box = tile_box(tile)
                width, height = round(box.width * scale, 2), round(box.height * scale, 2)
                ask = TileAsk(self._generation, sheet.file, sheet.crs, tile, width, height, scale, look)
                view.wanted[number, tile, width, height] = ask
        view.troubles = tuple(troubles)
        return view

    def _piece(self, key: Key, box: Box, ratio: float) -> Piece | None:
        """The picture of a tile that lies there (px), else what stands in for it: a tile around it."""
        edges = (round(edge * ratio) / ratio for edge in (box.left, box.bottom, box.right, box.top))
        target = Box(*edges)
        if key not in self._pictures:
            found = self._stand_in(*key[:2])
            return Piece(found[0], target, found[1]) if found is not None else None
        image = self._pictures[key]
        self._pictures.move_to_end(key)
        if image is None:
            return None
        return Piece(image, target, QRectF(0, 0, target.width * ratio, target.height * ratio))

    def _stand_in(self, number: int, tile: Tile) -> tuple[QImage, QRectF] | None:
        for steps in range(min(ANCESTORS, tile.z) + 1):
            around = tile.parent(steps)
            for (sheet, known, width, height), image in reversed(self._pictures.items()):
                if sheet == number and known == around and image is not None:
                    left, top, share = tile.within(around)
                    return image, QRectF(left * width, top * height, share * width, share * height)
        return None

    def _evict(self) -> None:
        """Drop what was drawn longest ago, but nothing that a view needs now."""
        if self._bytes <= MOST_BYTES:
            return
        needed = {key for view in self._views.values() for key in view.wanted}
        for key in [key for key in self._pictures if key not in needed]:
            self._bytes -= _bytes(self._pictures.pop(key))
            if not any(other[:2] == key[:2] for other in self._pictures):
                self._names.pop(key[:2], None)
            if self._bytes <= MOST_BYTES:
                return


def _bytes(image: QImage | None) -> int:
    return image.sizeInBytes() if image is not None else 0


def _in_language(names: dict[str, str], lang: str) -> str:
    """The name in a language, else the local one, else any."""
    wanted = (lang, f"{lang}:Hans", f"{lang}-Hans", "", "latin", "en")
    return next((names[key] for key in wanted if key in names), next(iter(names.values())))
