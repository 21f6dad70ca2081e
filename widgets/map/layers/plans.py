"""Planned work: hatched squares, quiet; what is past its window says so with an arrow and a word."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from wallboard.state.queries.works import WorkState
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.projection import Box
from widgets.map.signs import draw_work
from widgets.map.words import WordCache

HALF = 10.0
"""Study px: half a side."""


class PlanLayer(Layer):
    """Drawn under the outages: a plan that has begun usually has one."""

    def __init__(self) -> None:
        self._words = WordCache()

    def forget(self) -> None:
        self._words.forget()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        session, theme = frame.session, frame.session.theme
        unit, half = session.scale.px(1), session.scale.px(HALF)
        for spot in frame.scene.conditions.works:
            x, y = (float(round(part)) for part in frame.camera.point(spot.x, spot.y))
            if not Box(x - 2 * half, y - 2 * half, x + 3 * half, y + 2 * half).meets(frame.clip):
                continue
            ink = session.state_colour("planned") or (
                theme.text if spot.state is WorkState.LATE else theme.muted
            )
            draw_work(painter, x, y, half, spot.state, ink, theme.land)
        font, high = session.scale.font("small"), 3 * unit
        for face in frame.scene.said:
            if face.what == "work" and face.box.grown(high).meets(frame.clip):
                corner = QPointF(face.box.left, face.box.bottom)
                self._words.draw(painter, corner, face.words, font, theme.text, theme.land, high)


LAYER = LayerSpec("plans", 42, PlanLayer)
