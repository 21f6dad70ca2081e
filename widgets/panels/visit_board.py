"""LV one visit (一次妥): today's appointments with their four ticks, failed and late first (d.118-120)."""

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from wallboard.domain.order_row import Order
from wallboard.domain.terms import Lane
from wallboard.rules.connecting import TICKS, OneVisit, VisitState
from wallboard.state.queries.queues import sourced
from wallboard.state.queries.visits import Visits, visits
from widgets.panel import PanelSpec
from widgets.parts.ink import Run, draw_line, draw_split
from widgets.parts.lane_words import lane_runs
from widgets.parts.listing import FAR, Listed, Listing, RowFace
from widgets.parts.order_words import title_runs


@dataclass(frozen=True)
class VisitRow(RowFace):
    """A row with its ticks, which stand in columns under one another."""

    ticks: tuple[Run, ...] = ()


class VisitBoard(Listing):
    """The window of each, the four ticks, who goes."""

    nouns = ("order", "source")

    def listed(self, now: float, most: int) -> Listed:
        session, text = self.session, self.session.text
        trays, tables = session.boards.trays(), session.tables
        title = lane_runs(Lane.CONNECT, text, words=text.t("case.title.lv"))
        if not sourced(tables, trays, Lane.CONNECT):
            return Listed((title, (Run(text.t("no_source"), tone="muted"),)), [])
        today = text.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        begin, end = today.timestamp(), (today + timedelta(days=1)).timestamp() - 1.0
        found = visits(tables, trays, begin, end, now, most)
        rows = [(order.id, self._row(order, visit, now)) for order, visit in found.rows]
        return Listed((title, self._counts(found, len(rows))), [*rows], text.t("visit.none"))

    def _counts(self, found: Visits, shown: int) -> tuple[Run, ...]:
        text = self.session.text
        today = Run(text.t("visit.today"), tone="muted", drop=1)
        runs = [Run(text.number(found.total), "count", gap=6), today]
        for n, words, glyph, tone in (
            (found.done, "visit.state.done", "", "text"),
            (found.failed, "visit.state.failed", "crossed", "breached"),
            (found.late, "visit.state.late", "diamond", "breached"),
        ):
            lit = tone if n else "muted"
            runs.append(Run(text.number(n), "count", tone=lit, glyph=glyph, gap=6, lead=6))
            runs.append(Run(text.t(words), tone="muted", drop=3))
        rest = found.total - shown
        if rest > 0:
            runs.append(Run(text.t("more.orders", n=text.number(rest)), tone="muted", lead=8))
        return tuple(runs)

    def _row(self, order: Order, visit: OneVisit, now: float) -> VisitRow:
        text = self.session.text
        window = Run(self._window(order, now), "row", gap=14)
        ticks = tuple(
            Run(text.t(f"tick.{name}"), tone="text" if done else "muted", glyph="tick" if done else "ring")
            for name, done in ((name, name not in visit.missing) for name in TICKS)
        )
        failed = visit.state is VisitState.FAILED
        state = "late" if failed and not visit.because else visit.state.value
        glyph = "" if not failed else "crossed" if visit.because else "diamond"
        said = text.t(f"visit.state.{state}")
        words = [Run(said, bold=True, tone="breached" if failed else "text", glyph=glyph)]
        if visit.because:
            why = text.name(visit.because)
            said = why if failed else text.t("visit.again", why=why)
            words.append(Run(said, tone="text" if failed else "muted", elide=True))
        project = order.project
        manager = (project.manager if project is not None else "") or order.holder_name or order.holder
        owner = Run(text.name(manager) or text.t("order.unclaimed"), tone="muted", elide=True, drop=2)
        return VisitRow((window, *title_runs(order, None, text)), (), (*words, owner), ticks=ticks)

    def _window(self, order: Order, now: float) -> str:
        """14:00–16:00, the day before it where it is another one."""
        text, project = self.session.text, order.project
        if project is None or project.window_to is None:
            return ""
        if project.window_from is None:
            return text.clock_time(project.window_to, now)
        return f"{text.clock_time(project.window_from, now)}–{text.local(project.window_to):%H:%M}"

    def draw_row(self, painter: QPainter, rect: QRectF, row: RowFace) -> None:
        """The order above; below left how it stands, right the ticks in columns of their own."""
        scale, theme = self.session.scale, self.session.theme
        ticks = row.ticks if isinstance(row, VisitRow) else ()
        above = QRectF(rect.left(), rect.top(), rect.width(), scale.line("row"))
        below = QRectF(rect.left(), above.bottom(), rect.width(), scale.line("small"))
        if scale.growth >= FAR:
            draw_line(painter, above, row.left, scale, theme)
            draw_split(painter, below, row.below[:1], _signs(ticks), scale, theme)
            return
        draw_split(painter, above, row.left, (), scale, theme)
        step = max((scale.advance("small", None, run.text) for run in ticks), default=0.0) + scale.px(52)
        left = rect.right() - step * len(ticks)
        for i, run in enumerate(ticks):
            place = QRectF(left + i * step, below.top(), step, below.height())
            draw_line(painter, place, (run,), scale, theme)
        room = QRectF(below.left(), below.top(), left - below.left() - scale.px(16), below.height())
        draw_line(painter, room, row.below, scale, theme)


def _signs(ticks: tuple[Run, ...]) -> tuple[Run, ...]:
    """The ticks without their words, for a wall that is read from far."""
    return tuple(Run("", tone=run.tone, glyph=run.glyph, gap=8) for run in ticks)


PANEL = PanelSpec("visit_board", VisitBoard)
