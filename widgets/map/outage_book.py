"""The outages as marks, kept in step with the tables: only what a change names is made anew."""

from collections.abc import Iterable

import numpy as np

from wallboard.domain.terms import AreaClass, Band
from wallboard.rules.sla import Clocks, RuleSet
from wallboard.state.tables import Tables
from widgets.map.marks import Mark, mark_of
from widgets.map.projection import Floats

ORDER_HEAD = "restore/"

Columns = tuple[list[Mark], Floats, Floats]
"""Marks, their places (n, 2) in plane metres, their weights: three columns in one order."""


class OutageBook:
    """Marks by outage id, and the same as columns."""

    def __init__(self, rules: RuleSet | None, area_class: AreaClass) -> None:
        self._clocks = Clocks(rules, area_class)
        self._warn_share = rules.warn_share if rules is not None else 1.0
        self._turns: dict[str, float] = {}
        self.marks: dict[str, Mark] = {}
        self._rows: dict[str, int] = {}
        self._columns: Columns | None = None

    def read_all(self, tables: Tables, now: float) -> None:
        """Start anew from the tables."""
        self.marks, self._turns, self._columns = {}, {}, None
        self.read(tables, tables.outages.keys(), now)

    def read(self, tables: Tables, keys: Iterable[str], now: float) -> bool:
        """Make the marks of some outages anew; True where one differs."""
        changed: list[str] = []
        for key in keys:
            row = tables.outages.get(key)
            mark = mark_of(row, self._band(tables, key, now)) if row is not None else None
            if mark != self.marks.get(key):
                changed.append(key)
                if mark is not None:
                    self.marks[key] = mark
                else:
                    del self.marks[key]
            if mark is None:
                self._turns.pop(key, None)
        self._update_columns(changed)
        return bool(changed)

    def read_clocks(self, tables: Tables, now: float) -> bool:
        """The second turned: only clocks that pass into another band by now are read again."""
        due = [key for key, turn in self._turns.items() if turn <= now]
        return self.read(tables, due, now) if due else False

    def columns(self) -> Columns:
        """All marks, their places (n, 2) in plane metres and their weights; the arrays are not written to."""
        if self._columns is None:
            marks = [self.marks[key] for key in sorted(self.marks)]
            self._rows = {mark.id: row for row, mark in enumerate(marks)}
            xy = np.array([(m.x, m.y) for m in marks], dtype=np.float64).reshape(-1, 2)
            self._columns = marks, xy, np.array([m.weight for m in marks], dtype=np.float64)
        return self._columns

    def _update_columns(self, changed: list[str]) -> None:
        """Write the rows of marks that are still there; anything else makes the columns anew."""
        if self._columns is None or not changed:
            return
        if any(key not in self.marks or key not in self._rows for key in changed):
            self._columns = None
            return
        marks, xy, weights = list(self._columns[0]), self._columns[1].copy(), self._columns[2].copy()
        for key in changed:
            mark, row = self.marks[key], self._rows[key]
            marks[row], xy[row], weights[row] = mark, (mark.x, mark.y), mark.weight
        self._columns = marks, xy, weights

    def _band(self, tables: Tables, key: str, now: float) -> Band:
        """The band of an outage's restore order; notes when it passes into the next one."""
        order = tables.orders.get(ORDER_HEAD + key)
        self._turns.pop(key, None)
        if order is None or not order.open:
            return Band.UNCOLOURED
        clock = self._clocks.of(order, now)
        if clock.due is not None and clock.limit is not None and clock.band is not Band.BREACHED:
            left = clock.remaining or 0.0
            if clock.band is Band.CALM:
                left -= (1.0 - self._warn_share) * clock.limit
            self._turns[key] = now + max(0.0, left)
        return clock.band


def outage_keys(order_keys: Iterable[str]) -> set[str]:
    """The outages whose restore orders changed."""
    return {key.removeprefix(ORDER_HEAD) for key in order_keys if key.startswith(ORDER_HEAD)}
