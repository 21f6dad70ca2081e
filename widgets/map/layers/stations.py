"""Substations: a square each, 110 kV and above with a ring in it."""

import numpy as np
from PySide6.QtGui import QPainter

from widgets.map.detail import HIGH_KV, STATION_FADES, closeness, ramp, station_reach
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.stamps import Stamps


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
            shapes = [
                (f"net-station-{rank}", radius, ramp(close, *span)) for rank, span in STATION_FADES.items()
            ]
            self._stamps.stamp(painter, frame, px, high, shapes)


LAYER = LayerSpec("stations", 19, StationLayer, static=True)
