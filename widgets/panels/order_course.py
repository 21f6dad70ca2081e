"""One order's whole course: what it is, its clocks, what may be done to it now, and all that was done."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from wallboard.domain.offers import offers
from wallboard.domain.roles import DESKS
from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import Band
from wallboard.rules.sla import Clocks, OrderClock
from wallboard.state.queries.course import CourseStep, course
from wallboard.state.queries.hands import hands
from wallboard.state.queries.responses import in_force
from wallboard.state.queries.routing import routing
from widgets.desk_actions import ACTIONS, key_words
from widgets.desk_panel import DeskPanel, Spot
from widgets.panel import Cell, PanelSpec
from widgets.parts.bars import draw_clock_bar
from widgets.parts.chips import Chip, chip_height, draw_chip, placed
from widgets.parts.desk_course import is_act, step_runs
from widgets.parts.hand_words import hand_runs
from widgets.parts.ink import Run, draw_line, draw_split, width_of
from widgets.parts.order_facts import Figure, figures_of, head_runs
from widgets.parts.order_words import bar_share, clock_run, title_runs
from widgets.parts.route_words import route_runs
from widgets.parts.shown_order import shown_order

MARGIN = 20.0
"""Study px at the left and right."""

ALWAYS = ("acknowledge", "note")
"""Verbs that are no moves: open while the order is."""


@dataclass(frozen=True)
class ClockFace:
    words: Run
    limit: Run
    share: int | None
    band: Band


@dataclass(frozen=True)
class StepFace:
    time: Run
    runs: tuple[Run, ...]
    act: bool


class OrderCourse(DeskPanel):
    """The order that the desk has chosen. Left and right choose a verb, Enter does it, up and down scroll."""

    nouns = ("order", "outage", "response", "cell", "region")
    _order = ""
    _down = 0  # steps of the course that are scrolled away
    _at = -1  # which chip has the keyboard

    def press(self, key: int) -> bool:
        chips = self._chips()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and chips:
            by = 1 if key == Qt.Key.Key_Right else -1
            self._at = max(0, min(len(chips) - 1, self._at + by)) if self._at >= 0 else 0
            self.refresh()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < len(chips):
            self._do(chips[self._at].name)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.turn(-1 if key == Qt.Key.Key_Up else 1)
        else:
            return False
        return True

    def turn(self, steps: int) -> None:
        self._down = max(0, self._down + steps)
        self.refresh()

    def on_desk(self) -> None:
        desk = self.session.desk
        if desk is not None and desk.chosen != self._order:
            self._order, self._down, self._at = desk.chosen, 0, -1
        self.refresh()

    def _do(self, name: str) -> None:
        if self.session.desk is not None:
            self.session.desk.do(name)

    def _row(self) -> tuple[Order, Outage | None] | None:
        tables = self.session.tables
        row = tables.orders.get(shown_order(self.session))
        if row is None:
            return None
        return row, tables.outages.get(row.outage) if row.outage else None

    # what stands in it

    def cells(self, now: float) -> list[Cell]:
        self.spots = []
        found = self._row()
        if found is None:
            words = Run(self.session.text.t("desk.choose_first"), tone="muted", elide=True)
            return [Cell("empty", self.rect(), words, lambda p, r: self._draw_empty(p, r, words))]
        cells: list[Cell] = []
        y = self._head(cells, *found, round(self.session.scale.px(14)))
        y = self._clocks(cells, *found, y, now)
        y = self._verbs(cells, y)
        self._steps(cells, found[0].id, y, now)
        return cells

    def _line(self, y: float, height: float) -> QRect:
        margin = round(self.session.scale.px(MARGIN))
        return QRect(margin, round(y), max(1, self.width() - 2 * margin), round(height))

    def _head(self, cells: list[Cell], order: Order, outage: Outage | None, y: int) -> int:
        """Title, number and stage, whose it is by its kind, and the figures that matter in its lane."""
        scale, text = self.session.scale, self.session.text
        first, *rest = title_runs(order, outage, text)
        title = (replace(first, role="title"), *rest)
        self._put(cells, "title", self._line(y, scale.line("title")), title)
        y += round(scale.line("title"))
        self._put(cells, "sub", self._line(y, scale.line("small")), head_runs(order, outage, text))
        y += round(scale.line("small"))
        whose = route_runs(routing(self.session.tables, order, self.session.rules), text)
        self._put(cells, "route", self._line(y, scale.line("small")), whose)
        y += round(scale.line("small"))
        if had := hand_runs(hands(self.session.tables, order.id), text, self.session.now()):
            self._put(cells, "hands", self._line(y, scale.line("small")), had)
            y += round(scale.line("small"))
        y += round(scale.px(8))
        figures = figures_of(order, outage, text, self.session.now())
        if figures:
            rect = self._line(y, scale.line("count") + scale.line("small"))
            cells.append(Cell("figures", rect, figures, lambda p, r: self._draw_figures(p, r, figures)))
            y += rect.height() + round(scale.px(8))
        return y

    def _put(self, cells: list[Cell], key: str, rect: QRect, runs: tuple[Run, ...]) -> None:
        scale, theme = self.session.scale, self.session.theme
        cells.append(Cell(key, rect, runs, lambda p, r: _drawn(draw_line(p, r, runs, scale, theme))))

    def _clocks(self, cells: list[Cell], order: Order, outage: Outage | None, y: int, now: float) -> int:
        session, scale = self.session, self.session.scale
        clocks = Clocks(session.rules, session.room.area_class, in_force(session.tables))
        high = round(scale.line("row") + scale.px(12))
        for place, clock in enumerate(clocks.all_of(order, now, None, outage)):
            face = self._clock(clock, now, over=not order.open)
            rect = self._line(y, high)
            cells.append(Cell(("clock", place), rect, face, lambda p, r, f=face: self._draw_clock(p, r, f)))
            y += high
        return y + round(scale.px(6))

    def _clock(self, clock: OrderClock, now: float, *, over: bool) -> ClockFace:
        """Elapsed and limit both readable: digits left, the limit and since when right."""
        text = self.session.text
        said = text.t("clock.since", time=text.clock_time(clock.start, now))
        if clock.limit is not None:
            span = text.t("clock.passed", span=text.span(clock.elapsed), limit=text.span(clock.limit))
            said = f"{span} · {said}"
        words = clock_run(clock, text, now, over=over)
        return ClockFace(words, Run(said, tone="muted"), bar_share(clock), clock.band)

    def _chips(self) -> list[Chip]:
        """What is open to this desk now, the verbs of the life cycle and the two that are always there."""
        found, desk, text = self._row(), self.session.desk, self.session.text
        if found is None or desk is None or not desk.chosen:
            return []
        row = found[0]
        tables = self.session.tables
        names = [each.verb for each in offers(row, desk.name, desk.role, tables) if each.open]
        names += ALWAYS if row.open and desk.role in DESKS else ()
        at = self._at if self.hasFocus() else -1
        order = [name for name in ACTIONS if name in names]
        return [
            Chip(name, ACTIONS[name].words(text), key_words(ACTIONS[name].keys, text), place == at)
            for place, name in enumerate(order)
        ]

    def _verbs(self, cells: list[Cell], y: int) -> int:
        scale, text, desk = self.session.scale, self.session.text, self.session.desk
        if desk is None or not desk.chosen:
            words = (Run(text.t("desk.first_of_queue"), bold=True, elide=True),)
            self._put(cells, "closed", self._line(y, scale.line("small")), words)
            return y + round(scale.line("small") + scale.px(10))
        mark = desk.marks.get(self._order) if desk is not None else None
        if mark is not None:
            runs = (Run(mark.words, glyph=mark.glyph, bold=True, elide=True),)
            self._put(cells, "mark", self._line(y, scale.line("small")), runs)
            y += round(scale.line("small") + scale.px(4))
        chips = self._chips()
        bottom = y
        for chip, rect in placed(chips, self._line(y, chip_height(scale)), scale):
            cells.append(
                Cell(
                    ("chip", chip.name),
                    rect,
                    chip,
                    lambda p, r, c=chip: draw_chip(p, r, c, scale, self.session.theme),
                )
            )
            self.spots.append(Spot(rect, lambda name=chip.name: self._do(name)))
            bottom = rect.bottom() + 1
        closed = sum(action.verb for action in ACTIONS.values()) - len(chips)
        hint = (Run(text.t("desk.closed_verbs", n=closed), tone="muted", elide=True),)
        bottom += round(scale.px(4))
        self._put(cells, "closed", self._line(bottom, scale.line("small")), hint)
        return bottom + round(scale.line("small") + scale.px(10))

    def _steps(self, cells: list[Cell], order: str, y: int, now: float) -> None:
        scale, text = self.session.scale, self.session.text
        steps = course(self.session.tables, order)
        high = round(scale.line("small") + scale.px(9))
        head = self._line(y, high)
        fits = max(1, (self.height() - head.bottom()) // high)
        self._down = max(0, min(self._down, len(steps) - fits))
        below = len(steps) - self._down - fits
        said = [Run(text.t("course.title"), bold=True)]
        if self._down or below > 0:
            words = text.t("course.shown", first=self._down + 1, last=min(len(steps), self._down + fits))
            said.append(Run(f"{words} / {len(steps)}", tone="muted"))
        runs = tuple(said)
        cells.append(Cell("steps", head, runs, lambda p, r: self._draw_steps_head(p, r, runs)))
        y += high
        times = [text.clock_time(step.at, now) for step in steps]
        wide = max((width_of(Run(time), scale) for time in times), default=0.0)
        for place, step in enumerate(steps[self._down : self._down + fits]):
            face = self._step(step, now)
            rect = self._line(y + place * high, high)
            cells.append(
                Cell(("step", place), rect, face, lambda p, r, f=face: self._draw_step(p, r, f, wide))
            )

    def _step(self, step: CourseStep, now: float) -> StepFace:
        text = self.session.text
        time = Run(text.clock_time(step.at, now), tone="muted")
        return StepFace(time, step_runs(step, text, now), is_act(step))

    # how it is drawn

    def _draw_empty(self, painter: QPainter, rect: QRectF, words: Run) -> None:
        scale = self.session.scale
        draw_line(painter, rect.adjusted(scale.px(MARGIN), 0, 0, 0), [words], scale, self.session.theme)

    def _draw_figures(self, painter: QPainter, rect: QRectF, figures: tuple[Figure, ...]) -> None:
        scale, theme = self.session.scale, self.session.theme
        wide = rect.width() / max(3, len(figures))
        for place, figure in enumerate(figures):
            left = rect.left() + place * wide
            above = QRectF(left, rect.top(), wide - scale.px(8), scale.line("count"))
            draw_line(painter, above, [figure.value], scale, theme)
            below = QRectF(left, above.bottom(), wide - scale.px(8), scale.line("small"))
            draw_line(painter, below, [figure.name], scale, theme)

    def _draw_clock(self, painter: QPainter, rect: QRectF, face: ClockFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        above = QRectF(rect.left(), rect.top(), rect.width(), scale.line("row"))
        draw_split(painter, above, [face.words], [face.limit], scale, theme)
        bar = QRectF(rect.left(), above.bottom(), rect.width(), max(3.0, scale.px(4)))
        share = None if face.share is None else face.share / 1000
        draw_clock_bar(painter, bar, share, theme.band(face.band), theme)

    def _draw_steps_head(self, painter: QPainter, rect: QRectF, runs: tuple[Run, ...]) -> None:
        scale, theme = self.session.scale, self.session.theme
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), max(1.0, scale.px(1))), theme.hairline)
        draw_split(painter, rect, runs[:1], runs[1:], scale, theme)

    def _draw_step(self, painter: QPainter, rect: QRectF, face: StepFace, wide: float) -> None:
        """Time, a disc where a person did it and a ring where a source says it, and what."""
        scale, theme = self.session.scale, self.session.theme
        time = QRectF(rect.left(), rect.top(), wide + 1, rect.height())
        draw_line(painter, time, [face.time], scale, theme)
        sign = Run("", glyph="disc" if face.act else "ring", tone="text" if face.act else "muted")
        x = time.right() + scale.px(12)
        draw_line(painter, QRectF(x, rect.top(), scale.px(20), rect.height()), [sign], scale, theme)
        x += scale.px(24)
        draw_line(painter, QRectF(x, rect.top(), rect.right() - x, rect.height()), face.runs, scale, theme)


def _drawn(_: float) -> None:
    """A cell's drawing returns nothing."""


PANEL = PanelSpec("order_course", OrderCourse)
