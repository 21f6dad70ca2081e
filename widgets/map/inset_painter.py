"""Paints the inset: its own quiet base, the marks around the worst outage, its name and customers."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from widgets.map.detail import closeness, station_reach
from widgets.map.focus import Pushed
from widgets.map.frame import Frame, Layer
from widgets.map.glyphs import box_around
from widgets.map.inset import InsetFace, header_height, leader_start
from widgets.map.labels import customers_words
from widgets.map.legend import bar_length, metres_words, note_font, note_metrics
from widgets.map.naming import elided, named, naming_of
from widgets.map.projection import Box, Floats
from widgets.map.scene import Scene
from widgets.map.view import Camera
from widgets.session import Session

BAR_LEAST, BAR_MOST = 40.0, 110.0
"""Study px between which the length of the inset's scale bar lies."""

PLATE = 0.82
"""How opaque the plate behind the scale bar is: lines of the network must not be taken for it."""


class InsetPainter:
    """Keeps the base picture of the inset until its camera changes."""

    def __init__(self, static: list[Layer], marks: list[Layer]) -> None:
        self._static, self._marks = static, marks
        self._base: QPixmap | None = None
        self._key: tuple[object, ...] = ()
        self._camera: Camera | None = None  # of the base picture

    def renew(self, boxes: Floats | None = None) -> None:
        """The land looks different, in these boxes (n, 4) of the plane: its picture, if it is there."""
        if boxes is None or self._camera is None or _meet(boxes, self._camera.bounds()):
            self._key = ()

    def forget(self) -> None:
        self._key = ()
        for layer in (*self._static, *self._marks):
            layer.forget()

    def draw(self, painter: QPainter, face: InsetFace, session: Session, scene: Scene, now: float) -> None:
        """Paint the inset."""
        theme, scale = session.theme, session.scale
        box = QRectF(face.box.left, face.box.bottom, face.box.width, face.box.height)
        head = header_height(session, face.pushed)
        view = QRectF(box.left(), box.top() + head, box.width(), box.height() - head)
        small = Scene(scene.base, scene.book, scene.fleet, scene.sheet, face.arrangement)
        small.supply, small.tiles = scene.supply, scene.tiles
        frame = Frame(face.camera, session, small, Box(0, 0, face.camera.width, face.camera.height), now)
        painter.drawPixmap(view.topLeft(), self._picture(frame, view, painter.device().devicePixelRatioF()))
        painter.save()
        painter.setClipRect(view, Qt.ClipOperation.IntersectClip)
        painter.translate(view.topLeft())
        draw_scale(painter, face, session, station_boxes(scene, face.camera, scale.px(1)))
        for layer in self._marks:
            layer.draw(painter, frame)
        painter.restore()
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), head), theme.surface)
        rim = (theme.muted, 1.4) if face.pushed is None else (theme.text, 2.8)
        painter.setPen(QPen(rim[0], max(1.0, scale.px(rim[1]))))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        self._words(painter, face, QRectF(box.left(), box.top(), box.width(), head), session, scene)

    def _picture(self, frame: Frame, view: QRectF, ratio: float) -> QPixmap:
        key = (frame.camera, frame.session.theme.name, ratio, frame.scene.tiles.version)
        if self._base is None or key != self._key:
            self._base = QPixmap(round(view.width() * ratio), round(view.height() * ratio))
            self._base.setDevicePixelRatio(ratio)
            self._base.fill(frame.session.theme.ground)
            painter = QPainter(self._base)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for layer in self._static:
                layer.draw(painter, frame)
            painter.end()
            self._camera = frame.camera
            self._key = (*key[:-1], frame.scene.tiles.version)  # what was asked for came at once, or not yet
        return self._base

    def _words(
        self, painter: QPainter, face: InsetFace, rect: QRectF, session: Session, scene: Scene
    ) -> None:
        theme, scale, text = session.theme, session.scale, session.text
        bold = scale.metrics("small", bold=True)
        pad, line = scale.px(12), scale.line("small")
        room = rect.width() - 2 * pad
        mark = face.mark
        naming, census = naming_of([mark]), scene.book.census
        title = text.name(naming.title)
        said = bold.horizontalAdvance(face.name) - bold.horizontalAdvance(title)
        name = named(naming, census, text, elided(title, bold, room - said))
        painter.setPen(theme.text)
        painter.setFont(scale.font("small", bold=True))
        top = rect.top() + scale.px(6)
        left_of = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(rect.left() + pad, top, room, line), left_of, name)
        painter.setFont(scale.font("small"))
        figure = customers_words(mark, mark.shape, session)
        painter.drawText(QRectF(rect.left() + pad, top + line, room, line), left_of, figure)
        if face.pushed is not None:
            line_3 = QRectF(rect.left() + pad, top + 2 * line, room, line)
            painter.drawText(line_3, left_of, pushed_words(face.pushed, session, room))
            return
        where = text.t("map.inset")
        used = scale.metrics("small").horizontalAdvance(figure + "  ")
        if used + scale.metrics("small").horizontalAdvance(where) > room:
            where = ""
        painter.setPen(theme.muted)
        right_of = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(QRectF(rect.left() + pad, top + line, room, line), right_of, where)


def pushed_words(pushed: Pushed, session: Session, room: float) -> str:
    """Which desk shows this since when; where that is wider than ``room`` px, the desk's name is cut."""
    text, metrics = session.text, session.scale.metrics("small")
    time = text.clock_time(pushed.since, session.now())
    rest = metrics.horizontalAdvance(text.t("map.inset.pushed", who="", time=time))
    return text.t("map.inset.pushed", who=elided(pushed.by, metrics, room - rest), time=time)


def _meet(boxes: Floats, view: Box) -> bool:
    """Whether one of these boxes (left, bottom, right, top) touches the view."""
    left, bottom, right, top = boxes.T
    meets = (left <= view.right) & (right >= view.left) & (bottom <= view.top) & (top >= view.bottom)
    return bool(meets.any())


def draw_scale(painter: QPainter, face: InsetFace, session: Session, stations: Sequence[Box]) -> None:
    """A bar with the ground metres that it spans, in small print: in a corner without marks, if any.

    stations: px boxes that it keeps off too.
    """
    theme, scale, camera = session.theme, session.scale, face.camera
    metres, length = bar_length(camera, scale.px(BAR_LEAST), scale.px(BAR_MOST))
    words, gap = metres_words(metres, session), scale.px(8)
    width = length + gap + note_metrics(session).horizontalAdvance(words)
    corner = free_corner(face, session, width, stations)
    if corner is None:
        return
    left, low, tick = corner.left, corner.top - scale.px(10), scale.px(5)
    plate = QRectF(corner.left, corner.bottom, corner.width, corner.height)
    around, ground = scale.px(5), QColor(theme.land)
    ground.setAlphaF(PLATE)
    painter.fillRect(plate.adjusted(-around, around, around, -around / 2), ground)
    ends = [(left, low - tick), (left, low), (left + length, low), (left + length, low - tick)]
    painter.setPen(QPen(theme.muted, max(1.0, scale.px(1.6))))
    painter.drawPolyline([QPointF(*end) for end in ends])
    painter.setFont(note_font(session))
    painter.drawText(QPointF(left + length + gap, low), words)


def free_corner(face: InsetFace, session: Session, width: float, stations: Sequence[Box] = ()) -> Box | None:
    """The first corner, the lower ones before the upper, with so many px beside marks and stations."""
    scale, camera = session.scale, face.camera
    margin, high = scale.px(12), scale.line("small")
    lefts, lows = (margin, camera.width - margin - width), (camera.height - high, 0.0)
    boxes = [Box(left, low, left + width, low + high) for low in lows for left in lefts]
    marks = [*stations, *(box_around(glyph) for glyph in face.arrangement.glyphs)]
    return next((box for box in boxes if not any(box.meets(mark) for mark in marks)), None)


def station_boxes(scene: Scene, camera: Camera, unit: float) -> list[Box]:
    """Px boxes of the network's stations in a view. unit: px per study px."""
    network = scene.base.network
    if network is None:
        return []
    reach = station_reach(closeness(camera, unit)) * unit
    px = camera.to_screen(network.stations)
    seen = np.all((px >= -reach) & (px <= (camera.width + reach, camera.height + reach)), axis=1)
    return [Box(x, y, x, y).grown(reach) for x, y in px[seen].tolist()]


def draw_leader(painter: QPainter, face: InsetFace, colour: QColor, width: float) -> None:
    """A thin line from the inset's nearest edge to the outage on the main map."""
    start = QPointF(*leader_start(face.box, face.target))
    painter.save()
    painter.setOpacity(0.55)
    painter.setPen(QPen(colour, max(1.0, width)))
    painter.drawLine(start, QPointF(*face.target))
    painter.restore()
