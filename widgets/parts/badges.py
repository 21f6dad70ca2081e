"""The looks of health: nine states of a source or a link, each with a sign, a plate and a word of its own.

Position says what is meant: the state stands before a source's name, a flag after its age, the link's at
the left end of the source line, and what is replayed across the whole width. Colour carries nothing.
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF


class Look(NamedTuple):
    """The sign before the word, and the plate around both."""

    glyph: str
    plate: str


LOOKS: dict[str, Look] = {
    "live": Look("disc", ""),
    "quiet": Look("flat", "under"),
    "late": Look("hourglass", "dashed"),
    "lost": Look("crossed", "solid"),
    "doubtful": Look("question", "line"),
    "capped": Look("capped", "top"),
    "degraded": Look("notched", "wave"),
    "skewed": Look("skewed", "sides"),
    "replay": Look("rewind", "hatch"),
}
"""By the names of ``SourceState``, ``SourceFlag`` and the marks of a link."""

FULL = 36.0
"""Study px that a plate is high on a wall: its lines were drawn for that."""

PAD = 10.0
"""Study px between a plate's edge and what stands on it."""


def draw_plate(painter: QPainter, rect: QRectF, kind: str, colour: QColor, unit: float) -> None:
    """Paint the plate of a badge. unit: window px of one study px. Raises KeyError for an unknown kind.

    On a desk, where the text is small, what is drawn around it is finer too, or it would strike the letters.
    """
    unit = min(unit, rect.height() / FULL)
    painter.save()
    pen = QPen(colour, max(1.5, unit * 2.5))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = pen.widthF() / 2
    PLATES[kind](painter, rect.adjusted(inset, inset, -inset, -inset), unit)
    painter.restore()


def _solid(painter: QPainter, rect: QRectF, unit: float) -> None:
    painter.setBrush(painter.pen().color())
    painter.drawRoundedRect(rect, unit * 6, unit * 6)


def _line(painter: QPainter, rect: QRectF, unit: float) -> None:
    painter.drawRoundedRect(rect, unit * 6, unit * 6)


def _dashed(painter: QPainter, rect: QRectF, unit: float) -> None:
    pen = painter.pen()
    pen.setDashPattern([2.6, 2.2])
    painter.setPen(pen)
    painter.drawRect(rect)


def _top(painter: QPainter, rect: QRectF, unit: float) -> None:
    """A lid: there is more above than is shown."""
    pen = painter.pen()
    pen.setWidthF(pen.widthF() * 1.6)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    down = rect.height() * 0.45
    left, right, top = rect.left() + unit, rect.right() - unit, rect.top() + unit
    painter.drawPolyline(
        QPolygonF(
            [QPointF(left, top + down), QPointF(left, top), QPointF(right, top), QPointF(right, top + down)]
        )
    )


def _under(painter: QPainter, rect: QRectF, unit: float) -> None:
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _wave(painter: QPainter, rect: QRectF, unit: float) -> None:
    """A torn lower edge."""
    step, high, x = unit * 9, unit * 5, rect.left()
    points: list[QPointF] = []
    while x <= rect.right() + 0.5:
        points.append(QPointF(x, rect.bottom() - (high if len(points) % 2 else 0)))
        x += step
    painter.drawPolyline(QPolygonF(points))


def _sides(painter: QPainter, rect: QRectF, unit: float) -> None:
    """Two brackets that do not stand level: the clocks at both ends differ."""
    pen = painter.pen()
    pen.setWidthF(pen.widthF() * 1.4)
    painter.setPen(pen)
    arm, third = unit * 7, rect.height() * 0.3
    left, right, top, bottom = rect.left(), rect.right(), rect.top(), rect.bottom()
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(left + arm, top),
                QPointF(left, top),
                QPointF(left, bottom - third),
                QPointF(left + arm, bottom - third),
            ]
        )
    )
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(right - arm, top + third),
                QPointF(right, top + third),
                QPointF(right, bottom),
                QPointF(right - arm, bottom),
            ]
        )
    )


def _hatch(painter: QPainter, rect: QRectF, unit: float) -> None:
    """Slanted strokes at both ends, as in the banner across the picture."""
    pen = painter.pen()
    for left in (rect.left(), rect.right() - unit * 8):
        painter.save()
        painter.setClipRect(QRectF(left, rect.top(), unit * 8, rect.height()), Qt.ClipOperation.IntersectClip)
        painter.setBrush(QBrush(pen.color()))
        y = rect.top() - unit * 8
        while y < rect.bottom():
            painter.drawLine(QPointF(left, y + unit * 8), QPointF(left + unit * 8, y))
            y += unit * 6
        painter.restore()


PLATES: dict[str, Callable[[QPainter, QRectF, float], None]] = {
    "solid": _solid,
    "line": _line,
    "dashed": _dashed,
    "top": _top,
    "under": _under,
    "wave": _wave,
    "sides": _sides,
    "hatch": _hatch,
}
