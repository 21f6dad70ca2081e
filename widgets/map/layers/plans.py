"""Planned work: hatched squares, quiet; what is past its window says so with an arrow and a word."""

from PySide6.QtGui import QPainter

from wallboard.state.queries.works import WorkState
from widgets.map.condition_words import word_reach
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.label_layer import HALO, JOIN, join
from widgets.map.projection import Box
from widgets.map.signs import draw_work

HALF = 10.0
"""Study px: half a side."""


class PlanLayer(Layer):
    """Drawn under the outages: a plan that has begun usually has one."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """The lines from words first: they end under their signs."""
        session, theme = frame.session, frame.session.theme
        half, halo, thin = (session.scale.px(px) for px in (HALF, HALO, JOIN))
        for face in frame.scene.said:
            if face.what == "work" and face.anchor is not None and word_reach(face, halo).meets(frame.clip):
                join(painter, face.box, 1, face.anchor, (theme.text, theme.land), thin)
        for spot in frame.scene.conditions.works:
            x, y = (float(round(part)) for part in frame.camera.point(spot.x, spot.y))
            if not Box(x - 2 * half, y - 2 * half, x + 3 * half, y + 2 * half).meets(frame.clip):
                continue
            late = spot.state is WorkState.LATE
            ink = session.state_colour("planned") or (theme.text if late else theme.muted)
            draw_work(painter, x, y, half, spot.state, ink, theme.land)


LAYER = LayerSpec("plans", 42, PlanLayer)
