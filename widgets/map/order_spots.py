"""Open requests by place, for rooms in which nobody speaks of outages: they are what the map can show."""

from collections.abc import Iterable

import numpy as np

from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane
from wallboard.state.queries.totals import outages_sourced
from wallboard.state.tables import Tables
from widgets.map.projection import Floats, project_one

Spot = tuple[Lane, float, float]
"""An order's lane and its place, plane metres."""


class OrderSpots:
    """Open orders of the request and connection lanes by id. ``unplaced``: those without coordinates."""

    def __init__(self) -> None:
        self.spots: dict[str, Spot] = {}
        self._unplaced: set[str] = set()
        self._sourced = False
        self._columns: dict[Lane, Floats] | None = None

    @property
    def unplaced(self) -> int:
        return len(self._unplaced)

    def read_all(self, tables: Tables) -> None:
        """Start anew from the tables; nothing is kept where outages are spoken of."""
        self.spots, self._unplaced, self._columns = {}, set(), None
        self._sourced = outages_sourced(tables)
        self.read(tables, tables.orders.keys())

    def read(self, tables: Tables, keys: Iterable[str]) -> bool:
        """Make some orders anew; True where one differs."""
        if self._sourced:
            return False
        if outages_sourced(tables):
            self.read_all(tables)
            return True
        differs = False
        for key in keys:
            row = tables.orders.get(key)
            standing = row is not None and row.open and row.lane is not Lane.RESTORE
            spot = _spot(row) if row is not None and standing else None
            missing = standing and spot is None
            if spot == self.spots.get(key) and missing == (key in self._unplaced):
                continue
            differs = True
            self.spots.pop(key, None)
            self._unplaced.discard(key)
            if spot is not None:
                self.spots[key] = spot
            elif missing:
                self._unplaced.add(key)
        if differs:
            self._columns = None
        return differs

    def by_lane(self) -> dict[Lane, Floats]:
        """Places (n, 2) in plane metres of each lane's orders."""
        if self._columns is None:
            lanes: dict[Lane, list[tuple[float, float]]] = {}
            for lane, x, y in self.spots.values():
                lanes.setdefault(lane, []).append((x, y))
            self._columns = {lane: np.array(found, dtype=np.float64) for lane, found in lanes.items()}
        return self._columns


def _spot(order: Order) -> Spot | None:
    """An order's place; None without coordinates."""
    if order.lon is None or order.lat is None:
        return None
    return (order.lane, *project_one(order.lon, order.lat))
