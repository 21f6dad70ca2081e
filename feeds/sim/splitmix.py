"""Draws for many rows at once: splitmix64 of seed, name and row, and nothing else.

Each row's draw is its own: no other row's, no order of asking and no hash seed changes it.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def uniform(seed: int, name: str, rows: NDArray[np.int64]) -> Floats:
    """In [0, 1), one for each row."""
    text = f"{seed}\x1f{name}".encode()
    key = np.uint64(int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big"))
    with np.errstate(over="ignore"):
        state = key + (rows.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state ^= state >> np.uint64(31)
    return (state >> np.uint64(11)).astype(np.float64) * 2.0**-53


def exponential(seed: int, name: str, rows: NDArray[np.int64]) -> Floats:
    """Mean 1, one for each row: what a device can bear before it fails."""
    return -np.log1p(-uniform(seed, name, rows))
