"""How late planned work is, or until when it was put off: words over outages and crews, under the labels."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.label_layer import HALO
from widgets.map.words import WordCache


class PlanWordLayer(Layer):
    """The signs themselves lie under the outages; whoever waits there must not stand on the words."""

    def __init__(self) -> None:
        self._words = WordCache()

    def forget(self) -> None:
        self._words.forget()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        session, theme = frame.session, frame.session.theme
        font, halo = session.scale.font("small"), session.scale.px(HALO)
        for face in frame.scene.said:
            if face.what == "work" and face.box.grown(halo).meets(frame.clip):
                corner = QPointF(face.box.left, face.box.bottom)
                self._words.draw(painter, corner, face.words, font, theme.text, theme.land, halo)


LAYER = LayerSpec("plan_words", 65, PlanWordLayer, part_of="plans")
