"""Symbols by the thousand: places turned to pixels once for a camera, stamped in one call from the sheet."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QPainter

from widgets.map.frame import Frame
from widgets.map.network_map import Rows
from widgets.map.painter_paths import Fragments
from widgets.map.projection import Floats
from widgets.map.sprites import SpriteKey
from widgets.map.view import Camera

BEYOND = 24.0
"""Px beyond the view's edge up to which places are kept."""


class Stamps:
    """The places of one table in px, for the last camera."""

    def __init__(self) -> None:
        self._camera: Camera | None = None
        self._px: Floats = np.empty((0, 2))
        self._rows: Rows = np.empty(0, np.int64)
        self._fragments = Fragments()

    def forget(self) -> None:
        self._camera = None

    def within(self, xy: Floats, frame: Frame, reach: float) -> tuple[Rows, Floats]:
        """Rows of the places (plane metres) that touch the clip, and where they stand, px."""
        if frame.camera != self._camera:
            view = frame.camera.bounds(BEYOND)
            seen = (xy[:, 0] >= view.left) & (xy[:, 0] <= view.right)
            seen &= (xy[:, 1] >= view.bottom) & (xy[:, 1] <= view.top)
            self._rows = np.flatnonzero(seen)
            self._camera, self._px = frame.camera, frame.camera.to_screen(xy[self._rows])
        clip, px = frame.clip.grown(reach), self._px
        near = (px[:, 0] >= clip.left) & (px[:, 0] <= clip.right)
        near &= (px[:, 1] >= clip.bottom) & (px[:, 1] <= clip.top)
        return self._rows[near], px[near]

    def stamp(
        self,
        painter: QPainter,
        frame: Frame,
        px: Floats,
        kinds: Rows,
        shapes: Sequence[tuple[str, int, float]],
    ) -> None:
        """One symbol at each place. kinds: index into ``shapes``: shape, radius (px) and opacity."""
        sheet = frame.scene.sheet
        look = np.zeros((len(shapes), 4))
        for kind in np.unique(kinds).tolist():
            shape, radius, opacity = shapes[kind]
            look[kind] = *sheet.where(SpriteKey(shape, radius)), opacity
        rows = np.empty((len(px), Fragments.COLUMNS))
        rows[:, :2] = np.round(px)
        rows[:, 2:4], rows[:, 4], rows[:, 5] = look[kinds, :2], look[kinds, 2], look[kinds, 2]
        rows[:, 6:8], rows[:, 8], rows[:, 9] = sheet.zoom, 0.0, look[kinds, 3]
        self._fragments.draw(painter, sheet.pixmap, rows[rows[:, 9] > 0])
