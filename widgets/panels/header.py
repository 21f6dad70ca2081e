"""The head of every page: room and page, response level, alarms, shift and leads on duty, date and time."""

from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from wallboard.domain.rows import Response, Shift
from wallboard.state.queries.alarms import alarm_counts
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.alarm_words import count_runs
from widgets.parts.ink import Run, draw_line, draw_run, least_width, line_width, width_of


@dataclass(frozen=True)
class HeadFace:
    """Who and which page, the response level in its issuer's words ('' where none stands), and the alarms."""

    room: str
    page: str
    response: str
    alarms: tuple[Run, ...] = ()


class Header(CellPanel):
    """One line; the clock keeps its place whatever else must go."""

    nouns = ("roster", "response", "alarm", "room")

    def own_height(self) -> float:
        scale = self.session.scale
        return max(scale.px(48 if scale.near else 72), scale.line("clock"))

    def cells(self, now: float) -> list[Cell]:
        now = self.session.present()  # this clock says that the wall itself is alive
        scale = self.session.scale
        margin = round(scale.px(32))
        inner = self.rect().adjusted(margin, 0, -margin, 0)
        clock = ceil(line_width(self._clock("00:00", "00", now), scale)) + 1
        clock_rect = QRect(inner.right() - clock + 1, 0, clock, self.height())
        duty = self._duty(now)
        gap = round(scale.px(32))
        alarms = count_runs(alarm_counts(self.session.tables), self.session.text, named=True)
        head = HeadFace(self._room_title(), self._page_title(), self._response(), alarms)
        needed = line_width(duty, scale) + 1
        space = clock_rect.left() - gap - inner.left()
        duty_width = ceil(max(0.0, min(needed, space - self._least_head(head) - gap)))
        duty_rect = QRect(clock_rect.left() - gap - duty_width, 0, duty_width, self.height())
        head_rect = QRect(inner.left(), 0, duty_rect.left() - gap - inner.left(), self.height())
        hours, seconds = self.session.text.seconds_time(now).rsplit(":", 1)
        time = self._clock(hours, seconds, now)
        return [
            Cell("head", head_rect, head, lambda p, r: self._draw_head(p, r, head)),
            Cell("duty", duty_rect, duty, lambda p, r: self._draw_duty(p, r, duty)),
            Cell("clock", clock_rect, time, lambda p, r: self._draw_clock(p, r, time)),
        ]

    def _clock(self, time: str, seconds: str, now: float) -> tuple[Run, ...]:
        """The time, and in which zone: a replayed room is often not the viewer's.

        Its seconds are small and quiet: nobody needs them but to see that the wall is alive.
        """
        zone = Run(self.session.text.zone_name(now), tone="muted", gap=14)
        return zone, Run(time, "clock", gap=8), Run(seconds, tone="muted")

    def _base(self, rect: QRectF) -> float:
        """The one baseline of the page's head, window pixels: the clock's."""
        return rect.center().y() + self.session.scale.text_px("clock") * 0.37

    def _room_title(self) -> str:
        title = self.session.room.title
        return title.get(self.session.text.lang) or next(iter(title.values()), self.session.room.name)

    def _page_title(self) -> str:
        return self.page_title.get(self.session.text.lang) or next(iter(self.page_title.values()), "")

    def _response(self) -> str:
        standing = [r for r in self.session.tables.responses.values() if r.level > 0]
        if not standing:
            return ""
        highest: Response = min(standing, key=lambda r: (r.level, r.id))
        text = self.session.text
        return text.name(highest.words) if highest.words else text.t("response.level", n=highest.level)

    def _duty(self, now: float) -> tuple[Run, ...]:
        text = self.session.text
        shift = self._shift(now)
        runs: list[Run] = []
        if shift is not None:
            runs.append(Run(text.name(shift.name), tone="text", drop=1))
            if shift.service_lead:
                runs.append(Run(text.t("shift.service"), tone="muted", drop=2, gap=8))
                runs.append(Run(text.name(shift.service_lead), drop=2))
            if shift.network_lead:
                runs.append(Run(text.t("shift.network"), tone="muted", drop=2, gap=8))
                runs.append(Run(text.name(shift.network_lead), drop=2))
        runs.append(Run(text.date(now), tone="muted", drop=3))
        return tuple(runs)

    def _shift(self, now: float) -> Shift | None:
        here = [s for s in self.session.tables.shifts.values() if s.starts_at <= now < s.ends_at]
        return max(here, key=lambda s: (s.starts_at, s.id), default=None)

    def _head_runs(self, face: HeadFace) -> list[Run]:
        return [Run(face.room, tone="muted", drop=1, elide=True, gap=20), Run(face.page, "title", gap=32)]

    def _least_head(self, face: HeadFace) -> float:
        """Room and page with the room's name shortened, and the response level whole."""
        scale = self.session.scale
        room, page = self._head_runs(face)
        width = least_width([replace(room, drop=0), page], scale)
        if face.response:
            width += width_of(Run(face.response, "small", bold=True), scale) + scale.px(72)
        if face.alarms:
            width += least_width(face.alarms, scale) + scale.px(32)
        return width

    def _draw_head(self, painter: QPainter, rect: QRectF, face: HeadFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        level = Run(face.response, "small", bold=True)
        taken = width_of(level, scale) + scale.px(72) if face.response else 0.0
        alarms = least_width(face.alarms, scale) + scale.px(32) if face.alarms else 0.0
        space, base = rect.adjusted(0, 0, -taken - alarms, 0), self._base(rect)
        x = rect.left() + draw_line(painter, space, self._head_runs(face), scale, theme, base=base)
        x += scale.px(32)
        if face.response:
            self._draw_level(painter, x, base, level)
            x += taken
        if face.alarms:
            rest = QRectF(x, rect.top(), rect.right() - x, rect.height())
            draw_line(painter, rest, face.alarms, scale, theme, base=base)

    def _draw_level(self, painter: QPainter, x: float, base: float, level: Run) -> None:
        scale, theme = self.session.scale, self.session.theme
        high = scale.line("small") * 1.12
        middle = base - scale.text_px("small") * 0.37
        frame = QRectF(x, middle - high / 2, width_of(level, scale) + scale.px(40), high)
        painter.setPen(QPen(theme.text, max(1.0, scale.px(2))))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(frame, scale.px(6), scale.px(6))
        draw_run(painter, x + scale.px(20), base, level, scale, theme)

    def _draw_duty(self, painter: QPainter, rect: QRectF, face: tuple[Run, ...]) -> None:
        base = self._base(rect)
        draw_line(painter, rect, face, self.session.scale, self.session.theme, right=True, base=base)

    def _draw_clock(self, painter: QPainter, rect: QRectF, time: tuple[Run, ...]) -> None:
        draw_line(painter, rect, time, self.session.scale, self.session.theme, right=True)


PANEL = PanelSpec("header", Header)
