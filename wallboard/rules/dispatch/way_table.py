"""The way of every crew to every open order, mended by what is new or has moved."""

from collections.abc import Mapping

import numpy as np

from wallboard.rules.dispatch.roads import AT_ONCE, Floats, Roads, Rows, between

Place = tuple[float, float]
"""lon, lat, degrees."""


class Column:
    """One side of the table: keys, and of each its crossing (-1: none) and the seconds from there to it."""

    def __init__(self, roads: Roads, places: Mapping[str, Place]) -> None:
        self.keys = list(places)
        xy = np.array(list(places.values()), float).reshape(-1, 2)
        self.at, self.beyond = roads.nearest(xy[:, 0], xy[:, 1])

    def kept(self, before: "Column") -> tuple[Rows, Rows]:
        """Rows here and rows there of what stands at the same crossing as before."""
        then = {key: row for row, key in enumerate(before.keys)}
        rows = np.array([then.get(key, -1) for key in self.keys], np.int64)
        same = rows >= 0
        same[same] = before.at[rows[same]] == self.at[same]
        return np.flatnonzero(same), rows[same]


class WayTable:
    """seconds: (orders, crews), inf without a way. A crew that moved along the same crossing costs nothing,
    one that came to another costs one tree, an order likewise. at_once: as in ``roads.between``."""

    def __init__(self, roads: Roads, at_once: int = AT_ONCE) -> None:
        self._roads, self._at_once = roads, at_once
        self.orders, self.crews = Column(roads, {}), Column(roads, {})
        self._between: Floats = np.empty((0, 0))

    def update(self, orders: Mapping[str, Place], crews: Mapping[str, Place]) -> int:
        """Take these orders and crews for those before; how many of both had to be measured anew."""
        mine, theirs = Column(self._roads, orders), Column(self._roads, crews)
        here, was = mine.kept(self.orders)
        there, were = theirs.kept(self.crews)
        found = np.full((len(mine.keys), len(theirs.keys)), np.inf)
        found[np.ix_(here, there)] = self._between[np.ix_(was, were)]
        new = np.setdiff1d(np.arange(len(mine.keys)), here)
        moved = np.setdiff1d(np.arange(len(theirs.keys)), there)
        if len(new):
            found[new] = self._ways(mine.at[new], theirs.at)
        if len(moved) and len(here):
            found[np.ix_(here, moved)] = self._ways(mine.at[here], theirs.at[moved])
        self.orders, self.crews, self._between = mine, theirs, found
        return len(new) + len(moved)

    def _ways(self, ones: Rows, others: Rows) -> Floats:
        return between(self._roads, ones, others, self._at_once)

    @property
    def seconds(self) -> Floats:
        return self._between + self.orders.beyond[:, None] + self.crews.beyond[None, :]
