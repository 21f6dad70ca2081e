"""A desk's table on a wall, as it is filtered and sorted there: as many rows as fit, and "+N"."""

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from wallboard.domain.rows import Focus
from wallboard.domain.terms import FocusOn
from wallboard.state.changes import Change
from wallboard.state.queries.pushed import pushed_to
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.heads import body_sides, head_cell, head_height, note_cell
from widgets.parts.ink import Run
from widgets.scale import NEAR
from widgets.session import Session
from widgets.tables.columns import columns_for
from widgets.tables.drawing import LineFace, head_cells, row_cell
from widgets.tables.filters import words_of
from widgets.tables.rows import TableRows
from widgets.tables.shown import layout_of
from widgets.text import Text

LANGUAGES = ("zh", "en")
"""In which conditions may have been typed; others are read as this wall's own."""


class ShownTablePanel(CellPanel):
    """What a desk has pushed to this wall; without that it says so."""

    def __init__(self, session: Session, options: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(session, options, parent)
        self.rows = TableRows(session)
        self._shows: Focus | None = None

    def wants(self, change: Change) -> bool:
        return change.touches("room", *self.rows.table.nouns, self.rows.table.noun)

    def cells(self, now: float) -> list[Cell]:
        session = self.session
        text, scale = session.text, session.scale
        focus = pushed_to(session.tables, session.window, now)
        if focus is None or focus.on is not FocusOn.TABLE or not self._follow(focus):
            place = QRect(*body_sides(self.width(), scale), self.width(), head_height(scale))
            return [note_cell(text.t("table.nothing_shown"), place, session)]
        self.rows.read(now, 0, 0)
        keys = self.rows.keys
        top = head_height(scale)
        grown = scale.text_px("small") / scale.px(NEAR["small"])
        columns = columns_for(self.rows.columns, self.width(), scale, grown)
        high = round(scale.line("small") + scale.px(14))
        fits = max(0, (self.height() - top) // high - 1)
        title = (Run(text.t(f"table.{self.rows.table.name}"), "title", gap=20), *self._conditions(focus, now))
        cells = [head_cell((title, self._count(len(keys), fits)), self.width(), session)]
        cells += [cell for cell, _ in head_cells(self.rows, columns, top, high, session, -1)]
        lines = self.rows.read(now, 0, fits)
        for place, line in enumerate(lines):
            face = LineFace(tuple(column.runs(line, text, now) for column, _, _ in columns), False)
            rect = QRect(0, top + (place + 1) * high, self.width(), high)
            cells.append(row_cell(place, rect, face, columns, session))
        return cells

    def on_theme(self) -> None:
        self._shows = None
        super().on_theme()

    def _follow(self, focus: Focus) -> bool:
        """Ask for the rows that are pushed now; False where this wall knows no such table."""
        if focus != self._shows and focus.table is not None:
            layout = layout_of(focus.table)
            if layout is None:
                return False
            lang, zone = focus.table.lang, self.session.text.zone.key
            reads = Text(lang, zone) if lang in LANGUAGES else None
            if reads is not None and self.session.atlas is not None and reads.lang == "en":
                reads.names = self.session.atlas.english
            words, area = focus.table.words, focus.table.area
            self.rows = TableRows(self.session, layout, words, seat=focus.by, reads=reads, area=area)
            self._shows = focus
        return True

    def _conditions(self, focus: Focus, now: float) -> tuple[Run, ...]:
        """What rows must meet to stand here, so that nobody takes them for all."""
        text, table, rows = self.session.text, self.rows.table, self.rows
        said = []
        if table.by_clock and rows.chosen.view != "all":
            said.append(text.t(f"action.view_{rows.chosen.view}"))
        for one in rows.chosen.filters:
            column = table.column(one.column)
            if column is not None:
                choices = rows.choices(column) if column.kind.value == "choice" else {}
                said.append(words_of(one, column, choices, text, now))
        if focus.table is not None and focus.table.area:
            said.append(text.t("filter.area"))
        if rows.words:
            said.append(rows.words)
        return tuple(Run(words, elide=True, gap=16) for words in said)

    def _count(self, rows: int, fits: int) -> tuple[Run, ...]:
        text = self.session.text
        runs = [Run(text.t("table.rows", n=text.number(rows)), tone="muted")]
        if rows > fits:
            runs.append(Run(text.t("more.orders", n=text.number(rows - fits)), tone="muted", lead=8))
        return tuple(runs)


PANEL = PanelSpec("shown_table", ShownTablePanel)
