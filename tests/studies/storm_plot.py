"""The picture of the statistics of storms: what is simulated in colour beside the recordings in grey."""

from collections.abc import Callable, Mapping, Sequence
from math import log10
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from tests.diagram import Brush, Sheet
from tests.studies import outage_lives as ours
from tests.studies.outage_lives import HOUR, Log

WIDTH, TOP, LEFT, WIDE, HIGH, GAP_X, GAP_Y = 1800, 130, 80, 800, 250, 80, 90
COLUMNS = 2
DASHES = ([1, 0.01], [7, 3], [2, 2.5], [9, 3, 2, 3], [4, 2], [1, 4])
TONES = ("restore", "request", "connect", "heat_high")
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
LEAST = 0.5
"""Where a logarithmic scale begins: what is smaller is drawn there."""

Numbers = NDArray[np.float64]
Line = tuple[Numbers, Numbers]


class Panel(msgspec.Struct, frozen=True):
    """One diagram of shares. line: a log's (x, share); marks: of the x scale, the last one is its end."""

    title: str
    line: Callable[[Log], Line]
    marks: tuple[float, ...]
    logarithmic: bool = True

    def place(self, x: Numbers) -> Numbers:
        """x as a share of the scale, 0 to 1."""
        low, high = (LEAST if self.logarithmic else self.marks[0]), self.marks[-1]
        if self.logarithmic:
            x, low, high = np.log10(np.maximum(x, LEAST)), log10(low), log10(high)
        return np.clip((x - low) / (high - low), 0.0, 1.0)


def exceeding(values: Sequence[float] | Numbers) -> Line:
    """(value, share of all that are larger), rising by value."""
    rising = np.sort(np.asarray(values, np.float64))
    return rising, 1.0 - np.arange(1, len(rising) + 1) / max(1, len(rising))


def around_peak(log: Log) -> Line:
    """(hours from the peak, customers out as a share of the peak)."""
    at, out, _ = ours.customers_curve(log)
    peak = int(np.argmax(out)) if len(out) else 0
    return (at - at[peak : peak + 1]) / HOUR, out / max(1.0, float(np.max(out, initial=0.0)))


def _largest(log: Log) -> Line:
    return exceeding([float(ours.most(life)) for life in log.lives.values() if life.counts])


MINUTES = (1.0, 10.0, 60.0, 240.0, 1440.0, 5760.0)
PANELS = (
    Panel(
        "New outages in an hour: share of hours with more",
        lambda log: exceeding(ours.new_by_hour(log)),
        (1, 10, 100, 1000),
    ),
    Panel(
        "Customers out as a share of the most, by hours from the peak",
        around_peak,
        (-24, -12, 0, 12, 24, 36, 48, 60, 72),
        False,
    ),
    Panel(
        "How long an outage is seen, min: share that lasts longer",
        lambda log: exceeding(ours.durations(log)),
        MINUTES,
    ),
    Panel("Customers of an outage at the most: share with more", _largest, (1, 10, 100, 1000, 10000)),
    Panel(
        "First word until a crew is on its way, min: share that waits longer",
        lambda log: exceeding(ours.minutes_to_crew(log)),
        MINUTES,
    ),
    Panel(
        "Work on site, min: share that takes longer",
        lambda log: exceeding(ours.stage_minutes(log, "on_site")),
        MINUTES,
    ),
    Panel(
        "How far a promise is moved, min: share that moves later than that",
        lambda log: exceeding(ours.moves(log)),
        (-240, 0, 240, 480, 720, 960, 1200, 1440),
        False,
    ),
)


def draw(logs: Mapping[str, Log], simulated: Sequence[str], path: Path) -> None:
    """Write the picture. simulated: the logs that are drawn in colour."""
    rows = -(-(len(PANELS) + 1) // COLUMNS)
    sheet = Sheet(WIDTH, TOP + rows * (HIGH + GAP_Y))
    brush = _Diagrams(sheet, logs, simulated)
    brush.text(QRectF(LEFT, 18, WIDTH, 40), "Storms and ordinary days: simulated beside recorded", 26)
    words = "grey: recorded feeds of other companies, polled every 10 to 17 min; colour: simulated"
    brush.text(QRectF(LEFT, 58, WIDTH, 30), words, 16, sheet.theme.muted)
    for number, panel in enumerate(PANELS):
        brush.panel(panel, brush.where(number))
    brush.names(brush.where(len(PANELS)))
    sheet.save(path)


class _Diagrams(Brush):
    """Draws panels in a grid; each log has one pen in all of them."""

    def __init__(self, sheet: Sheet, logs: Mapping[str, Log], simulated: Sequence[str]) -> None:
        super().__init__(sheet.painter, sheet.theme, sheet.family)
        self._logs = logs
        self._pens: dict[str, QPen] = {}
        for name in logs:
            if name in simulated:
                tone = TONES[list(simulated).index(name) % len(TONES)]
                self._pens[name] = QPen(getattr(sheet.theme, tone), 3)
            else:
                pen = QPen(sheet.theme.muted, 1.5)
                pen.setDashPattern(DASHES[(len(self._pens)) % len(DASHES)])
                self._pens[name] = pen

    @staticmethod
    def where(number: int) -> QRectF:
        """Where the nth diagram stands."""
        row, column = divmod(number, COLUMNS)
        return QRectF(LEFT + column * (WIDE + GAP_X), TOP + row * (HIGH + GAP_Y), WIDE, HIGH)

    def panel(self, panel: Panel, where: QRectF) -> None:
        """One diagram: title above, shares at the left, the quantity below."""
        self.painter.fillRect(where, self.theme.surface)
        self.text(QRectF(where.left(), where.top() - 30, where.width(), 26), panel.title, 17)
        right, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
        for share in SHARES:
            y = where.bottom() - share * where.height()
            self._hair(QPointF(where.left(), y), QPointF(where.right(), y))
            label = QRectF(where.left() - 60, y - 10, 52, 20)
            self.text(label, f"{share:.0%}", 14, self.theme.muted, right)
        for mark, place in zip(panel.marks, panel.place(np.array(panel.marks, np.float64)), strict=True):
            x = where.left() + place * where.width()
            self._hair(QPointF(x, where.top()), QPointF(x, where.bottom()))
            label = QRectF(x - 40, where.bottom() + 4, 80, 20)
            self.text(label, f"{mark:,g}", 14, self.theme.muted, middle)
        for name, log in self._logs.items():
            x, y = panel.line(log)
            inside = (x >= panel.marks[0]) | panel.logarithmic
            if inside.any():
                self._curve(panel.place(x[inside]), y[inside], where, self._pens[name])

    def _curve(self, x: Numbers, y: Numbers, where: QRectF, pen: QPen) -> None:
        """Steps: a share holds until the next value."""
        across, up = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
        self.painter.setPen(pen)
        points = zip(across.tolist(), up.tolist(), strict=True)
        self.painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(where.left() + a * where.width(), where.bottom() - b * where.height())
                    for a, b in points
                ]
            )
        )

    def _hair(self, start: QPointF, end: QPointF) -> None:
        self.painter.setPen(QPen(self.theme.hairline, 1))
        self.painter.drawLine(start, end)

    def names(self, where: QRectF) -> None:
        """Which pen is whose."""
        for number, (name, log) in enumerate(self._logs.items()):
            y = where.top() + 30 * number
            self.painter.setPen(self._pens[name])
            self.painter.drawLine(QPointF(where.left(), y + 11), QPointF(where.left() + 70, y + 11))
            colour: QColor = self._pens[name].color()
            words = f"{name}  ({len(log.lives):,} outages)"
            self.text(QRectF(where.left() + 90, y, where.width(), 22), words, 17, colour)
