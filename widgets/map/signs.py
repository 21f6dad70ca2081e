"""Signs of planned work, wind, rain and storms: the same on the map and in its legend; neutral tones only."""

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from wallboard.state.queries.works import WorkState

PENNANT_MS, FEATHER_MS = 20, 4
"""Wind that a pennant and a whole feather stand for, m/s; half a feather is 2."""

STAFF = 30.0
"""Study px of a wind barb's staff."""


CLOSURE = 7.0
"""Study px: half of the sign of a shut road."""


def draw_work(
    painter: QPainter, x: float, y: float, half: float, state: WorkState, ink: QColor, ground: QColor
) -> None:
    """A hatched square; dotted while it waits; with a corner torn open where it is late. half: px."""
    unit = half / 10
    box = QRectF(x - half, y - half, 2 * half, 2 * half)
    painter.save()
    painter.setBrush(ground)
    pen = QPen(ink, 2.0 * unit)
    if state is WorkState.WAITING:
        pen.setDashPattern([1.2, 1.6])
    painter.setPen(pen)
    painter.drawRect(box)
    if state is not WorkState.WAITING:
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(ink, 1.5 * unit))
        apart = 5.5 * unit
        painter.drawLines(
            [
                QLineF(box.left() + i * apart - 2 * half, box.bottom(), box.left() + i * apart, box.top())
                for i in range(9)
            ]
        )
        painter.setClipping(False)
    painter.restore()
    if state is WorkState.LATE:
        _draw_overrun(painter, box, unit, ink, ground)


def _draw_overrun(painter: QPainter, box: QRectF, unit: float, ink: QColor, ground: QColor) -> None:
    """An arrow that runs out of the square to the right: past the end of its window."""
    y, left, right = box.center().y(), box.center().x() - 3 * unit, box.right() + 11 * unit
    for colour, wide in ((ground, 7.0), (ink, 3.0)):
        painter.setPen(QPen(colour, wide * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(left, y), QPointF(right - 2 * unit, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    head = [
        QPointF(right + 2 * unit, y),
        QPointF(right - 6 * unit, y - 6 * unit),
        QPointF(right - 6 * unit, y + 6 * unit),
    ]
    painter.drawPolygon(head)


def barb_lines(wind: float) -> tuple[int, int, int]:
    """(pennants, whole feathers, half feathers) of a wind, m/s."""
    halves = round(wind / (FEATHER_MS / 2))
    pennants, rest = divmod(halves, PENNANT_MS // (FEATHER_MS // 2))
    return pennants, rest // 2, rest % 2


def draw_barb(
    painter: QPainter, x: float, y: float, unit: float, wind: float, direction: float, pen: QPen
) -> None:
    """A wind barb: the staff points to where the wind comes from. unit: px per study px."""
    turn = math.radians(direction)
    along = QPointF(math.sin(turn), -math.cos(turn))
    side = QPointF(-along.y(), along.x())
    foot, length, step = QPointF(x, y), STAFF * unit, 5.5 * unit
    painter.setPen(pen)
    painter.setBrush(pen.color())
    painter.drawLine(foot, foot + along * length)
    painter.drawEllipse(foot, 2.5 * unit, 2.5 * unit)
    at = length
    pennants, feathers, halves = barb_lines(wind)
    for _ in range(pennants):
        tip = foot + along * at + side * (12 * unit)
        painter.drawPolygon([foot + along * at, tip, foot + along * (at - 1.4 * step)])
        at -= 1.8 * step
    for _ in range(feathers):
        root = foot + along * at
        painter.drawLine(root, root + side * (12 * unit) + along * (4 * unit))
        at -= step
    if halves:
        at -= step if at == length else 0.0
        root = foot + along * at
        painter.drawLine(root, root + side * (6 * unit) + along * (2 * unit))


def rain_stroke(x: float, y: float, length: float) -> QLineF:
    """One stroke of rain, slanted. length: px."""
    return QLineF(x + length * 0.18, y - length / 2, x - length * 0.18, y + length / 2)


def draw_closure(painter: QPainter, x: float, y: float, unit: float, ink: QColor, ground: QColor) -> None:
    """No entry: a disc with a bar across. unit: px of a study px."""
    painter.setBrush(ink)
    painter.setPen(QPen(ground, 1.6 * unit))
    painter.drawEllipse(QPointF(x, y), CLOSURE * unit, CLOSURE * unit)
    painter.setPen(QPen(ground, 2.4 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(x - 4 * unit, y), QPointF(x + 4 * unit, y))


def draw_eye(painter: QPainter, x: float, y: float, radius: float, ink: QColor, ground: QColor) -> None:
    """A typhoon's centre: a ring with two arms. radius: px."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, wide in ((ground, 0.62), (ink, 0.30)):
        pen = QPen(colour, wide * radius)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawEllipse(QPointF(x, y), 0.55 * radius, 0.55 * radius)
        for turn in (0, 180):
            painter.save()
            painter.translate(x, y)
            painter.rotate(turn)
            arm = QRectF(-0.55 * radius, -1.45 * radius, 2.0 * radius, 2.0 * radius)
            painter.drawArc(arm, 95 * 16, 85 * 16)
            painter.restore()
