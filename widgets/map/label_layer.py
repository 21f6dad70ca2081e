"""Words on the map, blitted from a cache: names of outages, or of places."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.frame import Frame, Layer
from widgets.map.labels import LabelFace, WordCache
from widgets.map.placement import nearest
from widgets.map.projection import Box

HALO = 3.0
"""Study px of ground colour around the letters."""


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
        ground = theme.ground if frame.scene.base.empty else theme.land
        font = session.scale.font("small", bold=not self._muted)
        plain = session.scale.font("small", bold=False)
        for face in frame.scene.labels:
            if face.muted != self._muted or not label_reach(face, halo).meets(frame.clip):
                continue
            if face.anchor is not None:
                _join(painter, face, theme.muted, session.scale.px(1.6))
            at = QPointF(face.box.left, face.box.bottom)
            ink = theme.muted if face.muted else theme.text
            self._words.draw(painter, at, face.name, font, ink, ground, halo)
            if face.figure:
                at.setX(at.x() + session.scale.metrics("small", bold=True).horizontalAdvance(face.name + " "))
                self._words.draw(painter, at, face.figure, plain, ink, ground, halo)


def label_reach(face: LabelFace, halo: float) -> Box:
    """All px that a label covers, with its halo and the line to its mark."""
    box = face.box.grown(halo)
    if face.anchor is None:
        return box
    x, y = face.anchor
    return box.joined(Box(x - 2, y - 2, x + 2, y + 2))


def _join(painter: QPainter, face: LabelFace, ink: QColor, width: float) -> None:
    """A thin line from the nearest edge of a label to its mark's rim."""
    x, y = face.anchor or face.box.centre
    near = QPointF(*nearest(face.box, x, y))
    painter.setPen(QPen(ink, max(1.0, width)))
    painter.drawLine(near, QPointF(x, y))
