"""Grid cells (网格): an outline as one comes nearer, a fill by the measure that the screen names."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.detail import closeness, mixed, ramp
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.measures import MEASURES
from widgets.map.painter_paths import path_of
from widgets.map.projection import Box
from widgets.map.simplify import clipped

FADE = (7.0, 24.0)
"""Study px per km between which the outlines fade in; where cells are filled they are always there."""

INK, FILLED = 0.5, 0.6
"""Share of its ink that an outline has, and the most that a fill has: marks stand out over it."""

FAINTEST = 0.02
BEYOND = 4.0


class CellLayer(Layer):
    """Rings that touch the clip; those of one cell are filled together."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        scene, session = frame.scene, frame.session
        network, theme, unit = scene.base.network, session.theme, session.scale.px(1)
        measure, fills = MEASURES.get(scene.cells), scene.fills
        filled = measure is not None or fills is not None
        ink = INK * (1.0 if filled else ramp(closeness(frame.camera, unit), *FADE))
        if network is None or not network.cells.parts or ink < FAINTEST:
            return
        camera, clip = frame.camera, frame.clip.grown(BEYOND)
        view = Box(*camera.place(clip.left, clip.top), *camera.place(clip.right, clip.bottom))
        left, bottom, right, top = network.ring_boxes.T
        seen = (left <= view.right) & (right >= view.left) & (bottom <= view.top) & (top >= view.bottom)
        rows = np.flatnonzero(seen).tolist()
        cut = {row: clipped(network.cells.parts[row], view) for row in rows}
        parts = {row: camera.to_screen(ring) for row, ring in cut.items() if len(ring)}
        values = fills.shares if fills is not None else None
        if measure is not None:
            values = measure(network, scene.supply)
        if values is not None:
            for row, part in parts.items():
                share = float(values[network.cells.owner[row]])
                if share > FAINTEST:
                    painter.fillPath(path_of([part]), _tone(theme.heat_low, theme.heat_high, share))
        pen = QPen(mixed(theme.land, theme.border, ink), max(1.0, unit), Qt.PenStyle.DotLine)
        painter.strokePath(path_of(list(parts.values())), pen)


def _tone(low: QColor, high: QColor, share: float) -> QColor:
    """The hue of heat: the more of a cell, the stronger."""
    colour = mixed(low, high, share)
    colour.setAlphaF(FILLED * (0.35 + 0.65 * share))
    return colour


LAYER = LayerSpec("cells", 15, CellLayer, static=True)
