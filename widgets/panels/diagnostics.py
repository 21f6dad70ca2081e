"""How the wall itself is doing, for somebody who stands near: program, link, ticks, sources, bad frames.

Written for a desk: its text is smaller than a wall's. It is asked for anew once a second while it is shown,
and not at all while it is not.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.domain.rows import Source
from wallboard.domain.terms import SourceState
from wallboard.state.changes import Change
from wallboard.state.queries import SourceFace, source_faces
from widgets.diagnosis import BadFigures, Diagnosis, LinkFigures, literal
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.diagnosis_words import (
    NONE,
    Pair,
    counter_pairs,
    link_pairs,
    network_pairs,
    program_pairs,
    size_words,
    tick_pairs,
)
from widgets.parts.ink import Run, badge, draw_line
from widgets.parts.severity import severity
from widgets.scale import Scale

NEAR = 0.66
"""Sizes here as a share of the wall's."""

LABEL, LONG_LABEL = 0.37, 0.78
"""Share of a block's width that its labels take; of the counters', whose values are short."""

AIRY = (1.35, 1.25, 1.15, 1.08)
"""How far apart lines stand where there is room, of their nearest."""

LEAST_BAD = 3
"""Lines that the bad frames keep, however many sources there are."""

SOURCE_COLUMNS = (0.0, 0.19, 0.29, 0.36, 0.45, 0.53, 0.61, 1.0)
"""Left edges of name, state, age, records, bad, dropped and reason, as shares of the width."""

RIGHT_ALIGNED = frozenset((2, 3, 4, 5))

BAD_COLUMNS = (0.0, 0.075, 0.32, 0.385, 1.0)

Runs = tuple[Run, ...]


@dataclass(frozen=True)
class TableRow:
    """One line of a table: what stands in each column, from left to right."""

    columns: tuple[Runs, ...]
    edges: tuple[float, ...]
    right: frozenset[int] = frozenset()


class Diagnostics(CellPanel):
    """Blocks of pairs above, the sources below them, and what could not be read at the foot."""

    def take(self, change: Change) -> bool:
        return change.reset  # facts alone change nothing before the second turns

    def cells(self, now: float) -> list[Cell]:
        self._near, self._airy = self._near_scale(), 1.0
        told = self.session.diagnose() if self.session.diagnose is not None else None
        margin, foot = round(self.session.scale.px(32)), round(self._px(20))
        frame = QRect(margin, 0, self.width() - 2 * margin, max(1, self.height() - foot))
        cells = self._laid(told, frame)
        for airy in AIRY:  # what is left over is air between the lines, and costs none of them
            self._airy = airy
            wide = self._laid(told, frame)
            if len(wide) == len(cells) and max(cell.rect.bottom() for cell in wide) <= frame.bottom():
                return wide
        return cells

    def _laid(self, told: Diagnosis | None, frame: QRect) -> list[Cell]:
        blocks, bottom = self._blocks(told, frame)
        room = frame.bottom() - bottom
        sources, bottom = self._sources(frame, bottom, room)
        return [*blocks, *sources, *self._bad(told, frame, bottom)]

    # sizes

    def _near_scale(self) -> Scale:
        """The scale of a reader at the desk: the same window, smaller text."""
        whole = self.session.scale
        near = Scale(self.width() or 1, self.height() or 1, 0.6, whole.width_mm, whole.family)
        near.unit = whole.unit * NEAR
        return near

    def _px(self, study: float) -> float:
        return self.session.scale.px(study * NEAR)

    @property
    def _line(self) -> int:
        return int(self._near.line("small") * self._airy)

    @property
    def _head(self) -> int:
        """Px of a block's title, with the air above it."""
        return int((self._near.line("title") + self._px(20)) * self._airy)

    # blocks

    def _blocks(self, told: Diagnosis | None, frame: QRect) -> tuple[list[Cell], int]:
        """The cells of the four blocks, and where they end."""
        text, session = self.session.text, self.session
        link = told.link if told is not None else None
        network = network_pairs(text, session.atlas, link.announced if link is not None else "")
        none = [Pair(text.t("diagnosis.no_link"), "")]
        blocks = [
            ("program", program_pairs(text, told.program) if told is not None else none),
            ("link", link_pairs(text, told.link, session.clock.state()) if told is not None else none),
            ("ticks", [*(tick_pairs(text, told.ticks) if told is not None else none), *network]),
            ("counters", self._counters(link)),
        ]
        most = max(len(pairs) for _, pairs in blocks[:3])
        gap = round(self._px(44))
        wide = (frame.width() - 3 * gap) // 4
        cells: list[Cell] = []
        for number, (name, pairs) in enumerate(blocks):
            left = frame.left() + number * (wide + gap)
            cells.append(self._title(name, QRect(left, frame.top(), wide, self._head), ruled=False))
            shown = pairs if len(pairs) <= most else self._cut(pairs, most)
            for row, pair in enumerate(shown):
                rect = QRect(left, frame.top() + self._head + row * self._line, wide, self._line)
                share = LONG_LABEL if name == "counters" else LABEL
                cells.append(Cell((name, row), rect, pair, self._pair_drawer(pair, share)))
        return cells, frame.top() + self._head + most * self._line

    def _counters(self, link: LinkFigures | None) -> list[Pair]:
        text = self.session.text
        if link is None:
            return [Pair(text.t("diagnosis.no_link"), "")]
        return counter_pairs(text, link) or [Pair(text.t("diagnosis.no_counts"), "")]

    def _cut(self, pairs: list[Pair], most: int) -> list[Pair]:
        words = self.session.text.t("more.sources", n=len(pairs) - most + 1)
        return [*pairs[: most - 1], Pair(words, "")]

    def _title(self, name: str, rect: QRect, *, ruled: bool = True) -> Cell:
        """A block's name. ruled: with a hairline above it, which the page's head has already."""
        words = self.session.text.t(f"diagnosis.title.{name}")
        return Cell(("title", name), rect, words, lambda p, r: self._draw_title(p, r, words, ruled))

    # tables

    def _sources(self, frame: QRect, top: int, room: int) -> tuple[list[Cell], int]:
        """Every source, those in trouble first, and where the table ends."""
        tables = self.session.tables
        known = sorted(
            source_faces(tables, self.session.present()), key=lambda face: (severity(face), face.id)
        )
        least = 2 * self._head + (1 + LEAST_BAD) * self._line
        fit = max(1, (room - least) // self._line)
        shown = known if len(known) <= fit else known[: fit - 1]
        rows = [self._source_head(), *(self._source_row(face, tables.sources[face.id]) for face in shown)]
        if len(shown) < len(known):
            rows.append(self._note(self.session.text.t("more.sources", n=len(known) - len(shown))))
        if not known:
            rows.append(self._note(self.session.text.t("source.none_yet")))
        cells = [self._title("sources", QRect(frame.left(), top, frame.width(), self._head))]
        top += self._head
        for number, row in enumerate(rows):
            rect = QRect(frame.left(), top + number * self._line, frame.width(), self._line)
            cells.append(Cell(("source", number), rect, row, self._row_drawer(row)))
        return cells, top + len(rows) * self._line

    def _source_head(self) -> TableRow:
        text = self.session.text
        names = ("name", "state", "age", "records", "bad", "dropped", "reason")
        columns = tuple(
            (Run(text.t(f"diagnosis.source.{name}"), tone="muted", elide=True),) for name in names
        )
        return TableRow(columns, SOURCE_COLUMNS, RIGHT_ALIGNED)

    def _source_row(self, face: SourceFace, source: Source) -> TableRow:
        text = self.session.text
        fine = face.state is SourceState.LIVE
        word = text.t(f"source.state.{face.state.value}")
        said = [badge(flag.value, text.t(f"source.flag.{flag.value}")) for flag in face.flags]
        if face.reason is not None:
            said.append(Run(literal(text.reason(face.reason)), elide=True))
        elif face.expect_every:
            said.append(Run(text.t("source.every", span=text.age(face.expect_every)), tone="muted"))
        title = face.title if face.title == face.id else f"{text.name(face.title)} ({face.id})"
        numbers = (source.records, source.bad_records, source.dropped)
        columns: tuple[Runs, ...] = (
            (Run(title or face.id, elide=True),),
            (badge(face.state.value, word, tone="muted" if fine else "text"),),
            (Run(NONE if face.age is None else text.age(face.age)),),
            *(
                (Run(text.number(number), bold=bool(place and number)),)
                for place, number in enumerate(numbers)
            ),
            tuple(said),
        )
        return TableRow(columns, SOURCE_COLUMNS, RIGHT_ALIGNED)

    def _bad(self, told: Diagnosis | None, frame: QRect, top: int) -> list[Cell]:
        """What could not be read, newest first, as many as fit."""
        text = self.session.text
        cells = [self._title("bad", QRect(frame.left(), top, frame.width(), self._head))]
        top += self._head
        if told is None or not told.bad:
            rows = [self._note(text.t("diagnosis.no_link" if told is None else "diagnosis.no_bad"))]
        else:
            fit = max(1, (frame.bottom() - top) // self._line)
            shown = told.bad if told.bad_kept <= fit else told.bad[: fit - 1]
            rows = [self._bad_row(piece) for piece in shown]
            if len(shown) < told.bad_kept:
                rows.append(self._note(text.t("more.sources", n=text.number(told.bad_kept - len(shown)))))
        for number, row in enumerate(rows):
            rect = QRect(frame.left(), top + number * self._line, frame.width(), self._line)
            cells.append(Cell(("bad", number), rect, row, self._row_drawer(row)))
        return cells

    def _bad_row(self, piece: BadFigures) -> TableRow:
        text = self.session.text
        return TableRow(
            (
                (Run(text.t("diagnosis.ago", age=text.age(piece.age)), tone="muted"),),
                (Run(literal(text.reason(piece.reason)), bold=True, elide=True),),
                (Run(size_words(text, piece.size), tone="muted"),),
                (Run(piece.shown, elide=True),),
            ),
            BAD_COLUMNS,
            frozenset((2,)),
        )

    def _note(self, words: str) -> TableRow:
        return TableRow(((Run(words, tone="muted", elide=True),),), (0.0, 1.0))

    # painting

    def _draw_title(self, painter: QPainter, rect: QRectF, words: str, ruled: bool) -> None:
        theme, air = self.session.theme, self._px(20)
        if ruled:
            painter.fillRect(QRectF(rect.left(), rect.top() + air / 2, rect.width(), 1.0), theme.hairline)
        draw_line(painter, rect.adjusted(0, air, 0, 0), [Run(words, "title", elide=True)], self._near, theme)

    def _pair_drawer(self, pair: Pair, share: float) -> Callable[[QPainter, QRectF], None]:
        def draw(painter: QPainter, rect: QRectF) -> None:
            theme = self.session.theme
            edge = rect.width() * (share if pair.value else 1.0)
            label = Run(pair.label, tone="muted", elide=True)
            value = Run(pair.value, bold=pair.mark or None, elide=True)
            draw_line(
                painter, QRectF(rect.left(), rect.top(), edge, rect.height()), [label], self._near, theme
            )
            draw_line(painter, rect.adjusted(edge + self._px(12), 0, 0, 0), [value], self._near, theme)

        return draw

    def _row_drawer(self, row: TableRow) -> Callable[[QPainter, QRectF], None]:
        def draw(painter: QPainter, rect: QRectF) -> None:
            gap = self._px(40)
            for number, runs in enumerate(row.columns):
                left = rect.left() + row.edges[number] * rect.width()
                right = rect.left() + row.edges[number + 1] * rect.width()
                right -= gap if number + 1 < len(row.columns) else 0.0
                area = QRectF(left, rect.top(), right - left, rect.height())
                draw_line(painter, area, runs, self._near, self.session.theme, right=number in row.right)

        return draw


PANEL = PanelSpec("diagnostics", Diagnostics)
