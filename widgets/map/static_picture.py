"""The quiet part of the map, drawn once into an image: moved with the land, mended where it changed.

It is drawn in parts, the nearest to the middle first, as long as the time lasts that is given; until then
what was there before stands stretched in their place. A change of the land's state mends its own rectangle.
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

MOST_MENDED = 48
"""So many changed places are mended each for itself; beyond, the parts in which they lie."""


class Sheet(msgspec.Struct):
    """One image of the land. camera: of its whole; owed: what of it (device px) is still to be drawn."""

    image: QImage
    camera: Camera
    owed: list[QRect]


class StaticPicture:
    """``margin``: share of the window's size kept on every side, so that a short drag needs no drawing."""

    def __init__(self, layers: list[Layer], margin: float) -> None:
        self._layers, self._margin = layers, margin
        self._sheet: Sheet | None = None

    def forget(self) -> None:
        self._sheet = None
        for layer in self._layers:
            layer.forget()

    def renew(self) -> None:
        """All of it may look different: it is owed, and what stands there stays until then."""
        if self._sheet is not None:
            whole = self._sheet.image.rect()
            self._sheet.owed = _nearest_last(_parts(whole), whole)

    def sharp(self, camera: Camera) -> bool:
        """Whether the picture was drawn at this very scale and covers the window; parts may be owed."""
        sheet = self._sheet
        return sheet is not None and sheet.camera.scale == camera.scale and _covers(sheet.camera, camera)

    @property
    def owing(self) -> bool:
        """Whether parts are still to be drawn."""
        return self._sheet is not None and bool(self._sheet.owed)

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
        if sheet is None or not sheet.owed:
            return []
        began, done = thread_seconds(), list[QRect]()
        if budget is None:
            done, sheet.owed = _joined(sheet.owed), []
            self._draw(sheet, done, session, scene)
        while budget is not None and sheet.owed:
            done.append(sheet.owed.pop())
            self._draw(sheet, done[-1:], session, scene)
            if thread_seconds() - began >= budget:
                break
        return [_on_screen(sheet, camera, rect) for rect in done]

    def mend(self, boxes: Floats, reach: float) -> None:
        """What lies in these boxes (n, 4) of the plane looks different: it is owed. reach: px of pens."""
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
        if len(low) > MOST_MENDED or (len(low) and int((high - low).max()) > PART):
            rects = _parts_of(low, high, whole)
        else:
            rects = [
                QRect(x, y, r - x, b - y) for (x, y), (r, b) in zip(low.tolist(), high.tolist(), strict=True)
            ]
        waiting = [rect for rect in rects if not any(owed.contains(rect) for owed in sheet.owed)]
        kept = [owed for owed in sheet.owed if not any(rect.contains(owed) for rect in waiting)]
        sheet.owed = [*kept, *_nearest_last(waiting, whole)]

    def _begin(self, camera: Camera, session: Session, ratio: float) -> None:
        """A sheet for this camera: what the last one knows is taken over, the rest is owed."""
        old, x, y = self._sheet, self._margin * camera.width, self._margin * camera.height
        wide = camera.resized(camera.width + 2 * x, camera.height + 2 * y)
        size = round(wide.width * ratio), round(wide.height * ratio)
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(session.theme.ground)
        owed = [image.rect()]
        if old is not None and old.image.size() == image.size():
            wide = _aligned(wide, old.camera, ratio)
            kept = _take_over(image, wide, old, ratio)
            moved = [rect.translated(kept.topLeft()) for rect in old.owed] if kept is not None else []
            owed = _outside(image.rect(), kept) + [r.intersected(image.rect()) for r in moved]
        parts = [piece for rect in owed for piece in _parts(rect)]
        self._sheet = Sheet(image, wide, _nearest_last(parts, image.rect()))

    def _draw(self, sheet: Sheet, rects: Sequence[QRect], session: Session, scene: Scene) -> None:
        painter, ratio = QPainter(sheet.image), sheet.image.devicePixelRatio()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = session.now()
        for rect in rects:
            area = QRectF(rect.x() / ratio, rect.y() / ratio, rect.width() / ratio, rect.height() / ratio)
            clip = Box(area.left(), area.top(), area.right(), area.bottom())
            painter.save()
            painter.setClipRect(area)
            painter.fillRect(area, session.theme.ground)
            frame = Frame(sheet.camera, session, scene, clip, now)
            for layer in self._layers:
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


def _take_over(image: QImage, wide: Camera, old: Sheet, ratio: float) -> QRect | None:
    """Paint the old sheet into the new one; where it lies there (device px), if its pixels are right."""
    left, top = wide.point(*old.camera.place(0, 0))
    zoom = wide.scale / old.camera.scale
    painter = QPainter(image)
    if zoom == 1.0:
        at = round(left * ratio), round(top * ratio)
        painter.drawImage(QRectF(at[0] / ratio, at[1] / ratio, *_size(old.image)), old.image)
        painter.end()
        return QRect(*at, old.image.width(), old.image.height())
    wide_old, high_old = _size(old.image)
    painter.drawImage(QRectF(left, top, wide_old * zoom, high_old * zoom), old.image)
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


def _parts(rect: QRect) -> list[QRect]:
    """A rectangle in pieces of at most ``PART`` px a side."""
    return [
        QRect(x, y, min(PART, rect.right() + 1 - x), min(PART, rect.bottom() + 1 - y))
        for y in range(rect.top(), rect.bottom() + 1, PART)
        for x in range(rect.left(), rect.right() + 1, PART)
    ]


def _parts_of(low: NDArray[np.int64], high: NDArray[np.int64], whole: QRect) -> list[QRect]:
    """The parts of a sheet that these spans (device px, upper bounds without) touch."""
    first, last = low // PART, np.maximum(high - 1, low) // PART
    spans = np.unique(np.hstack([first, last]), axis=0).tolist()
    places = {(x, y) for a, b, c, d in spans for x in range(a, c + 1) for y in range(b, d + 1)}
    return [QRect(x * PART, y * PART, PART, PART).intersected(whole) for x, y in sorted(places)]


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
