"""The orders that one reader asks for, kept in the order that he wants: a list that follows the changes.

Another question costs a look at every order; after that a look costs what changed or turned, and the rows
that are shown. Which orders those are is known to the lanes, whose places hold between two turns of a clock.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, overload

import msgspec

from wallboard.state.boards.lanes import LaneBoard
from wallboard.state.queries.lanes import OrderLine
from wallboard.state.sorted_values import SortedValues
from wallboard.state.tables import Tables


class Question(msgspec.Struct, frozen=True):
    """keep: whether a line is asked for; rank: what it is sorted by, after which its id decides.

    Of the clock both may read what holds between two turns: its band, and ``rank_key``. backward: the whole
    order turned round.
    """

    keep: Callable[[OrderLine], bool]
    rank: Callable[[OrderLine], tuple[Any, ...]]
    backward: bool = False


class OrderList(Sequence[str]):
    """Ids in order, as they were at the last ``Boards.listed``. looked: orders looked at since it began."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._ranks = SortedValues()
        self._rank_of: dict[str, tuple[Any, ...]] = {}
        self._changed: dict[str, None] | None = None  # None: every order is to be looked at
        self.looked = 0

    def ask(self, question: Question) -> None:
        """Ask for other orders, or for another order of them."""
        self._question = question
        self.forget()

    def forget(self) -> None:
        """Everything is to be looked at anew."""
        self._changed = None

    def note(self, orders: Iterable[str]) -> None:
        """These orders changed, or their clocks turned."""
        if self._changed is not None:
            self._changed.update(dict.fromkeys(orders))

    def read(self, tables: Tables, lanes: LaneBoard) -> None:
        """Look at what changed, as the lanes were read last."""
        if self._changed is None:
            self._fill(tables, lanes)
        elif self._changed:
            for key in self._changed:
                self._look(tables, lanes, key)
        self._changed = {}

    def _fill(self, tables: Tables, lanes: LaneBoard) -> None:
        self._rank_of = {}
        for key in tables.orders:
            if (rank := self._rank(tables, lanes, key)) is not None:
                self._rank_of[key] = rank
        self._ranks = SortedValues(self._rank_of.values())

    def _look(self, tables: Tables, lanes: LaneBoard, key: str) -> None:
        old, rank = self._rank_of.pop(key, None), self._rank(tables, lanes, key)
        if rank is not None:
            self._rank_of[key] = rank
        if rank == old:
            return
        if old is not None:
            self._ranks.change(old, -1)
        if rank is not None:
            self._ranks.change(rank, 1)

    def _rank(self, tables: Tables, lanes: LaneBoard, key: str) -> tuple[Any, ...] | None:
        """What an order is sorted by; None where it is not asked for."""
        if key not in tables.orders:
            return None
        self.looked += 1
        line = lanes.line(tables, key)
        return (*self._question.rank(line), key) if self._question.keep(line) else None

    def __len__(self) -> int:
        return len(self._rank_of)

    def __contains__(self, order: object) -> bool:
        return order in self._rank_of

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = len(self)
        at = place + number if place < 0 else place
        if not 0 <= at < number:
            raise IndexError(place)
        at = number - 1 - at if self._question.backward else at
        return self._ranks.between(at, at + 1)[0][-1]

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """Where an order stands. Raises ValueError where it does not, or not there."""
        rank = self._rank_of.get(value)
        if rank is None:
            raise ValueError(value)
        at = self._ranks.below(rank)
        at = len(self) - 1 - at if self._question.backward else at
        if at < start or (stop is not None and at >= stop):
            raise ValueError(value)
        return at
