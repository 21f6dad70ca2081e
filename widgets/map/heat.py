"""Heat: customers out per km² as an image, with numpy only and on a grid much coarser than the pixels.

Histogram, three box blurs (close to a Gaussian), a palette whose luminance only rises (dark theme) or only
falls (light theme) with the density. The scale is fixed: a colour means the same density on every day.
"""

import math

import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Floats

Colour = tuple[int, int, int]

STEPS = (1.0, 10.0, 100.0, 1000.0)
"""Customers out per km² that the legend names: the whole scale, whatever the moment's peak."""

FAINT = 10.0**-0.5
"""Customers out per km² from which a colour is seen at all: half a step below the first one."""

RADIUS = 4
"""Cells of each box: three of them spread a customer with a standard deviation of √(r · (r + 1)) cells."""

CELLS_OF_KERNEL = 2.0 * math.sqrt(RADIUS * (RADIUS + 1))
"""Cells of the kernel's named reach, two standard deviations: 86 % of each customer lie within."""

PAD = 3 * RADIUS
"""Cells beyond which a customer is not felt."""

OPAQUE_FROM = 0.5
"""Share of the scale from which a colour is as opaque as any: below, it fades out without an edge."""

MOST_ALPHA = 0.66
"""Opacity of the highest colour: the land is felt through it, and marks stand out over it."""


def density(cells: Floats, weights: Floats, width: int, height: int, radius: int = RADIUS) -> Floats:
    """Weights spread over a grid of (height + 2·pad, width + 2·pad) cells, pad = 3·radius.

    cells: positions in cells, (0, 0) at the corner of the unpadded grid. Points outside the padded grid
    are left out. The sum of the grid equals the sum of the weights that fell on its unpadded part.
    """
    pad = 3 * radius
    rows, columns = height + 2 * pad, width + 2 * pad
    column = np.floor(cells[:, 0]).astype(np.int64) + pad
    row = np.floor(cells[:, 1]).astype(np.int64) + pad
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    flat = row[inside] * columns + column[inside]
    counted = np.bincount(flat, weights=weights[inside], minlength=rows * columns)
    grid: Floats = counted.astype(np.float64).reshape(rows, columns)
    for _ in range(3):
        grid = _box_blur(_box_blur(grid, radius, axis=0), radius, axis=1)
    return grid


def crop(grid: Floats, radius: int = RADIUS) -> Floats:
    """The unpadded part of what ``density`` made."""
    pad = 3 * radius
    return grid[pad : grid.shape[0] - pad, pad : grid.shape[1] - pad] if pad else grid


def _box_blur(grid: Floats, radius: int, *, axis: int) -> Floats:
    """Running mean over 2·radius + 1 cells, nothing beyond the edge."""
    if radius <= 0:
        return grid
    pads = [(0, 0), (0, 0)]
    pads[axis] = (radius + 1, radius)
    sums = np.cumsum(np.pad(grid, pads), axis=axis)
    span = 2 * radius + 1
    if axis == 0:
        return (sums[span:] - sums[:-span]) / span
    return (sums[:, span:] - sums[:, :-span]) / span


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
