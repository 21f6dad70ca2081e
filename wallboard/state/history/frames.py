"""The map of a past moment: customers out by square of the ground."""

import math
from collections.abc import Mapping
from itertools import chain

import msgspec
import numpy as np
from numpy.typing import NDArray

SQUARE_DEG = 0.01
"""Side of a square, degrees: about 1.1 km along the meridian."""

Square = tuple[int, int]

Floats = NDArray[np.float64]


class HeatFrame(msgspec.Struct, frozen=True):
    """What stood at ``at`` (epoch s). columns, rows: squares from 0°, 0°, with their customers out."""

    at: float
    columns: NDArray[np.int32]
    rows: NDArray[np.int32]
    customers: NDArray[np.int32]

    def places(self) -> tuple[Floats, Floats, Floats]:
        """Longitudes and latitudes of the squares' middles, degrees, and the customers."""
        lon: Floats = (self.columns.astype(np.float64) + 0.5) * SQUARE_DEG
        lat: Floats = (self.rows.astype(np.float64) + 0.5) * SQUARE_DEG
        return lon, lat, self.customers.astype(np.float64)


def square_of(lon: float, lat: float) -> Square:
    """The square that a place (degrees) lies in."""
    return math.floor(lon / SQUARE_DEG), math.floor(lat / SQUARE_DEG)


def frame_of(at: float, out: Mapping[Square, int], most: int) -> HeatFrame:
    """A frame of what is out; where there are more squares than ``most``, the heaviest."""
    squares = np.fromiter(chain.from_iterable(out), np.int32, 2 * len(out)).reshape(-1, 2)
    customers = np.fromiter(out.values(), np.int32, len(out))
    first = np.lexsort((squares[:, 1], squares[:, 0], -customers))[:most]
    return HeatFrame(at, squares[first, 0], squares[first, 1], customers[first])
