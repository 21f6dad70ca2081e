"""What stands above a desk's table: all tables, views and filters of the one that is shown, the line."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from widgets.desk_actions import ACTIONS, VIEWS
from widgets.desk_panel import DeskPanel, Spot
from widgets.panel import Cell
from widgets.parts.chips import Chip, chip_height, chips_width, draw_chip, placed
from widgets.parts.desk_bar import NoteLine
from widgets.parts.ink import Run, draw_line
from widgets.tables import TABLES
from widgets.tables.columns import MARGIN
from widgets.tables.filters import words_of
from widgets.tables.rows import TableRows

LEAST_LINE = 110.0
"""Study px of the line that finds, where the views leave no more."""

COUNT = 90.0
"""Study px for how many rows are left."""


AREA = "area:"
"""The name of the chip of what is chosen on the map; no column has it."""


class Narrows(Protocol):
    """What the chips ask of their table."""

    def show_table(self, name: str) -> None: ...
    def narrow(self, view: str) -> None: ...


class TableHead:
    """line: what is typed into, a child of the panel."""

    def __init__(self, panel: DeskPanel, rows: TableRows) -> None:
        self._panel, self._rows = panel, rows
        self.line = NoteLine(panel)

    def ask(self, hint: str, typed: str) -> None:
        """Begin to type."""
        self.line.setPlaceholderText(hint)
        self.line.setText(typed)
        self.line.setFocus()
        self.line.selectAll()

    def rest(self) -> None:
        """Nothing is asked for but words."""
        self.line.setPlaceholderText(self._panel.session.text.t("table.find"))
        self.line.setText(self._rows.words)

    def put(self, cells: list[Cell], spots: list[Spot], rows: int) -> int:
        """Put the chips in; where the rows' heads begin, window px. rows: how many are left."""
        session = self._panel.session
        scale, text, theme = session.scale, session.text, session.theme
        pad, high = round(scale.px(10)), chip_height(scale)
        area = QRect(pad * 2, pad, max(1, self._panel.width() - pad * 4), high)
        self._chips(cells, spots, self._tables(), area, self._table)
        top = pad * 2 + high
        area = QRect(pad * 2, top, max(1, self.line.geometry().left() - pad * 3), high)
        self._chips(cells, spots, self._views(), area, self._view)
        hint = (Run(text.t("table.rows", n=text.number(rows)), tone="muted"),)
        wide = round(scale.px(COUNT))
        place = QRect(self._panel.width() - wide - round(scale.px(MARGIN)), top, wide, high)

        def draw_count(painter: QPainter, rect: QRectF) -> None:
            draw_line(painter, rect, hint, scale, theme, right=True)

        cells.append(Cell("count", place, hint, draw_count))
        top += pad + high
        filters = self._filters()
        if filters:
            area = QRect(pad * 2, top, max(1, self._panel.width() - pad * 4), high)
            self._chips(cells, spots, filters, area, self._unfilter)
            top += pad + high
        return top

    def lay(self) -> None:
        """The line to type in stands at the right of the views."""
        session, widget = self._panel.session, self._panel
        scale, theme = session.scale, session.theme
        self.line.dress(theme, theme.surface, scale.font("small"))
        if not self.line.hasFocus():
            self.rest()
        pad, high = round(scale.px(10)), chip_height(scale)
        right = widget.width() - round(scale.px(COUNT + MARGIN)) - pad
        chips = self._views()
        views = pad * 3 + (chips_width(chips, scale) if chips else 0)
        most = scale.px(210) if chips else scale.px(420)
        wide = max(scale.px(LEAST_LINE), min(most, right - views))
        left = right - wide if chips else pad * 2
        self.line.setGeometry(round(left), pad * 2 + high, round(wide), high)

    # the chips

    def _tables(self) -> list[Chip]:
        text, here = self._panel.session.text, self._rows.table.name
        return [Chip(name, text.t(f"table.{name}"), at=name == here) for name in TABLES]

    def _views(self) -> list[Chip]:
        """The views of a table of orders, the one that is shown marked."""
        if not self._rows.table.by_clock:
            return []
        text, here = self._panel.session.text, self._rows.chosen.view
        return [
            Chip(view, text.t(f"action.view_{view}"), ACTIONS[f"view_{view}"].keys, view == here)
            for view in VIEWS
        ]

    def _filters(self) -> list[Chip]:
        session, table = self._panel.session, self._rows.table
        chips: list[Chip] = []
        for one in self._rows.chosen.filters:
            column = table.column(one.column)
            if column is not None:
                choices = self._rows.choices(column) if column.kind.value == "choice" else {}
                words = words_of(one, column, choices, session.text, session.now())
                chips.append(Chip(one.column, words, "×"))
        if session.desk is not None and session.desk.area:
            chips.append(Chip(AREA, session.text.t("filter.area"), "×"))
        return chips

    def _chips(
        self,
        cells: list[Cell],
        spots: list[Spot],
        chips: list[Chip],
        area: QRect,
        click: Callable[[Chip], Callable[[], None]],
    ) -> None:
        scale, theme = self._panel.session.scale, self._panel.session.theme

        def draw(painter: QPainter, rect: QRectF, chip: Chip) -> None:
            draw_chip(painter, rect, chip, scale, theme)

        kind = click.__name__.removeprefix("_")
        for chip, rect in placed(chips, area, scale):
            if rect.bottom() > area.bottom() + 1:
                break  # the keys of those that do not fit are on the list
            cells.append(Cell((kind, chip.name), rect, chip, lambda p, r, c=chip: draw(p, r, c)))
            spots.append(Spot(rect, click(chip)))

    def _table(self, chip: Chip) -> Callable[[], None]:
        return lambda: self._narrows().show_table(chip.name)

    def _view(self, chip: Chip) -> Callable[[], None]:
        return lambda: self._narrows().narrow(chip.name)

    def _unfilter(self, chip: Chip) -> Callable[[], None]:
        def take_off() -> None:
            desk = self._panel.session.desk
            if chip.name == AREA and desk is not None:
                desk.area = ()
                desk.choose(desk.chosen)
            else:
                self._rows.filter(chip.name, None)
            self.lay()
            self._panel.refresh()

        return take_off

    def _narrows(self) -> Narrows:
        panel: QWidget = self._panel
        return panel  # pyright: ignore[reportReturnType] - it is the table's own panel
