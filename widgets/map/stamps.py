"""Symbols by the thousand, stamped in one call from the sheet."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QPainter

from widgets.map.frame import Frame
from widgets.map.grid import Rows, Wanted
from widgets.map.network_map import Spots
from widgets.map.painter_paths import Fragments
from widgets.map.projection import Box, Floats
from widgets.map.sprites import SpriteKey


class Stamps:
    """The symbols of one layer."""

    def __init__(self) -> None:
        self._fragments = Fragments()

    def within(
        self, spots: Spots, frame: Frame, reach: float, wanted: Wanted | None = None
    ) -> tuple[Rows, Floats]:
        """Rows of the places that touch the clip, and where they stand, px. wanted: as of a grid."""
        camera, clip = frame.camera, frame.clip.grown(reach)
        view = Box(*camera.place(clip.left, clip.top), *camera.place(clip.right, clip.bottom))
        rows = spots.within(view, wanted)
        return rows, camera.to_screen(spots.xy[rows])

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
