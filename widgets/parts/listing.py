"""A panel that lists: a head, and as many two-line rows as fit the distance, the worst first.

A subclass says what stands in the head and in each row; this class places them, so that a row moves only
when its rank changed.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.domain.terms import Band
from widgets.panel import Cell, CellPanel
from widgets.parts.bars import draw_clock_bar
from widgets.parts.heads import Sides, body_sides, head_cell, head_height, note_cell
from widgets.parts.ink import Run, draw_line, draw_split

FAR = 1.3
"""Growth of the text from which both sides of a row no longer share a line."""


BOTH = 880.0
"""Study px (times the text's growth) from which a row says both who did what last, and its limit."""


@dataclass(frozen=True)
class RowFace:
    """One row: two lines of two sides each, and a bar between them where ``band`` says how it is coloured.

    share: thousandths of the bar; None: an empty one.
    """

    left: tuple[Run, ...]
    right: tuple[Run, ...] = ()
    below: tuple[Run, ...] = ()
    beyond: tuple[Run, ...] = ()
    share: int | None = None
    band: Band | None = None


@dataclass(frozen=True)
class Listed:
    """What a list shows. head: its name, and how many there are. rows: by their key, the worst first.

    none: the words that stand in place of rows.
    """

    head: Sides
    rows: list[tuple[Hashable, RowFace]]
    none: str = ""


class Listing(CellPanel):
    """Lays a ``Listed`` out; one that has nothing to list says so in its first row's place."""

    def listed(self, now: float, most: int) -> Listed:
        """What is listed at ``now`` (epoch s), with ``most`` rows at most."""
        raise NotImplementedError

    @property
    def row_height(self) -> int:
        scale = self.session.scale
        return round(max(scale.px(88), scale.line("row") + scale.line("small") + scale.px(11)))

    def cells(self, now: float) -> list[Cell]:
        scale, head = self.session.scale, head_height(self.session.scale)
        room = max(0, self.height() - head - round(scale.px(4)))
        row = self.row_height
        most = room // row
        listed = self.listed(now, most)
        cells = [head_cell(listed.head, self.width(), self.session)]
        left, wide = body_sides(self.width(), scale)
        if not listed.rows:
            if listed.none and most:
                cells.append(note_cell(listed.none, QRect(left, head, wide, min(room, row)), self.session))
            return cells
        shown = listed.rows[:most]
        spare = (room - len(shown) * row) // max(1, len(shown))
        tall = row + max(0, min(row // 5, spare))
        for i, (key, face) in enumerate(shown):
            place = QRect(left, head + i * tall, wide, tall)
            cells.append(Cell((i, key), place, face, lambda p, r, face=face: self.draw_row(p, r, face)))
        return cells

    def draw_row(self, painter: QPainter, rect: QRectF, row: RowFace) -> None:
        """Near: both sides on each line. Far: the first line is the left side's, the right comes below it."""
        scale, theme = self.session.scale, self.session.theme
        first, bar = scale.line("row"), max(3.0, scale.px(5))
        above = QRectF(rect.left(), rect.top(), rect.width(), first)
        track = QRectF(rect.left(), above.bottom(), rect.width(), bar)
        under = track.bottom() + scale.px(1) if row.band is not None else above.bottom() - scale.px(3)
        below = QRectF(rect.left(), under, rect.width(), scale.line("small"))
        if scale.growth < FAR:
            draw_split(painter, above, row.left, row.right, scale, theme, gap=14)
            draw_split(painter, below, row.below, row.beyond, scale, theme, gap=14)
        else:
            draw_line(painter, above, row.left, scale, theme)
            draw_split(painter, below, (*row.right, *row.below), (), scale, theme, gap=14)
        if row.band is not None:
            share = None if row.share is None else row.share / 1000
            draw_clock_bar(painter, track, share, theme.band(row.band), theme)
