"""The quiet part of the map, drawn once into an image: moved with the land, mended where it changed.

It is drawn in parts, the nearest to the middle first, as long as the time lasts that is given; until then
what was there before stands stretched in their place. A change of the land's state mends its own rectangle:
the ground, which no state changes, is kept as an image of its own, and only what lies over it is drawn.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from wallboard.domain.clock import thread_seconds
from widgets.map.frame import Frame, Layer
from widgets.map.projection import Box, Floats
from widgets.map.scene import Scene
from widgets.map.view import Camera
from widgets.session import Session

LOOKS = tuple((across, down) for across in (-0.95, -0.5, 0.02, 0.5, 0.95) for down in (-0.6, 0.3, 0.7))
"""Where in a box its ground is looked at, from its middle (0) to its edges (1): no one line hides it."""

PART = 256
"""Device px across a part that is drawn at one go."""

STATES_PART = 192
"""The same of a part in which only what lies over the ground is drawn: in a storm the dearest part must fit
beside a tick's facts."""

MOST_MENDED = 48
"""So many changed places are mended each for itself; beyond, the parts in which they lie."""


class Sheet(msgspec.Struct):
    """The land as seen and its ground alone, of one size. camera: of the whole.

    bare: what (device px) is still to be drawn from its ground on; stale: what only over it.
    """

    image: QImage
    ground: QImage
    camera: Camera
    bare: list[QRect]
    stale: list[QRect]


class StaticPicture:
    """ground, states: layers that show no state, and those over them that do or lie higher.

    ``margin``: share of the window's size kept on every side, so that a short drag needs no drawing.
    """

    def __init__(self, ground: Sequence[Layer], states: Sequence[Layer], margin: float) -> None:
        self._ground, self._states, self._margin = ground, states, margin
        self._sheet: Sheet | None = None

    def forget(self) -> None:
        self._sheet = None
        for layer in (*self._ground, *self._states):
            layer.forget()

    def renew(self) -> None:
        """All of it may look different: it is owed, and what stands there stays until then."""
        if self._sheet is not None:
            whole = self._sheet.image.rect()
            self._sheet.bare, self._sheet.stale = _nearest_last(_parts(whole), whole), []

    def sharp(self, camera: Camera) -> bool:
        """Whether the picture was drawn at this very scale and covers the window; parts may be owed."""
        sheet = self._sheet
        return sheet is not None and sheet.camera.scale == camera.scale and _covers(sheet.camera, camera)

    @property
    def owing(self) -> bool:
        """Whether parts are still to be drawn."""
        return self._sheet is not None and bool(self._sheet.bare or self._sheet.stale)

    def refresh(
        self, camera: Camera, session: Session, scene: Scene, ratio: float, budget: float | None = None
    ) -> list[QRect]:
        """Draw what is owed for this camera. ratio: device px per px.

        budget: thread seconds to spend; None: all. Returns what was drawn, px of the window.
        """
        if not self.sharp(camera):
            self._begin(camera, session, ratio)
        return self.work(camera, session, scene, budget)

    def work(
        self, camera: Camera, session: Session, scene: Scene, budget: float | None = None
    ) -> list[QRect]:
        """Draw parts that are owed, at least one, while the time lasts; returns them, px of the window."""
        sheet = self._sheet
        if sheet is None:
            return []
        began, done = thread_seconds(), list[QRect]()
        if budget is None:
            bare, stale = _joined(sheet.bare), _joined(sheet.stale)
            sheet.bare, sheet.stale = [], []
            self._draw(sheet, bare, session, scene, bare=True)
            self._draw(sheet, stale, session, scene, bare=False)
            done = [*bare, *stale]
        seen, before = _seen(sheet, camera), began
        while budget is not None and (sheet.bare or sheet.stale):
            bare = bool(sheet.bare)
            done.append(sheet.bare.pop() if bare else _taken(sheet.stale, seen))
            self._draw(sheet, done[-1:], session, scene, bare=bare)
            here = thread_seconds()
            if 2 * here - before - began >= budget:  # another as dear as the last would not fit
                break
            before = here
        return [_on_screen(sheet, camera, rect) for rect in done]

    def mend(self, boxes: Floats, reach: float, *, ground: bool = False) -> None:
        """What lies in these boxes (n, 4) of the plane looks different: it is owed. reach: px of pens.

        ground: not its state alone.
        """
        sheet = self._sheet
        if sheet is None or not len(boxes):
            return
        ratio, whole = sheet.image.devicePixelRatio(), sheet.image.rect()
        low = (sheet.camera.to_screen(boxes[:, [0, 3]]) - reach) * ratio
        high = (sheet.camera.to_screen(boxes[:, [2, 1]]) + reach) * ratio
        edge = np.array([whole.width(), whole.height()], dtype=np.float64)
        seen = np.all((high > 0) & (low < edge), axis=1)
        low = np.floor(np.clip(low[seen], 0, edge)).astype(np.int64)
        high = np.ceil(np.clip(high[seen], 0, edge)).astype(np.int64)
        part = PART if ground or not self._states else STATES_PART
        if len(low) > MOST_MENDED or (len(low) and int((high - low).max()) > part):
            rects = _parts_of(low, high, whole, part)
        else:
            rects = [
                QRect(x, y, r - x, b - y) for (x, y), (r, b) in zip(low.tolist(), high.tolist(), strict=True)
            ]
        if ground:
            sheet.bare = [*_without(sheet.bare, rects), *_nearest_last(rects, whole)]
        else:
            sheet.stale += _new(rects, sheet.stale)

    def _begin(self, camera: Camera, session: Session, ratio: float) -> None:
        """A sheet for this camera: what the last one knows is taken over, the rest is owed."""
        old, x, y = self._sheet, self._margin * camera.width, self._margin * camera.height
        wide = camera.resized(camera.width + 2 * x, camera.height + 2 * y)
        size = round(wide.width * ratio), round(wide.height * ratio)
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(session.theme.ground)
        ground = image.copy() if self._states else image  # one image where nothing lies over its ground
        owed, stale, whole = [image.rect()], list[QRect](), image.rect()
        if old is not None and old.image.size() == image.size():
            wide = _aligned(wide, old.camera, ratio)
            kept = _take_over(image, wide, old.camera, old.image)
            if kept is not None and self._states:
                _take_over(ground, wide, old.camera, old.ground)
            moved = _moved(old.bare, kept, whole)
            owed, stale = _outside(whole, kept) + moved, _moved(old.stale, kept, whole)
        parts = [piece for rect in owed for piece in _parts(rect)]
        self._sheet = Sheet(image, ground, wide, _nearest_last(parts, whole), stale)

    def _draw(
        self, sheet: Sheet, rects: Sequence[QRect], session: Session, scene: Scene, *, bare: bool
    ) -> None:
        """Draw these (device px) from their ground on, or only what lies over it."""
        if bare:
            self._paint(sheet.ground, sheet, rects, self._ground, session, scene)
        if self._states:
            self._paint(sheet.image, sheet, rects, self._states, session, scene)

    def _paint(
        self,
        image: QImage,
        sheet: Sheet,
        rects: Sequence[QRect],
        layers: Sequence[Layer],
        session: Session,
        scene: Scene,
    ) -> None:
        painter, ratio = QPainter(image), image.devicePixelRatio()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = session.now()
        for rect in rects:
            area = QRectF(rect.x() / ratio, rect.y() / ratio, rect.width() / ratio, rect.height() / ratio)
            clip = Box(area.left(), area.top(), area.right(), area.bottom())
            painter.save()
            painter.setClipRect(area)
            if image is sheet.ground:
                painter.fillRect(area, session.theme.ground)
            else:
                painter.drawImage(area, sheet.ground, QRectF(rect))
            frame = Frame(sheet.camera, session, scene, clip, now)
            for layer in layers:
                layer.draw(painter, frame)
            painter.restore()
        painter.end()

    def is_mostly(self, colour: QColor, camera: Camera | None, box: Box) -> bool:
        """Whether most of a box (px of this camera, y down) has that very colour."""
        sheet = self._sheet
        if sheet is None or camera is None:
            return False
        mine, image = sheet.camera, sheet.image
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        wide, high = box.width / 2, box.height / 2
        places = [mine.point(*camera.place(x + right * wide, y + down * high)) for right, down in LOOKS]
        ratio = image.devicePixelRatio()
        spots = [(round(left * ratio), round(top * ratio)) for left, top in places]
        hits = [image.pixelColor(*spot) == colour for spot in spots if image.valid(*spot)]
        return sum(hits) > len(LOOKS) / 2

    def draw(self, painter: QPainter, camera: Camera, clip: Box, ground: Qt.GlobalColor | object) -> None:
        """Blit what lies in ``clip``; stretched while the scale differs."""
        sheet = self._sheet
        if sheet is None:
            return
        mine = sheet.camera
        left, top = camera.point(*mine.place(0, 0))
        zoom = camera.scale / mine.scale
        own = sheet.image.devicePixelRatio()
        if zoom == 1.0:
            left, top = round(left * own) / own, round(top * own) / own
        ratio = own / zoom
        target = QRectF(clip.left, clip.bottom, clip.width, clip.height)
        source = QRectF(
            (clip.left - left) * ratio, (clip.bottom - top) * ratio, clip.width * ratio, clip.height * ratio
        )
        if not _covers(mine, camera):
            painter.fillRect(target, ground)  # type: ignore[arg-type]
        painter.drawImage(target, sheet.image, source)


def _covers(mine: Camera, camera: Camera) -> bool:
    return mine.bounds(1.0).holds(camera.bounds())


def _aligned(wide: Camera, old: Camera, ratio: float) -> Camera:
    """The camera moved by less than a device px, so that the old image fits on its pixels."""
    if wide.scale != old.scale:
        return wide
    step = wide.scale * ratio
    x, y = round((wide.x - old.x) * step) / step, round((wide.y - old.y) * step) / step
    return msgspec.structs.replace(wide, x=old.x + x, y=old.y + y)


def _take_over(image: QImage, wide: Camera, before: Camera, old: QImage) -> QRect | None:
    """Paint an old image into the new one; where it lies there (device px), if its pixels are right."""
    left, top = wide.point(*before.place(0, 0))
    zoom, ratio = wide.scale / before.scale, image.devicePixelRatio()
    painter = QPainter(image)
    if zoom == 1.0:
        at = round(left * ratio), round(top * ratio)
        painter.drawImage(QRectF(at[0] / ratio, at[1] / ratio, *_size(old)), old)
        painter.end()
        return QRect(*at, old.width(), old.height())
    wide_old, high_old = _size(old)
    painter.drawImage(QRectF(left, top, wide_old * zoom, high_old * zoom), old)
    painter.end()
    return None


def _size(image: QImage) -> tuple[float, float]:
    """Width and height, px."""
    ratio = image.devicePixelRatio()
    return image.width() / ratio, image.height() / ratio


def _outside(whole: QRect, kept: QRect | None) -> list[QRect]:
    """What of a rectangle lies outside of another, as at most four rectangles."""
    if kept is None or not whole.intersects(kept):
        return [whole]
    inner = whole.intersected(kept)
    above = QRect(whole.left(), whole.top(), whole.width(), inner.top() - whole.top())
    below = QRect(whole.left(), inner.bottom() + 1, whole.width(), whole.bottom() - inner.bottom())
    left = QRect(whole.left(), inner.top(), inner.left() - whole.left(), inner.height())
    right = QRect(inner.right() + 1, inner.top(), whole.right() - inner.right(), inner.height())
    return [rect for rect in (above, below, left, right) if not rect.isEmpty()]


def _moved(rects: Sequence[QRect], kept: QRect | None, whole: QRect) -> list[QRect]:
    """What an old sheet owed, where it lies in the new one; all is owed there unless its pixels were kept."""
    if kept is None:
        return []
    moved = [rect.translated(kept.topLeft()).intersected(whole) for rect in rects]
    return [rect for rect in moved if not rect.isEmpty()]


def _new(rects: Sequence[QRect], known: Sequence[QRect]) -> list[QRect]:
    """Those that lie in none that is known."""
    same = {rect.getRect() for rect in known}
    fresh = [rect for rect in rects if rect.getRect() not in same]
    wide = [rect for rect in known if rect.width() >= PART or rect.height() >= PART]
    return [rect for rect in fresh if not any(other.contains(rect) for other in wide)]


def _without(rects: Sequence[QRect], covers: Sequence[QRect]) -> list[QRect]:
    """Those that lie in no one of ``covers``."""
    return [rect for rect in rects if not any(cover.contains(rect) for cover in covers)]


def _taken(rects: list[QRect], seen: QRect) -> QRect:
    """Take out the one that has waited longest, of those that are seen if there are any."""
    return rects.pop(next((n for n, rect in enumerate(rects) if rect.intersects(seen)), 0))


def _seen(sheet: Sheet, camera: Camera) -> QRect:
    """What of the sheet (device px) the window shows."""
    ratio, box = sheet.image.devicePixelRatio(), camera.bounds()
    return _pixels(sheet.camera.on_screen(box), ratio)


def _parts(rect: QRect) -> list[QRect]:
    """A rectangle in pieces of at most ``PART`` px a side."""
    return [
        QRect(x, y, min(PART, rect.right() + 1 - x), min(PART, rect.bottom() + 1 - y))
        for y in range(rect.top(), rect.bottom() + 1, PART)
        for x in range(rect.left(), rect.right() + 1, PART)
    ]


def _parts_of(low: NDArray[np.int64], high: NDArray[np.int64], whole: QRect, part: int) -> list[QRect]:
    """The parts (device px across) of a sheet that these spans (upper bounds without) touch."""
    first, last = low // part, np.maximum(high - 1, low) // part
    spans = np.unique(np.hstack([first, last]), axis=0).tolist()
    places = {(x, y) for a, b, c, d in spans for x in range(a, c + 1) for y in range(b, d + 1)}
    return [QRect(x * part, y * part, part, part).intersected(whole) for x, y in sorted(places)]


def _nearest_last(parts: Sequence[QRect], whole: QRect) -> list[QRect]:
    """Parts by their distance from the middle, the furthest first: they are taken from the end."""
    middle = whole.center()
    return sorted(parts, key=lambda part: -(part.center() - middle).manhattanLength())


def _joined(rects: Sequence[QRect]) -> list[QRect]:
    """One rectangle for all, where they fill it; else each for itself."""
    whole = QRect()
    for rect in rects:
        whole = whole.united(rect)
    filled = sum(rect.width() * rect.height() for rect in rects)
    return [whole] if filled >= whole.width() * whole.height() else list(rects)


def _pixels(span: Box, ratio: float) -> QRect:
    """A px box (y down) as whole device pixels, rounded outwards."""
    left, top = int(span.left * ratio // 1), int(span.bottom * ratio // 1)
    return QRect(left, top, int(-(-span.right * ratio // 1)) - left, int(-(-span.top * ratio // 1)) - top)


def _on_screen(sheet: Sheet, camera: Camera, rect: QRect) -> QRect:
    """Device px of the sheet -> px of the window, rounded outwards."""
    ratio, zoom = sheet.image.devicePixelRatio(), camera.scale / sheet.camera.scale
    left, top = camera.point(*sheet.camera.place(rect.x() / ratio, rect.y() / ratio))
    width, height = rect.width() / ratio * zoom, rect.height() / ratio * zoom
    return _pixels(Box(left, top, left + width, top + height).grown(1.0), 1.0)
