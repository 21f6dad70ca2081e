"""Crews as arrowheads by heading (a dot without one) and vans as boxes; hollow when the fix is old."""

import numpy as np
from PySide6.QtGui import QPainter

from widgets.map.frame import Frame, Layer
from widgets.map.painter_paths import Fragments
from widgets.map.sprites import SpriteKey

RADIUS = 9.0
"""Study px."""


class VehicleLayer(Layer):
    """One blit for all vehicles that touch the clip; dimmer than outages."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._fragments = Fragments()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        radius = max(5, round(frame.session.scale.px(RADIUS)))
        sheet, clip = frame.scene.sheet, frame.clip.grown(2.0 * radius)
        rows: list[tuple[float, ...]] = []
        for x, y, shape, heading in frame.scene.spots.values():
            if shape.startswith("van") != (self._noun == "van"):
                continue
            if clip.left <= x <= clip.right and clip.bottom <= y <= clip.top:
                left, top, side = sheet.where(SpriteKey(shape, radius))
                rows.append((x, y, left, top, side, side, 1.0, 1.0, heading, 1.0))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._fragments.draw(painter, sheet.pixmap, np.array(rows, dtype=np.float64).reshape(-1, 10))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
