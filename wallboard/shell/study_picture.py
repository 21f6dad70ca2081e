"""The dispatch study as a picture: what each day gained, and the interval of the mean."""

import math
import os
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen

from wallboard.analysis.dispatch_study.compare import Comparison, Difference
from wallboard.analysis.dispatch_study.days import MEASURES
from widgets.fonts import load_fonts

WIDE, ROW, HEAD, LEFT, RIGHT = 1600, 116, 120, 620, 60
GROUND, TEXT, MUTED, LINE = (QColor(word) for word in ("#ffffff", "#1a2026", "#5b6872", "#c9d1d7"))
COLOURS = {"roster": QColor("#8a5a00"), "open": QColor("#0b5fa5")}
NAMES = {"roster": "where leaders are authorised", "open": "no border at all"}
MANY = 10_000.0
"""From which on figures have no decimals."""
SHOWN = [name for name in MEASURES if name != "across_share"]


def draw(found: Sequence[Comparison], title: str, path: Path) -> None:
    """One row a measure: a ring a seed, a bar for the 95 % interval, a line where nothing is gained."""
    _application = QGuiApplication.instance() or QGuiApplication([])
    family = load_fonts()
    image = QImage(WIDE, HEAD + ROW * len(SHOWN) + 40, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _head(painter, found, title, family)
    for row, name in enumerate(SHOWN):
        _row(painter, found, name, HEAD + row * ROW, family)
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path)):
        raise OSError(f"{path}: the picture could not be written; name a file ending in .png")


def _font(family: str, px: int, bold: bool = False) -> QFont:
    font = QFont(family)
    font.setPixelSize(px)
    font.setBold(bold)
    return font


def _head(painter: QPainter, found: Sequence[Comparison], title: str, family: str) -> None:
    painter.setPen(TEXT)
    painter.setFont(_font(family, 30, bold=True))
    words = "What crossing borders changes, against crews kept to their own bureau"
    painter.drawText(QPointF(40, 52), words)
    painter.setFont(_font(family, 22))
    painter.setPen(MUTED)
    painter.drawText(QPointF(40, 92), f"{title} · same faults, crews and solver · left of the line is less")
    x = float(WIDE - RIGHT)
    for one in reversed(found):
        words = f"● {NAMES[one.borders]}"
        x -= painter.fontMetrics().horizontalAdvance(words)
        painter.setPen(COLOURS[one.borders])
        painter.drawText(QPointF(x, 92), words)
        x -= 30


def _row(painter: QPainter, found: Sequence[Comparison], name: str, top: int, family: str) -> None:
    """The widest of the figures fills half of the row's width to either side of no change."""
    shown = [value for one in found for value in one.each[name]]
    shown += [bound for one in found for bound in (one.differences[name].low, one.differences[name].high)]
    reach = max((abs(value) for value in shown if math.isfinite(value)), default=0.0) or 1.0
    middle, half = LEFT + (WIDE - LEFT - RIGHT) / 2, (WIDE - LEFT - RIGHT) / 2 - 20
    painter.setPen(QPen(LINE, 1))
    painter.drawLine(QPointF(40, top), QPointF(WIDE - RIGHT, top))
    painter.setPen(QPen(MUTED, 2))
    painter.drawLine(QPointF(middle, top + 12), QPointF(middle, top + ROW - 12))
    painter.setFont(_font(family, 22, bold=True))
    painter.setPen(TEXT)
    painter.drawText(QRectF(40, top + 8, LEFT - 60, 30), Qt.AlignmentFlag.AlignLeft, MEASURES[name])
    for place, one in enumerate(found):
        figures, y = one.differences[name], top + 42 + place * 34
        painter.setFont(_font(family, 20))
        painter.setPen(COLOURS[one.borders])
        words = words_of(figures)
        painter.drawText(QRectF(40, y - 2, LEFT - 60, 30), Qt.AlignmentFlag.AlignLeft, words)
        _marks(painter, one, name, QPointF(middle, y + 12), half / reach)


def words_of(figures: Difference) -> str:
    """The two means, their difference and its interval; large figures without decimals, so that they fit."""
    form = ",.0f" if max(abs(figures.own), abs(figures.other)) >= MANY else ",.1f"
    words = f"{figures.own:{form}} → {figures.other:{form}}   {figures.mean:+{form}}"
    return words + f"  ({figures.low:+{form}} to {figures.high:+{form}})"


def _marks(painter: QPainter, one: Comparison, name: str, at: QPointF, scale: float) -> None:
    colour, figures = COLOURS[one.borders], one.differences[name]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.5))
    for value in one.each[name]:
        painter.drawEllipse(QPointF(at.x() + value * scale, at.y()), 5, 5)
    edge = WIDE - RIGHT - LEFT
    low, high = (max(-edge, min(edge, bound * scale)) for bound in (figures.low, figures.high))
    painter.setPen(QPen(colour, 5))
    painter.drawLine(QPointF(at.x() + low, at.y()), QPointF(at.x() + high, at.y()))
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(at.x() + figures.mean * scale, at.y()), 8, 8)
