"""How customers come today: by channel, most first, and hour by hour (d.15)."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.state.queries.inflow import Inflow, inflow
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.bars import draw_columns, draw_share_bar
from widgets.parts.heads import Sides, body_sides, head_cell, head_height, note_cell
from widgets.parts.ink import Run, draw_line, draw_split


@dataclass(frozen=True)
class ChannelFace:
    """One channel: its name, how many came by it, and the thousandths of the largest."""

    name: Run
    count: Run
    bar: int


class InflowPanel(CellPanel):
    """Requests and connections that were received since midnight of the room."""

    nouns = ("order", "source")

    def cells(self, now: float) -> list[Cell]:
        scale, text, session = self.session.scale, self.session.text, self.session
        midnight = text.local(now).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        came = inflow(session.tables, session.boards.trays(), midnight, now)
        head = head_height(scale)
        cells = [head_cell(self._title(came), self.width(), session)]
        left, wide = body_sides(self.width(), scale)
        if came is None or not came.lines:
            if came is not None:
                place = QRect(left, head, wide, round(scale.line("body")))
                cells.append(note_cell(text.t("inflow.none"), place, session))
            return cells
        hours = came.hours
        half = wide // 2 if wide > scale.px(560) * scale.growth else wide
        if half < wide:
            begin = left + half + round(scale.px(24))
            chart = QRect(begin, head, left + wide - begin, self.height() - head)
            cells.append(Cell("hours", chart, hours, lambda p, r: self._draw_hours(p, r, hours)))
        return cells + self._lines(came, QRect(left, head, half, self.height() - head))

    def _title(self, came: Inflow | None) -> Sides:
        text = self.session.text
        name = (Run(text.t("inflow.title"), "title"), Run(text.t("inflow.today"), tone="muted", drop=1))
        if came is None:
            return name, (Run(text.t("no_source"), tone="muted"),)
        return name, (
            Run(text.number(came.total), "count", gap=6),
            Run(text.t("unit.orders", n=came.total), tone="muted"),
        )

    def _lines(self, came: Inflow, box: QRect) -> list[Cell]:
        """As many channels as fit; the rest together in the last line."""
        scale, text = self.session.scale, self.session.text
        step = round(scale.line("small") + scale.px(8))
        room = max(1, box.height() // step)
        lines = list(came.lines)
        if len(lines) > room:
            rest = lines[room - 1 :]
            lines = lines[: room - 1]
            more = text.t("inflow.more", n=len(rest)), sum(n for _, n in rest)
        else:
            more = None
        most = max(n for _, n in came.lines)
        faces = [self._face(self._name(channel), n, most) for channel, n in lines]
        if more is not None:
            faces.append(self._face(more[0], more[1], most, tone="muted"))
        return [
            Cell(
                i,
                QRect(box.left(), box.top() + i * step, box.width(), step),
                face,
                lambda p, r, face=face: self._draw_line(p, r, face),
            )
            for i, face in enumerate(faces)
        ]

    def _face(self, name: str, n: int, most: int, tone: str = "text") -> ChannelFace:
        count = Run(self.session.text.number(n), bold=True)
        return ChannelFace(Run(name, tone=tone, elide=True), count, min(1000, round(1000 * n / most)))

    def _name(self, channel: str) -> str:
        key = f"channel.{channel}"
        return self.session.text.t(key) if self.session.text.has(key) else channel

    def _draw_line(self, painter: QPainter, rect: QRectF, face: ChannelFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        line = QRectF(rect.left(), rect.top(), rect.width(), scale.line("small"))
        draw_split(painter, line, (face.name,), (face.count,), scale, theme)
        track = QRectF(rect.left(), line.bottom() - scale.px(1), rect.width(), max(3.0, scale.px(4)))
        draw_share_bar(painter, track, face.bar / 1000, theme.calm, theme)

    def _draw_hours(self, painter: QPainter, rect: QRectF, hours: tuple[int, ...]) -> None:
        """Columns of the hours since midnight, the day's end at the right edge; 0, 12 and 24 below."""
        scale, theme, text = self.session.scale, self.session.theme, self.session.text
        small = scale.line("small")
        chart = QRectF(
            rect.left(), rect.top() + scale.px(8), rect.width(), rect.height() - small - scale.px(14)
        )
        whole = [*hours, *([0] * (24 - len(hours)))]
        draw_columns(painter, chart, whole, [theme.calm] * len(whole), theme)
        for share, words in ((0.0, "0"), (0.5, "12"), (1.0, "24")):
            run = Run(text.t("inflow.hour", n=words) if share == 1.0 else words, tone="muted")
            wide = scale.advance("small", None, run.text)
            x = chart.left() + chart.width() * share - wide * share
            draw_line(painter, QRectF(x, chart.bottom(), wide + 1, small), [run], scale, theme)


PANEL = PanelSpec("inflow", InflowPanel)
