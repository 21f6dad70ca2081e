"""A sorted list that values enter and leave: counts below a bound and the least value at no cost."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Any


class SortedValues:
    """Comparable values, equal ones as often as they were added."""

    __slots__ = ("_values",)

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self._values: list[Any] = sorted(values)

    def __len__(self) -> int:
        return len(self._values)

    def change(self, value: Any, by: int) -> None:
        """Add the value (``by`` 1) or take it out (``by`` -1)."""
        if by > 0:
            insort(self._values, value)
        else:
            del self._values[bisect_left(self._values, value)]

    def below(self, bound: Any) -> int:
        """How many values are less than ``bound``."""
        return bisect_left(self._values, bound)

    def first(self, n: int) -> list[Any]:
        """The ``n`` least values, in order."""
        return self._values[:n]

    def between(self, begin: int, end: int) -> list[Any]:
        """The values from one place to before another, in order."""
        return self._values[begin:end]

    @property
    def least(self) -> Any:
        """The least value; None where there is none."""
        return self._values[0] if self._values else None
