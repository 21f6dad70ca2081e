"""Lines of the atlas that are dead, planned, on a generator, to be verified: over the quiet network.

A line's style says its state as well as its colour does: full is dark, dashes are a suspicion, dots are back
and not verified, long dashes a plan.
"""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from wallboard.state.atlas_schema import EDGE_RANKS
from widgets.map.cuts import draw_lines
from widgets.map.detail import closeness, mixed, ramp
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.painter_paths import path_of_pieces
from widgets.map.projection import Box, Floats
from widgets.map.supply import NORMAL, STATES


class Look(NamedTuple):
    """dashes: of a pen, in its widths; ink: how much of its tone, from afar and near."""

    dashes: tuple[float, ...]
    ink: tuple[float, float]


LOOKS = {
    "planned": Look((5.0, 3.0), (0.3, 0.55)),
    "restored": Look((1.0, 2.0), (0.35, 0.75)),
    "generator": Look((8.0, 2.0, 1.0, 2.0), (0.4, 0.8)),
    "unknown": Look((2.5, 2.0), (0.35, 0.8)),
    "dark": Look((), (0.42, 0.85)),
}
"""In drawing order. A dead line is seen from afar, but its outage's mark is seen first."""

NEARER = (6.0, 60.0)
"""Study px per km between which the ink grows."""

LATERALS = (8.0, 20.0)
"""Study px per km between which laterals that are not well fade in."""

WIDTH, WIDER_FROM, WIDEST = 2.0, 60.0, 1.9


class UnsuppliedLayer(Layer):
    """Of the pieces about the clip, those whose state is not normal."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        network, supply, session = frame.scene.base.network, frame.scene.supply, frame.session
        if network is None or supply is None:
            return
        theme, unit = session.theme, session.scale.px(1)
        close = closeness(frame.camera, unit)
        width = max(1.5, WIDTH * unit * min(WIDEST, max(1.0, (close / WIDER_FROM) ** 0.4)))
        near, laterals = ramp(close, *NEARER), ramp(close, *LATERALS)
        camera, clip = frame.camera, frame.clip.grown(width + 1.0)
        west, south = camera.place(clip.left, clip.top)
        east, north = camera.place(clip.right, clip.bottom)
        of_pieces, of_edges = network.lines.owner, supply.edges
        rows = network.lines.within(
            Box(west, south, east, north), lambda some: of_edges[of_pieces[some]] != NORMAL
        )
        if not len(rows):
            return
        ends, owner = network.lines.ends[rows], network.lines.owner[rows]
        px = np.hstack([camera.to_screen(ends[:, :2]), camera.to_screen(ends[:, 2:])])
        states = supply.edges[owner]
        lateral = network.column("edges", "rank")[owner] == EDGE_RANKS.index("lateral")
        for state, look in LOOKS.items():
            tone = session.state_colour(state) or (theme.muted if state == "planned" else theme.text)
            ink = look.ink[0] + (look.ink[1] - look.ink[0]) * near
            mine = states == STATES.index(state)
            for which, share in ((mine & lateral, ink * laterals), (mine & ~lateral, ink)):
                if share > 0.05 and which.any():
                    _draw(painter, px[which], frame.clip, mixed(theme.land, tone, share), width, look.dashes)


def _draw(
    painter: QPainter, px: Floats, clip: Box, colour: QColor, width: float, dashes: tuple[float, ...]
) -> None:
    """Full lines as pieces; others as paths, so that their dashes run on from piece to piece."""
    if not dashes:
        draw_lines(painter, px, clip, colour, width)
        return
    pen = QPen(colour, width)
    pen.setDashPattern(list(dashes))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.strokePath(path_of_pieces(px), pen)


LAYER = LayerSpec("unsupplied", 17, UnsuppliedLayer, static=True, states=True)
