"""Customers out per km² as a soft field under the marks, on a grid coarser than the pixels."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.heat import image
from widgets.map.heat_colours import heat_table


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
        if not field.kernel_m:
            return
        key = (field.revision, frame.session.theme.name)
        if key != self._key or self._image is None:
            self._make(frame)
            self._key = key
        if self._image is not None:
            box, camera = field.box, frame.camera
            top_left = QPointF(*camera.point(box.left, box.top))
            whole = QRectF(top_left, QPointF(*camera.point(box.right, box.bottom)))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(whole, self._image)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _make(self, frame: Frame) -> None:
        field = frame.scene.heat
        height, width = field.per_km2.shape
        self._bytes = image(field.per_km2, heat_table(frame.session.theme))
        form = QImage.Format.Format_ARGB32_Premultiplied
        self._image = QImage(self._bytes.data, width, height, width * 4, form)


LAYER = LayerSpec("heat", 20, HeatLayer, default=False)
