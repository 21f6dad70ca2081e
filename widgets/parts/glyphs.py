"""Signs that are painted, not typed: bands, source states, lanes, stages. Shape carries what colour says."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from wallboard.domain.terms import Band, Lane, OutageStage, Supply

BAND_GLYPH: dict[Band, str] = {
    Band.CALM: "",
    Band.WARNING: "triangle",
    Band.BREACHED: "diamond",
    Band.UNCOLOURED: "",
}
LANE_GLYPH: dict[Lane, str] = {Lane.RESTORE: "bolt", Lane.REQUEST: "bubble", Lane.CONNECT: "plug"}


def stage_glyph(stage: OutageStage, supply: Supply = Supply.DARK) -> str:
    """The sign of an outage's stage: fill and outline only, never a colour."""
    if supply is Supply.GENERATOR:
        return "generator"
    if stage in (OutageStage.CONFIRMED, OutageStage.PARTLY_RESTORED):
        return "disc"
    if stage is OutageStage.RESTORED_REPORTED:
        return "half_disc"
    return "dashed_ring"


def draw_glyph(painter: QPainter, box: QRectF, name: str, colour: QColor) -> None:
    """Paint a sign into a square box. Raises KeyError for a name that is not in ``GLYPHS``."""
    painter.save()
    pen = QPen(colour, max(1.5, box.width() * 0.11))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    GLYPHS[name](painter, box, colour)
    painter.restore()


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + box.width() * x, box.top() + box.height() * y)


def _fill(painter: QPainter, box: QRectF, colour: QColor, points: list[tuple[float, float]]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([_at(box, x, y) for x, y in points]))


def _round(box: QRectF, share: float) -> QRectF:
    side = box.width() * share
    return QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)


def _triangle(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, box, colour, [(0.5, 0.06), (1.0, 0.94), (0.0, 0.94)])


def _diamond(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, box, colour, [(0.5, -0.04), (1.04, 0.5), (0.5, 1.04), (-0.04, 0.5)])


def _outline(painter: QPainter, box: QRectF, points: list[tuple[float, float]]) -> None:
    painter.drawPolygon(QPolygonF([_at(box, x, y) for x, y in points]))


def _hollow_triangle(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _outline(painter, box, [(0.5, 0.12), (0.94, 0.9), (0.06, 0.9)])


def _hollow_diamond(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _outline(painter, box, [(0.5, 0.04), (0.96, 0.5), (0.5, 0.96), (0.04, 0.5)])


def _disc(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(_round(box, 0.62))


def _ring(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawEllipse(_round(box, 0.6))


def _dashed_ring(painter: QPainter, box: QRectF, colour: QColor) -> None:
    pen = painter.pen()
    pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawEllipse(_round(box, 0.7))


def _half_disc(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawEllipse(_round(box, 0.6))
    painter.setBrush(colour)
    painter.drawChord(_round(box, 0.6), 90 * 16, 180 * 16)


def _crossed(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawLine(_at(box, 0.16, 0.16), _at(box, 0.84, 0.84))
    painter.drawLine(_at(box, 0.84, 0.16), _at(box, 0.16, 0.84))


def _question(painter: QPainter, box: QRectF, colour: QColor) -> None:
    path = QPainterPath(_at(box, 0.28, 0.3))
    path.cubicTo(_at(box, 0.3, -0.02), _at(box, 0.78, 0.0), _at(box, 0.74, 0.32))
    path.cubicTo(_at(box, 0.72, 0.5), _at(box, 0.5, 0.46), _at(box, 0.5, 0.68))
    painter.drawPath(path)
    painter.setBrush(colour)
    painter.drawEllipse(_at(box, 0.5, 0.92), box.width() * 0.03, box.width() * 0.03)


def _capped(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawLine(_at(box, 0.14, 0.14), _at(box, 0.86, 0.14))
    painter.drawLine(_at(box, 0.5, 0.14), _at(box, 0.5, 0.92))


def _flat(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A flat line: it answers, and nothing moves."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(QRectF(_at(box, 0.06, 0.4), _at(box, 0.94, 0.6)))


def _hourglass(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, box, colour, [(0.12, 0.02), (0.88, 0.02), (0.5, 0.5)])
    _fill(painter, box, colour, [(0.12, 0.98), (0.88, 0.98), (0.5, 0.5)])


def _rewind(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, box, colour, [(0.0, 0.5), (0.48, 0.1), (0.48, 0.9)])
    _fill(painter, box, colour, [(0.5, 0.5), (0.98, 0.1), (0.98, 0.9)])


def _skewed(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A clock with its hands beside it."""
    painter.drawArc(_round(box, 0.88), -30 * 16, 300 * 16)
    painter.drawLine(_at(box, 0.5, 0.5), _at(box, 0.5, 0.2))
    painter.drawLine(_at(box, 0.5, 0.5), _at(box, 1.0, 0.9))


def _notched(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawPolyline(
        QPolygonF([_at(box, x, y) for x, y in ((0.05, 0.7), (0.3, 0.2), (0.5, 0.8), (0.7, 0.2), (0.95, 0.7))])
    )


def _bolt(painter: QPainter, box: QRectF, colour: QColor) -> None:
    points = [(0.6, 0.0), (0.14, 0.58), (0.46, 0.58), (0.38, 1.0), (0.86, 0.4), (0.52, 0.4)]
    _fill(painter, box, colour, points)


def _bubble(painter: QPainter, box: QRectF, colour: QColor) -> None:
    path = QPainterPath()
    path.addRoundedRect(
        QRectF(_at(box, 0.02, 0.08), _at(box, 0.98, 0.74)), box.width() * 0.1, box.width() * 0.1
    )
    path.addPolygon(QPolygonF([_at(box, 0.18, 0.7), _at(box, 0.18, 1.0), _at(box, 0.5, 0.7)]))
    path.setFillRule(Qt.FillRule.WindingFill)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(path)


def _plug(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawLine(_at(box, 0.32, 0.02), _at(box, 0.32, 0.28))
    painter.drawLine(_at(box, 0.68, 0.02), _at(box, 0.68, 0.28))
    painter.drawLine(_at(box, 0.5, 0.72), _at(box, 0.5, 1.0))
    path = QPainterPath(_at(box, 0.12, 0.3))
    path.lineTo(_at(box, 0.88, 0.3))
    path.cubicTo(_at(box, 0.88, 0.86), _at(box, 0.12, 0.86), _at(box, 0.12, 0.3))
    painter.drawPath(path)


def _generator(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawRect(_round(box, 0.78))
    painter.drawPolyline(
        QPolygonF([_at(box, x, y) for x, y in ((0.56, 0.24), (0.36, 0.54), (0.64, 0.5), (0.46, 0.78))])
    )


def _sort_up(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, box, colour, [(0.5, 0.25), (0.9, 0.75), (0.1, 0.75)])


def _sort_down(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, box, colour, [(0.5, 0.75), (0.9, 0.25), (0.1, 0.25)])


def _link_down(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawEllipse(_round(box, 0.86))
    painter.drawLine(_at(box, 0.22, 0.78), _at(box, 0.78, 0.22))


def _tick(painter: QPainter, box: QRectF, colour: QColor) -> None:
    points = (0.1, 0.55), (0.4, 0.86), (0.92, 0.16)
    painter.drawPolyline(QPolygonF([_at(box, x, y) for x, y in points]))


GLYPHS: dict[str, Callable[[QPainter, QRectF, QColor], None]] = {
    "triangle": _triangle,
    "diamond": _diamond,
    "hollow_triangle": _hollow_triangle,
    "hollow_diamond": _hollow_diamond,
    "disc": _disc,
    "ring": _ring,
    "dashed_ring": _dashed_ring,
    "half_disc": _half_disc,
    "crossed": _crossed,
    "question": _question,
    "capped": _capped,
    "notched": _notched,
    "flat": _flat,
    "hourglass": _hourglass,
    "rewind": _rewind,
    "skewed": _skewed,
    "bolt": _bolt,
    "bubble": _bubble,
    "plug": _plug,
    "generator": _generator,
    "link_down": _link_down,
    "tick": _tick,
    "sort_up": _sort_up,
    "sort_down": _sort_down,
}
