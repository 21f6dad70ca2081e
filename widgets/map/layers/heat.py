"""Customers out per km² as a soft field under the marks, on a grid coarser than the pixels."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.heat import image
from widgets.map.heat_colours import heat_table
from widgets.map.steps import Steps

Key = tuple[int, str]
"""Revision of the field, and the theme."""

Picture = tuple[QImage, NDArray[np.uint8]]
"""An image, and the bytes that it looks at."""


class HeatLayer(Layer):
    """The picture is made anew when the field or the theme changes."""

    def __init__(self) -> None:
        self._made: list[tuple[Key, Picture]] = []  # of what stands, and of what comes

    def forget(self) -> None:
        self._made = []

    def ahead(self, frame: Frame) -> Steps[None]:
        if frame.scene.heat.kernel_m:
            self._image(frame)
            yield

    def draw(self, painter: QPainter, frame: Frame) -> None:
        field = frame.scene.heat
        if not field.kernel_m:
            return
        box, camera = field.box, frame.camera
        top_left = QPointF(*camera.point(box.left, box.top))
        whole = QRectF(top_left, QPointF(*camera.point(box.right, box.bottom)))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(whole, self._image(frame))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _image(self, frame: Frame) -> QImage:
        """The picture of the field, made where it is new."""
        field, theme = frame.scene.heat, frame.session.theme
        key = (field.revision, theme.name)
        for known, picture in self._made:
            if known == key:
                return picture[0]
        height, width = field.per_km2.shape
        pixels = image(field.per_km2, heat_table(theme))
        form = QImage.Format.Format_ARGB32_Premultiplied
        made = QImage(pixels.data, width, height, width * 4, form)
        self._made = [*self._made[-1:], (key, (made, pixels))]
        return made


LAYER = LayerSpec("heat", 20, HeatLayer, default=False)
