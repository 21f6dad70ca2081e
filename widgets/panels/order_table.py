"""All orders as a table: narrowed by what is typed and by views, sorted by any column, copied as TSV."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from widgets.desk_actions import ACTIONS, VIEWS, key_words
from widgets.desk_panel import DeskPanel, Spot
from widgets.panel import Cell, PanelSpec
from widgets.parts.chips import Chip, chip_height, chips_width, draw_chip, placed
from widgets.parts.desk_bar import NoteLine
from widgets.parts.desk_marks import draw_chosen
from widgets.parts.ink import Run, draw_line
from widgets.parts.table_columns import COLUMNS, MARGIN, TableColumn, columns_for
from widgets.parts.table_rows import TableRows
from widgets.parts.tsv import tsv
from widgets.session import Session


@dataclass(frozen=True)
class LineFace:
    cells: tuple[tuple[Run, ...], ...]
    chosen: bool


LEAST_LINE = 110.0
"""Study px of the line that finds, where the views leave no more."""


class OrderTable(DeskPanel):
    """Up and down choose a row, left and right a column, Enter sorts by it and again the other way round."""

    nouns = ("order", "outage", "response")

    def __init__(self, session: Session, options: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(session, options, parent)
        self.rows = TableRows(session)
        self.shown = self.rows.orders
        self._column = 0
        self._first = 0  # which of the rows stands at the top
        self.line = NoteLine(self)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.setFocus)
        self.line.given_up.connect(self._clear)

    # what is asked of it

    def begin_find(self) -> None:
        """Begin to type what rows must hold."""
        self.line.setFocus()
        self.line.selectAll()

    def narrow(self, view: str) -> None:
        """Show one of ``VIEWS``."""
        self.rows.narrow(view)
        self._lay_line()  # the chip of the view that is shown is bold, and wider
        self._first = 0
        self.refresh()

    def sort_by(self, column: str) -> None:
        """By that column; by it already: the other way round."""
        self.rows.sort_by(column)
        self._first = 0
        self.refresh()

    def copy(self) -> int:
        """All rows that are left, with their heads, into the clipboard as TSV; how many rows."""
        text, now = self.session.text, self.session.now()
        lines = self.rows.read(now)
        heads = [text.t(f"column.{column.name}") for column in COLUMNS]
        body = [[column.words(line, text, now) for column in COLUMNS] for line in lines]
        QGuiApplication.clipboard().setText(tsv([heads, *body]))
        return len(body)

    def press(self, key: int) -> bool:
        columns = columns_for(self.width(), self.session.scale)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self.step(-1 if key == Qt.Key.Key_Up else 1)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._column = max(
                0, min(len(columns) - 1, self._column + (1 if key == Qt.Key.Key_Right else -1))
            )
            self.refresh()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.sort_by(columns[min(self._column, len(columns) - 1)][0].name)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            rows = self.shown
            if rows:
                self._show(0 if key == Qt.Key.Key_Home else len(rows) - 1)
                self.choose(rows[0 if key == Qt.Key.Key_Home else -1])
        else:
            return False
        return True

    def step(self, by: int) -> bool:
        taken = super().step(by)
        desk = self.session.desk
        if taken and desk is not None and desk.chosen in self.shown:
            self._show(self.shown.index(desk.chosen))
        return taken

    def turn(self, steps: int) -> None:
        self._first = max(0, self._first + 3 * steps)
        self.refresh()

    # what stands in it

    def cells(self, now: float) -> list[Cell]:
        scale = self.session.scale
        self.rows.read(now, 0, 0)
        self.spots = []
        cells: list[Cell] = []
        top = self._views(cells, len(self.rows.orders))
        high = round(scale.line("small") + scale.px(12))
        columns = columns_for(self.width(), scale)
        self._heads(cells, columns, top, high)
        top += high
        fits = max(1, (self.height() - top) // high)
        self._first = max(0, min(self._first, len(self.rows.orders) - fits))
        desk, text = self.session.desk, self.session.text
        for place, line in enumerate(self.rows.read(now, self._first, self._first + fits)):
            face = LineFace(
                tuple(column.runs(line, text, now) for column, _, _ in columns),
                desk is not None and desk.chosen == line.order.id,
            )
            rect = QRect(0, top + place * high, self.width(), high)
            cells.append(
                Cell(("row", place), rect, face, lambda p, r, f=face: self._draw_row(p, r, f, columns))
            )
            self.spots.append(Spot(rect, lambda order=line.order.id: self.choose(order)))
        self._fits = fits
        return cells

    _fits = 1

    def _views(self, cells: list[Cell], rows: int) -> int:
        """The chips of the views, what is typed, how many rows are left."""
        scale, text, theme = self.session.scale, self.session.text, self.session.theme
        pad = round(scale.px(10))
        area = QRect(pad * 2, pad, max(1, self.line.geometry().left() - pad * 3), chip_height(scale))
        for chip, rect in placed(self._chips(), area, scale):
            if rect.bottom() > area.bottom() + 1:
                break  # the keys of the views that do not fit are on the list
            cells.append(
                Cell(("view", chip.name), rect, chip, lambda p, r, c=chip: draw_chip(p, r, c, scale, theme))
            )
            self.spots.append(Spot(rect, lambda view=chip.name: self.narrow(view)))
        said = text.t("table.rows", n=text.number(rows))
        hint = (Run(said, tone="muted"), Run(key_words("/", text), tone="muted"))
        wide = round(scale.px(90))
        place = QRect(self.width() - wide - round(scale.px(MARGIN)), pad, wide, chip_height(scale))
        cells.append(Cell("count", place, hint, lambda p, r: self._draw_count(p, r, hint)))
        return pad * 2 + chip_height(scale)

    def _heads(
        self, cells: list[Cell], columns: list[tuple[TableColumn, int, int]], top: int, high: int
    ) -> None:
        for place, (column, left, wide) in enumerate(columns):
            glyph = ("sort_down" if self.rows.down else "sort_up") if column.name == self.rows.sort else ""
            at = self.hasFocus() and place == self._column
            words = self.session.text.t(f"column.{column.name}") if column.least > 40 else ""
            run = Run(words, tone="text" if at or glyph else "muted", bold=at, glyph=glyph, elide=True)
            rect = QRect(left, top, wide, high)
            cells.append(
                Cell(
                    ("head", column.name),
                    rect,
                    (run, at),
                    lambda p, r, run=run, at=at, column=column: self._draw_head(p, r, run, at, column),
                )
            )
            self.spots.append(Spot(rect, lambda name=column.name: self.sort_by(name)))

    def _show(self, row: int) -> None:
        """Bring a row into sight."""
        self._first = max(row - self._fits + 1, min(self._first, row))

    def _typed(self, words: str) -> None:
        self.rows.find(words)
        self._first = 0
        self.guard(self.refresh)

    def _clear(self) -> None:
        self.line.setText("")
        self.setFocus()

    # how it is drawn

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.guard(self._lay_line)
        super().resizeEvent(event)

    def on_theme(self) -> None:
        self.rows.forget()
        self._lay_line()
        super().on_theme()

    def _lay_line(self) -> None:
        """The line to type in stands at the right of the views."""
        scale, theme = self.session.scale, self.session.theme
        palette = QPalette()
        for role, colour in (
            (QPalette.ColorRole.Base, theme.surface),
            (QPalette.ColorRole.Text, theme.text),
            (QPalette.ColorRole.PlaceholderText, theme.muted),
            (QPalette.ColorRole.Highlight, theme.border),
            (QPalette.ColorRole.HighlightedText, theme.text),
        ):
            palette.setColor(role, colour)
        self.line.setPalette(palette)
        self.line.setFont(scale.font("small"))
        self.line.setPlaceholderText(self.session.text.t("table.find"))
        pad = round(scale.px(10))
        right = self.width() - round(scale.px(90 + MARGIN)) - pad
        views = pad * 3 + chips_width(self._chips(), scale)
        wide = max(scale.px(LEAST_LINE), min(scale.px(210), self.width() * 0.26, right - views))
        self.line.setGeometry(round(right - wide), pad, round(wide), chip_height(scale))

    def _chips(self) -> list[Chip]:
        """The views, the one that is shown marked."""
        text = self.session.text
        return [
            Chip(view, text.t(f"action.view_{view}"), ACTIONS[f"view_{view}"].keys, view == self.rows.view)
            for view in VIEWS
        ]

    def _draw_count(self, painter: QPainter, rect: QRectF, runs: tuple[Run, ...]) -> None:
        draw_line(painter, rect, runs[:1], self.session.scale, self.session.theme, right=True)

    def _draw_head(self, painter: QPainter, rect: QRectF, run: Run, at: bool, column: TableColumn) -> None:
        scale, theme = self.session.scale, self.session.theme
        if at:
            rule = max(1.0, scale.px(2))
            painter.fillRect(QRectF(rect.left(), rect.bottom() - rule, rect.width(), rule), theme.text)
        draw_line(painter, rect, [run], scale, theme, right=column.right)

    def _draw_row(
        self, painter: QPainter, rect: QRectF, face: LineFace, columns: list[tuple[TableColumn, int, int]]
    ) -> None:
        scale, theme = self.session.scale, self.session.theme
        if face.chosen:
            draw_chosen(painter, rect, scale, theme)
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), max(1.0, scale.px(1))), theme.hairline)
        for runs, (column, left, wide) in zip(face.cells, columns, strict=True):
            place = QRectF(left, rect.top(), wide, rect.height())
            draw_line(painter, place, runs, scale, theme, right=column.right)


PANEL = PanelSpec("order_table", OrderTable)
