"""Where crews and vans are: numpy columns, because they move every second and are drawn as arrays."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


MOVING = ("crew", "van")
"""Nouns that have a place of their own in the positions table."""


def vehicle_id(noun: str, key: str) -> str:
    """``crew/<key>`` or ``van/<key>``: what a vehicle is called here, since both may share a key."""
    return f"{noun}/{key}"


class Positions:
    """The last fix of each vehicle. Columns: lon, lat, heading (degrees, NaN unknown), at (epoch s)."""

    def __init__(self) -> None:
        self._row: dict[str, int] = {}
        self._keys: list[str] = []
        self._columns: Floats = np.full((4, 64), np.nan)

    def put(self, key: str, lon: float, lat: float, heading: float | None, at: float) -> None:
        """Write one fix; the caller has already refused older ones."""
        row = self._row.get(key)
        if row is None:
            row = self._row[key] = len(self._keys)
            self._keys.append(key)
            if row + 1 >= self._columns.shape[1]:  # the column behind the last one stays free: it is nobody's
                self._columns = np.pad(self._columns, ((0, 0), (0, row + 1)), constant_values=np.nan)
        columns = self._columns
        columns[0, row] = lon
        columns[1, row] = lat
        columns[2, row] = np.nan if heading is None else heading
        columns[3, row] = at

    def drop(self, key: str) -> None:
        """Forget a vehicle: its columns become NaN, its row stays reserved for its return."""
        row = self._row.get(key)
        if row is not None:
            self._columns[:, row] = np.nan

    def clear(self) -> None:
        self.__init__()

    @property
    def keys(self) -> tuple[str, ...]:
        """Vehicle ids in the order of the columns."""
        return tuple(self._keys)

    def columns(self) -> Floats:
        """Read-only view, shape (4, n): lon, lat, heading, at."""
        view = self._columns[:, : len(self._keys)]
        view.flags.writeable = False
        return view

    def rows(self, keys: Sequence[str]) -> Floats:
        """The columns of these vehicles, shape (4, len(keys)): NaN where one has no fix."""
        nobody = len(self._keys)
        return self._columns[:, [self._row.get(key, nobody) for key in keys]]

    def of(self, key: str) -> tuple[float, float, float, float] | None:
        """(lon, lat, heading or NaN, at) of one vehicle; None where it has no fix."""
        row = self._row.get(key)
        if row is None or np.isnan(self._columns[3, row]):
            return None
        lon, lat, heading, at = self._columns[:, row].tolist()
        return lon, lat, heading, at
