"""Heat: customers out per km² as an image, with numpy only and at a quarter of the pixels.

Histogram, three box blurs (close to a Gaussian), a palette whose luminance only rises (dark theme) or
only falls (light theme). Every customer inside the padded grid stays in the sum.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Floats

Colour = tuple[int, int, int]
STEPS = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10000.0)


class HeatScale(msgspec.Struct, frozen=True):
    """What full colour means: ``top`` customers out per km²; more is drawn alike."""

    top: float

    @classmethod
    def around(cls, per_km2: Floats) -> "HeatScale":
        """The step of the fixed series (1, 3, 10, 30 …) that the hottest places just reach."""
        peak = float(per_km2.max()) if per_km2.size else 0.0
        return cls(next((step for step in STEPS if step >= peak * 0.8), STEPS[-1]))


def density(xy: Floats, weights: Floats, width: int, height: int, radius: int) -> Floats:
    """Weights spread over a grid of (height + 2·pad, width + 2·pad) cells, pad = 3·radius.

    xy: positions in cells, (0, 0) at the top left of the unpadded grid. Points outside the padded grid
    are left out. The sum of the grid equals the sum of the weights that fell on its unpadded part.
    """
    pad = 3 * radius
    rows, columns = height + 2 * pad, width + 2 * pad
    column = np.floor(xy[:, 0]).astype(np.int64) + pad
    row = np.floor(xy[:, 1]).astype(np.int64) + pad
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    flat = row[inside] * columns + column[inside]
    counted = np.bincount(flat, weights=weights[inside], minlength=rows * columns)
    grid: Floats = counted.astype(np.float64).reshape(rows, columns)
    for _ in range(3):
        grid = _box_blur(_box_blur(grid, radius, axis=0), radius, axis=1)
    return grid


def crop(grid: Floats, radius: int) -> Floats:
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


def palette(low: Colour, mid: Colour, high: Colour) -> NDArray[np.uint8]:
    """256 premultiplied ARGB32 entries (blue first, as QImage keeps them), from nothing to ``high``."""
    share = np.linspace(0.0, 1.0, 256)
    stops = np.array([low, mid, high], dtype=np.float64)
    rgb = np.stack([np.interp(share, (0.0, 0.5, 1.0), stops[:, c]) for c in range(3)], axis=1)
    near = np.clip(share / 0.6, 0.0, 1.0)
    alpha = near * near * (3 - 2 * near) * 0.78
    out = np.empty((256, 4), dtype=np.uint8)
    out[:, 2::-1] = np.rint(rgb * alpha[:, None])
    out[:, 3] = np.rint(alpha * 255)
    return out


def image(per_km2: Floats, scale: HeatScale, table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Density -> (height, width, 4) bytes for QImage.Format_ARGB32_Premultiplied. Ramp of power 0.6."""
    share = np.clip(per_km2 / scale.top, 0.0, 1.0) ** 0.6
    return np.ascontiguousarray(table[np.rint(share * 255).astype(np.uint8)])
