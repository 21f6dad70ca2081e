"""The rows of a desk's table: which are left, and in what order, by the seat's layout and what is typed."""

from collections.abc import Sequence
from typing import Any

import msgspec

from wallboard.config.desk_layout import DeskLayout, Filter, SortKey, TableLayout
from wallboard.domain.terms import Band, OrderStage
from wallboard.rules.geo import lies_inside
from wallboard.state.boards.order_list import OrderList, Question
from wallboard.state.boards.ranked import Ranked
from wallboard.state.boards.row_list import RowList, RowQuestion
from wallboard.state.queries import OrderLine
from widgets.desk_actions import VIEWS
from widgets.session import Session
from widgets.tables import TABLES
from widgets.tables.columns import Line, Table, TableColumn, ranked_by
from widgets.tables.filters import choices_of, passes
from widgets.text import Text

WAITS = frozenset({OrderStage.WAITING, OrderStage.ESCALATED, OrderStage.SUSPENDED})

MOST_KEYS = 4
"""Columns that a table is sorted by at once."""


class TableRows:
    """words: what every row must hold. All else is the seat's layout, or its own where there is no desk.

    layout: that one. seat: whose orders "mine" are there. reads: the language in which conditions and words
    were typed; None: the session's. area: corners of what is chosen on the map there.
    """

    def __init__(
        self,
        session: Session,
        layout: DeskLayout | None = None,
        words: str = "",
        *,
        seat: str = "",
        reads: Text | None = None,
        area: Sequence[tuple[float, float]] = (),
    ) -> None:
        self._session, self.words = session, words
        self._own = layout or DeskLayout()
        self._seat = session.desk.name if session.desk is not None else seat
        self._reads, self._area = reads, area
        self._asked: Any = None  # table, layout and words that the list was made for
        self._said: dict[str, tuple[Any, Any, str]] = {}  # what was made of each order, in words
        self._choices: dict[tuple[str, str], dict[str, str]] = {}
        self.keys: Ranked = OrderList(Question(lambda line: True, lambda line: ()))
        self._follow()

    # what is asked

    @property
    def layout(self) -> DeskLayout:
        """The layout of the seat."""
        desk = self._session.desk
        return self._own if desk is None else desk.layout

    @property
    def table(self) -> Table:
        """The table that is shown."""
        return TABLES[self.layout.table]

    @property
    def chosen(self) -> TableLayout:
        """What the seat has made of it."""
        return self.layout.of(self.table.name)

    @property
    def columns(self) -> list[TableColumn]:
        """From left to right."""
        named = [self.table.column(name) for name in self.chosen.columns]
        return [each for each in named if each is not None] or [c for c in self.table.columns if c.usual]

    @property
    def sort(self) -> list[SortKey]:
        """What the rows are sorted by, the first first."""
        return self.chosen.sort or [SortKey(column=self.table.sort, down=self.table.down)]

    def show(self, table: str) -> None:
        """Show one of ``TABLES``."""
        self._keep(msgspec.structs.replace(self.layout, table=table))
        self.words = ""

    def narrow(self, view: str) -> None:
        """Show one of ``VIEWS``."""
        self._change(view=view)

    def sort_by(self, column: str, *, down: bool | None = None, also: bool = False) -> None:
        """By that column; by it already: the other way round. also: after what it is sorted by now."""
        before = next((key for key in self.sort if key.column == column), None)
        first = bool(self.sort) and self.sort[0].column == column
        turned = not before.down if before is not None and (first or also) else False
        key = SortKey(column=column, down=turned if down is None else down)
        rest = [each for each in self.sort if each.column != column]
        if not also:
            self._change(sort=[key])
        else:
            self._change(sort=[*rest[: MOST_KEYS - 1], key])

    def filter(self, column: str, one: Filter | None) -> None:
        """Put a condition on a column in place of the one that it has; None: none."""
        rest = [each for each in self.chosen.filters if each.column != column]
        self._change(filters=rest if one is None else [*rest, one])

    def clear(self) -> None:
        """No conditions, no words, no place on the map, all rows."""
        if self._session.desk is not None:
            self._session.desk.area = ()
        self._change(filters=[], view=VIEWS[0])
        self.words = ""

    def move(self, column: str, by: int) -> None:
        """A column one place to the left or right."""
        names = [each.name for each in self.columns]
        at = names.index(column)
        names.insert(max(0, min(len(names) - 1, at + by)), names.pop(at))
        self._change(columns=names)

    def toggle(self, column: str) -> None:
        """Show a column, at the right, or leave it out; the last one stays."""
        names = [each.name for each in self.columns]
        if column not in names:
            names.append(column)
        elif len(names) > 1:
            names.remove(column)
        self._change(columns=names)

    def forget(self) -> None:
        """The words of the rows may be others: another language, other names."""
        self._said, self._choices, self._asked = {}, {}, None

    def _change(self, **fields: Any) -> None:
        changed = msgspec.structs.replace(self.chosen, **fields)
        self._keep(self.layout.with_table(self.table.name, changed))

    def _keep(self, layout: DeskLayout) -> None:
        desk = self._session.desk
        if desk is None:
            self._own = layout
        else:
            desk.lay(layout)

    # what is read

    def read(self, now: float, begin: int = 0, end: int | None = None) -> list[Line]:
        """Bring the rows up to ``now`` (epoch s); the lines from one place to before another."""
        session = self._session
        self._follow()
        if isinstance(self.keys, OrderList):
            return session.boards.listed(
                self.keys, session.rules, now, session.room.area_class, begin=begin, end=end
            )
        assert isinstance(self.keys, RowList)
        keys = session.boards.rows(self.keys)[begin:end]
        return [self.table.line(session.tables, key) for key in keys]

    def choices(self, column: TableColumn) -> dict[str, str]:
        """The choices of a column among all rows of the table, and their words; found once."""
        at = self.table.name, column.name
        if at not in self._choices:
            session, table = self._session, self.table
            now, tables = session.now(), session.tables
            if table.by_clock:
                every = OrderList(Question(table.kept, lambda line: ()))
                lines = session.boards.listed(every, session.rules, now, session.room.area_class)
            else:
                lines = [table.line(tables, key) for key in tables.rows(table.noun)]
            self._choices[at] = choices_of(column, lines, session.text, now)
        return self._choices[at]

    def _follow(self) -> None:
        """Ask anew where the table, its layout or the words are others."""
        table, chosen = self.table, self.chosen
        desk = self._session.desk
        self._area = desk.area if desk is not None else self._area
        asked = table.name, chosen.sort, chosen.filters, chosen.view, self.words, self._area
        if asked == self._asked:
            return
        self._asked = asked
        keys = [(c, key.down) for key in self.sort if (c := table.column(key.column)) is not None]
        rank = ranked_by(keys)
        if table.by_clock:
            question = Question(self._kept, rank)
            if isinstance(self.keys, OrderList):
                self.keys.ask(question)
            else:
                self.keys = OrderList(question)
            return
        asks = RowQuestion(table.noun, table.line, self._kept, rank, table.touched)
        self.keys = RowList(asks)

    def _kept(self, line: Line) -> bool:
        table, now, text = self.table, self._session.now(), self._reads or self._session.text
        if not table.kept(line) or (table.by_clock and not in_view(line, self.chosen.view, self._seat)):
            return False
        if self._area:
            place = table.place_of(line, self._session.tables)
            if place is None or not lies_inside(*place, self._area):
                return False
        for one in self.chosen.filters:
            column = table.column(one.column)
            if column is not None and not passes(one, column, line, column.words(line, text, now)):
                return False
        wanted = self.words.casefold().split()
        if not wanted:
            return True
        whole = self._whole(line)
        return all(word in whole for word in wanted)

    def _whole(self, line: Line) -> str:
        """All that stands in a row but its running clock; an order's is made again once it is another."""
        order = line.order if self.table.by_clock else None
        made = self._said.get(order.id) if order is not None else None
        if made is not None and made[0] is order and made[1] is line.outage:
            return made[2]
        text, now = self._reads or self._session.text, self._session.now()
        said = " ".join(c.words(line, text, now) for c in self.table.columns if c.name != "clock").casefold()
        if order is not None:
            self._said[order.id] = order, line.outage, said
        return said


def in_view(line: OrderLine, view: str, seat: str) -> bool:
    """Whether an order is in one of ``VIEWS``. seat: whose orders are meant by "mine"."""
    order = line.order
    if order.open is (view == "closed"):
        return False
    if view == "mine":
        return bool(seat) and seat in (order.holder, order.holder_name, order.first_inquirer)
    if view == "late":
        return line.clock.band in (Band.WARNING, Band.BREACHED)
    if view == "unclaimed":
        return not (order.holder or order.holder_name)
    return view != "waiting" or order.stage in WAITS
