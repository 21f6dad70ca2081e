"""Where people live, from afar: the areas' customers as a soft light, gone as the lines appear."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map.detail import closeness, ramp
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.network_map import NetworkMap
from widgets.map.projection import Floats
from widgets.map.steps import Steps
from widgets.map.view import Camera

FADE = (34.0, 9.0)
"""Study px per km between which the light comes, as one moves away."""

CELL = 4.0
"""Study px across a cell of the light: soft, and a sixteenth of the work."""

SPREAD = 2
"""Times that a cell's light is spread over its neighbours."""

BRIGHTEST = 0.5
"""Share of its ink in the densest towns."""

MANY = 6000.0
"""Customers per km² at which the light is brightest."""


class GlowLayer(Layer):
    """One small image for a camera, scaled up."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._image: QImage | None = None
        self._bytes: NDArray[np.uint8] | None = None

    def forget(self) -> None:
        self._key = ()

    def ahead(self, frame: Frame) -> Steps[None]:
        self._make_for(frame)
        yield

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self._make_for(frame) and self._image is not None:
            cell = CELL * frame.session.scale.px(1)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            width, height = self._image.width() * cell, self._image.height() * cell
            painter.drawImage(QRectF(0, 0, width, height), self._image)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)

    def _make_for(self, frame: Frame) -> bool:
        """Make the image of this camera, unless it is there; False where none is seen from so near."""
        network, session = frame.scene.base.network, frame.session
        unit = session.scale.px(1)
        share = ramp(closeness(frame.camera, unit), *FADE) * BRIGHTEST
        if network is None or share <= 0:
            return False
        key = (frame.camera, session.theme.name, id(network))
        if key != self._key or self._image is None:
            light = density(network, frame.camera, CELL * unit)
            self._make(light, share, session.state_colour("normal") or session.theme.feeder)
            self._key = key
        return True

    def _make(self, light: Floats, share: float, ink: QColor) -> None:
        """Premultiplied: the ink times its share."""
        alpha = light * share
        self._bytes = np.empty((*light.shape, 4), np.uint8)
        for at, part in enumerate((ink.blue(), ink.green(), ink.red(), 255)):
            self._bytes[..., at] = alpha * part
        height, width = light.shape
        form = QImage.Format.Format_ARGB32_Premultiplied
        self._image = QImage(self._bytes.data, width, height, width * 4, form)


def density(network: NetworkMap, camera: Camera, cell: float) -> Floats:
    """How densely people live in each cell of the view, 0 to 1 by the root. cell: px across."""
    width, height = int(camera.width / cell) + 2, int(camera.height / cell) + 2
    at = np.floor(camera.to_screen(network.areas) / cell).astype(np.int64)
    seen = (at[:, 0] >= 0) & (at[:, 0] < width) & (at[:, 1] >= 0) & (at[:, 1] < height)
    served = network.column("areas", "customers")[seen].astype(np.float64)
    held = np.bincount(at[seen, 1] * width + at[seen, 0], served, width * height).reshape(height, width)
    for axis in (0, 1):
        for _ in range(SPREAD):
            held = (np.roll(held, 1, axis) + 2 * held + np.roll(held, -1, axis)) / 4
    km2 = (cell / closeness(camera, 1.0)) ** 2
    return np.sqrt(np.clip(held / km2 / MANY, 0.0, 1.0))


LAYER = LayerSpec("glow", 13, GlowLayer, static=True)
