"""The outages as marks, kept in step with the tables: only what a change names is made anew."""

from collections.abc import Iterable

import numpy as np

from wallboard.domain.terms import AreaClass, Band
from wallboard.rules.sla import Clocks, RuleSet
from wallboard.state.tables import Tables
from widgets.map.marks import Mark, mark_of
from widgets.map.projection import Floats

ORDER_HEAD = "restore/"


class OutageBook:
    """Marks by outage id, and the same as columns."""

    def __init__(self, rules: RuleSet | None, area_class: AreaClass) -> None:
        self._clocks = Clocks(rules, area_class)
        self.marks: dict[str, Mark] = {}
        self._columns: tuple[list[Mark], Floats, Floats] | None = None

    def read_all(self, tables: Tables, now: float) -> None:
        """Start anew from the tables."""
        self.marks = {}
        self._columns = None
        self.read(tables, tables.outages.keys(), now)

    def read(self, tables: Tables, keys: Iterable[str], now: float) -> bool:
        """Make the marks of some outages anew; True where one differs."""
        differs = False
        for key in keys:
            row = tables.outages.get(key)
            mark = mark_of(row, self._band(tables, key, now)) if row is not None else None
            if mark == self.marks.get(key):
                continue
            differs = True
            if mark is None:
                del self.marks[key]
            else:
                self.marks[key] = mark
        if differs:
            self._columns = None
        return differs

    def read_clocks(self, tables: Tables, now: float) -> bool:
        """The second turned: only clocks that can still get worse are read again."""
        running = [key for key, mark in self.marks.items() if mark.band in (Band.CALM, Band.WARNING)]
        return self.read(tables, running, now)

    def columns(self) -> tuple[list[Mark], Floats, Floats]:
        """All marks in order of id, their places (n, 2) in plane metres and their weights."""
        if self._columns is None:
            marks = [self.marks[key] for key in sorted(self.marks)]
            xy = np.array([(m.x, m.y) for m in marks], dtype=np.float64).reshape(-1, 2)
            self._columns = marks, xy, np.array([m.weight for m in marks], dtype=np.float64)
        return self._columns

    def _band(self, tables: Tables, key: str, now: float) -> Band:
        order = tables.orders.get(ORDER_HEAD + key)
        if order is None or not order.open:
            return Band.UNCOLOURED
        return self._clocks.of(order, now).band


def outage_keys(order_keys: Iterable[str]) -> set[str]:
    """The outages whose restore orders changed."""
    return {key.removeprefix(ORDER_HEAD) for key in order_keys if key.startswith(ORDER_HEAD)}
