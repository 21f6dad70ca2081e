"""Grid cells as a table: owners and duty, orders, hazards, overdue work, loss, contacts (d.91-109)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from wallboard.state.queries.cells import CellLine, CellTable, cell_table
from widgets.panel import Cell, PanelSpec, SteadyPanel
from widgets.parts.heads import body_sides, head_cell, head_height, note_cell
from widgets.parts.ink import Run, draw_line, line_width
from widgets.parts.region_words import UNKNOWN
from widgets.session import Session

COLUMNS = ("open", "inside", "hazards", "patrols", "inspections", "loss", "contacts")
"""From left to right after name and owners; from the right they go first where room lacks."""

SHARES = frozenset({"inside", "loss", "contacts"})
"""Columns of shares, which are wider than counts."""

NAME_EM, LONG_NAME_EM, OWNERS_EM = 6.4, 9.6, 13.0
"""Characters that a cell's name takes at least and at most, and its owners."""


@dataclass(frozen=True)
class CellFace:
    """One cell: its name, its owners with their duty, and a figure for each column."""

    name: Run
    owners: tuple[Run, ...]
    figures: tuple[Run, ...]


class CellBoard(SteadyPanel):
    """Cells without an owner first."""

    nouns = ("order", "cell", "source")

    def __init__(self, session: Session, options: None = None, parent: QWidget | None = None) -> None:
        super().__init__(session, options, parent)
        self._name = 0.0
        self._widths: tuple[float, ...] = ()

    def cells(self, now: float) -> list[Cell]:
        session, scale, text = self.session, self.session.scale, self.session.text
        head, line = head_height(scale), round(scale.line("small"))
        step = round(max(scale.px(52), scale.line("body") + scale.px(10)))
        room = max(0, self.height() - head - line - round(scale.px(4)))
        most = room // step
        table = cell_table(session.tables, session.boards.trays(), now, most)
        cells = [head_cell(self._head(table, most), self.width(), session)]
        left, wide = body_sides(self.width(), scale)
        if table is None or not table.lines:
            if table is not None:
                cells.append(note_cell(text.t("cell.none"), QRect(left, head, wide, step), session))
            return cells
        self._name = self._longest(table.lines)
        columns = self._columns(wide)
        names = tuple(Run(text.t(f"cell.{name}"), tone="muted", elide=True) for name, _ in columns)
        self._widths = tuple(width for _, width in columns)
        cells.append(Cell("names", QRect(left, head, wide, line), names, self._names(names)))
        spare = (room - len(table.lines) * step) // len(table.lines)
        tall = step + max(0, min(step // 4, spare))
        for i, each in enumerate(table.lines):
            face = self._face(each, tuple(name for name, _ in columns))
            place = QRect(left, head + line + i * tall, wide, tall)
            key = i, each.cell.id
            cells.append(Cell(key, place, face, lambda p, r, face=face: self._draw_row(p, r, face)))
        return cells

    def _head(self, table: CellTable | None, most: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        text = self.session.text
        title = (Run(text.t("cell.title"), "title"),)
        if table is None:
            return title, (Run(text.t("no_source"), tone="muted"),)
        vacant = "breached" if table.vacant else "muted"
        runs = [
            Run(text.number(table.total), "count", gap=6),
            Run(text.t("cell.cells"), tone="muted", drop=1),
            Run(text.number(table.vacant), "count", tone=vacant, glyph="diamond", gap=6, lead=6),
            Run(text.t("cell.vacant"), tone="muted", gap=16),
        ]
        if table.done:
            runs.append(Run(text.share(table.inside / table.done), "row", gap=6))
            runs.append(Run(text.t("cell.inside.of", n=text.number(table.done)), tone="muted", drop=2))
        if table.total:
            share = text.share(table.owned / table.total)
            runs.append(Run(text.t("cell.covered", share=share), tone="muted", drop=3))
        if table.removed is not None:
            runs.append(Run(text.t("cell.removed", n=text.number(table.removed)), tone="muted", drop=4))
        rest = table.total - min(most, table.total)
        if rest > 0:
            runs.append(Run(text.t("cell.more", n=text.number(rest)), tone="muted", drop=0))
        return title, tuple(runs)

    def _columns(self, wide: int) -> tuple[tuple[str, float], ...]:
        """The columns that have room beside name and owners, each with its width; what is over is shared."""
        scale, text = self.session.scale, self.session.text
        room = wide - self._name - self._owner_width()
        figure = scale.advance("small", True, "88.8 %")
        needs = {
            name: max(scale.advance("small", None, text.t(f"cell.{name}")), figure if name in SHARES else 0.0)
            + scale.px(16)
            for name in COLUMNS
        }
        shown: list[str] = []
        for name in COLUMNS:
            if sum(needs[each] for each in (*shown, name)) <= room:
                shown.append(name)
        over = (room - sum(needs[name] for name in shown)) / max(1, len(shown))
        return tuple((name, needs[name] + over) for name in shown)

    def _longest(self, lines: Sequence[CellLine]) -> float:
        """What the names that are shown take, so that their numbers are not cut."""
        scale = self.session.scale
        em = scale.text_px("body")
        names = (scale.advance("body", line.vacant, self.session.text.name(line.cell.name)) for line in lines)
        return min(LONG_NAME_EM * em, max(NAME_EM * em, max(names, default=0.0) + scale.px(16)))

    def _owner_width(self) -> float:
        return self.session.scale.text_px("small") * OWNERS_EM

    def _face(self, line: CellLine, columns: tuple[str, ...]) -> CellFace:
        return CellFace(
            Run(self.session.text.name(line.cell.name), "body", bold=line.vacant, elide=True),
            self._owners(line),
            tuple(self._figure(line, name) for name in columns),
        )

    def _owners(self, line: CellLine) -> tuple[Run, ...]:
        """Both names; first which post nobody has, or that nobody of the cell is on duty."""
        cell, text = line.cell, self.session.text
        if cell.on_duty is None:
            return (Run(UNKNOWN, tone="muted"),)
        names = [
            Run(text.name(name), tone="muted", elide=True, gap=8)
            for name in (cell.manager, cell.equipment)
            if name
        ]
        if not names:
            return (self._alarm("no_posts"),)
        if not cell.on_duty:
            return self._alarm("off_duty"), names[0]
        if not cell.manager:
            return self._alarm("no_manager"), *names
        if not cell.equipment:
            return self._alarm("no_equipment"), *names
        return tuple(names)

    def _alarm(self, name: str) -> Run:
        """What a cell lacks."""
        words = self.session.text.t(f"cell.{name}")
        return Run(words, glyph="diamond", tone="breached", bold=True, gap=8)

    def _figure(self, line: CellLine, name: str) -> Run:
        """A figure, quiet where it is nothing, a dash where nobody speaks of it."""
        text, cell = self.session.text, line.cell
        if name == "open":
            return Run(text.number(line.open), bold=line.open > 0, tone="text" if line.open else "muted")
        if name == "inside":
            words = text.share(line.inside / line.done) if line.done else UNKNOWN
            return Run(words, tone="text" if line.done else "muted")
        if name == "loss":
            known = cell.line_loss is not None
            return Run(f"{cell.line_loss:.1f} %" if known else UNKNOWN, tone="text" if known else "muted")
        if name == "contacts":
            known = cell.contact_coverage is not None
            words = text.share(cell.contact_coverage or 0.0, tenths=True) if known else UNKNOWN
            return Run(words, tone="text" if known else "muted")
        counts = {
            "hazards": cell.hazards_open,
            "patrols": cell.patrols_overdue,
            "inspections": cell.inspections_overdue,
        }
        n = counts[name]
        if n is None:
            return Run(UNKNOWN, tone="muted")
        return Run(text.number(n), bold=n > 0, tone="text" if n else "muted")

    def _slot(self, rect: QRectF, i: int) -> QRectF:
        """Where a column's figure stands."""
        begin = rect.left() + self._name + self._owner_width() + sum(self._widths[:i])
        return QRectF(begin, rect.top(), self._widths[i], rect.height())

    def _names(self, names: tuple[Run, ...]) -> Callable[[QPainter, QRectF], None]:
        def draw(painter: QPainter, rect: QRectF) -> None:
            for i, run in enumerate(names):
                self._draw_right(painter, self._slot(rect, i), run)

        return draw

    def _draw_row(self, painter: QPainter, rect: QRectF, face: CellFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        name, owners, gap = self._name, self._owner_width(), scale.px(14)
        place = QRectF(rect.left(), rect.top(), name - gap, rect.height())
        draw_line(painter, place, (face.name,), scale, theme)
        place = QRectF(rect.left() + name, rect.top(), owners - gap, rect.height())
        draw_line(painter, place, face.owners, scale, theme)
        for i, run in enumerate(face.figures):
            self._draw_right(painter, self._slot(rect, i), run)
        thin = max(1.0, scale.px(1))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - thin, rect.width(), thin), theme.hairline)

    def _draw_right(self, painter: QPainter, rect: QRectF, run: Run) -> None:
        scale = self.session.scale
        wide = min(rect.width(), line_width((run,), scale) + 1)
        place = QRectF(rect.right() - wide, rect.top(), wide, rect.height())
        draw_line(painter, place, (run,), scale, self.session.theme, right=True)


PANEL = PanelSpec("cell_board", CellBoard)
