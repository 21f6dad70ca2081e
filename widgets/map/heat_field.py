"""Customers out per km² for one view, made once for the legend and the layer that draws it.

The kernel is a fixed length on the ground, chosen by the map's scale alone from a short series and named
in the legend; the grid lies on the ground and not on the screen. So a place has the same colour at every
moment of the same load, however the map is moved, and whatever else is out.
"""

import math
from collections.abc import Sequence

import numpy as np

from widgets.map.heat import CELLS_OF_KERNEL, STEPS, crop, density
from widgets.map.marks import Mark, MarkShape
from widgets.map.outage_book import OutageBook
from widgets.map.projection import Box, Floats, ground_metres, project_one, unproject_one
from widgets.map.view import Camera

KERNELS_M = (500.0, 1000.0, 2500.0, 5000.0, 10_000.0, 25_000.0, 50_000.0, 100_000.0)
"""Ground metres over which a customer may be spread (two standard deviations)."""

LEAST_REACH = 26.0
"""Study px that the kernel reaches at least: what is smaller would hide under the marks."""

NEAR = 2.0
"""So much nearer than the whole, heat says more than the discs do."""

EVERY_S = 1.0
"""Real seconds between two fields of one camera: heat is for the eye, the marks carry the figures."""

BLOCK = 32
"""Cells by which the grid's edges move, so that a short drag needs no new field."""

Key = tuple[float, float, int, int, int, int]


class HeatField:
    """``per_km2``: rows from the north. ``box``: what it covers, plane metres.

    kernel_m: over what each customer is spread, 0 while nothing is shown. whole: px per plane metre at which
    the map shows everything, 0 where nobody said.
    """

    def __init__(self) -> None:
        self._marks: list[Mark] | None = None
        self._key: Key | None = None
        self._given: tuple[bytes, bytes] | None = None  # places and customers that were shown
        self._made_at = 0.0
        self.per_km2: Floats = np.zeros((0, 0))
        self.box = Box(0.0, 0.0, 0.0, 0.0)
        self.kernel_m = 0.0
        self.whole = 0.0
        self.revision = 0
        self.owed = False

    def read(
        self,
        book: OutageBook,
        camera: Camera,
        now: float,
        unit: float = 1.0,
        *,
        due: bool = True,
        always: bool = True,
    ) -> None:
        """Make the field of these marks and this camera, unless it is made or was a moment ago.

        now: real seconds. unit: px per study px. What is put off is ``owed``; due: False leaves a field of
        the same view for later, whenever it was made. always: also at the scale of the whole.
        """
        marks, xy, _ = book.columns()
        if not (always or (self.whole > 0 and camera.scale >= NEAR * self.whole)):
            self._hide()
            return
        key = _key_of(camera, unit)
        same = key == self._key
        self.owed = not (same and marks is self._marks)
        if not self.owed or (same and (not due or 0 < now - self._made_at < EVERY_S)):
            return
        self.owed, self._made_at, self._marks = False, now, marks
        self._show(xy, _customers(marks), key)

    def show(self, xy: Floats, customers: Floats, camera: Camera, unit: float) -> None:
        """Make the field of customers at these places (plane metres), if it is another one."""
        self._show(xy, customers, _key_of(camera, unit))

    def _show(self, xy: Floats, customers: Floats, key: Key) -> None:
        """A ring that turned, a mark that was verified: most of what differs of marks moves no customer."""
        given = xy.tobytes(), customers.tobytes()
        if key != self._key or given != self._given:
            self._given = given
            self._make(xy, customers, key)

    def _make(self, xy: Floats, weights: Floats, key: Key) -> None:
        kernel, cell, left, bottom, right, top = key
        self.box = Box(left * cell, bottom * cell, right * cell, top * cell)
        at = np.stack([xy[:, 0] / cell - left, top - xy[:, 1] / cell], axis=1)
        grid = crop(density(at, weights, right - left, top - bottom))
        rows = (top - 0.5 - np.arange(top - bottom)) * cell
        side_km = np.array([cell * ground_metres(y) / 1000.0 for y in rows.tolist()])
        self.per_km2 = grid / (side_km**2)[:, None]
        seen = bool(self.per_km2.size) and float(self.per_km2.max()) >= STEPS[0]
        self.kernel_m = kernel if seen else 0.0  # no scale stands below a map without a colour of it
        self._key = key
        self.revision += 1

    def _hide(self) -> None:
        self.owed = False
        if self.kernel_m:
            self.kernel_m, self._key = 0.0, None
            self.revision += 1


def _key_of(camera: Camera, unit: float) -> Key:
    """What a field depends on besides the customers."""
    kernel = kernel_of(camera, unit)
    cell = cell_of(kernel, camera)
    return (kernel, cell, *_blocks(camera.bounds(), cell))


def kernel_of(camera: Camera, unit: float) -> float:
    """The shortest kernel of the series, m, that is seen at this scale; unit: px per study px."""
    reach = LEAST_REACH * unit / camera.scale * ground_metres(camera.y)
    return next((kernel for kernel in KERNELS_M if kernel >= reach), KERNELS_M[-1])


def cell_of(kernel: float, camera: Camera) -> float:
    """Side of a cell, plane metres: the same for all views of one degree of latitude."""
    _, lat = unproject_one(camera.x, camera.y)
    _, y = project_one(0.0, float(round(lat)))
    return kernel / CELLS_OF_KERNEL / ground_metres(y)


def _blocks(view: Box, cell: float) -> tuple[int, int, int, int]:
    """Left, bottom, right and top of the grid in cells, on whole blocks; the view lies inside."""
    side = cell * BLOCK
    low = math.floor((view.left - cell) / side), math.floor((view.bottom - cell) / side)
    high = math.ceil((view.right + cell) / side), math.ceil((view.top + cell) / side)
    return low[0] * BLOCK, low[1] * BLOCK, high[0] * BLOCK, high[1] * BLOCK


def _customers(marks: Sequence[Mark]) -> Floats:
    """Customers without supply by mark: those back or planned do not heat."""
    sure, likely = MarkShape.CONFIRMED, MarkShape.PREDICTED  # is: to compare or hash 2,000 words takes 5 ms
    found = [(mark.customers or 0) if mark.shape is sure or mark.shape is likely else 0 for mark in marks]
    return np.array(found, dtype=np.float64)
