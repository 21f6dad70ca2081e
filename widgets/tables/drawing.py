"""How the heads and rows of a desk's table are drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from widgets.panel import Cell
from widgets.parts.desk_marks import draw_chosen
from widgets.parts.ink import Run, draw_line
from widgets.session import Session
from widgets.tables.columns import MARGIN, Placed, TableColumn
from widgets.tables.rows import TableRows

NARROWEST = 40.0
"""Study px of a column that has a head of words."""


@dataclass(frozen=True)
class LineFace:
    """One row: what stands in its columns."""

    cells: tuple[tuple[Run, ...], ...]
    chosen: bool


@dataclass(frozen=True)
class HeadFace:
    """The head of a column; at: the keyboard is on it."""

    run: Run
    at: bool


def row_cell(place: int, rect: QRect, face: LineFace, columns: Placed, session: Session) -> Cell:
    """A row as a cell of its panel."""
    return Cell(("row", place), rect, face, lambda p, r: _draw_row(p, r, face, columns, session))


def note_cells(
    name: str, notes: tuple[tuple[Run, ...], ...], place: QRect, high: int, session: Session
) -> list[Cell]:
    """Lines from the top of a place; a rule parts the first from what is above. high: of one, px."""
    left = round(session.scale.px(MARGIN))
    cells: list[Cell] = []
    for number, runs in enumerate(notes):
        rect = QRect(place.left(), place.top() + number * high, place.width(), high)
        cells.append(Cell((name, number), rect, runs, _noted(runs, left, number == 0, session)))
    return cells


def _noted(
    runs: tuple[Run, ...], left: int, first: bool, session: Session
) -> Callable[[QPainter, QRectF], None]:
    def draw(painter: QPainter, rect: QRectF) -> None:
        scale, theme = session.scale, session.theme
        painter.fillRect(rect, theme.surface)
        if first:
            rule = max(1.0, scale.px(1))
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), rule), theme.border)
        draw_line(painter, rect.adjusted(left, 0, -left, 0), runs, scale, theme)

    return draw


def head_cells(
    rows: TableRows, columns: Placed, top: int, high: int, session: Session, at: int
) -> list[tuple[Cell, str]]:
    """The heads, each with the name of its column. at: the column that the keyboard is on, below 0 none."""
    keys = {key.column: (place, key.down) for place, key in enumerate(rows.sort)}
    filtered = {one.column for one in rows.chosen.filters}
    found: list[tuple[Cell, str]] = []
    for place, (column, left, wide) in enumerate(columns):
        words = session.text.t(f"column.{column.name}") if column.least > NARROWEST else ""
        glyph = ""
        if column.name in keys:
            number, down = keys[column.name]
            glyph = "sort_down" if down else "sort_up"
            words = f"{words} {number + 1}".strip() if len(keys) > 1 else words
        loud = place == at or glyph or column.name in filtered
        run = Run(words, tone="text" if loud else "muted", bold=place == at, glyph=glyph, elide=True)
        face = HeadFace(run, place == at)
        rect = QRect(left, top, wide, high)
        found.append((Cell(("head", column.name), rect, face, _drawn(face, column, session)), column.name))
    return found


def _drawn(face: HeadFace, column: TableColumn, session: Session) -> Callable[[QPainter, QRectF], None]:
    def draw(painter: QPainter, rect: QRectF) -> None:
        scale, theme = session.scale, session.theme
        if face.at:
            rule = max(1.0, scale.px(2))
            painter.fillRect(QRectF(rect.left(), rect.bottom() - rule, rect.width(), rule), theme.text)
        draw_line(painter, rect, [face.run], scale, theme, right=column.right)

    return draw


def _draw_row(painter: QPainter, rect: QRectF, face: LineFace, columns: Placed, session: Session) -> None:
    scale, theme = session.scale, session.theme
    if face.chosen:
        draw_chosen(painter, rect, scale, theme)
    painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), max(1.0, scale.px(1))), theme.hairline)
    for runs, (column, left, wide) in zip(face.cells, columns, strict=True):
        place = QRectF(left, rect.top(), wide, rect.height())
        draw_line(painter, place, runs, scale, theme, right=column.right)
