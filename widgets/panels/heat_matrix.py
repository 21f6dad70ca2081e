"""Cell by hour: the worst places by name, the last hours from left to right, now at the right edge.

The colours are those of the map's heat on a fixed scale of customers: the same on every day.
"""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from wallboard.config.values import ConfigStruct, Duration
from wallboard.state.queries.matrix import Matrix, MatrixLine, matrix
from widgets.map.heat import STEPS, share_of
from widgets.map.heat_colours import heat_seen, ink_over
from widgets.map.heat_scale import draw_scale
from widgets.panel import Cell, PanelSpec, SteadyPanel
from widgets.parts.ink import Run, draw_line, draw_split, hatch, line_width
from widgets.session import Session
from widgets.text import AT_LEAST, Text

HOUR = 3600.0

CUSTOMERS = tuple(step * 10 for step in STEPS)
"""Customers out in one place that the legend names, on the colours of the map's steps."""

NAME_EM, NAME_SHARE, LEAST_ROWS = 9.5, 0.3, 1
"""Characters of the longest name, and its part of the width at most; lines at least."""

MARGIN, SLOT_GAP, BESIDE = 32, 2.0, 12.0
"""Study px from the panel's edges, between slots, beside a slot's number."""


class MatrixOptions(ConfigStruct, frozen=True, kw_only=True):
    """span: how far it reaches back, s, as far as the width has room; step: of one column, s."""

    span: Duration = 24 * HOUR
    step: Duration = HOUR


@dataclass(frozen=True)
class SlotFace:
    """customers: None where nobody watched; words: the number on it, where it says one."""

    customers: int | None
    words: str = ""


@dataclass(frozen=True)
class LineFace:
    """One place: its name and its slots. looked: the slot whose hour the map looks back at, -1 for none."""

    name: tuple[Run, ...]
    slots: tuple[SlotFace, ...]
    looked: int = -1


class HeatMatrix(SteadyPanel):
    """Hours by place, the worst place first."""

    nouns = ("outage", "trend", "source")
    options: MatrixOptions

    def __init__(
        self, session: Session, options: MatrixOptions | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, options or MatrixOptions(), parent)
        self._looked = session.back.at

    def age(self, now: float) -> bool:
        turned, self._looked = self._looked != self.session.back.at, self.session.back.at
        return super().age(now) or turned

    # sizes, window px

    def _name_width(self) -> int:
        return round(min(self.session.scale.text_px("body") * NAME_EM, self.width() * NAME_SHARE))

    def _line(self) -> int:
        return math.ceil(self.session.scale.line("row"))

    def _number_width(self) -> float:
        """What the widest number of a slot takes."""
        scale, text = self.session.scale, self.session.text
        return max(
            scale.advance("small", True, text.number(9999)),
            scale.advance("small", True, _short(99_000, self.session.text)),
        )

    def _columns(self) -> int:
        """As many as are asked for, and as have room for a number each."""
        room = self.width() - 2 * self.session.scale.px(MARGIN) - self._name_width()
        fit = int(room // (self._number_width() + self.session.scale.px(SLOT_GAP + BESIDE)))
        return max(1, min(fit, round(self.options.span / self.options.step)))

    # faces

    def cells(self, now: float) -> list[Cell]:
        scale, line = self.session.scale, self._line()
        left, wide = round(scale.px(MARGIN)), round(self.width() - 2 * scale.px(MARGIN))
        head = round(max(scale.px(56), scale.line("title")))
        rows = max(LEAST_ROWS, (self.height() - head - 2 * line) // line)
        columns = self._columns()
        table = matrix(self.session.tables, now, step=self.options.step, columns=columns, rows=rows)
        title = self._title(columns)
        cells = [Cell("head", QRect(left, 0, wide, head), title, lambda p, r: self._draw_head(p, r, title))]
        none = self._none(table, now)
        body = QRect(left, head, wide, line)
        if none:
            return [*cells, Cell("none", body, none, lambda p, r: self._draw_note(p, r, none))]
        looked = _column_at(table, self.session.back.at, self.options.step)
        axis = tuple(self._axis(table, looked))
        cells.append(Cell("axis", body, axis, lambda p, r: self._draw_axis(p, r, axis)))
        tall = min(2 * line, (self.height() - head - 2 * line) // max(1, len(table.lines)))
        for i, each in enumerate(table.lines):
            face = self._face(each, table.lines, looked)
            place = QRect(left, head + line + i * tall, wide, tall)
            cells.append(Cell(i, place, face, lambda p, r, face=face: self._draw_line(p, r, face)))
        over = table.places - len(table.lines)
        if over > 0:
            more = self.session.text.t("matrix.more", n=self.session.text.number(over))
            place = QRect(left, head + line + len(table.lines) * tall, wide, line)
            cells.append(Cell("more", place, more, lambda p, r: self._draw_note(p, r, more)))
        return cells

    def _title(self, columns: int) -> tuple[Run, ...]:
        text = self.session.text
        whole = columns * self.options.step
        return (
            Run(text.t("matrix.title"), "title"),
            Run(
                text.t("matrix.span", span=text.duration(whole), step=text.duration(self.options.step)),
                tone="muted",
                drop=1,
            ),
        )

    def _none(self, table: Matrix, now: float) -> str:
        """What is said where there is nothing to show."""
        text, figures = self.session.text, self.session.boards.totals(now)
        if table.places:
            return ""
        if figures.customers_out is None:
            return text.t("source.no_data" if figures.awaited else "no_source")
        return text.t("matrix.none")

    def _axis(self, table: Matrix, looked: int) -> list[Run]:
        """The hour under which each column stands; the day where it begins; of the last one: now."""
        text, runs = self.session.text, list[Run]()
        fine = self.options.step < HOUR
        for i, column in enumerate(table.columns):
            when = text.local(column.start)
            words = f"{when:%H:%M}" if fine else f"{when:%H}"
            midnight = when.hour == 0 and when.minute == 0
            if i == len(table.columns) - 1:
                runs.append(Run(text.t("matrix.now"), bold=True))
                continue
            if midnight:
                words = text.t("matrix.day", d=when.day, m=when.month)
            runs.append(
                Run(
                    (AT_LEAST.strip() if column.at_least else "") + words,
                    tone="text" if midnight or i == looked else "muted",
                    bold=i == looked,
                )
            )
        return runs

    def _face(self, line: MatrixLine, lines: tuple[MatrixLine, ...], looked: int) -> LineFace:
        text = self.session.text
        region, name = line.place
        title = Run(text.name(name or region) or text.t("region.unnamed"), "body", elide=True)
        twins = sum(each.place[1] == name for each in lines) > 1 if name else False
        runs = (title, Run(text.name(region), tone="muted", elide=True, least=2.0)) if twins else (title,)
        top, last = max((n for n in line.slots if n), default=0), len(line.slots) - 1
        named = {line.slots.index(top) if top else last, last}
        slots = [SlotFace(n, self._words(n) if n and i in named else "") for i, n in enumerate(line.slots)]
        return LineFace(runs, tuple(slots), looked)

    def _words(self, customers: int) -> str:
        """The number, short where it is long."""
        words = self.session.text.number(customers)
        fits = self.session.scale.advance("small", True, words) <= self._number_width()
        return words if fits else _short(customers, self.session.text)

    # drawing

    def _draw_head(self, painter: QPainter, rect: QRectF, title: tuple[Run, ...]) -> None:
        """The title, and at the right the scale with its numbers and the look of no data."""
        scale, theme, text = self.session.scale, self.session.theme, self.session.text
        high = round(scale.text_px("small") * 1.16)
        unit, numbers, none = self._scale_words(rect.width() - line_width(title[:1], scale), high)
        wide = self._number_room()
        taken = self._scale_width(unit, numbers, none, high)
        draw_split(painter, rect.adjusted(0, 0, -taken, 0), title, (), scale, theme)
        if not numbers:
            return
        left = rect.right() - taken + scale.px(24)
        draw_line(painter, QRectF(left, rect.top(), taken, rect.height()), unit, scale, theme)
        beside = line_width(unit, scale) + scale.px(10)
        bar = QRectF(left + beside, rect.center().y() - high / 2, len(numbers) * wide, high)
        draw_scale(painter, bar, [(share(n), text.number(n)) for n in numbers], theme.ground, self.session)
        if not none:
            return
        swatch = QRectF(bar.right() + scale.px(14), bar.top(), high * 1.4, high)
        self._draw_slot(painter, swatch, SlotFace(None))
        words = QRectF(swatch.right() + scale.px(8), rect.top(), taken, rect.height())
        draw_line(painter, words, none, scale, theme)

    def _scale_words(self, room: float, high: float) -> tuple[list[Run], tuple[float, ...], list[Run]]:
        """Unit, numbers and "no data", as far as the whole title leaves room; it says the unit too."""
        text = self.session.text
        unit = [Run(text.t("matrix.customers"), tone="muted")]
        none = [Run(text.t("matrix.unknown"), tone="muted")]
        ends = (CUSTOMERS[0], CUSTOMERS[-1])
        for each in ((unit, CUSTOMERS, none), ([], CUSTOMERS, none), ([], ends, none), ([], ends, [])):
            if self._scale_width(*each, high) <= room:
                return each
        return [], (), []

    def _number_room(self) -> float:
        """Px of one number on the scale."""
        scale, text = self.session.scale, self.session.text
        return max(scale.advance("small", None, text.number(n)) for n in CUSTOMERS) + scale.px(20)

    def _scale_width(
        self, unit: list[Run], numbers: tuple[float, ...], none: list[Run], high: float
    ) -> float:
        """Px of the scale with the gap before it."""
        if not numbers:
            return 0.0
        scale = self.session.scale
        swatch = line_width(none, scale) + high * 1.6 + scale.px(22) if none else 0.0
        return line_width(unit, scale) + len(numbers) * self._number_room() + swatch + scale.px(34)

    def _slot(self, rect: QRectF, i: int, columns: int) -> QRectF:
        """Where a slot of a line stands."""
        gap, name = self.session.scale.px(SLOT_GAP), self._name_width()
        wide = (rect.width() - name) / columns
        left = round(rect.left() + name + i * wide)
        right = round(rect.left() + name + (i + 1) * wide)
        return QRectF(left + gap / 2, rect.top() + gap / 2, right - left - gap, rect.height() - gap)

    def _draw_axis(self, painter: QPainter, rect: QRectF, axis: tuple[Run, ...]) -> None:
        scale, theme = self.session.scale, self.session.theme
        for i, run in enumerate(axis):
            slot = self._slot(rect, i, len(axis))
            spare = max(0.0, slot.width() - line_width([run], scale)) / 2
            draw_line(painter, slot.adjusted(spare, 0, spare, 0), [run], scale, theme)

    def _draw_line(self, painter: QPainter, rect: QRectF, face: LineFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        name = QRectF(rect.left(), rect.top(), self._name_width() - scale.px(14), rect.height())
        draw_line(painter, name, face.name, scale, theme)
        for i, slot in enumerate(face.slots):
            self._draw_slot(painter, self._slot(rect, i, len(face.slots)), slot)
        if face.looked >= 0:  # as the map is framed that looks back at this hour
            slot = self._slot(rect, face.looked, len(face.slots))
            for edge in (slot.left(), slot.right()):
                painter.fillRect(
                    QRectF(edge - scale.px(2), rect.top(), scale.px(4), rect.height()), theme.text
                )

    def _draw_slot(self, painter: QPainter, rect: QRectF, slot: SlotFace) -> None:
        """Hatched: nobody watched; a dot: nobody out; else the colour, and a number where it says one."""
        scale, theme = self.session.scale, self.session.theme
        if slot.customers is None:
            hatch(painter, rect, QPen(theme.border, max(1.0, scale.px(1.2))), scale.px(9))
            return
        if not slot.customers:
            side = scale.px(4)
            painter.fillRect(
                QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side), theme.border
            )
            return
        colour = heat_seen(theme, share(slot.customers), theme.ground)
        painter.fillRect(rect, colour)
        if slot.words:
            painter.setFont(scale.font("small", True))
            painter.setPen(ink_over(theme, colour))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), slot.words)

    def _draw_note(self, painter: QPainter, rect: QRectF, words: str) -> None:
        draw_line(
            painter, rect, [Run(words, tone="muted", elide=True)], self.session.scale, self.session.theme
        )


def _column_at(table: Matrix, at: float | None, step: float) -> int:
    """The column in which a moment lies; -1 for none. step: s of one column."""
    if at is None:
        return -1
    holds = (column.start <= at < column.start + step for column in table.columns)
    return next((i for i, here in enumerate(holds) if here), -1)


def _short(customers: int, text: Text) -> str:
    """A long number by its thousands."""
    return text.t("matrix.short", n=text.number(customers / float(text.t("matrix.short.unit"))))


def share(customers: float) -> float:
    """Place on the fixed scale, 0 to 1: never so low that somebody out is not seen."""
    return max(0.15, float(share_of(np.array([customers / 10]))[0]))


PANEL = PanelSpec("heat_matrix", HeatMatrix, MatrixOptions)
