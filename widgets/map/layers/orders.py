"""Open requests as small dots in their lane's colour, where nobody speaks of outages."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.map.frame import Frame, Layer, LayerSpec

DOT = 10.0
"""Study px across."""


class OrderLayer(Layer):
    """One call a lane, for the dots that touch the clip."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        session = frame.session
        size = max(3.0, session.scale.px(DOT))
        clip = frame.clip.grown(size)
        for lane, places in sorted(frame.scene.orders.by_lane().items()):
            screen = frame.camera.to_screen(places)
            inside = np.all((screen >= (clip.left, clip.bottom)) & (screen <= (clip.right, clip.top)), axis=1)
            dots = [QPointF(x, y) for x, y in screen[inside].tolist()]
            if not dots:
                continue
            for colour, width in ((session.theme.ground, 1.4 * size), (session.theme.lane(lane), size)):
                pen = QPen(colour, width)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawPoints(dots)


LAYER = LayerSpec("orders", 45, OrderLayer)
