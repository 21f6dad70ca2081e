"""Words on the map, blitted from a cache: names of outages, or of places."""

import math
from collections.abc import Iterator

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from widgets.map.frame import Frame, Layer
from widgets.map.labels import LabelFace
from widgets.map.placement import nearest
from widgets.map.projection import Box
from widgets.map.steps import Steps
from widgets.map.words import WordCache
from widgets.session import Session

JOIN = 1.8
"""Study px of the line from a label to its mark, which must not be taken for a line of the network."""

OFF = 0.12
"""Heights of a line of text between that line and the label."""

HALO = 3.0
"""Study px of ground colour around the letters."""


Words = tuple[str, QFont, QColor]
"""A text, and what it is written in."""


class LabelLayer(Layer):
    """Words from a cache. muted: draws the names of places instead."""

    def __init__(self, *, muted: bool = False) -> None:
        self._words = WordCache()
        self._muted = muted

    def forget(self) -> None:
        self._words.forget()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        session = frame.session
        theme, halo = session.theme, session.scale.px(HALO)
        metrics = session.scale.metrics("small", bold=not self._muted)
        for face in self._seen(frame, halo):
            ground = _ground(frame, face)
            if face.anchor is not None:
                join(painter, face.box, face.lines, face.anchor, (theme.text, ground), session.scale.px(JOIN))
            corners = _corners(face, metrics, session.scale.font("small", bold=False))
            for at, (text, font, ink) in zip(corners, self._written(face, session), strict=True):
                if text:
                    self._words.draw(painter, at, text, font, ink, ground, halo)

    def ahead(self, frame: Frame) -> Steps[None]:
        session, halo = frame.session, frame.session.scale.px(HALO)
        for face in self._seen(frame, halo):
            ground = _ground(frame, face)
            for text, font, ink in self._written(face, session):
                if text:
                    self._words.make(text, font, ink, ground, halo, frame.scene.sheet.ratio)
            yield

    def _seen(self, frame: Frame, halo: float) -> Iterator[LabelFace]:
        """The labels of this layer that touch the clip."""
        for face in frame.scene.labels:
            if face.muted == self._muted and label_reach(face, halo).meets(frame.clip):
                yield face

    def _written(self, face: LabelFace, session: Session) -> tuple[Words, Words]:
        """The name, and the figure beside or below it."""
        ink = session.theme.muted if face.muted else session.theme.text
        bold = session.scale.font("small", bold=not self._muted)
        return (face.name, bold, ink), (face.figure, session.scale.font("small", bold=False), ink)


def _ground(frame: Frame, face: LabelFace) -> QColor:
    """What a label lies on."""
    theme = frame.session.theme
    if frame.scene.at_sea(frame.camera, face.box):
        return theme.water
    return theme.ground if frame.scene.base.empty else theme.land


def _corners(face: LabelFace, metrics: QFontMetricsF, plain: QFont) -> tuple[QPointF, QPointF]:
    """Where the name and the figure begin (top left, px): side by side, or one below the other."""
    box = face.box
    if face.lines == 1:
        beside = box.left + metrics.horizontalAdvance(face.name + " ")
        return QPointF(box.left, box.bottom), QPointF(beside, box.bottom)
    share = (1.0 - face.side) / 2  # of the free room that lies to the left of the shorter line
    low = box.top - metrics.height()
    first = box.left + share * (box.width - metrics.horizontalAdvance(face.name))
    second = box.left + share * (box.width - QFontMetricsF(plain).horizontalAdvance(face.figure))
    return QPointF(first, box.bottom), QPointF(second, low)


def label_reach(face: LabelFace, halo: float) -> Box:
    """All px that a label covers, with its halo and the line to its mark."""
    box = face.box.grown(halo)
    if face.anchor is None:
        return box
    x, y = face.anchor
    return box.joined(Box(x, y, x, y).grown(halo))


def join(
    painter: QPainter,
    box: Box,
    lines: int,
    to: tuple[float, float],
    inks: tuple[QColor, QColor],
    width: float,
) -> None:
    """A thin line to a mark from near the nearest edge of its words, with a rim of ground.

    It must not strike the letters. lines: of text in the box; inks: of the line, of the ground; px.
    """
    (x, y), near = to, nearest(box, *to)
    away = max(1.0, math.hypot(x - near[0], y - near[1]))
    off = min(OFF * box.height / lines, away / 2) / away
    begin = QPointF(near[0] + off * (x - near[0]), near[1] + off * (y - near[1]))
    for ink, wide in ((inks[1], 3.4 * width), (inks[0], width)):
        painter.setPen(QPen(ink, max(1.0, wide)))
        painter.drawLine(begin, QPointF(x, y))
