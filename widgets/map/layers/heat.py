"""Customers out per km² as a soft field under the marks; off by default, at a quarter of the pixels."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.heat import Colour, HeatScale, image, palette


class HeatLayer(Layer):
    """The picture is made anew when the field or the theme changes."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._image: QImage | None = None
        self._bytes: NDArray[np.uint8] | None = None

    def forget(self) -> None:
        self._key = ()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        field = frame.scene.heat
        if field.top <= 0:
            return
        key = (field.revision, frame.session.theme.name)
        if key != self._key or self._image is None:
            self._make(frame)
            self._key = key
        if self._image is not None:
            cell = field.cell
            whole = QRectF(0, 0, self._image.width() * cell, self._image.height() * cell)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(whole, self._image)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _make(self, frame: Frame) -> None:
        theme, field = frame.session.theme, frame.scene.heat
        height, width = field.per_km2.shape
        table = palette(_rgb(theme.heat_low), _rgb(theme.heat_mid), _rgb(theme.heat_high))
        self._bytes = image(field.per_km2, HeatScale(field.top), table)
        form = QImage.Format.Format_ARGB32_Premultiplied
        self._image = QImage(self._bytes.data, width, height, width * 4, form)


def _rgb(colour: QColor) -> Colour:
    return colour.red(), colour.green(), colour.blue()


LAYER = LayerSpec("heat", 20, HeatLayer, default=False)
