"""The outages as marks, kept in step with the tables: only what a change names is made anew."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

import numpy as np

from wallboard.domain.rows import Response
from wallboard.domain.terms import AreaClass, Band
from wallboard.rules.limits import RuleSet
from wallboard.rules.sla import Clocks
from wallboard.state.queries.responses import in_force
from wallboard.state.tables import Tables
from widgets.map.census import Census
from widgets.map.marks import NOT_OUT, Mark, mark_of
from widgets.map.projection import Floats
from widgets.map.steps import Steps, at_once

ORDER_HEAD = "restore/"

SOME = 64
"""Outages that are read in one step."""

STALE_LEAST = 256
"""Turns of marks that were read again are swept once so many more than marks are kept."""

Columns = tuple[list[Mark], Floats, Floats]
"""Marks, their places (n, 2) in plane metres, their weights: three columns in one order."""


class OutageBook:
    """Marks by outage id, and the same as columns."""

    def __init__(self, rules: RuleSet | None, area_class: AreaClass) -> None:
        self._area_class = area_class
        self._judge_by(rules, None)
        self.census = Census()
        self._turns: dict[str, float] = {}
        self._turning: list[tuple[float, str]] = []
        self._ranked: list[tuple[float, str]] = []  # by weight and id, but planned and back ones
        self._lights: Counter[str] = Counter()
        self.lit: frozenset[str] = frozenset()  # feeders and laterals that the outages have left dead
        self.marks: dict[str, Mark] = {}
        self._ids: list[str] = []  # of the columns' rows, in order
        self._columns: Columns | None = None

    def _judge_by(self, rules: RuleSet | None, response: Response | None) -> None:
        self.rules, self._response = rules, response
        self._clocks = Clocks(rules, self._area_class, response)

    def judge_by(self, rules: RuleSet | None, tables: Tables, now: float) -> bool:
        """Take the clocks' limits from these rules from now on; True where a mark differs.

        None: the clocks are blind (no rule set, wrong time, link lost), and no ring is coloured. A response
        level that came or went makes them judge anew too.
        """
        response = in_force(tables)
        if rules is self.rules and response == self._response:
            return False
        self._judge_by(rules, response)
        self._turns, self._turning = {}, []
        return self.read(tables, list(self.marks), now)

    def read_all(self, tables: Tables, now: float) -> None:
        """``reading`` at once."""
        at_once(self.reading(tables, now))

    def reading(self, tables: Tables, now: float) -> Steps[None]:
        """Follow tables that may be others than those of before, in steps; what is read stands at once."""
        keys = [*dict.fromkeys([*self.marks, *self.census, *tables.outages])]
        self._columns = None
        for begin in range(0, len(keys), SOME):
            self.read(tables, keys[begin : begin + SOME], now)
            yield

    def read(self, tables: Tables, keys: Iterable[str], now: float) -> bool:
        """Make the marks of some outages anew; True where one differs."""
        changed: list[str] = []
        counted = False
        for key in keys:
            row = tables.outages.get(key)
            counted |= self.census.read(key, row)
            mark = mark_of(row, self._band(tables, key, now)) if row is not None else None
            was = self.marks.get(key)
            if mark != was:
                changed.append(key)
                self._light(was, mark)
                self._rank(was, mark)
                if mark is not None:
                    self.marks[key] = mark
                else:
                    del self.marks[key]
            if mark is None:
                self._turns.pop(key, None)
        self._update_columns(changed)
        return bool(changed) or counted

    def read_clocks(self, tables: Tables, now: float) -> bool:
        """The second turned: only clocks that pass into another band by now are read again."""
        due: dict[str, None] = {}
        while self._turning and self._turning[0][0] <= now:
            turn, key = heappop(self._turning)
            if self._turns.get(key) == turn:
                due[key] = None
        return self.read(tables, due, now) if due else False

    def heaviest(self) -> Iterator[Mark]:
        """Marks of what is out, the heaviest first."""
        return (self.marks[key] for _, key in reversed(self._ranked))

    def columns(self) -> Columns:
        """All marks, their places (n, 2) in plane metres and their weights; the arrays are not written to."""
        if self._columns is None:
            marks = [self.marks[key] for key in sorted(self.marks)]
            self._ids = [mark.id for mark in marks]
            xy = np.array([(m.x, m.y) for m in marks], dtype=np.float64).reshape(-1, 2)
            self._columns = marks, xy, np.array([m.weight for m in marks], dtype=np.float64)
        return self._columns

    def _update_columns(self, changed: list[str]) -> None:
        """Take out the rows of marks that went, put in those that came, write those that differ."""
        if self._columns is None or not changed:
            return
        ids, (marks, xy, weights) = self._ids, self._columns
        marks, gone, came = list(marks), list[int](), list[str]()
        kept: list[tuple[int, Mark]] = []
        for key in changed:
            row, mark = bisect_left(ids, key), self.marks.get(key)
            here = row < len(ids) and ids[row] == key
            if mark is None:
                gone += [row] if here else []
            elif here:
                kept.append((row, mark))
            else:
                came.append(key)
        xy, weights = xy.copy(), weights.copy()
        for row, mark in kept:
            marks[row], xy[row], weights[row] = mark, (mark.x, mark.y), mark.weight
        if gone:
            xy, weights = np.delete(xy, gone, axis=0), np.delete(weights, gone)
            for row in sorted(gone, reverse=True):
                del ids[row], marks[row]
        if came:
            fresh = [self.marks[key] for key in sorted(came)]
            rows = [bisect_left(ids, mark.id) for mark in fresh]
            xy = np.insert(xy, rows, [(mark.x, mark.y) for mark in fresh], axis=0)
            weights = np.insert(weights, rows, [mark.weight for mark in fresh])
            for shift, (row, mark) in enumerate(zip(rows, fresh, strict=True)):
                ids.insert(row + shift, mark.id)
                marks.insert(row + shift, mark)
        self._columns = marks, xy, weights

    def _band(self, tables: Tables, key: str, now: float) -> Band:
        """The band of an outage's restore order; notes when it passes into the next one."""
        order = tables.orders.get(ORDER_HEAD + key)
        self._turns.pop(key, None)
        if order is None or not order.open:
            return Band.UNCOLOURED
        clock = self._clocks.of(order, now, None, tables.outages.get(key))
        if clock.due is not None and clock.warn_at is not None and clock.band is not Band.BREACHED:
            turn = max(now, clock.warn_at if clock.band is Band.CALM else clock.due)
            self._turns[key] = turn
            heappush(self._turning, (turn, key))
            if len(self._turning) > 2 * len(self._turns) + STALE_LEAST:
                self._turning = sorted((turn, key) for key, turn in self._turns.items())
        return clock.band

    def _rank(self, was: Mark | None, mark: Mark | None) -> None:
        """Keep the order by weight in step with one mark."""
        if was is not None and was.shape not in NOT_OUT:
            del self._ranked[bisect_left(self._ranked, (was.weight, was.id))]
        if mark is not None and mark.shape not in NOT_OUT:
            insort(self._ranked, (mark.weight, mark.id))

    def _light(self, was: Mark | None, mark: Mark | None) -> None:
        """Keep the lit names in step with one mark."""
        old = was.lights if was is not None else frozenset[str]()
        new = mark.lights if mark is not None else frozenset[str]()
        if old == new:
            return
        self._lights.update(new)
        self._lights.subtract(old)
        for name in old:
            if not self._lights[name]:
                del self._lights[name]
        self.lit = frozenset(self._lights)


def outage_keys(order_keys: Iterable[str]) -> set[str]:
    """The outages whose restore orders changed."""
    return {key.removeprefix(ORDER_HEAD) for key in order_keys if key.startswith(ORDER_HEAD)}
