"""Draws by name for a prefecture: numpy generators of seed and name, and nothing of PYTHONHASHSEED."""

import hashlib

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def draws(seed: int, *names: str | int) -> np.random.Generator:
    """A generator of its own for one named step of one seed."""
    text = "\x1f".join([str(seed), *(str(name) for name in names)])
    key = hashlib.blake2b(text.encode(), digest_size=16).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(key, "big")))


def shares(weights: Floats, whole: int) -> Ints:
    """Whole numbers with the given sum, in proportion to the weights (largest remainders)."""
    exact = weights / weights.sum() * whole
    found = np.floor(exact).astype(np.int64)
    rest = whole - int(found.sum())
    order = np.argsort(-(exact - found), kind="stable")
    found[order[:rest]] += 1
    return found


def noise(dice: np.random.Generator, x: Floats, y: Floats, wavelength: float) -> Floats:
    """Smooth noise from 0 to 1 at places (m), even over a wavelength (m)."""
    left, low = float(x.min()), float(y.min())
    columns = int((float(x.max()) - left) / wavelength) + 2
    rows = int((float(y.max()) - low) / wavelength) + 2
    grid = dice.random((rows + 1, columns + 1))
    u, v = (x - left) / wavelength, (y - low) / wavelength
    i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
    s, t = u - i, v - j
    s, t = s * s * (3.0 - 2.0 * s), t * t * (3.0 - 2.0 * t)
    south = grid[j, i] * (1.0 - s) + grid[j, i + 1] * s
    north = grid[j + 1, i] * (1.0 - s) + grid[j + 1, i + 1] * s
    return south * (1.0 - t) + north * t
