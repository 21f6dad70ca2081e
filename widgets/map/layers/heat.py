"""Customers out per km² as a soft field under the marks; off by default, at a quarter of the pixels."""

import math

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.heat import Colour, HeatScale, crop, density, image, palette
from widgets.map.marks import Mark, MarkShape
from widgets.map.projection import ground_metres

CELL = 4
"""Window px per cell along each side."""

KERNEL_M = 2500.0
"""Ground metres over which a customer is spread, where the scale of the map lets it be seen."""

LEAST_CELLS, MOST_CELLS = 4, 40


class HeatLayer(Layer):
    """The field is made anew when marks or camera change; the scale stays while the camera stays."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._image: QImage | None = None
        self._bytes: np.ndarray | None = None

    def forget(self) -> None:
        self._key = ()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        marks, _xy, _ = frame.scene.book.columns()
        if not marks:
            frame.scene.heat_top = 0.0
            return
        camera = frame.camera
        key = (id(marks), camera, frame.session.theme.name)
        if key != self._key or self._image is None:
            self._make(frame)
            self._key = key
        if self._image is not None:
            whole = QRectF(0, 0, self._image.width() * CELL, self._image.height() * CELL)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(whole, self._image)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _make(self, frame: Frame) -> None:
        camera, theme = frame.camera, frame.session.theme
        marks, xy, _ = frame.scene.book.columns()
        weights = np.array([_customers(mark) for mark in marks], dtype=np.float64)
        width, height = math.ceil(camera.width / CELL), math.ceil(camera.height / CELL)
        metre = ground_metres(camera.y)
        cell_m = CELL / camera.scale * metre
        radius = min(MOST_CELLS, max(LEAST_CELLS, round(KERNEL_M / cell_m / 1.7)))
        grid = density(camera.to_screen(xy) / CELL, weights, width, height, radius)
        per_km2 = crop(grid, radius) / (cell_m / 1000.0) ** 2
        fresh = HeatScale.around(per_km2)
        if not self._key or self._key[1] != camera or fresh.top > frame.scene.heat_top:
            frame.scene.heat_top = fresh.top
        table = palette(_rgb(theme.heat_low), _rgb(theme.heat_mid), _rgb(theme.heat_high))
        self._bytes = image(per_km2, HeatScale(frame.scene.heat_top), table)
        self._image = QImage(
            self._bytes.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied
        )


def _customers(mark: Mark) -> float:
    """Customers without supply: those back or planned do not heat."""
    dark = mark.shape in (MarkShape.CONFIRMED, MarkShape.PREDICTED)
    return float(mark.customers or 0) if dark else 0.0


def _rgb(colour: QColor) -> Colour:
    return colour.red(), colour.green(), colour.blue()


LAYER = LayerSpec("heat", 20, HeatLayer, default=False)
