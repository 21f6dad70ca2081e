"""Hospitals, schools, waterworks and who else must not be without supply: where they are."""

import numpy as np
from PySide6.QtGui import QPainter

from wallboard.state.atlas_schema import KEY_KINDS
from widgets.map.detail import KEY_HOSPITAL, KEY_OTHER, closeness, ramp
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.stamps import Stamps

LEAST, MOST, AT = 3.5, 8.0, 40.0
SHAPES = (("net-key-other", KEY_OTHER), ("net-key-hospital", KEY_HOSPITAL))


class KeyCustomerLayer(Layer):
    """One stamp a key customer."""

    def __init__(self) -> None:
        self._stamps = Stamps()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        network, unit = frame.scene.base.network, frame.session.scale.px(1)
        close = closeness(frame.camera, unit)
        if network is None or not len(network.key_customers) or close <= KEY_HOSPITAL[0]:
            return
        radius = max(3, round(min(MOST, max(LEAST, LEAST * (close / AT) ** 0.4)) * unit))
        rows, px = self._stamps.within(network.spots["key_customers"], frame, 2.0 * radius)
        if len(rows):
            kinds = (network.column("key_customers", "kind")[rows] == KEY_KINDS.index("hospital")).astype(
                np.int64
            )
            shapes = [(shape, radius, ramp(close, *span)) for shape, span in SHAPES]
            self._stamps.stamp(painter, frame, px, kinds, shapes)


LAYER = LayerSpec("key_customers", 20, KeyCustomerLayer, static=True)
