"""Heat: customers out per km² as an image, with numpy only and on a grid much coarser than the pixels.

Histogram, a Gaussian blur by FFT (a box's corners would show on a scale of factors), a palette whose
luminance only rises (dark theme) or only falls (light theme) with the density. The scale is fixed: a colour
means the same density on every day.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Floats

Colour = tuple[int, int, int]

STEPS = (1.0, 10.0, 100.0, 1000.0)
"""Customers out per km² that the legend names: the whole scale, whatever the moment's peak."""

FAINT = 10.0**-0.5
"""Customers out per km² from which a colour is seen at all: half a step below the first one."""

SIGMA = 4.5
"""Cells of a standard deviation."""

CELLS_OF_KERNEL = 2 * SIGMA
"""Cells of the kernel's named reach, two standard deviations: 86 % of each customer lie within."""

PAD = 24
"""Cells beyond which a customer is not felt: five standard deviations, since the scale goes by factors."""

OPAQUE_FROM = 0.5
"""Share of the scale from which a colour is as opaque as any: below, it fades out without an edge."""

MOST_ALPHA = 0.66
"""Opacity of the highest colour: the land is felt through it, and marks stand out over it."""


def density(cells: Floats, weights: Floats, width: int, height: int) -> Floats:
    """Weights spread over a grid of (height + 2 · PAD, width + 2 · PAD) cells, as round as a bell is.

    cells: positions in cells, (0, 0) at the corner of the unpadded grid. Points outside the padded grid
    are left out. The sum of the grid equals the sum of the weights that fell on it; what lies within PAD
    of its edge is felt at the opposite one, so that only the unpadded part (``crop``) is to be shown.
    """
    rows, columns = height + 2 * PAD, width + 2 * PAD
    column = np.floor(cells[:, 0]).astype(np.int64) + PAD
    row = np.floor(cells[:, 1]).astype(np.int64) + PAD
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    flat = row[inside] * columns + column[inside]
    counted = np.bincount(flat, weights=weights[inside], minlength=rows * columns)
    waves = np.fft.rfft2(counted.reshape(rows, columns)) * _bell(rows, columns)
    return np.maximum(np.fft.irfft2(waves, s=(rows, columns)), 0.0)


@lru_cache(maxsize=4)
def _bell(rows: int, columns: int) -> NDArray[np.complex128]:
    """The kernel's spectrum: of a Gaussian about the first cell, going round the edges."""
    high, wide = _row_of(rows), _row_of(columns)
    return np.fft.fft(high)[:, None] * np.fft.rfft(wide)[None, :]


def _row_of(n: int) -> Floats:
    """A Gaussian along n cells from the first one, both ways; sums to 1."""
    away = np.minimum(np.arange(n), n - np.arange(n)).astype(np.float64)
    bell = np.exp(-(away**2) / (2 * SIGMA**2)) * (away <= PAD)
    return bell / bell.sum()


def crop(grid: Floats) -> Floats:
    """The unpadded part of what ``density`` made."""
    return grid[PAD : grid.shape[0] - PAD, PAD : grid.shape[1] - PAD]


def share_of(per_km2: Floats) -> Floats:
    """Place on the fixed scale, 0 to 1: equal steps for equal factors of density."""
    low, high = math.log10(FAINT), math.log10(STEPS[-1])
    return np.clip((np.log10(np.maximum(per_km2, FAINT)) - low) / (high - low), 0.0, 1.0)


def palette(low: Colour, mid: Colour, high: Colour) -> NDArray[np.uint8]:
    """256 premultiplied ARGB32 entries (blue first, as QImage keeps them), from nothing to ``high``."""
    share = np.linspace(0.0, 1.0, 256)
    stops = np.array([low, mid, high], dtype=np.float64)
    rgb = np.stack([np.interp(share, (0.0, 0.5, 1.0), stops[:, c]) for c in range(3)], axis=1)
    near = np.clip(share / OPAQUE_FROM, 0.0, 1.0)
    alpha = near * near * (3 - 2 * near) * MOST_ALPHA
    out = np.empty((256, 4), dtype=np.uint8)
    out[:, 2::-1] = np.rint(rgb * alpha[:, None])
    out[:, 3] = np.rint(alpha * 255)
    return out


def image(per_km2: Floats, table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Density -> (height, width, 4) bytes for QImage.Format_ARGB32_Premultiplied."""
    return np.ascontiguousarray(table[np.rint(share_of(per_km2) * 255).astype(np.uint8)])


def over(table: NDArray[np.uint8], ground: Colour) -> NDArray[np.uint8]:
    """The palette as it is seen over an opaque ground: (256, 3), red first."""
    alpha = table[:, 3:].astype(np.float64) / 255
    seen = table[:, 2::-1] + np.array(ground, dtype=np.float64) * (1 - alpha)
    return np.rint(np.clip(seen, 0, 255)).astype(np.uint8)
