"""The orders that one reader asks for, kept in the order that he wants: a list that follows the changes.

Another question costs a look at every order; after that a look costs what changed or turned, and the rows
that are shown. Which orders those are is known to the lanes, whose places hold between two turns of a clock.
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from wallboard.state.boards.lanes import LaneBoard
from wallboard.state.boards.ranked import Rank, Ranked
from wallboard.state.queries.lanes import OrderLine
from wallboard.state.tables import Tables


class Question(msgspec.Struct, frozen=True):
    """keep: whether a line is asked for; rank: what it is sorted by, after which its id decides.

    Of the clock both may read what holds between two turns: its band, and ``rank_key``. backward: the whole
    order turned round.
    """

    keep: Callable[[OrderLine], bool]
    rank: Callable[[OrderLine], tuple[Any, ...]]
    backward: bool = False


class OrderList(Ranked):
    """Ids in order, as they were at the last ``Boards.listed``. looked: orders looked at since it began."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
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
        self.backward = self._question.backward
        if self._changed is None:
            ranks = {key: self._rank(tables, lanes, key) for key in tables.orders}
            self.fill({key: rank for key, rank in ranks.items() if rank is not None})
        else:
            for key in self._changed:
                self.put(key, self._rank(tables, lanes, key))
        self._changed = {}

    def _rank(self, tables: Tables, lanes: LaneBoard, key: str) -> Rank | None:
        """What an order is sorted by; None where it is not asked for."""
        if key not in tables.orders:
            return None
        self.looked += 1
        line = lanes.line(tables, key)
        return (*self._question.rank(line), key) if self._question.keep(line) else None
