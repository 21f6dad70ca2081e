"""A desk's tables, one at a time: narrowed by words, views and filters, sorted by several columns.

What it shows is declared in ``widgets.tables``; what the seat made of it is kept in its layout.
"""

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from wallboard.state.changes import Change
from widgets.desk_panel import DeskPanel, Spot
from widgets.panel import Cell, PanelSpec
from widgets.parts.tsv import tsv
from widgets.session import Session
from widgets.tables.choice import RowChoice
from widgets.tables.columns import Placed, TableColumn, columns_for
from widgets.tables.drawing import LineFace, head_cells, note_cells, row_cell
from widgets.tables.head import TableHead
from widgets.tables.line import TableLine
from widgets.tables.rows import TableRows


class DeskTable(DeskPanel):
    """Up and down choose a row, left and right a column, Enter goes to the thing; the rest are actions."""

    def __init__(self, session: Session, options: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(session, options, parent)
        self.rows = TableRows(session)
        self._column = 0
        self._first = 0  # which of the rows stands at the top
        self._fits = 1
        self.choice = RowChoice(self, self.rows)
        self._head = TableHead(self, self.rows)
        self.line = self._head.line
        self._typed = TableLine(self, self.rows, self._head, self._anew)

    @property
    def shown(self) -> Any:  # pyright: ignore[reportIncompatibleVariableOverride]: it follows the table
        """Ids of the orders of a table of orders; of another there are none."""
        return self.rows.keys if self.rows.table.by_clock else ()

    def wants(self, change: Change) -> bool:
        return change.touches(*self.rows.table.nouns) or bool(
            change.moved and self.rows.table.noun in ("crew", "van")
        )

    # what is asked of it

    def begin_find(self) -> None:
        """Begin to type what rows must hold."""
        self._typed.find()

    def begin_filter(self) -> None:
        """Begin to type a condition on the column that the keyboard is on."""
        self._typed.filter(self._here())

    def show_table(self, name: str) -> None:
        """Show one of ``TABLES``."""
        self.rows.show(name)
        self._column = 0
        self.choice.forget()
        self._anew()

    def narrow(self, view: str) -> None:
        """Show one of ``VIEWS``."""
        self.rows.narrow(view)
        self._anew()

    def sort_by(self, column: str = "", *, down: bool | None = None, also: bool = False) -> None:
        """By a column, where the keyboard is then; "": where it is. By it already: the other way round.

        also: after what it is sorted by now.
        """
        names = [placed[0].name for placed in self._placed()]
        self._column = names.index(column) if column in names else self._column
        self.rows.sort_by(column or self._here().name, down=down, also=also)
        self._anew()

    def move_column(self, by: int) -> None:
        """The column that the keyboard is on, one place to the left or right."""
        self.rows.move(self._here().name, by)
        self._column = max(0, min(len(self.rows.columns) - 1, self._column + by))
        self._anew()

    def toggle_column(self, name: str = "") -> None:
        """Show a column or leave it out; "": the one that the keyboard is on."""
        self.rows.toggle(name or self._here().name)
        self._anew()

    def clear(self) -> None:
        """No filters, no words, all rows."""
        self.rows.clear()
        self.line.setText("")
        self._anew()

    def copy(self) -> int:
        """All rows that are left, with their heads, into the clipboard as TSV; how many rows."""
        text, now = self.session.text, self.session.now()
        lines, columns = self.rows.read(now), self.rows.columns
        heads = [text.t(f"column.{column.name}") for column in columns]
        body = [[column.words(line, text, now) for column in columns] for line in lines]
        QGuiApplication.clipboard().setText(tsv([heads, *body]))
        return len(body)

    def press(self, key: int) -> bool:
        columns = self._placed()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self.step(-1 if key == Qt.Key.Key_Up else 1)
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return self.step(-self._fits if key == Qt.Key.Key_PageUp else self._fits)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = 1 if key == Qt.Key.Key_Right else -1
            self._column = max(0, min(len(columns) - 1, self._column + by))
            self.refresh()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.session.desk is not None:
                self.session.desk.do("go_there")
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(0 if key == Qt.Key.Key_Home else len(self.rows.keys) - 1)
        else:
            return False
        return True

    def step(self, by: int) -> bool:
        """Choose the next row, or the one before."""
        keys = self.rows.keys
        if not keys:
            return False
        here = self.choice.key
        at = keys.index(here) + by if here in keys else 0 if by > 0 else len(keys) - 1
        self._go_to(at)
        return True

    def _go_to(self, at: int) -> None:
        """Choose the row at a place, or the nearest one."""
        keys = self.rows.keys
        if keys:
            at = max(0, min(len(keys) - 1, at))
            self._first = max(at - self._fits + 1, min(self._first, at))
            self.choice.take(keys[at])

    def turn(self, steps: int) -> None:
        self._first = max(0, self._first + 3 * steps)
        self.refresh()

    def _here(self) -> TableColumn:
        columns = self._placed()
        return columns[min(self._column, len(columns) - 1)][0]

    def _placed(self) -> Placed:
        return columns_for(self.rows.columns, self.width(), self.session.scale)

    def _anew(self) -> None:
        self._first = 0
        self._head.lay()
        self.refresh()

    # what stands in it

    def cells(self, now: float) -> list[Cell]:
        scale, text = self.session.scale, self.session.text
        self.rows.read(now, 0, 0)
        self.spots = []
        cells: list[Cell] = []
        top = self._head.put(cells, self.spots, len(self.rows.keys))
        high = round(scale.line("small") + scale.px(12))
        table = self.rows.table
        summary = () if table.summary is None else table.summary(self.session.tables, text, now)
        cells += note_cells("summary", summary, QRect(0, top, self.width(), 0), high, self.session)
        top += high * len(summary)
        columns = self._placed()
        at = self._column if self.hasFocus() else -1
        for cell, name in head_cells(self.rows, columns, top, high, self.session, at):
            cells.append(cell)
            self.spots.append(Spot(cell.rect, lambda name=name: self.sort_by(name)))
        top += high
        notes = self.choice.notes(now)
        self._fits = fits = max(1, (self.height() - top) // high - len(notes))
        self._first = max(0, min(self._first, len(self.rows.keys) - fits))
        chosen = self.choice.key
        keys = self.rows.keys[self._first : self._first + fits]
        lines = self.rows.read(now, self._first, self._first + fits)
        for place, (key, line) in enumerate(zip(keys, lines, strict=True)):
            face = LineFace(tuple(column.runs(line, text, now) for column, _, _ in columns), key == chosen)
            rect = QRect(0, top + place * high, self.width(), high)
            cells.append(row_cell(place, rect, face, columns, self.session))
            self.spots.append(Spot(rect, lambda key=key: self.choice.take(key)))
        below = QRect(0, self.height() - high * len(notes), self.width(), 0)
        return [*cells, *note_cells("note", notes, below, high, self.session)]

    # how it is drawn

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.guard(self._head.lay)
        super().resizeEvent(event)

    def on_theme(self) -> None:
        self.rows.forget()
        self._head.lay()
        super().on_theme()


PANEL = PanelSpec("desk_table", DeskTable)
