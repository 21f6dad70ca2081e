"""The quiet part of the map, drawn once into an image: moved with the land, mended where it changed.

It is drawn in parts, the nearest to the middle first, as long as the time lasts that is given; until then
what was there before stands stretched in their place. A change of the land's state mends its own rectangle:
the ground, which no state changes, is kept as an image of its own, and only what lies over it is drawn.

A new sheet, for a view beyond the last one, is made in steps too: copied over band by band, and its land cut
out layer by layer, while the old one stands.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from wallboard.domain.clock import thread_seconds
from widgets.map.frame import Frame, Layer
from widgets.map.projection import Box, Floats
from widgets.map.scene import Scene
from widgets.map.sheet_parts import (
    PART,
    bands,
    fresh_of,
    gathered,
    joined,
    moved_to,
    nearest_last,
    outside,
    parts,
    parts_of,
    pixels,
    without,
)
from widgets.map.steps import Steps, at_once
from widgets.map.view import Camera
from widgets.session import Session

LOOKS = tuple((across, down) for across in (-0.95, -0.5, 0.02, 0.5, 0.95) for down in (-0.6, 0.3, 0.7))
"""Where in a box its ground is looked at, from its middle (0) to its edges (1): no one line hides it."""

STATES_PART = 192
"""The same of a part in which only what lies over the ground is drawn: in a storm the dearest part must fit
beside a tick's facts."""

MOST_MENDED = 48
"""So many changed places are mended each for itself; beyond, the parts in which they lie."""


MOST_OWED = 96
"""So many places wait at most each for itself; beyond, the parts in which they lie."""


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
        self._coming: tuple[Camera, Steps[Sheet]] | None = None  # a sheet in the making, and what for

    def forget(self) -> None:
        self._sheet = self._coming = None
        for layer in (*self._ground, *self._states):
            layer.forget()

    def renew(self) -> None:
        """All of it may look different: it is owed, and what stands there stays until then."""
        if self._sheet is not None:
            whole = self._sheet.image.rect()
            self._sheet.bare, self._sheet.stale = nearest_last(parts(whole), whole), []

    def sharp(self, camera: Camera) -> bool:
        """Whether the picture was drawn at this very scale and covers the window; parts may be owed."""
        sheet = self._sheet
        return sheet is not None and sheet.camera.scale == camera.scale and _covers(sheet.camera, camera)

    def serves(self, camera: Camera) -> bool:
        """Whether it is sharp and half of its margin is left: a new sheet takes some paintings to make."""
        left = camera.resized(camera.width * (1 + self._margin), camera.height * (1 + self._margin))
        return self.sharp(left)

    @property
    def owing(self) -> bool:
        """Whether parts are still to be drawn, or a sheet is being made."""
        return self._coming is not None or (
            self._sheet is not None and bool(self._sheet.bare or self._sheet.stale)
        )

    def refresh(
        self, camera: Camera, session: Session, scene: Scene, ratio: float, budget: float | None = None
    ) -> list[QRect]:
        """Draw what is owed for this camera. ratio: device px per px.

        budget: thread seconds to spend; None: all. Returns what was drawn, px of the window.
        """
        if budget is None:
            self._coming = None
            if not self.sharp(camera):
                self._sheet = at_once(self._made(camera, session, scene, ratio))
        else:
            self.begin(camera, session, scene, ratio)
        return self.work(camera, session, scene, budget)

    def begin(self, camera: Camera, session: Session, scene: Scene, ratio: float) -> None:
        """Begin a new sheet where the last one does not serve; ``work`` makes it. One that is being made for
        a place at this scale comes first: hands that do not rest would never see any."""
        if self._coming is not None and self._coming[0].scale == camera.scale:
            return
        self._coming = None if self.serves(camera) else (camera, self._made(camera, session, scene, ratio))

    def work(
        self, camera: Camera, session: Session, scene: Scene, budget: float | None = None
    ) -> list[QRect]:
        """Draw parts that are owed, at least one, while the time lasts; returns them, px of the window.

        A sheet in the making comes first: nothing is drawn on the last one meanwhile.
        """
        if self._coming is not None:
            seen = self._make_more(camera, budget)
            if budget is not None:
                return seen
        sheet = self._sheet
        if sheet is None:
            return []
        began, done = thread_seconds(), list[QRect]()
        if budget is None:
            bare, stale = joined(sheet.bare), joined(sheet.stale)
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

    def _make_more(self, camera: Camera, budget: float | None) -> list[QRect]:
        """Some steps more of the sheet that is being made; once it is whole, all that is seen."""
        began = thread_seconds()
        while self._coming is not None:
            try:
                next(self._coming[1])
            except StopIteration as end:
                self._sheet, self._coming = end.value, None
                return [pixels(Box(0.0, 0.0, camera.width, camera.height), 1.0)]
            if budget is not None and thread_seconds() - began >= budget:
                break
        return []

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
            rects = parts_of(low, high, whole, part)
        else:
            rects = [
                QRect(x, y, r - x, b - y) for (x, y), (r, b) in zip(low.tolist(), high.tolist(), strict=True)
            ]
        if ground:
            sheet.bare = [*without(sheet.bare, rects), *nearest_last(rects, whole)]
        else:
            sheet.stale += fresh_of(rects, sheet.stale, whole, part)
            if len(sheet.stale) > MOST_OWED:  # the parts of a sheet have an end
                sheet.stale = gathered(sheet.stale, whole, part)

    def _made(self, camera: Camera, session: Session, scene: Scene, ratio: float) -> Steps[Sheet]:
        """A sheet for this camera: what the last one knows is taken over, the rest is owed."""
        old, x, y = self._sheet, self._margin * camera.width, self._margin * camera.height
        wide = camera.resized(camera.width + 2 * x, camera.height + 2 * y)
        form = QImage.Format.Format_RGB32
        size = QSize(round(wide.width * ratio), round(wide.height * ratio))
        image = QImage(size, form)
        image.setDevicePixelRatio(ratio)
        ground = QImage(size, form) if self._states else image  # one where nothing lies over its ground
        ground.setDevicePixelRatio(ratio)
        whole, kept = image.rect(), None
        if old is not None and old.image.size() == size:
            wide = _aligned(wide, old.camera, ratio)
            kept = _place_of(old, wide)
        else:
            old = None
        for band in bands(whole):
            _take_over(image, wide, band, session.theme.ground, old, old and old.image)
            if self._states:
                _take_over(
                    ground, wide, band, session.theme.ground, kept and old, kept and old and old.ground
                )
            yield
        clip = Box(0.0, 0.0, wide.width, wide.height)
        frame = Frame(wide, session, scene, clip, session.now())
        for layer in (*self._ground, *self._states):
            yield from layer.ahead(frame)
        owed, stale = outside(whole, kept), list[QRect]()
        if old is not None:
            owed, stale = owed + moved_to(old.bare, kept, whole), moved_to(old.stale, kept, whole)
        bare = [piece for rect in owed for piece in parts(rect)]
        return Sheet(image, ground, wide, nearest_last(bare, whole), stale)

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
            painter.fillRect(QRectF(clip.left, clip.bottom, clip.width, clip.height), ground)  # type: ignore[arg-type]
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


def _place_of(old: Sheet, wide: Camera) -> QRect | None:
    """Where an old sheet lies in a new one (device px), if its pixels are right there."""
    if wide.scale != old.camera.scale:
        return None
    ratio = old.image.devicePixelRatio()
    left, top = wide.point(*old.camera.place(0, 0))
    return QRect(round(left * ratio), round(top * ratio), old.image.width(), old.image.height())


def _take_over(
    image: QImage, wide: Camera, band: QRect, bare: QColor, before: Sheet | None, old: QImage | None
) -> None:
    """Fill a band (device px) of a new image, and paint an old one of the former sheet into it."""
    ratio, painter = image.devicePixelRatio(), QPainter(image)
    area = QRectF(band.x() / ratio, band.y() / ratio, band.width() / ratio, band.height() / ratio)
    painter.setClipRect(area)
    painter.fillRect(area, bare)
    if before is not None and old is not None:
        left, top = wide.point(*before.camera.place(0, 0))
        zoom = wide.scale / before.camera.scale
        if zoom == 1.0:
            left, top = round(left * ratio) / ratio, round(top * ratio) / ratio
        width, height = old.width() / ratio * zoom, old.height() / ratio * zoom
        painter.drawImage(QRectF(left, top, width, height), old)
    painter.end()


def _taken(rects: list[QRect], seen: QRect) -> QRect:
    """Take out the one that has waited longest, of those that are seen if there are any."""
    return rects.pop(next((n for n, rect in enumerate(rects) if rect.intersects(seen)), 0))


def _seen(sheet: Sheet, camera: Camera) -> QRect:
    """What of the sheet (device px) the window shows."""
    ratio, box = sheet.image.devicePixelRatio(), camera.bounds()
    return pixels(sheet.camera.on_screen(box), ratio)


def _on_screen(sheet: Sheet, camera: Camera, rect: QRect) -> QRect:
    """Device px of the sheet -> px of the window, rounded outwards."""
    ratio, zoom = sheet.image.devicePixelRatio(), camera.scale / sheet.camera.scale
    left, top = camera.point(*sheet.camera.place(rect.x() / ratio, rect.y() / ratio))
    width, height = rect.width() / ratio * zoom, rect.height() / ratio * zoom
    return pixels(Box(left, top, left + width, top + height).grown(1.0), 1.0)
