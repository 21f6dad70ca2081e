"""The atlas' roads by class: great ones from afar, lanes only in the street; quieter than the lines."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtGui import QPainter

from wallboard.state.atlas_schema import ROAD_KINDS
from widgets.map.cuts import Cuts, draw_lines
from widgets.map.detail import closeness, mixed, ramp
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.projection import Floats
from widgets.map.steps import Steps

FAINTEST = 0.04
"""Of its ink: a road that would be fainter is not drawn."""


class Look(NamedTuple):
    """begin, full: study px per km between which it fades in; width: study px; ink: share when full."""

    begin: float
    full: float
    width: float
    ink: float


LOOKS = {
    "lane": Look(90, 240, 1.0, 0.55),
    "village": Look(40, 120, 1.0, 0.6),
    "street": Look(50, 140, 1.1, 0.65),
    "arterial": Look(16, 45, 1.3, 0.75),
    "county": Look(7, 20, 1.2, 0.7),
    "ferry": Look(20, 60, 1.0, 0.5),
    "trunk": Look(3, 12, 1.5, 0.8),
    "motorway": Look(1.5, 5, 1.8, 0.9),
}
"""In drawing order: the greater lie over the lesser."""

WIDER_FROM, WIDEST = 40.0, 5.0
"""Study px per km from which roads widen as one comes near, and how much at most."""


class RoadLayer(Layer):
    """Pieces of each class, cut out once for a camera."""

    def __init__(self) -> None:
        self._cuts = Cuts()

    def forget(self) -> None:
        self._cuts.forget()

    def ahead(self, frame: Frame) -> Steps[None]:
        for _ in self._seen(frame):
            yield

    def draw(self, painter: QPainter, frame: Frame) -> None:
        theme, unit = frame.session.theme, frame.session.scale.px(1)
        wider = min(WIDEST, max(1.0, (closeness(frame.camera, unit) / WIDER_FROM) ** 0.6))
        for look, ink, px in self._seen(frame):
            width = max(1.0, look.width * wider * unit * 0.8)
            draw_lines(painter, px, frame.clip, mixed(theme.land, theme.border, ink), width)

    def _seen(self, frame: Frame) -> Iterator[tuple[Look, float, Floats]]:
        """The kinds that are seen at this scale, their ink, and their pieces (n, 4; px) in this view."""
        network, close = frame.scene.base.network, closeness(frame.camera, frame.session.scale.px(1))
        if network is None or not len(network.roads.owner):
            return
        for kind, look in LOOKS.items():
            ink = ramp(close, look.begin, look.full) * look.ink
            if ink >= FAINTEST:
                rows = network.roads_of(ROAD_KINDS.index(kind))
                yield look, ink, self._cuts.of(kind, network.roads, rows, frame.camera)[0]


LAYER = LayerSpec("roads", 14, RoadLayer, static=True)
