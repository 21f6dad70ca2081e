"""Things of the plane by where they lie, so that asking for a few of them does not look at all of them."""

import math
from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Box, Floats

Rows = NDArray[np.int64]

PER_CELL = 24.0
"""Things in a cell, were they spread evenly."""

MOST_CELLS = 256
"""Cells on each side at most."""

STRAY = 0.002
"""Share of the things on each side that the cells at the edge take in, however far they lie."""


Wanted = Callable[[Rows], NDArray[np.bool_]]


class Grid:
    """Boxes of things by cells. low, high: (n, 2), the corners of each; points have both alike.

    Each thing lies in the cell of its middle; the longest, which reach further than a cell, are always
    looked at.
    """

    def __init__(self, low: Floats, high: Floats) -> None:
        self._left, self._down = np.ascontiguousarray(low.T)
        self._right, self._up = np.ascontiguousarray(high.T)

    def within(self, box: Box, wanted: Wanted | None = None) -> Rows:
        """The things that touch a box, in their own order. wanted: which of some rows are asked for."""
        rows = self._about(box)
        if wanted is not None:
            rows = rows[wanted(rows)]
        seen = (self._left[rows] <= box.right) & (self._right[rows] >= box.left)
        seen &= (self._down[rows] <= box.top) & (self._up[rows] >= box.bottom)
        found = rows[seen]
        found.sort()
        return found

    def _about(self, box: Box) -> Rows:
        """Those in the cells about a box."""
        count = len(self._left)
        if count <= PER_CELL:
            return np.arange(count)
        (x, y), (wide, high), side, order, first, longest = self._cells
        edge = side - 1  # a thing's middle lies up to half a cell from its end
        left = min(edge, max(0, math.floor((box.left - x) / wide - 0.5)))
        right = min(edge, max(0, math.floor((box.right - x) / wide + 0.5)))
        down = min(edge, max(0, math.floor((box.bottom - y) / high - 0.5)))
        up = min(edge, max(0, math.floor((box.top - y) / high + 0.5)))
        if left == 0 and right == edge:
            return np.concatenate([order[first[down * side] : first[(up + 1) * side]], longest])
        lines = range(down * side, (up + 1) * side, side)
        return np.concatenate([*(order[first[n + left] : first[n + right + 1]] for n in lines), longest])

    @cached_property
    def _cells(self) -> tuple[list[float], list[float], int, Rows, list[int], Rows]:
        """Origin and size of the cells, cells on a side, things by cell, where each begins, the longest.

        What lies beyond the cells is in the one at the edge.
        """
        middle = np.stack([(self._left + self._right) / 2, (self._down + self._up) / 2], axis=1)
        reach = np.maximum(self._right - self._left, self._up - self._down)
        ends = np.quantile(middle, (STRAY, 1 - STRAY), axis=0)
        side = int(min(MOST_CELLS, max(1.0, (len(middle) / PER_CELL) ** 0.5)))
        size = np.maximum((ends[1] - ends[0]) / side, 1e-6)
        long = reach > float(size.min())
        short = np.flatnonzero(~long)
        at = np.clip(np.nan_to_num((middle[short] - ends[0]) / size), 0, side - 1).astype(np.int64)
        key = at[:, 1] * side + at[:, 0]
        by_key = np.argsort(key, kind="stable")
        first: list[int] = np.searchsorted(key[by_key], np.arange(side * side + 1)).tolist()
        return ends[0].tolist(), size.tolist(), side, short[by_key], first, np.flatnonzero(long)
