"""What is not live says so across the full width: replayed, simulated, schematic; whose, when, how fast.

So does what a desk has a wall show: who wants it, and until when.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from wallboard.domain.clock import ClockState
from wallboard.domain.terms import ClockMode
from wallboard.state.queries.pushed import pushed_to
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.ink import Run, badge, draw_line, line_width
from widgets.past import PastFace

NAMED = 3
"""Sources that are named; the rest is counted."""


class Banner(CellPanel):
    """Takes no height where everything is live."""

    nouns = ("source", "room", "outage")

    def own_height(self) -> float:
        if not self.session.not_live and not self.session.room.map.schematic and not self._pushed():
            return 0.0
        scale = self.session.scale
        if scale.near:
            return max(scale.px(30), scale.line("small") * 1.6)
        return max(scale.px(44), scale.line("small") * 1.12)

    def cells(self, now: float) -> list[Cell]:
        face = self._runs(now)
        return [Cell("banner", self.rect(), face, lambda p, r: self._paint(p, r, face))]

    def _runs(self, now: float) -> tuple[Run, ...]:
        text, room = self.session.text, self.session.room
        state = self.session.clock.state()
        runs = self._pushed()
        if session_past := self.session.past:
            return tuple(self._of_past(session_past, state, now))
        if state.mode is ClockMode.REPLAY:
            runs.append(badge("replay", text.t("banner.replay"), role="row", gap=24))
        if room.simulated or state.mode is ClockMode.SCENARIO:
            runs.append(Run(text.t("banner.simulated"), "row", gap=24))
        if room.map.schematic:
            runs.append(Run(text.t("banner.schematic"), "row", gap=24))
        runs += self._whose()
        if state.mode is ClockMode.REPLAY:
            runs.append(Run(text.stamp(now), bold=True, gap=10))
            runs.append(Run(text.zone_name(now), tone="muted", drop=1, gap=24))
            runs.append(Run(self._rate(state), tone="muted", drop=1))
        return tuple(runs)

    def _of_past(self, past: PastFace, state: ClockState, now: float) -> list[Run]:
        """Which hour, where in it, how fast; what stands in the present meanwhile, and how one gets there."""
        text, room = self.session.text, self.session.room
        hour = f"{text.clock_time(past.since, past.now())}–{text.clock_time(past.until, past.since)}"
        runs = [badge("replay", f"{text.t('banner.replay')} {hour}", role="row", gap=24)]
        if room.simulated:
            runs.append(Run(text.t("banner.simulated"), "row", gap=24))
        runs.append(Run(text.seconds_time(now), bold=True, gap=10))
        runs.append(Run(self._rate(state), tone="muted", drop=2, gap=24))
        alarms = past.alarms()
        glyph, tone = ("diamond", "breached") if alarms else ("", "muted")
        live = text.t("banner.meanwhile", n=text.number(alarms))
        runs.append(Run(live, tone=tone, glyph=glyph, bold=bool(alarms), gap=24))
        return [*runs, Run(text.t("banner.to_now"), tone="muted", drop=1)]

    def _pushed(self) -> list[Run]:
        """Who shows what stands here and until when, in words that stand out."""
        session = self.session
        now = session.now()
        focus = pushed_to(session.tables, session.window, now) if session.desk is None else None
        if focus is None:
            return []
        until = "" if focus.until is None else session.text.clock_time(focus.until, now)
        words = session.text.t("banner.pushed", who=session.text.name(focus.by), time=until)
        return [Run(words, "row", plate="solid", bold=True, gap=24)]

    def _rate(self, state: ClockState) -> str:
        text = self.session.text
        if state.ended:
            return text.t("banner.ended")
        return text.t("banner.rate", n=text.number(state.rate)) if state.rate > 0 else text.t("banner.paused")

    def _whose(self) -> list[Run]:
        """The sources that are really there, the first few by name, and what the room says of itself."""
        session = self.session
        text, room = session.text, session.room
        runs: list[Run] = []
        replay = session.clock.state().mode is ClockMode.REPLAY and not room.simulated
        there = [s for s in session.tables.sources.values() if s.replayed or replay]
        titles = sorted({text.name(s.title) or s.attribution or s.id for s in there})
        if titles:
            names = text.t("banner.comma").join(titles[:NAMED])
            rest = len(titles) - NAMED
            words = text.t("banner.data", names=names)
            if rest > 0:
                words += " " + text.t("more.sources", n=rest)
            runs.append(Run(words, elide=True, gap=24))
        own = room.attribution.get(text.lang, "")
        if own:
            runs.append(Run(own, tone="muted" if runs else "text", drop=2 if runs else 0, elide=True, gap=24))
        return runs

    def _paint(self, painter: QPainter, rect: QRectF, runs: tuple[Run, ...]) -> None:
        scale, theme = self.session.scale, self.session.theme
        painter.fillRect(rect, theme.surface)
        most = rect.width() - scale.px(2 * 160)
        width = min(line_width(runs, scale), most)
        left = rect.center().x() - width / 2
        draw_line(painter, QRectF(left, rect.top(), width + 1, rect.height()), runs, scale, theme)
        gap = scale.px(32)
        self._hatch(painter, QRectF(rect.left(), rect.top(), left - gap - rect.left(), rect.height()))
        right = left + width + gap
        self._hatch(painter, QRectF(right, rect.top(), rect.right() - right, rect.height()))

    def _hatch(self, painter: QPainter, rect: QRectF) -> None:
        """Slanted strokes: not live is seen before it is read."""
        if rect.width() <= 0:
            return
        scale, theme = self.session.scale, self.session.theme
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(theme.border, scale.px(4)))
        step, x = scale.px(24), rect.left() - rect.height()
        while x < rect.right():
            painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
            x += step
        painter.restore()


PANEL = PanelSpec("banner", Banner)
