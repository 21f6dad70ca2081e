"""Substations: a square each, 110 kV and above with a ring in it."""

import numpy as np
from PySide6.QtGui import QPainter

from widgets.map.detail import closeness, ramp
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.stamps import Stamps

HIGH_KV = 100.0
FADES = {"low": (9.0, 26.0), "high": (4.0, 10.0)}
"""Study px per km between which a station fades in."""

LEAST, MOST, AT = 3.0, 8.0, 12.0
"""Study px of half a side: least, most, and the scale up to which it has the least."""


def station_reach(close: float) -> float:
    """Study px of half a station's side at a scale."""
    return min(MOST, max(LEAST, LEAST * (close / AT) ** 0.4))


class StationLayer(Layer):
    """One stamp a station."""

    def __init__(self) -> None:
        self._stamps = Stamps()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        network, unit = frame.scene.base.network, frame.session.scale.px(1)
        if network is None or not len(network.stations):
            return
        close = closeness(frame.camera, unit)
        radius = max(2, round(station_reach(close) * unit))
        rows, px = self._stamps.within(network.spots["stations"], frame, 2.0 * radius)
        if len(rows):
            high = (network.column("stations", "kv")[rows] >= HIGH_KV).astype(np.int64)
            shapes = [(f"net-station-{rank}", radius, ramp(close, *span)) for rank, span in FADES.items()]
            self._stamps.stamp(painter, frame, px, high, shapes)


LAYER = LayerSpec("stations", 19, StationLayer, static=True)
