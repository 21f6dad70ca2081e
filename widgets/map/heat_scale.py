"""The bar of the heat's scale with each number in its colour: the map's legend and the matrix' head."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter

from widgets.map.heat_colours import heat_seen, ink_over
from widgets.session import Session

STOPS = 24
"""Colours along the bar."""


def draw_scale(
    painter: QPainter,
    bar: QRectF,
    numbers: Sequence[tuple[float, str]],
    ground: QColor,
    session: Session,
) -> None:
    """Paint the bar. numbers: at least two, share of the scale and words, equal steps from left to right."""
    theme, wide = session.theme, bar.width() / len(numbers)
    low, high = numbers[0][0], numbers[-1][0]
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for i in range(STOPS + 1):
        along = (i / STOPS * bar.width() - wide / 2) / (bar.width() - wide)
        gradient.setColorAt(i / STOPS, heat_seen(theme, low + along * (high - low), ground))
    painter.fillRect(bar, gradient)
    painter.setFont(session.scale.font("small"))
    for i, (share, words) in enumerate(numbers):
        painter.setPen(ink_over(theme, heat_seen(theme, share, ground)))
        place = QRectF(bar.left() + i * wide, bar.top(), wide, bar.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
