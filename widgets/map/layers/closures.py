"""Roads that are shut: the road as a line, and on its middle the sign for no entry."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.projection import Box
from widgets.map.signs import CLOSURE, draw_closure

LINE = 3.0
"""Study px across the line."""


class ClosureLayer(Layer):
    """Few of them, and under all that is out: who cannot get through is what they are about."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        theme, unit = frame.session.theme, frame.session.scale.px(1)
        for spot in frame.scene.conditions.closures:
            ends = (
                QPointF(*frame.camera.point(spot.x, spot.y)),
                QPointF(*frame.camera.point(spot.to_x, spot.to_y)),
            )
            xs, ys = [end.x() for end in ends], [end.y() for end in ends]
            box = Box(min(xs), min(ys), max(xs), max(ys)).grown((CLOSURE + 2) * unit)
            if not box.meets(frame.clip):
                continue
            for ink, wide in ((theme.land, LINE + 3), (theme.text, LINE)):
                painter.setPen(QPen(ink, wide * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(*ends)
            middle = (ends[0] + ends[1]) / 2
            draw_closure(painter, middle.x(), middle.y(), unit, theme.text, theme.land)


LAYER = LayerSpec("closures", 41, ClosureLayer)
