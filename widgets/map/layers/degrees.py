"""The degrees of the graticule along the map's edge."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.legend import note_font
from widgets.map.words import WordCache

HALO = 2.0
"""Study px of ground around the figures."""


class DegreesLayer(Layer):
    """Small figures from a cache of words."""

    def __init__(self) -> None:
        self._words = WordCache()

    def forget(self) -> None:
        self._words.forget()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        session = frame.session
        theme, halo = session.theme, session.scale.px(HALO)
        for face in frame.scene.degrees:
            if face.box.grown(halo).meets(frame.clip):
                at = QPointF(face.box.left, face.box.bottom)
                self._words.draw(painter, at, face.name, note_font(session), theme.muted, theme.ground, halo)


LAYER = LayerSpec("degrees", 15, DegreesLayer)
