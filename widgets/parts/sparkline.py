"""A curve without axes beside a figure, and the same with a base for the trend panel."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

Points = Sequence[tuple[float, float]]


def thin(points: Points, most: int) -> tuple[tuple[float, float], ...]:
    """At most ``most`` points, newest always kept; of each stretch its highest stands."""
    if len(points) <= most:
        return tuple(points)
    step = len(points) / most
    parts = [points[int(i * step) : max(int(i * step) + 1, int((i + 1) * step))] for i in range(most)]
    picked = [max(part, key=lambda p: p[1]) for part in parts]
    picked[-1] = points[-1]
    return tuple(picked)


def curve(rect: QRectF, points: Points, span: tuple[float, float], top: float) -> QPolygonF:
    """Points (at, value) as window positions: ``span`` is the width, 0 to ``top`` the height."""
    first, last = span
    wide = max(1e-9, last - first)
    high = max(1e-9, top)
    return QPolygonF(
        [
            QPointF(
                rect.left() + rect.width() * (at - first) / wide,
                rect.bottom() - rect.height() * min(1.0, value / high),
            )
            for at, value in points
        ]
    )


def draw_sparkline(
    painter: QPainter,
    rect: QRectF,
    points: Points,
    colour: QColor,
    width: float,
    ground: QColor | None = None,
) -> None:
    """The course of a figure, its own span and top; a dot stands on the newest value.

    ground: what lies under the curve is filled with it.
    """
    if len(points) < 2:
        return
    top = max(value for _, value in points)
    line = curve(rect, points, (points[0][0], points[-1][0]), top)
    if ground is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        ends = [
            QPointF(line.first().x(), rect.bottom()),
            *line.toList(),
            QPointF(line.last().x(), rect.bottom()),
        ]
        painter.drawPolygon(QPolygonF(ends))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(line)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(line.last(), width * 1.6, width * 1.6)
