"""Bars: the clock's (full width is the limit), the proportion's, and the spread of lateness."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.theme import Theme


def draw_clock_bar(
    painter: QPainter, rect: QRectF, share: float | None, colour: QColor, theme: Theme
) -> None:
    """A bar whose full width is the limit; past it a tick stands at the end. None: no limit, no bar."""
    _rounded(painter, rect, theme.hairline)
    if share is None:
        return
    filled = QRectF(rect)
    filled.setWidth(rect.width() * min(1.0, max(0.0, share)))
    if filled.width() >= 1:
        _rounded(painter, filled, colour)
    if share > 1.0:
        width = max(3.0, rect.height())
        tick = QRectF(
            rect.right() - width, rect.center().y() - rect.height() * 1.6, width, rect.height() * 3.2
        )
        painter.fillRect(tick, colour)


def draw_share_bar(painter: QPainter, rect: QRectF, share: float, colour: QColor, theme: Theme) -> None:
    """A thin bar on a hairline: this one's part of the largest."""
    painter.fillRect(rect, theme.hairline)
    painter.fillRect(
        QRectF(rect.left(), rect.top(), rect.width() * min(1.0, max(0.0, share)), rect.height()), colour
    )


def draw_columns(
    painter: QPainter, rect: QRectF, counts: Sequence[int], colours: Sequence[QColor], theme: Theme
) -> None:
    """Columns of one width on a base line; an empty bin keeps its place."""
    painter.setPen(QPen(theme.border, 1.0))
    painter.drawLine(QPointF(rect.left(), rect.bottom()), QPointF(rect.right(), rect.bottom()))
    if not counts:
        return
    most = max(1, *counts)
    step = rect.width() / len(counts)
    for i, (count, colour) in enumerate(zip(counts, colours, strict=True)):
        height = rect.height() * count / most
        if count:
            height = max(2.0, height)
        left = rect.left() + i * step
        painter.fillRect(QRectF(left + step * 0.08, rect.bottom() - height, step * 0.84, height), colour)


def _rounded(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    radius = min(rect.height() / 2, rect.width() / 2)
    painter.drawRoundedRect(rect, radius, radius)
