"""What has been closed for a day leaves the store, the log keeps it: which outages and orders, and when."""

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from typing import Protocol

from wallboard.domain.facts import Payload
from wallboard.domain.orders import OrderRetired
from wallboard.domain.outages import OutageRetired
from wallboard.state.followed import News
from wallboard.state.tables import Tables

RETIRE_AFTER_S = 24 * 3600.0
"""What has been closed for so long leaves the store, s."""


class Closing(Protocol):
    """A row that may be closed. since: since when it is in its stage, epoch s."""

    @property
    def since(self) -> float: ...

    @property
    def open(self) -> bool: ...


class Closed:
    """The closed rows of one noun: told of those that change, it goes through none of the others."""

    def __init__(self) -> None:
        self._ends: list[tuple[float, str]] = []  # a heap; of a row that has changed since, it says nothing
        self._over: set[str] = set()  # whose end has come

    def read(self, rows: Mapping[str, Closing], keys: Iterable[str]) -> None:
        """Take in what became of these."""
        for key in keys:
            row = rows.get(key)
            if row is None or row.open:
                self._over.discard(key)
            else:
                heappush(self._ends, (row.since, key))

    def until(self, rows: Mapping[str, Closing], oldest: float) -> list[str]:
        """Those that have been closed up to an instant (epoch s), by key."""
        while self._ends and self._ends[0][0] <= oldest:
            key = heappop(self._ends)[1]
            if key in rows and not rows[key].open:
                self._over.add(key)
        return sorted(key for key in self._over if rows[key].since <= oldest)


class Retirements:
    """Which outages and orders are to leave."""

    def __init__(self) -> None:
        self._outages, self._orders = Closed(), Closed()

    def read(self, tables: Tables, news: News) -> None:
        """Take in what became of outages and orders."""
        self._outages.read(tables.outages, news.of("outage"))
        self._orders.read(tables.orders, news.of("order"))

    def due(self, tables: Tables, now: float) -> list[tuple[str, Payload]]:
        """What is to be said at ``now`` (epoch s): outages, then orders, each by key."""
        oldest = now - RETIRE_AFTER_S
        outages, orders = tables.outages, tables.orders
        return [
            *[(key, OutageRetired(since=outages[key].since)) for key in self._outages.until(outages, oldest)],
            *[(key, OrderRetired(since=orders[key].since)) for key in self._orders.until(orders, oldest)],
        ]
