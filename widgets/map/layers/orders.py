"""Open requests as small dots in their lane's colour, where nobody speaks of outages."""

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.map.frame import Frame, Layer, LayerSpec

LARGEST, LEAST = 10.0, 4.0
"""Study px across: of a few dots, and of so many that they would flow together."""

FEW = 200
"""So many dots still stand apart; beyond, their area falls as their number grows."""


class OrderLayer(Layer):
    """One call a lane, for the dots that touch the clip."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        session = frame.session
        size = session.scale.px(dot_size(len(frame.scene.orders.spots)))
        clip = frame.clip.grown(size)
        for lane, places in sorted(frame.scene.orders.by_lane().items()):
            screen = frame.camera.to_screen(places)
            inside = np.all((screen >= (clip.left, clip.bottom)) & (screen <= (clip.right, clip.top)), axis=1)
            dots = [QPointF(x, y) for x, y in screen[inside].tolist()]
            if not dots:
                continue
            for colour, width in (
                (session.theme.ground, size + session.scale.px(1.6)),
                (session.theme.lane(lane), size),
            ):
                pen = QPen(colour, width)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawPoints(dots)


def dot_size(count: int) -> float:
    """Study px across one of so many dots."""
    return max(LEAST, LARGEST * math.sqrt(FEW / max(FEW, count)))


LAYER = LayerSpec("orders", 45, OrderLayer)
