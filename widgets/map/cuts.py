"""Pieces of lines as one view shows them: cut out, turned to pixels and thinned once, drawn as one array."""

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from shiboken6 import Shiboken

from widgets.map.network_map import Rows, Strokes
from widgets.map.projection import Box, Floats
from widgets.map.view import Camera

BEYOND = 24.0
"""Px beyond the view's edge up to which pieces are kept: as far as the widest pen reaches."""

SHORT = 3.0
"""Px of a typical piece below which ends move to whole pixels, so that what looks the same is the same."""

SQUARE_FROM = 3.0
"""Px of a pen from which the ends of its pieces must meet without a notch."""

SIDE = 1 << 15
"""Pixels that a key of two ends can tell apart on each axis."""


class Cuts:
    """Cuts by name for the last camera."""

    def __init__(self) -> None:
        self._camera: Camera | None = None
        self._cuts: dict[Hashable, tuple[Floats, Rows]] = {}

    def forget(self) -> None:
        self._camera, self._cuts = None, {}

    def of(
        self, name: Hashable, strokes: Strokes, wanted: Rows | None, camera: Camera, *, thinned: bool = True
    ) -> tuple[Floats, Rows]:
        """Ends (n, 4) in px of the camera's window, and the owner of each piece.

        wanted: the pieces to choose from; None: all. thinned: what looks the same is there once.
        """
        if camera != self._camera:
            self._camera, self._cuts = camera, {}
        found = self._cuts.get(name)
        if found is None:
            found = self._cuts[name] = _cut(strokes, wanted, camera, thinned)
        return found


def _cut(strokes: Strokes, wanted: Rows | None, camera: Camera, thinned: bool) -> tuple[Floats, Rows]:
    rows = strokes.within(camera.bounds(BEYOND))
    if wanted is not None:
        chosen = np.zeros(len(strokes.owner), np.bool_)
        chosen[wanted] = True
        rows = rows[chosen[rows]]
    ends, owner = strokes.ends[rows], strokes.owner[rows]
    px = np.hstack([camera.to_screen(ends[:, :2]), camera.to_screen(ends[:, 2:])])
    if thinned and len(px):
        kept = _apart(px)
        px, owner = px[kept], owner[kept]
    return np.ascontiguousarray(px), owner


def _apart(px: Floats) -> Rows:
    """The pieces that look different; where they are short their ends move to whole pixels, in place."""
    length = np.hypot(px[:, 2] - px[:, 0], px[:, 3] - px[:, 1])
    if float(np.median(length)) >= SHORT:
        return np.arange(len(px))
    np.round(px, out=px)
    cells = np.clip(px.astype(np.int64) + SIDE // 4, 0, SIDE - 1)
    one, other = cells[:, 0] * SIDE + cells[:, 1], cells[:, 2] * SIDE + cells[:, 3]
    seen = np.minimum(one, other) * (SIDE * SIDE) + np.maximum(one, other)
    _, first = np.unique(seen, return_index=True)
    return first[one[first] != other[first]]


def touching(px: Floats, clip: Box, reach: float) -> NDArray[np.bool_]:
    """Which pieces (n, 4; px) come within ``reach`` of the clip."""
    x1, y1, x2, y2 = px.T
    seen = (np.minimum(x1, x2) <= clip.right + reach) & (np.maximum(x1, x2) >= clip.left - reach)
    return seen & (np.minimum(y1, y2) <= clip.top + reach) & (np.maximum(y1, y2) >= clip.bottom - reach)


def draw_lines(painter: QPainter, px: Floats, clip: Box, colour: QColor, width: float) -> None:
    """Draw the pieces (n, 4; px) that touch the clip."""
    rows = np.ascontiguousarray(px[touching(px, clip, width + 1.0)])
    if not len(rows):
        return
    cap = Qt.PenCapStyle.SquareCap if width >= SQUARE_FROM else Qt.PenCapStyle.FlatCap
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, cap))
    painter.drawLines(Shiboken.wrapInstance(rows.ctypes.data, QLineF), len(rows))  # type: ignore[call-overload]
