"""The picture of an accelerated run: what might have grown over its days, drawn with the wall's own brush."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from tests.diagram import Brush, Sheet, nice
from widgets.theme import Theme

WIDTH, LEFT, RIGHT, TOP, EACH, BETWEEN, FOOT = 1600, 110, 330, 140, 150, 44, 70
DAY_H = 24.0
START_H = 6.0
"""The scenario begins at six in the morning."""

Row = dict[str, Any]


class Curve(msgspec.Struct, frozen=True):
    """One line of a strip. tone: a token of the theme."""

    name: str
    tone: str
    value: Callable[[Row], float]


class Strip(msgspec.Struct, frozen=True):
    """One diagram: its title with its unit, and its lines on one scale from 0."""

    title: str
    curves: tuple[Curve, ...]


STRIPS = (
    Strip(
        "Resident memory, MiB",
        (
            Curve("wall", "restore", lambda row: row["wall"]["mib"]),
            Curve("hub", "connect", lambda row: row["hub"]["mib"]),
        ),
    ),
    Strip(
        "Objects that the collector knows, thousands",
        (
            Curve("wall", "restore", lambda row: row["wall"]["objects"] / 1e3),
            Curve("hub", "connect", lambda row: row["hub"]["objects"] / 1e3),
        ),
    ),
    Strip(
        "Handles",
        (
            Curve("descriptors, wall", "restore", lambda row: row["wall"]["fds"]),
            Curve("descriptors, hub", "connect", lambda row: row["hub"]["fds"]),
            Curve("timers, wall", "request", lambda row: row["wall"]["timers"]),
            Curve("tasks, hub", "muted", lambda row: row["hub"]["tasks"]),
        ),
    ),
    Strip("The hub's log, MiB (kept: one day)", (Curve("file", "connect", lambda row: row["log"]["mib"]),)),
    Strip(
        "What the room holds",
        (
            Curve("outages", "restore", lambda row: row["wall"]["outages"]),
            Curve("orders", "request", lambda row: row["wall"]["orders"]),
        ),
    ),
    Strip(
        "How far the wall's clock is behind, real ms",
        (Curve("wall", "restore", lambda row: 1000 * row["behind_s"] / row["factor"]),),
    ),
)


def draw(rows: Sequence[Row], words: str, path: Path) -> None:
    """Write the picture. words: the line below the title."""
    height = TOP + len(STRIPS) * (EACH + BETWEEN) + FOOT - BETWEEN
    sheet = Sheet(WIDTH, height)
    brush = _Strips(sheet.painter, sheet.theme, sheet.family, max(row["hours"] for row in rows))
    brush.text(QRectF(LEFT, 20, WIDTH, 40), f"{rows[-1]['hours']:.0f} hours of a hub and a wall", 26)
    brush.text(QRectF(LEFT, 60, WIDTH - LEFT, 30), words, 16, sheet.theme.muted)
    for number, strip in enumerate(STRIPS):
        brush.strip(strip, rows, QRectF(LEFT, TOP + number * (EACH + BETWEEN), WIDTH - LEFT - RIGHT, EACH))
    brush.hours(TOP + len(STRIPS) * (EACH + BETWEEN) - BETWEEN)
    sheet.save(path)


class _Strips(Brush):
    """Draws strips below each other, on one scale of hours."""

    def __init__(self, painter: QPainter, theme: Theme, family: str, hours: float) -> None:
        super().__init__(painter, theme, family)
        self._hours = hours

    def strip(self, strip: Strip, rows: Sequence[Row], where: QRectF) -> None:
        """One diagram with its midnights, its scale and its names at the right."""
        painter, theme = self.painter, self.theme
        top = nice(1.02 * max(curve.value(row) for curve in strip.curves for row in rows))
        painter.fillRect(where, theme.surface)
        painter.setPen(QPen(theme.hairline, 1))
        for share in (0.0, 0.5, 1.0):
            y = where.bottom() - share * where.height()
            painter.setPen(QPen(theme.hairline, 1))
            painter.drawLine(QPointF(where.left(), y), QPointF(where.right(), y))
            right = Qt.AlignmentFlag.AlignRight
            self.text(QRectF(0, y - 10, where.left() - 8, 20), f"{share * top:g}", 14, theme.muted, right)
        midnight = DAY_H - START_H
        while midnight < self._hours:
            x = where.left() + where.width() * midnight / self._hours
            painter.setPen(QPen(theme.muted, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, where.top()), QPointF(x, where.bottom()))
            midnight += DAY_H
        self.text(QRectF(where.left(), where.top() - 26, where.width(), 22), strip.title, 16)
        for number, curve in enumerate(strip.curves):
            colour = getattr(theme, curve.tone)
            painter.setPen(QPen(colour, 2))
            painter.drawPolyline(
                [
                    QPointF(
                        where.left() + where.width() * row["hours"] / self._hours,
                        where.bottom() - where.height() * curve.value(row) / top,
                    )
                    for row in rows
                ]
            )
            beside = QRectF(where.right() + 16, where.top() + 26 * number, RIGHT - 20, 24)
            self.text(beside, f"{curve.name}  {curve.value(rows[-1]):.4g} at the end", 15, colour)

    def hours(self, y: float) -> None:
        """The common scale below the last one."""
        width = WIDTH - LEFT - RIGHT
        for hour in range(0, int(self._hours) + 1, 12 if self._hours >= 24 else 1):
            x = LEFT + width * hour / self._hours
            middle = Qt.AlignmentFlag.AlignHCenter
            self.text(QRectF(x - 40, y + 6, 80, 20), f"{hour} h", 14, self.theme.muted, middle)
        words = "dotted: midnight"
        self.text(QRectF(LEFT, y + 32, 600, 24), words, 14, self.theme.muted)
