"""Words on the map, blitted from a cache: names of outages, or of places."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from widgets.map.frame import Frame, Layer
from widgets.map.labels import WordCache

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
            if face.muted != self._muted or not face.box.grown(halo).meets(frame.clip):
                continue
            at = QPointF(face.box.left, face.box.bottom)
            ink = theme.muted if face.muted else theme.text
            self._words.draw(painter, at, face.name, font, ink, ground, halo)
            if face.figure:
                at.setX(at.x() + session.scale.metrics("small", bold=True).horizontalAdvance(face.name + " "))
                self._words.draw(painter, at, face.figure, plain, ink, ground, halo)
