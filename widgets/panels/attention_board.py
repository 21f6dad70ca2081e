"""The attention queue (待处置): what needs a hand next, how long there is, and the key that helps."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from wallboard.domain.offers import offers
from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import Band
from wallboard.rules.attention import AttentionQueue, Concern
from wallboard.rules.dispatch.candidates import Candidate
from wallboard.rules.sla import Clocks, OrderClock
from wallboard.state.changes import Change
from wallboard.state.queries.proposals import awaits_crew
from wallboard.state.queries.responses import in_force
from widgets.desk_actions import ACTIONS, key_words
from widgets.desk_panel import DeskPanel, Spot
from widgets.panel import Cell, PanelSpec
from widgets.parts.chips import Chip, chip_height, chips_width, draw_chip
from widgets.parts.crew_words import minutes_words
from widgets.parts.desk_marks import draw_chosen
from widgets.parts.glyphs import BAND_GLYPH
from widgets.parts.ink import SPARE, Run, draw_line, draw_split, line_width
from widgets.parts.order_words import BAND_TONE, clock_run, owner_words, title_runs
from widgets.text import HOUR, Text

NEAR_S = 15 * 60.0
"""Seconds left from which a moment is marked as near."""

NAME = 150.0
"""Study px that an object's name has before the word of the key that helps."""

HELPS: dict[str, tuple[str, ...]] = {
    "handover_unaccepted": ("take_over",),
    "question_unanswered": ("decide", "reply"),
    "customer_not_calmed": ("contact",),
    "nobody_mends": ("mark_customer_owned", "assign"),
    "no_owner": ("accept",),
    "crew_lent": ("object",),
    "etr_expires": ("set_etr",),
    "no_time_given": ("set_etr",),
    "limit_ends.accept": ("accept",),
    "limit_ends.dispatch": ("assign",),
    "limit_ends.arrive": ("assign", "arrive"),
    "limit_ends.restore": ("set_etr", "close"),
    "limit_ends.answer": ("reply", "close"),
    "limit_ends.conclude": ("close",),
    "limit_ends": ("accept", "assign", "close"),
}
"""What a moment is about -> the verbs that meet it, the first that is open is named."""


@dataclass(frozen=True)
class ConcernFace:
    """One row: how long there is, what, why, and which key helps."""

    left: Run
    title: tuple[Run, ...]
    why: tuple[Run, ...]
    key: Chip | None
    chosen: bool


class AttentionBoard(DeskPanel):
    """As many rows as fit, most pressing first; the rest and what was acknowledged too late is counted."""

    nouns = ("order", "outage", "crew", "van", "response")
    first = True

    def take(self, change: Change) -> bool:
        self.session.dispatching.note(change)
        return super().take(change)

    def age(self, now: float) -> bool:
        self.session.send_plan(now)  # its ways are those that the queue counts with
        return super().age(now)

    def press(self, key: int) -> bool:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self.step(-1 if key == Qt.Key.Key_Up else 1)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._send()
        return False

    def _send(self) -> bool:
        """Begin to give the chosen order to the crew that the plan for all proposes, if any."""
        desk = self.session.desk
        crew = self._proposed(desk.chosen) if desk is not None else None
        if desk is None or crew is None:
            return False
        desk.send(crew.name)
        return True

    def _proposed(self, order: str) -> Candidate | None:
        """The crew that is proposed for an order that still waits for one."""
        row = self.session.tables.orders.get(order)
        going = self.session.dispatching.plan.going
        return going.get(order) if row is not None and awaits_crew(row) else None

    def turn(self, steps: int) -> None:
        self.step(steps)

    def cells(self, now: float) -> list[Cell]:
        session, scale = self.session, self.session.scale
        head = round(scale.px(16) + scale.line("small"))
        row = round(scale.px(25) + scale.line("row") + scale.line("small"))
        most = max(1, (self.height() - head) // row)
        queue = session.boards.attention(session.rules, now, session.room.area_class, most)
        self.shown = tuple(concern.order for concern in queue.rows)
        runs = self._head(queue)
        rect = QRect(0, 0, self.width(), head)
        cells = [Cell("head", rect, runs, lambda p, r: self._draw_head(p, r, runs))]
        self.spots = []
        clocks = Clocks(session.rules, session.room.area_class, in_force(session.tables))
        for place, concern in enumerate(queue.rows):
            face = self._face(concern, clocks, now)
            rect = QRect(0, head + place * row, self.width(), row)
            cells.append(Cell(("row", place), rect, face, lambda p, r, face=face: self._draw_row(p, r, face)))
            self.spots.append(Spot(rect, lambda face=face, order=concern.order: self._click(face, order)))
        return cells

    def _click(self, face: ConcernFace, order: str) -> None:
        """Choose the row; once it is chosen, a click does what its key says."""
        desk = self.session.desk
        if desk is not None and desk.chosen == order and face.key is not None:
            desk.do(face.key.name)
        else:
            self.choose(order)

    def _head(self, queue: AttentionQueue) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        text = self.session.text
        right = []
        if queue.more:
            right.append(Run(text.t("more.orders", n=text.number(queue.more)), tone="muted"))
        if queue.folded:
            right.append(Run(text.t("attention.folded", n=text.number(queue.folded)), tone="muted", drop=1))
        if not queue.rows:
            right.append(Run(text.t("attention.none"), tone="muted"))
        left = Run(text.t("attention.title"), bold=True), Run(text.t("attention.left"), tone="muted")
        return left, tuple(right)

    def _face(self, concern: Concern, clocks: Clocks, now: float) -> ConcernFace:
        text, tables, desk = self.session.text, self.session.tables, self.session.desk
        order = tables.orders[concern.order]
        outage = tables.outages.get(order.outage) if order.outage else None
        clock = clocks.of(order, now, None, outage)
        title = title_runs(order, outage, text)
        return ConcernFace(
            self._left(concern, clock, now),
            tuple(replace(run, drop=run.drop or place) for place, run in enumerate(title) if run.drop < 4),
            self._why(concern, order, clock, now),
            self._key(concern, order),
            desk is not None and desk.chosen == order.id,
        )

    def _left(self, concern: Concern, clock: OrderClock, now: float) -> Run:
        text, left = self.session.text, concern.at - now
        warned = left <= NEAR_S or clock.band in (Band.WARNING, Band.BREACHED)
        band = Band.BREACHED if left < 0 else Band.WARNING if warned else Band.CALM
        far = abs(left) >= HOUR
        span = text.age(abs(left)) if far else text.span(abs(left))  # nobody steers by those minutes
        words = text.t("attention.over" if left < 0 else "attention.in", span=span)
        return Run(words, "row", tone=BAND_TONE[band], glyph=BAND_GLYPH[band] or "disc")

    def _why(self, concern: Concern, order: Order, clock: OrderClock, now: float) -> tuple[Run, ...]:
        """What became of the desk's own act goes first, then the reasons, then who has it."""
        text, desk = self.session.text, self.session.desk
        mark = desk.marks.get(order.id) if desk is not None else None
        if mark is not None:
            return (Run(mark.words, glyph=mark.glyph, bold=True, elide=True),)
        said = []
        for reason in concern.reasons:
            about_clock = reason.code == "limit_ends" and clock.remaining is not None
            said.append(self._limit(clock, now) if about_clock else text.reason(reason))
        first, *rest = dict.fromkeys(said)
        runs = [Run(first, tone="muted", elide=True, gap=6)]
        runs += [
            Run(f"· {words}", tone="muted", drop=SPARE + place, gap=6) for place, words in enumerate(rest, 2)
        ]
        crew = self._proposed(order.id)
        if crew is not None:
            return (*runs[:1], *proposed_runs(crew, text), *runs[1:])
        outage = self.session.tables.outages.get(order.outage) if order.outage else None
        return (*runs, *holder_runs(order, outage, text))

    def _limit(self, clock: OrderClock, now: float) -> str:
        """The limit's clock; of one that is over, its name alone, since how long stands beside it."""
        text = self.session.text
        if clock.band is Band.BREACHED and clock.target:
            return text.t("attention.limit_over", target=text.t(f"target.{clock.target}"))
        return clock_run(clock, text, now).text

    def _key(self, concern: Concern, order: Order) -> Chip | None:
        """The first verb that meets the nearest moment and is open to this desk."""
        desk, text, reason = self.session.desk, self.session.text, concern.reasons[0]
        if desk is None:
            return None
        wanted = HELPS.get(f"{reason.code}.{reason.args.get('target')}") or HELPS.get(reason.code, ())
        if not wanted:
            return None
        tables = self.session.tables
        open_now = {each.verb for each in offers(order, desk.name, desk.role, tables) if each.open}
        verb = next((verb for verb in wanted if verb in open_now), None)
        if verb is None:
            return None
        return Chip(verb, ACTIONS[verb].words(text), key_words(ACTIONS[verb].keys, text))

    def _draw_head(
        self, painter: QPainter, rect: QRectF, runs: tuple[tuple[Run, ...], tuple[Run, ...]]
    ) -> None:
        scale, theme = self.session.scale, self.session.theme
        inner = rect.adjusted(scale.px(20), 0, -scale.px(16), 0)
        draw_split(painter, inner, runs[0], runs[1], scale, theme)

    def _draw_row(self, painter: QPainter, rect: QRectF, face: ConcernFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        if face.chosen:
            draw_chosen(painter, rect, scale, theme)
        thin = max(1.0, scale.px(1))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - thin, rect.width(), thin), theme.hairline)
        inner = rect.adjusted(scale.px(20), scale.px(10), -scale.px(16), -scale.px(10))
        first, second = scale.line("row"), scale.line("small")
        clock = scale.px(136)
        draw_line(painter, QRectF(inner.left(), inner.top(), clock, first), [face.left], scale, theme)
        x = inner.left() + clock + scale.px(10)
        right = inner.right()
        if face.key is not None:
            shown = self._fitting(face.key, face.title[:1], right - x)
            wide, high = chips_width([shown], scale), chip_height(scale)
            chip = QRectF(right - wide, inner.top() + (first - high) / 2, wide, high)
            draw_chip(painter, chip, shown, scale, theme)
            right = chip.left() - scale.px(12)
        draw_line(painter, QRectF(x, inner.top(), right - x, first), face.title, scale, theme)
        below = QRectF(x, inner.top() + first + scale.px(4), inner.right() - x, second)
        draw_line(painter, below, face.why, scale, theme)

    def _fitting(self, key: Chip, name: tuple[Run, ...], room: float) -> Chip:
        """The key alone where its word would take the place of the object's name."""
        scale = self.session.scale
        needed = min(line_width(name, scale), scale.px(NAME)) + scale.px(12)
        return key if room - chips_width([key], scale) >= needed else replace(key, words=key.key, key="")


def holder_runs(order: Order, outage: Outage | None, text: Text) -> tuple[Run, ...]:
    """Who has it. Where room lacks, his unit goes after all reasons but the first, and his name stays."""
    name = order.holder_name or order.holder
    if order.unit and name:
        unit = Run(text.name(order.unit), tone="muted", drop=SPARE + 1, gap=6)
        return Run("·", tone="muted", gap=6), unit, Run(text.name(name), tone="muted", elide=True)
    words = owner_words(order, outage, text) or text.t("order.unclaimed")
    return (Run(f"· {words}", tone="muted", elide=True),)


def proposed_runs(crew: Candidate, text: Text) -> tuple[Run, ...]:
    """Who is proposed, with his minutes; of another bureau, whose he is."""
    name = text.t("plan.proposed", crew=text.name(crew.name))
    runs = [
        Run(name, elide=True, gap=6),
        Run(minutes_words(crew.seconds, text), bold=True, gap=6),
    ]
    if crew.across:
        runs.append(Run(text.t("crews.across", unit=text.name(crew.unit)), bold=True, drop=1, gap=6))
    return tuple(runs)


PANEL = PanelSpec("attention_board", AttentionBoard)
