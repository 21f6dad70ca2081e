"""A sum over the items of a window of time that moves either way."""

from bisect import bisect_left, bisect_right, insort
from math import inf

Item = tuple[float, str, int]
"""At (epoch s), whose, how much."""


class WindowSum:
    """Sum and number of the items with ``now - width <= at <= now``; width in s.

    Moving costs what enters and leaves the window, whatever else is kept.
    """

    __slots__ = ("_high", "_items", "_low", "_now", "_width", "total")

    def __init__(self, width: float) -> None:
        self._width = width
        self._now = -inf
        self._items: list[Item] = []
        self._low = self._high = 0  # the window is items[low:high]
        self.total = 0

    @property
    def count(self) -> int:
        return max(0, self._high - self._low)

    def add(self, item: Item) -> None:
        """Keep one item; no two of one owner at a time."""
        at = item[0]
        insort(self._items, item)
        self._low += at < self._now - self._width
        self._high += at <= self._now
        self.total += item[2] * self._holds(at)

    def remove(self, item: Item) -> None:
        """Let an item go that was added."""
        at = item[0]
        del self._items[bisect_left(self._items, item)]
        self._low -= at < self._now - self._width
        self._high -= at <= self._now
        self.total -= item[2] * self._holds(at)

    def move(self, now: float) -> None:
        """The window ends at ``now`` from here on."""
        if now == self._now:
            return
        low = bisect_left(self._items, (now - self._width,))  # type: ignore[type-var]
        high = bisect_right(self._items, now, key=lambda item: item[0])
        self.total += self._span(self._high, high) - self._span(high, self._high)
        self.total -= self._span(self._low, low) - self._span(low, self._low)
        self._low, self._high, self._now = low, high, now

    def _holds(self, at: float) -> bool:
        return self._now - self._width <= at <= self._now

    def _span(self, first: int, last: int) -> int:
        return sum(item[2] for item in self._items[first:last]) if first < last else 0
