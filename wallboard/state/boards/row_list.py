"""The things of one noun that a reader asks for (outages, crews, vans …), in the order that he wants.

As ``order_list``: another question costs a look at everything, after that a look costs what changed.
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from wallboard.state.boards.ranked import Rank, Ranked
from wallboard.state.changes import Change
from wallboard.state.store import Store
from wallboard.state.tables import Tables

Line = Any
"""A row and what is shown with it; what it is, is known to who asks."""


class RowQuestion(msgspec.Struct, frozen=True):
    """noun: whose rows; line: of one key; keep: whether it is asked for; rank: what it is sorted by.

    touched: keys besides the noun's own whose lines a change may have altered. None of them may depend on the
    time of day: nothing here moves only because time passes.
    """

    noun: str
    line: Callable[[Tables, str], Line]
    keep: Callable[[Line], bool]
    rank: Callable[[Line], tuple[Any, ...]]
    touched: Callable[[Change, Tables], Iterable[str]] = lambda change, tables: ()


class RowList(Ranked):
    """Keys in order, as they were at the last ``Boards.rows``. looked: lines looked at since it began."""

    def __init__(self, question: RowQuestion) -> None:
        super().__init__()
        self._question = question
        self._revision: int | None = None  # None: everything is to be looked at
        self.looked = 0

    def ask(self, question: RowQuestion) -> None:
        """Ask for other rows, or for another order of them."""
        self._question = question
        self._revision = None

    def read(self, store: Store) -> None:
        """Look at what changed since the last look; everything after a snapshot."""
        changes = store.since(self._revision) if self._revision is not None else None
        self._revision = store.revision
        tables, noun = store.tables, self._question.noun
        if changes is None:
            ranks = {key: self._rank(tables, key) for key in tables.rows(noun)}
            self.fill({key: rank for key, rank in ranks.items() if rank is not None})
            return
        changed: dict[str, None] = {}
        for change in changes:
            changed.update(dict.fromkeys(change.of(noun)))
            changed.update(dict.fromkeys(self._question.touched(change, tables)))
        for key in changed:
            self.put(key, self._rank(tables, key))

    def _rank(self, tables: Tables, key: str) -> Rank | None:
        """What a row is sorted by; None where it is not asked for."""
        if key not in tables.rows(self._question.noun):
            return None
        self.looked += 1
        line = self._question.line(tables, key)
        return (*self._question.rank(line), key) if self._question.keep(line) else None
