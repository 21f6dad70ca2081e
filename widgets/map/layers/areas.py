"""Transformer areas by state: a soft light of supply from afar, then dots, then 公变 and 专变 by shape."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from wallboard.state.atlas_schema import OWNERS
from widgets.map.detail import AREA_QUIET, AREA_STATED, area_radius, closeness, ramp
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.grid import Rows
from widgets.map.stamps import Stamps
from widgets.map.supply import NORMAL, STATES

SHAPES = tuple((owner, state) for owner in ("public", "customer") for state in STATES)


class AreaLayer(Layer):
    """One stamp an area; what has no supply lies over what has."""

    def __init__(self) -> None:
        self._stamps = Stamps()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        network, supply, unit = frame.scene.base.network, frame.scene.supply, frame.session.scale.px(1)
        close = closeness(frame.camera, unit)
        quiet, stated = ramp(close, *AREA_QUIET), ramp(close, *AREA_STATED)
        if network is None or not len(network.areas) or stated <= 0:
            return
        radius = max(1, round(area_radius(close) * unit))
        told = supply.areas if supply is not None else np.zeros(len(network.areas), np.uint8)

        def out(some: Rows) -> NDArray[np.bool_]:
            return told[some] != NORMAL

        spots = network.spots["areas"]
        rows, px = self._stamps.within(spots, frame, 3.0 * radius, out if quiet <= 0 else None)
        if not len(rows):
            return
        states = told[rows].astype(np.int64)
        own = network.column("areas", "owner")[rows] == OWNERS.index("customer")
        order = np.argsort(states, kind="stable")
        kinds = (own * len(STATES) + states)[order]
        shapes = [
            (f"net-area-{owner}-{state}", radius, quiet if state == "normal" else stated)
            for owner, state in SHAPES
        ]
        self._stamps.stamp(painter, frame, px[order], kinds, shapes)


LAYER = LayerSpec("areas", 18, AreaLayer, static=True, states=True)
