"""Who could go to the order that the desk has chosen: the nearest able crews, whatever border they cross
(d.7, d.114, d.115), and what else the trip can do (d.124). A click begins the send; looking sends nobody.
"""

import math
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from shiboken6 import Shiboken

from wallboard.domain.terms import Lane
from wallboard.rules.dispatch.candidates import Candidate, Candidates
from wallboard.state.changes import Change
from wallboard.state.queries.attention import place_of_order
from wallboard.state.queries.candidates import answered, asked
from widgets.desk import DeskWay
from widgets.desk_panel import DeskPanel, Spot
from widgets.panel import Cell, PanelSpec
from widgets.parts.crew_words import CrewFace, counted, crew_face, minutes_words, passed_face
from widgets.parts.desk_marks import draw_chosen
from widgets.parts.ink import Run, draw_line, draw_split
from widgets.parts.ride_words import RidesFace, Runs, rides_face
from widgets.parts.shown_order import shown_order

MARGIN, CLOCK = 20.0, 118.0
"""Study px: at the sides, and of the column of minutes."""
AGAIN_S = 10.0
"""Operational seconds after which crews that drive are measured anew."""
MOST = 8
RIDES = 3
"""Jobs that ride along, at most, below the crews."""


class CrewCandidates(DeskPanel):
    """Up and down choose a crew, Enter begins the send to it."""

    nouns = ("crew", "order", "outage", "road", "response", "cell")
    _order, _at = "", -1
    _found: Candidates | None = None
    _asked_at = -math.inf
    _stale = True

    def press(self, key: int) -> bool:
        crews = self._found.proposed if self._found is not None else ()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and crews:
            by = 1 if key == Qt.Key.Key_Down else -1
            self._at = max(0, min(len(crews) - 1, self._at + by))
            self.refresh()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < len(crews):
            self._send(crews[self._at])
        else:
            return False
        return True

    def on_desk(self) -> None:
        self._follow()
        self.refresh()

    def on_atlas(self) -> None:
        self._asked_at, self._stale = -math.inf, True
        super().on_atlas()

    def take(self, change: Change) -> bool:
        """What stands here is put right at once; what others do and where all drive, when it is due."""
        self._stale = self._stale or self.wants(change) or bool(change.moved)
        shown = {one.crew for one in self._found.proposed} if self._found is not None else set()
        if (
            change.reset
            or change.touches("response")
            or self._order in change.of("order")
            or shown & change.of("crew")
        ):
            self._asked_at = -math.inf
            self._follow()
        return False

    def age(self, now: float) -> bool:
        self._follow()
        return True

    # what is asked

    def _follow(self) -> None:
        """Ask for the crews of the order that is shown: it is another one, or the answer has grown old."""
        session, chosen = self.session, shown_order(self.session)
        if chosen != self._order:
            self._order, self._found, self._at = chosen, None, -1
            self._forget_ways()
            self._asked_at, self._stale = -math.inf, True
        now = session.now()
        roads = session.roads
        if not chosen or roads is None or now - self._asked_at < AGAIN_S or not self._stale:
            return
        self._asked_at, self._stale = now, False
        row = session.tables.orders.get(chosen)
        repairs = row is not None and row.lane is Lane.RESTORE
        rules = session.dispatch_rules
        question = asked(session.tables, chosen, now, rules) if repairs else None
        if question is None:
            self._found = None
            self._forget_ways()
            return

        def work() -> tuple[str, Candidates]:
            return chosen, answered(question, roads, rules, MOST)

        session.worker.do(id(self), [work], self._answered)

    def _forget_ways(self) -> None:
        """No crew's way is on the map any more."""
        if self.session.desk is not None:
            self.session.desk.ways = ()

    def _answered(self, answered: tuple[str, Candidates]) -> None:
        order, found = answered
        if order != self._order or not Shiboken.isValid(self):  # another is chosen, or the page was rebuilt
            return
        before = self._found.proposed[self._at].crew if self._found is not None and self._at >= 0 else ""
        crews = [one.crew for one in found.proposed]
        self._found, self._at = found, crews.index(before) if before in crews else -1
        desk, text = self.session.desk, self.session.text
        if desk is not None:
            desk.nearest = order, tuple(one.name for one in found.proposed)
            desk.ways = tuple(
                DeskWay(minutes_words(one.seconds, text), one.line) for one in found.proposed if one.line
            )
        self.refresh()

    def _send(self, crew: Candidate) -> None:
        desk = self.session.desk
        if desk is None:
            return
        if not desk.chosen:
            desk.choose(self._order)
        desk.send(crew.name)

    # what stands in it

    def cells(self, now: float) -> list[Cell]:
        scale, text = self.session.scale, self.session.text
        self.spots = []
        high = round(scale.line("small") + scale.px(12))
        head = self._head()
        rect = QRect(0, 0, self.width(), high)
        cells = [Cell("head", rect, head, lambda p, r: self._draw_head(p, r, head))]
        row = round(scale.line("row") + scale.line("small") + scale.px(10))
        along = self._along(now)
        line = round(scale.line("small") + scale.px(4))
        below = 0 if along is None else high + len(along.lines) * line + round(scale.px(6))
        fits = max(0, (self.height() - high - below) // row)
        for place, (face, click) in enumerate(self._rows(fits)):
            rect = QRect(0, high + place * row, self.width(), row)
            cells.append(Cell(("row", place), rect, face, lambda p, r, f=face: self._draw_row(p, r, f)))
            if click is not None:
                self.spots.append(Spot(rect, click))
        if self._found is not None and not self._found.proposed and fits > len(self._found.passed):
            place = QRect(0, high + len(self._found.passed) * row, self.width(), row)
            words = Run(text.t("crews.nobody", why=counted(self._found.unable, text)), bold=True, elide=True)
            cells.append(Cell("nobody", place, words, lambda p, r: self._draw_words(p, r, (words,))))
        if along is None:
            return cells
        return cells + self._along_cells(along, QRect(0, self.height() - below, self.width(), high), line)

    def _along(self, now: float) -> RidesFace | None:
        """What rides along with the crew that is chosen, else with the first."""
        found, session = self._found, self.session
        if found is None or not found.proposed:
            return None
        face = rides_face(found, found.proposed[max(0, self._at)], session.rules, session.text, now)
        return RidesFace(face.head, face.lines[:RIDES])

    def _along_cells(self, along: RidesFace, head: QRect, line: int) -> list[Cell]:
        cells = [Cell("along", head, along.head, lambda p, r: self._draw_head(p, r, along.head))]
        for place, runs in enumerate(along.lines):
            rect = QRect(0, head.bottom() + 1 + place * line, self.width(), line)
            cells.append(Cell(("ride", place), rect, runs, lambda p, r, f=runs: self._draw_words(p, r, f)))
        return cells

    def _head(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        text, found = self.session.text, self._found
        title = (Run(text.t("crews.title"), bold=True), Run(text.t("crews.by_road"), tone="muted", drop=1))
        if found is None or not found.unable:
            return title, self._why_none()
        return title, (Run(text.t("crews.unable", n=text.number(sum(found.unable.values()))), tone="muted"),)

    def _why_none(self) -> tuple[Run, ...]:
        """Why no crews stand here; nothing while they are being looked for."""
        text, tables = self.session.text, self.session.tables
        row = tables.orders.get(self._order)
        if self._found is not None:
            return ()
        if row is None:
            return (Run(text.t("crews.choose_first"), tone="muted"),)
        if row.lane is not Lane.RESTORE:
            return (Run(text.t("crews.restore_only"), tone="muted"),)
        if not row.open or place_of_order(tables, row) is not None:
            return ()
        return (Run(text.t("crews.no_place"), tone="muted"),)

    def _rows(self, fits: int) -> list[tuple[CrewFace, Callable[[], None] | None]]:
        """The proposed, and at the end as many as fit of those that are nearer and are not; where there are
        many, two places are theirs."""
        found, text = self._found, self.session.text
        if found is None:
            return []
        kept = min(len(found.passed), 2 if found.proposed else fits)
        proposed = found.proposed[: max(0, fits - kept)]
        rows: list[tuple[CrewFace, Callable[[], None] | None]] = [
            (
                crew_face(one, self.session.text, place == self._at and self.hasFocus()),
                lambda one=one: self._send(one),
            )
            for place, one in enumerate(proposed)
        ]
        left = fits - len(rows)
        return rows + [(passed_face(one, text), None) for one in found.passed[:left]]

    # how it is drawn

    def _draw_head(
        self, painter: QPainter, rect: QRectF, runs: tuple[tuple[Run, ...], tuple[Run, ...]]
    ) -> None:
        scale, theme = self.session.scale, self.session.theme
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), max(1.0, scale.px(1))), theme.hairline)
        inner = rect.adjusted(scale.px(MARGIN), 0, -scale.px(MARGIN), 0)
        draw_split(painter, inner, runs[0], runs[1], scale, theme)

    def _draw_row(self, painter: QPainter, rect: QRectF, face: CrewFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        if face.at:
            draw_chosen(painter, rect, scale, theme)
        inner = rect.adjusted(scale.px(MARGIN), scale.px(3), -scale.px(MARGIN), -scale.px(3))
        first, clock = scale.line("row"), scale.px(CLOCK)
        draw_line(painter, QRectF(inner.left(), inner.top(), clock, first), [face.minutes], scale, theme)
        x = inner.left() + clock
        above = QRectF(x, inner.top(), inner.right() - x, first)
        draw_split(painter, above, face.name, face.saves, scale, theme)
        below = QRectF(x, above.bottom(), inner.right() - x, scale.line("small"))
        draw_line(painter, below, face.below, scale, theme)

    def _draw_words(self, painter: QPainter, rect: QRectF, words: Runs) -> None:
        inner = rect.adjusted(self.session.scale.px(MARGIN), 0, -self.session.scale.px(MARGIN), 0)
        draw_line(painter, inner, words, self.session.scale, self.session.theme)


PANEL = PanelSpec("crew_candidates", CrewCandidates)
