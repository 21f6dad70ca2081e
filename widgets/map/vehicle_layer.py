"""Crews as arrowheads by heading (a dot without one) and vans as boxes; hollow when the fix is old."""

from PySide6.QtGui import QPainter

from widgets.map.frame import Frame, Layer
from widgets.map.painter_paths import Fragments
from widgets.map.traffic import RADIUS


class VehicleLayer(Layer):
    """One blit for all vehicles that touch the clip; dimmer than outages."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._fragments = Fragments()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        radius = max(5, round(frame.session.scale.px(RADIUS)))
        rows = frame.scene.traffic.within(frame.clip.grown(2.0 * radius), vans=self._noun == "van")
        self._fragments.draw(painter, frame.scene.sheet.pixmap, rows)
