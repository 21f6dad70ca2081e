"""Breakers, switches, fuses and ties, open or closed; what stands otherwise than normal from further off."""

import numpy as np
from PySide6.QtGui import QPainter

from wallboard.state.atlas_schema import DEVICE_KINDS
from widgets.map.detail import DEVICE_FADES, closeness, ramp
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.stamps import Stamps

UNUSUAL = (25.0, 60.0)
"""Study px per km between which a device fades in that is open though normally closed, or the reverse."""

LEAST, MOST, AT = 2.6, 6.0, 90.0
SYMBOLS = {"lateral_switch": "switch"}


class DeviceLayer(Layer):
    """One stamp a device."""

    def __init__(self) -> None:
        self._stamps = Stamps()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        network, supply, unit = frame.scene.base.network, frame.scene.supply, frame.session.scale.px(1)
        close = closeness(frame.camera, unit)
        if network is None or not len(network.devices) or close <= UNUSUAL[0]:
            return
        radius = max(2, round(min(MOST, max(LEAST, LEAST * (close / AT) ** 0.5)) * unit))
        rows, px = self._stamps.within(network.spots["devices"], frame, 2.0 * radius)
        if not len(rows):
            return
        normal = network.column("devices", "closed")[rows] == 0
        is_open = supply.open[rows] != 0 if supply is not None else normal
        kinds = network.column("devices", "kind")[rows].astype(np.int64)
        kinds = np.minimum(kinds, len(DEVICE_KINDS) - 1) * 4 + 2 * (is_open != normal) + is_open
        shapes = [
            (
                f"net-device-{SYMBOLS.get(kind, kind)}-{word}{how}",
                radius,
                max(ramp(close, *DEVICE_FADES[kind]), extra),
            )
            for kind in DEVICE_KINDS
            for how, extra in (("", 0.0), ("-unusual", ramp(close, *UNUSUAL)))
            for word in ("closed", "open")
        ]
        self._stamps.stamp(painter, frame, px, kinds, shapes)


LAYER = LayerSpec("devices", 19, DeviceLayer, static=True, states=True)
