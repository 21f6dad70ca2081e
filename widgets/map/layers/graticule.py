"""Meridians and parallels where the base map knows land and sea at most: hairlines in the cached picture."""

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPen

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.graticule import lines_of


class GraticuleLayer(Layer):
    """Lines only: their degrees stand at the window's edge and are live."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if not (frame.scene.base.ruled and frame.scene.found):
            return
        meridians, parallels = lines_of(frame.camera, frame.session)
        width, height = frame.camera.width, frame.camera.height
        lines = [QLineF(round(x) + 0.5, 0, round(x) + 0.5, height) for x, _ in meridians]
        lines += [QLineF(0, round(y) + 0.5, width, round(y) + 0.5) for y, _ in parallels]
        painter.setPen(QPen(frame.session.theme.hairline, max(1.0, frame.session.scale.px(1))))
        painter.drawLines(lines)


LAYER = LayerSpec("graticule", 12, GraticuleLayer, static=True)
