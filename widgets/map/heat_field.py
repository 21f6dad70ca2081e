"""Customers out per km² for one camera, made once for the legend and the layer that draws it."""

import math

import numpy as np

from widgets.map.heat import HeatScale, crop, density
from widgets.map.marks import Mark, MarkShape
from widgets.map.outage_book import OutageBook
from widgets.map.projection import Floats, ground_metres
from widgets.map.view import Camera

CELL = 4
"""Study px per cell along each side: heat looks alike on every wall."""

KERNEL_M = 2500.0
"""Ground metres over which a customer is spread, where the scale of the map lets it be seen."""

EVERY_S = 1.0
"""Real seconds between two fields of one camera: heat is for the eye, the marks carry the figures."""

LEAST_CELLS, MOST_CELLS = 4, 40


class HeatField:
    """``per_km2`` and ``top``, what full colour means; the scale only rises while the camera stays."""

    def __init__(self) -> None:
        self._marks: list[Mark] | None = None
        self._camera: Camera | None = None
        self.per_km2: Floats = np.zeros((0, 0))
        self.top = 0.0
        self.revision = 0
        self.owed = False
        self._made_at = 0.0
        self.cell = CELL

    def read(
        self, book: OutageBook, camera: Camera, now: float, unit: float = 1.0, *, due: bool = True
    ) -> None:
        """Make the field of these marks and this camera, unless it is made or was a moment ago.

        now: real seconds. unit: px per study px; ``cell`` (px) follows it. What is put off is ``owed``;
        due: False leaves a field of the same camera for later, whenever it was made.
        """
        marks, xy, _ = book.columns()
        same = camera == self._camera
        self.owed = not (same and marks is self._marks)
        if not self.owed or (same and (not due or 0 < now - self._made_at < EVERY_S)):
            return
        self.owed, self._made_at = False, now
        weights = np.array([_customers(mark) for mark in marks], dtype=np.float64)
        cell = self.cell = max(CELL, round(CELL * unit))
        width, height = math.ceil(camera.width / cell), math.ceil(camera.height / cell)
        cell_m = cell / camera.scale * ground_metres(camera.y)
        radius = min(MOST_CELLS, max(LEAST_CELLS, round(KERNEL_M / cell_m / 1.7)))
        grid = density(camera.to_screen(xy) / cell, weights, width, height, radius)
        self.per_km2 = crop(grid, radius) / (cell_m / 1000.0) ** 2
        fresh = HeatScale.around(self.per_km2).top if weights.any() else 0.0
        self.top = max(self.top, fresh) if camera == self._camera else fresh
        self._marks, self._camera = marks, camera
        self.revision += 1


def _customers(mark: Mark) -> float:
    """Customers without supply: those back or planned do not heat."""
    dark = mark.shape in (MarkShape.CONFIRMED, MarkShape.PREDICTED)
    return float(mark.customers or 0) if dark else 0.0
