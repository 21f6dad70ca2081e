"""Who is proposed for every order that waits for a crew, the heaviest first (d.116, domain 5.8).

Up and down choose an order. Enter or a second click begins the send: the line at the foot opens.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from wallboard.domain.rows import Response
from wallboard.rules.dispatch.moving import Relief
from wallboard.rules.dispatch.proposals import Proposal
from wallboard.rules.dispatch.vans import VanProposal, wants_van
from wallboard.rules.restore_orders import order_key
from wallboard.rules.storm import tier_of_order
from wallboard.state.changes import Change
from wallboard.state.queries.proposals import SendPlan, awaits_crew
from wallboard.state.queries.responses import at_level
from widgets.desk_panel import DeskPanel, Spot
from widgets.panel import Cell, PanelSpec
from widgets.parts.desk_marks import draw_chosen
from widgets.parts.ink import Run, draw_line, draw_split
from widgets.parts.plan_words import PlanFace, plan_face, relief_face, van_face

MARGIN, CLOCK = 20.0, 118.0
"""Study px: at the sides, and of the column of minutes."""
MOST_VANS = 3
MOST_RELIEFS = 3
OLD_S = 60.0
"""Operational seconds after which the age of a plan is said."""


class SendPlanPanel(DeskPanel):
    """As many orders as fit; those around the chosen one where there are more."""

    nouns = ("crew", "order", "outage", "van", "response")
    _top = 0

    def take(self, change: Change) -> bool:
        self.session.dispatching.note(change)
        return super().take(change)

    def press(self, key: int) -> bool:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._walk(-1 if key == Qt.Key.Key_Up else 1)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._send()
        return False

    def turn(self, steps: int) -> None:
        self._walk(steps)

    def _walk(self, by: int) -> bool:
        """Choose the next order of the whole plan, shown or not."""
        desk, orders = self.session.desk, [one.order for one in self._waiting(self.session.dispatching.plan)]
        if desk is None or not orders:
            return False
        at = orders.index(desk.chosen) + by if desk.chosen in orders else 0
        self.choose(orders[max(0, min(len(orders) - 1, at))])
        return True

    def _send(self) -> bool:
        """Begin to give the chosen order to the crew that is proposed for it."""
        desk = self.session.desk
        crew = self.session.dispatching.plan.going.get(desk.chosen) if desk is not None else None
        if desk is None or crew is None:
            return False
        desk.send(crew.name)
        return True

    def _waiting(self, plan: SendPlan) -> list[Proposal]:
        """What still waits: an order may have been taken since the plan was made."""
        orders = self.session.tables.orders
        return [one for one in plan.proposals if one.order in orders and awaits_crew(orders[one.order])]

    # what stands in it

    def cells(self, now: float) -> list[Cell]:
        scale, text, tables = self.session.scale, self.session.text, self.session.tables
        plan = self.session.send_plan(now)
        waiting = self._waiting(plan)
        high = round(scale.line("small") + scale.px(12))
        row = round(scale.line("row") + scale.line("small") + scale.px(14))
        vans = self._vans(plan)
        storm = self.session.dispatch_rules.storm
        declared = at_level(tables, storm.from_level)
        moves = plan.reliefs[:MOST_RELIEFS] if declared is not None else ()
        moved = high + len(moves) * row if moves else 0
        below = moved + (high + len(vans) * row if vans else 0)
        fits = max(0, (self.height() - high - below) // row)
        shown = self._window(waiting, fits)
        self.shown = tuple(one.order for one in shown)
        cut = [one.order for one in waiting if one.cut]
        head = self._head(plan, len(waiting), len(waiting) - len(shown), len(cut), now)
        rect = QRect(0, 0, self.width(), high)
        cells = [Cell("head", rect, head, lambda p, r: self._draw_head(p, r, head))]
        self.spots = [Spot(rect, lambda: self._next_of(cut))] if cut else []
        desk = self.session.desk
        for place, one in enumerate(shown):
            order = tables.orders[one.order]
            outage = tables.outages.get(order.outage) if order.outage else None
            at = desk is not None and desk.chosen == one.order
            tier = tier_of_order(order, outage, storm) if declared is not None else 0
            face = plan_face(one, order, outage, text, at, plan.cut.get(one.order), tier)
            rect = QRect(0, high + place * row, self.width(), row)
            cells.append(Cell(("row", place), rect, face, lambda p, r, f=face: self._draw_row(p, r, f)))
            self.spots.append(Spot(rect, lambda f=face: self._click(f)))
        head_of_vans = QRect(0, self.height() - below, self.width(), high)
        cells += self._van_cells(vans, head_of_vans, row, now)
        if declared is None or not moves:
            return cells
        return cells + self._relief_cells(
            moves, declared, QRect(0, self.height() - moved, self.width(), high), row
        )

    def _relief_cells(self, moves: Sequence[Relief], declared: Response, head: QRect, row: int) -> list[Cell]:
        """Crews that might go elsewhere before they are needed there, and at which level."""
        text, crews = self.session.text, self.session.tables.crews
        level = text.name(declared.words) if declared.words else text.t("response.level", n=declared.level)
        runs = (Run(text.t("plan.reliefs"), bold=True),), (Run(level, tone="muted", elide=True),)
        cells = [Cell("reliefs", head, runs, lambda p, r: self._draw_head(p, r, runs))]
        for place, one in enumerate(moves):
            names = [crews[crew].name or crew if crew in crews else crew for crew in one.crews]
            face = relief_face(one, names, text)
            rect = QRect(0, head.bottom() + 1 + place * row, self.width(), row)
            cells.append(Cell(("relief", place), rect, face, lambda p, r, f=face: self._draw_row(p, r, f)))
        return cells

    def _vans(self, plan: SendPlan) -> list[VanProposal]:
        """The first few that still hold: a van may have gone, an outage may be over."""
        tables = self.session.tables
        goes = {van.goes_to for van in tables.vans.values()}
        found = [
            one
            for one in plan.vans
            if one.outage in tables.outages
            and wants_van(tables.outages[one.outage])
            and one.van in tables.vans
            and tables.vans[one.van].free
            and one.outage not in goes
        ]
        return found[:MOST_VANS]

    def _van_cells(self, vans: list[VanProposal], head: QRect, row: int, now: float) -> list[Cell]:
        """Where generator vans save most, below the orders; a click chooses the outage's order, a second one
        begins to send the van."""
        text, tables, desk = self.session.text, self.session.tables, self.session.desk
        if not vans:
            return []
        runs = (Run(text.t("plan.vans"), bold=True),), (Run(text.t("plan.vans_until"), tone="muted"),)
        cells = [Cell("vans", head, runs, lambda p, r: self._draw_head(p, r, runs))]
        for place, one in enumerate(vans):
            order = order_key(one.outage)
            at = desk is not None and desk.chosen == order
            face = van_face(one, tables.outages[one.outage], order, text, now, at)
            rect = QRect(0, head.bottom() + 1 + place * row, self.width(), row)
            cells.append(Cell(("van", place), rect, face, lambda p, r, f=face: self._draw_row(p, r, f)))
            if order in tables.orders:
                self.spots.append(Spot(rect, lambda order=order, one=one: self._click_van(order, one)))
        return cells

    def _window(self, waiting: list[Proposal], fits: int) -> list[Proposal]:
        """The rows that fit, so that the chosen one is among them."""
        desk = self.session.desk
        at = next((n for n, one in enumerate(waiting) if desk is not None and one.order == desk.chosen), None)
        if at is not None:
            self._top = max(min(self._top, at), at - max(0, fits - 1))
        self._top = max(0, min(self._top, len(waiting) - fits))
        return waiting[self._top : self._top + fits]

    def _next_of(self, orders: list[str]) -> None:
        """The next one of these: a click at the heading goes through those that nobody can reach."""
        desk = self.session.desk
        at = orders.index(desk.chosen) + 1 if desk is not None and desk.chosen in orders else 0
        self.choose(orders[at % len(orders)])

    def _click_van(self, order: str, van: VanProposal) -> None:
        desk = self.session.desk
        if desk is not None and desk.chosen == order:
            desk.send_van(van.name)
        else:
            self.choose(order)

    def _click(self, face: PlanFace) -> None:
        desk = self.session.desk
        if desk is not None and desk.chosen == face.order:
            self._send()
        else:
            self.choose(face.order)

    def _head(
        self, plan: SendPlan, waiting: int, more: int, cut: int, now: float
    ) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        text = self.session.text
        left = [Run(text.t("plan.title"), bold=True)]
        if self.session.roads is None:
            return tuple(left), (Run(text.t("plan.no_roads"), tone="muted"),)
        count = text.t("plan.waiting", n=text.number(waiting)) if waiting else text.t("plan.none")
        left.append(Run(count, tone="muted", drop=1))
        right = [Run(text.t("plan.free", n=text.number(plan.free)), tone="muted", drop=1)]
        if cut:
            right.append(Run(text.t("plan.cut_off", n=text.number(cut)), bold=True))
        if plan.shut:
            right.append(Run(text.t("plan.shut", n=text.number(plan.shut)), bold=True))
        if plan.unplaced:
            right.append(Run(text.t("plan.unplaced", n=text.number(len(plan.unplaced))), tone="muted"))
        if more:
            right.append(Run(text.t("more.orders", n=text.number(more)), tone="muted"))
        if plan.now and now - plan.now > OLD_S:
            right.append(Run(text.t("plan.old", age=text.age(now - plan.now)), bold=True))
        return tuple(left), tuple(right)

    # how it is drawn

    def _draw_head(
        self, painter: QPainter, rect: QRectF, runs: tuple[tuple[Run, ...], tuple[Run, ...]]
    ) -> None:
        scale, theme = self.session.scale, self.session.theme
        inner = rect.adjusted(scale.px(MARGIN), 0, -scale.px(MARGIN), 0)
        draw_split(painter, inner, runs[0], runs[1], scale, theme)

    def _draw_row(self, painter: QPainter, rect: QRectF, face: PlanFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        if face.at:
            draw_chosen(painter, rect, scale, theme)
        thin = max(1.0, scale.px(1))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - thin, rect.width(), thin), theme.hairline)
        inner = rect.adjusted(scale.px(MARGIN), scale.px(5), -scale.px(MARGIN), -scale.px(5))
        first, clock = scale.line("row"), scale.px(CLOCK)
        draw_line(painter, QRectF(inner.left(), inner.top(), clock, first), [face.minutes], scale, theme)
        x = inner.left() + clock
        above = QRectF(x, inner.top(), inner.right() - x, first)
        draw_split(painter, above, face.title, face.why, scale, theme)
        below = QRectF(x, above.bottom() + scale.px(2), inner.right() - x, scale.line("small"))
        draw_line(painter, below, face.below, scale, theme)


PANEL = PanelSpec("send_plan", SendPlanPanel)
