"""The lanes: what is open, warned and breached, and the worst orders with their clock and their owner.

One panel shows the lanes it is told to, one below the other. A lane without a source says so in one line
and leaves its room to the others.
"""

from dataclasses import dataclass, replace

import msgspec
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.config.values import ConfigStruct
from wallboard.domain.terms import Band, Lane
from wallboard.state.queries import LaneFace, OrderLine
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.bars import draw_clock_bar, draw_columns
from widgets.parts.desk_marks import desk_line, draw_chosen
from widgets.parts.ink import Run, draw_line, draw_split, line_width, width_of
from widgets.parts.lane_words import count_runs, lane_runs
from widgets.parts.order_words import bar_share, clock_run, owner_runs, title_runs

LEAST_ROWS = 3
"""Orders that a lane shows before the spread of lateness takes a row's place."""

FAR = 1.3
"""Growth of the text from which title and clock no longer share a line."""


LEAST_COLUMN, BETWEEN = 600.0, 56.0
"""Study px of the narrowest column of orders (times the text's growth), and between two on a video wall."""

VERY_FAR = 1.7
"""Growth of the text from which lanes go by their short names."""


class LaneBoardOptions(ConfigStruct, frozen=True, kw_only=True):
    """lanes: which, from the top. lateness: open orders with a limit from which the spread is shown."""

    lanes: list[Lane] = msgspec.field(default_factory=lambda: list(Lane))
    lateness: int = 40


@dataclass(frozen=True)
class RowFace:
    """One order as it stands on the glass."""

    title: tuple[Run, ...]
    clock: Run
    share: int | None  # thousandths of the limit
    band: Band
    owner: tuple[Run, ...]
    chosen: bool = False


@dataclass(frozen=True)
class SpreadFace:
    """How late a storm is: counts by multiples of the limit, and the mean beside its limit."""

    counts: tuple[int, ...]
    edges: tuple[str, ...]
    name: Run
    mean: tuple[Run, ...]


class LaneBoard(CellPanel):
    """As many rows as fit the distance; the rest is counted."""

    nouns = ("order", "outage", "source")
    options: LaneBoardOptions

    def on_desk(self) -> None:
        self.refresh()

    def cells(self, now: float) -> list[Cell]:
        scale = self.session.scale
        self._row = round(max(scale.px(86), scale.line("row") + scale.line("small") + scale.px(8)))
        most = max(1, self.height() // self._row) * self._columns
        faces = [self._face(name, now, most) for name in self.options.lanes]
        rows, spread = self._share_rows(faces)
        self._row += self._slack(faces, sum(map(self._lines, rows)) + (spread is not None))
        cells: list[Cell] = []
        self.shown = tuple(
            line.order.id for face, n in zip(faces, rows, strict=True) for line in face.rows[:n]
        )
        y = 0
        for face, n in zip(faces, rows, strict=True):
            y = self._lane_cells(cells, face, n, self._spread(face) if face is spread else None, y, now)
        return cells

    def _face(self, name: Lane, now: float, most: int) -> LaneFace:
        session = self.session
        return session.boards.lane(name, session.rules, now, session.room.area_class, most)

    def _head_height(self, face: LaneFace) -> int:
        """A lane that nobody feeds takes one quiet line."""
        scale = self.session.scale
        if face.sourced:
            return round(max(scale.px(64), scale.line("count") * 1.1))
        return round(max(scale.px(48), scale.line("title")))

    @property
    def _columns(self) -> int:
        """How many orders stand side by side."""
        scale = self.session.scale
        return max(1, int(self.width() // (scale.px(LEAST_COLUMN + BETWEEN) * scale.growth)))

    def _lines(self, orders: int) -> int:
        """How many lines so many orders take."""
        return -(-orders // self._columns)

    def _column(self, number: int) -> tuple[int, int]:
        """Left edge and width of a column of orders."""
        scale, columns = self.session.scale, self._columns
        left, between = round(scale.px(24)), round(scale.px(BETWEEN))
        wide = (self.width() - round(scale.px(56)) - (columns - 1) * between) // columns
        return left + number * (wide + between), wide

    @property
    def _beside(self) -> tuple[int, int]:
        """Window pixels left and right of a row that its choosing also takes; repainted with it."""
        return round(self.session.scale.px(18)), round(self.session.scale.px(12))

    def _slack(self, faces: list[LaneFace], rows: int) -> int:
        """What rows do not use is air between them, a fifth of a row at most."""
        gap = round(self.session.scale.px(12))
        heads = sum(self._head_height(face) + gap for face in faces)
        left = self.height() - heads - rows * self._row
        return max(0, min(self._row // 5, left // rows)) if rows else 0

    def _share_rows(self, faces: list[LaneFace]) -> tuple[list[int], LaneFace | None]:
        """Rows for each lane: those with orders share in turn what the heads leave.

        Where many are late and room is left, one row's place goes to the spread of the first such lane.
        """
        gap = round(self.session.scale.px(12))
        slots = max(0, self.height() - sum(self._head_height(face) + gap for face in faces)) // self._row
        for i, face in enumerate(faces):
            if self._spread(face) is not None:
                fewer = _dealt(slots - 1, faces, self._columns)
                if fewer[i] >= LEAST_ROWS:
                    return fewer, face
        return _dealt(slots, faces, self._columns), None

    def _lane_cells(
        self, cells: list[Cell], face: LaneFace, n: int, spread: SpreadFace | None, y: int, now: float
    ) -> int:
        text, far = self.session.text, self.session.scale.growth >= VERY_FAR
        head = (lane_runs(face.lane, text, short=far), count_runs(face, n, text), y > 0)
        rect = QRect(0, y, self.width(), self._head_height(face))
        cells.append(Cell((face.lane, "head"), rect, head, lambda p, r: self._draw_head(p, r, head)))
        y += rect.height()
        lines = self._lines(n)
        for place, line in enumerate(face.rows[:n]):
            row = self._row_face(line, now)
            number, down = divmod(place, lines)  # the worst stand below one another in the first column
            left, wide = self._column(number)
            rect = QRect(left, y + down * self._row, wide, self._row)
            rect.adjust(-self._beside[0], 0, self._beside[1], 0)
            cells.append(Cell((face.lane, place), rect, row, lambda p, r, row=row: self._draw_row(p, r, row)))
        y += lines * self._row
        if spread is not None:
            left, wide = self._column(0)
            rect = QRect(left, y, wide, self._row)
            cells.append(
                Cell((face.lane, "late"), rect, spread, lambda p, r: self._draw_spread(p, r, spread))
            )
            y += self._row
        return y + round(self.session.scale.px(12))

    def _row_face(self, line: OrderLine, now: float) -> RowFace:
        text, desk = self.session.text, self.session.desk
        owner = owner_runs(line.order, line.outage, text, now)
        return RowFace(
            title_runs(line.order, line.outage, text),
            clock_run(line.clock, text, now),
            bar_share(line.clock),
            line.clock.band,
            desk_line(desk, line.order, owner, text),
            desk is not None and desk.chosen == line.order.id,
        )

    def _spread(self, face: LaneFace) -> SpreadFace | None:
        text, late = self.session.text, face.lateness
        if not face.sourced or late is None or late.total < self.options.lateness or not face.breached:
            return None
        first = Run(text.t("lane.lateness"), tone="muted", elide=True)
        second: tuple[Run, ...] = ()
        if face.mean_arrival is not None:
            first = Run(text.t("lane.mean_arrival"), tone="muted", elide=True)
            second = (Run(text.span(face.mean_arrival), "row"), *self._limit_of("arrive", 1))
        if face.mean_repair is not None:
            beside = Run(text.t("lane.mean_repair"), tone="muted", gap=20, drop=3)
            took = Run(text.span(face.mean_repair), "row", drop=3)
            second = (*second, beside, took, *self._limit_of("restore", 4))
        times = [text.t("lane.times", n=text.number(edge)) for edge in late.edges[1:]]
        edges = (text.t("lane.limit_edge"), *times)
        return SpreadFace(late.counts, edges, first, second)

    def _limit_of(self, target: str, drop: int) -> tuple[Run, ...]:
        """The limit that a mean stands beside: published limits are averages."""
        session = self.session
        for limit in session.rules.limits if session.rules else []:
            plain = limit.kind is None and not limit.key_customer and limit.minutes is not None
            here = limit.area_class in (None, session.room.area_class)
            if limit.lane is Lane.RESTORE and limit.target == target and plain and here:
                words = session.text.t("lane.limit", span=session.text.duration((limit.minutes or 0) * 60))
                return (Run(words, tone="muted", drop=drop),)
        return ()

    def _draw_head(self, painter: QPainter, rect: QRectF, head: tuple) -> None:
        scale, theme = self.session.scale, self.session.theme
        left, right, ruled = head
        if ruled:
            painter.fillRect(
                QRectF(rect.left(), rect.top(), rect.width(), max(1.0, scale.px(1))), theme.hairline
            )
        inner = rect.adjusted(scale.px(24), 0, -scale.px(32), 0)
        draw_split(painter, inner, left, right, scale, theme)

    def _draw_row(self, painter: QPainter, rect: QRectF, row: RowFace) -> None:
        """Near: title and clock, bar, owner. Far: title, bar, clock and owner, so that both stay whole."""
        scale, theme = self.session.scale, self.session.theme
        if row.chosen:
            draw_chosen(painter, rect.adjusted(0, 0, 0, -scale.px(2)), scale, theme)
        left, right = self._beside
        rect = rect.adjusted(left, 0, -right, 0)
        first, bar = scale.line("row"), max(3.0, scale.px(5))
        above = QRectF(rect.left(), rect.top(), rect.width(), first)
        track = QRectF(rect.left(), rect.top() + first, rect.width(), bar)
        below = QRectF(rect.left(), track.bottom() + scale.px(1), rect.width(), scale.line("small"))
        if scale.growth < FAR:
            draw_split(painter, above, row.title, (row.clock,), scale, theme, gap=14)
            draw_line(painter, below, row.owner, scale, theme)
        else:
            draw_line(painter, above, row.title, scale, theme)
            draw_line(painter, below, (replace(row.clock, gap=20), *row.owner), scale, theme)
        share = None if row.share is None else row.share / 1000
        draw_clock_bar(painter, track, share, theme.band(row.band), theme)

    def _draw_spread(self, painter: QPainter, rect: QRectF, face: SpreadFace) -> None:
        """Left the mean beside its limit; right the columns, their edges in multiples of the limit."""
        scale, theme = self.session.scale, self.session.theme
        line, top = scale.line("small"), scale.px(4)
        words = max(line_width([face.name], scale), line_width(face.mean, scale))
        left = QRectF(rect.left(), rect.top() + top, min(words + 1, rect.width() * 0.56), line)
        draw_line(painter, left, [face.name], scale, theme)
        draw_line(painter, left.translated(0, line), face.mean, scale, theme)
        x = left.right() + scale.px(40)
        chart = QRectF(x, rect.top() + top * 2, rect.right() - x, rect.height() - line - 2 * top)
        colours = [theme.calm] + [theme.breached] * (len(face.counts) - 1)
        draw_columns(painter, chart, face.counts, colours, theme)
        step, free = chart.width() / len(face.counts), chart.left()
        for i, edge in enumerate(face.edges, start=1):
            run = Run(edge, tone="muted")
            wide = width_of(run, scale)
            place = QRectF(chart.left() + i * step - wide / 2, chart.bottom(), wide + 1, line)
            if place.left() >= free:
                draw_line(painter, place, [run], scale, theme)
                free = place.right() + scale.px(8)


def _dealt(slots: int, faces: list[LaneFace], columns: int) -> list[int]:
    """Orders for each lane: one line of them each in turn, as far as there are orders and slots."""
    wants = [len(face.rows) if face.sourced else 0 for face in faces]
    rows = [0] * len(faces)
    while slots > 0 and rows != wants:
        for i, want in enumerate(wants):
            if slots > 0 and rows[i] < want:
                rows[i] = min(want, rows[i] + columns)
                slots -= 1
    return rows


PANEL = PanelSpec("lane_board", LaneBoard, LaneBoardOptions)
