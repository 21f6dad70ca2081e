"""What each measure counts, over which time and of what, with its value now: for whoever asks."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from wallboard.domain.terms import Measure
from wallboard.state.queries.measures import measure
from widgets.panel import Cell, PanelSpec, SteadyPanel
from widgets.parts.heads import Runs, body_sides, head_cell, head_height
from widgets.parts.ink import Run, draw_line, line_width, width_of
from widgets.parts.measure_words import basis_runs, value_of

BETWEEN = 40.0
"""Study px between two columns."""


WRAPPED = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class MeasureRow:
    """A measure: its name, its value, what that was taken from, and what it means."""

    name: Runs
    value: Runs
    basis: Runs
    means: str


class MeasureWords(SteadyPanel):
    """One row a measure. A definition is never shortened: it takes the lines that it needs."""

    nouns = ("order", "source")

    def cells(self, now: float) -> list[Cell]:
        scale, text = self.session.scale, self.session.text
        head, (left, wide) = head_height(scale), body_sides(self.width(), scale)
        room = max(0, self.height() - head)
        known = [self._row(which, now) for which in Measure]
        edges = self._edges(known)
        step = self._tall(known, wide - edges[-1])
        rows = known[: room // step]
        rest = len(known) - len(rows)
        said = [Run(text.t("measures.window"), tone="muted", elide=True)]
        if rest:
            said.append(Run(text.t("measures.more", n=rest), tone="muted"))
        title = (Run(text.t("measures.words"), "title"),)
        cells = [head_cell((title, tuple(said)), self.width(), self.session)]
        tall = min(room // len(rows), step * 5 // 4) if rows else step
        for i, row in enumerate(rows):
            place = QRect(left, head + i * tall, wide, tall)
            face = (row, edges)
            cells.append(Cell(i, place, face, lambda p, r, face=face: self._draw_row(p, r, *face)))
        return cells

    def _edges(self, rows: list[MeasureRow]) -> tuple[float, ...]:
        """Where value, basis and words begin, window pixels from the left."""
        scale = self.session.scale
        edges, end = [], 0.0
        for column in ("name", "value", "basis"):
            widest = max(line_width(getattr(row, column), scale) for row in rows)
            end += widest + scale.px(BETWEEN)
            edges.append(end)
        return tuple(edges)

    def _tall(self, rows: list[MeasureRow], wide: float) -> int:
        """What the longest words need, window pixels."""
        scale = self.session.scale
        metrics, place = scale.metrics("small"), QRectF(0, 0, max(1.0, wide), 9999.0)
        lines = max(metrics.boundingRect(place, WRAPPED, row.means).height() for row in rows)
        return round(max(lines, 2 * scale.line("small")) + scale.px(1))

    def _row(self, which: Measure, now: float) -> MeasureRow:
        session, text = self.session, self.session.text
        face = measure(session.tables, session.boards.trays(), session.rules, now, which)
        value, unit = value_of(face, text)
        tone = "text" if face.sourced and face.value is not None else "muted"
        return MeasureRow(
            (Run(text.t(f"measure.{which.value}"), "row"),),
            (Run(value, "row", tone=tone, gap=6), *((Run(unit, tone="muted"),) if unit else ())),
            tuple(basis_runs(face, text)),
            text.t(f"measure.{which.value}.means"),
        )

    def _draw_row(self, painter: QPainter, rect: QRectF, row: MeasureRow, edges: tuple[float, ...]) -> None:
        """Name, value against the right of its column, basis, and the words in what is left."""
        scale, theme = self.session.scale, self.session.theme
        value, basis, means = (rect.left() + edge for edge in edges)
        between = scale.px(BETWEEN)
        thin = max(1.0, scale.px(1))
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), thin), theme.hairline)
        first = QRectF(rect.left(), rect.top(), value - between - rect.left() + 1, rect.height())
        draw_line(painter, first, row.name, scale, theme)
        second = QRectF(value, rect.top(), basis - between - value + 1, rect.height())
        draw_line(painter, second, row.value, scale, theme, right=True)
        third = QRectF(basis, rect.top(), means - between - basis + 1, rect.height())
        draw_line(painter, third, row.basis, scale, theme)
        words, run = (
            QRectF(means, rect.top(), rect.right() - means, rect.height()),
            Run(row.means, tone="muted"),
        )
        if width_of(run, scale) <= words.width():
            draw_line(painter, words, (run,), scale, theme)
            return
        painter.setFont(scale.font("small"))
        painter.setPen(theme.muted)
        painter.drawText(words, WRAPPED, row.means)


PANEL = PanelSpec("measure_words", MeasureWords)
