"""Outage marks and crowds: sprites, lightest first, so that the heaviest lies on top."""

import numpy as np
from PySide6.QtGui import QPainter

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.painter_paths import Fragments
from widgets.map.steps import Steps


class OutageLayer(Layer):
    """One blit for all marks that touch the clip."""

    def __init__(self) -> None:
        self._fragments = Fragments()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        sheet, clip = frame.scene.sheet, frame.clip
        rows: list[tuple[float, ...]] = []
        for glyph in frame.scene.arrangement.glyphs:
            reach = glyph.reach + 2
            if (
                glyph.x + reach < clip.left
                or glyph.x - reach > clip.right
                or glyph.y + reach < clip.bottom
                or glyph.y - reach > clip.top
            ):
                continue
            left, top, side = sheet.where(glyph.key)
            rows.append((glyph.x, glyph.y, left, top, side, side, sheet.zoom, sheet.zoom, 0.0, 1.0))
        self._fragments.draw(painter, sheet.pixmap, np.array(rows, dtype=np.float64).reshape(-1, 10))

    def ahead(self, frame: Frame) -> Steps[None]:
        for glyph in frame.scene.arrangement.glyphs:
            if frame.scene.sheet.paint(glyph.key):
                yield


LAYER = LayerSpec("outages", 50, OutageLayer)
