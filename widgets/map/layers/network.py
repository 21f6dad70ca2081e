"""The atlas' lines as they are when all is well: trunks from afar, laterals and ties as one comes near."""

from collections.abc import Iterator

from PySide6.QtGui import QPainter

from wallboard.state.atlas_schema import EDGE_RANKS
from widgets.map.cuts import Cuts, draw_lines
from widgets.map.detail import closeness, mixed, ramp
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.projection import Floats
from widgets.map.steps import Steps

LOOKS = {
    "lateral": (28.0, 90.0, 1.0, 0.75),
    "tie": (60.0, 140.0, 1.0, 0.5),
    "unknown": (4.0, 20.0, 1.3, 1.0),
    "trunk": (4.0, 20.0, 1.3, 1.0),
}
"""In drawing order: study px per km of its fading in, width (study px), share of its ink."""

FAINT = 0.3
"""Of its ink, what a trunk has even from afar: a hint of where the lines run."""

WIDER_FROM, WIDEST = 60.0, 2.2


class NetworkLayer(Layer):
    """Pieces of each rank, cut out once for a camera."""

    def __init__(self) -> None:
        self._cuts = Cuts()

    def forget(self) -> None:
        self._cuts.forget()

    def ahead(self, frame: Frame) -> Steps[None]:
        for _ in self._seen(frame):
            yield

    def draw(self, painter: QPainter, frame: Frame) -> None:
        session, unit = frame.session, frame.session.scale.px(1)
        colour = session.state_colour("normal") or session.theme.feeder
        wider = min(WIDEST, max(1.0, (closeness(frame.camera, unit) / WIDER_FROM) ** 0.5))
        for width, ink, px in self._seen(frame):
            pen = max(1.0, width * wider * unit * 0.8)
            draw_lines(painter, px, frame.clip, mixed(session.theme.land, colour, ink), pen)

    def _seen(self, frame: Frame) -> Iterator[tuple[float, float, Floats]]:
        """Of the ranks seen at this scale their width (study px), ink and pieces (n, 4; px) in this view."""
        network, close = frame.scene.base.network, closeness(frame.camera, frame.session.scale.px(1))
        if network is None:
            return
        for rank, (begin, full, width, share) in LOOKS.items():
            ink = ramp(close, begin, full) * share
            if rank in ("trunk", "unknown"):
                ink = max(FAINT, ink)
            if ink <= 0.04:
                continue
            rows = network.pieces(EDGE_RANKS.index(rank))
            if len(rows):
                yield width, ink, self._cuts.of(rank, network.lines, rows, frame.camera)[0]


LAYER = LayerSpec("network", 16, NetworkLayer, static=True)
