"""How the things of the network are drawn, once each, into the sheet of sprites.

A transformer area: a disc is public (公变), a diamond the customer's own (专变); full and bright where it is
dark, so that shape and fill say the state without colour. A device is full or barred when closed, hollow
when open.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from widgets.map.detail import mixed
from widgets.theme import Theme

HEAD = "net"
"""What the shapes of this page begin with, as in ``net-area-public-dark``."""

STAR = ((1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1))
"""Corners of a star of four points, from the right of its top on; those between two points lie further in."""

DOT = 3
"""Px of radius below which an area is a dot."""


def paint_symbol(
    painter: QPainter, shape: str, radius: float, theme: Theme, unit: float, tone: QColor
) -> None:
    """Paint a symbol about the origin. tone: of the state that the shape names."""
    _, kind, *words = shape.split("-")
    if kind == "area":
        _area(painter, words[0], words[1], radius, theme, unit, tone)
    elif kind == "station":
        _station(painter, words[0], radius, theme, unit)
    elif kind == "device":
        _device(painter, words[0], words[1:], radius, theme, unit)
    else:
        _key_customer(painter, words[0], radius, theme, unit)


def quiet_ink(theme: Theme) -> QColor:
    """Of what has supply: seen, but never before what has none."""
    return mixed(theme.feeder, theme.muted, 0.45)


def _outline(owner: str, radius: float) -> QPainterPath:
    path = QPainterPath()
    if owner == "public":
        path.addEllipse(QPointF(), radius, radius)
        return path
    reach = 1.2 * radius
    path.moveTo(0, -reach)
    for x, y in ((reach, 0.0), (0.0, reach), (-reach, 0.0)):
        path.lineTo(x, y)
    path.closeSubpath()
    return path


def _area(
    painter: QPainter, owner: str, state: str, radius: float, theme: Theme, unit: float, tone: QColor
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if radius < DOT:
        painter.setBrush(tone)
        painter.drawEllipse(QPointF(), radius * 0.9, radius * 0.9)
        return
    path, line = _outline(owner, radius), QPen(tone, max(1.2, 1.6 * unit))
    painter.fillPath(_outline(owner, radius + 1.5 * unit), theme.land)
    if state in ("normal", "dark"):
        painter.fillPath(path, tone)
        return
    if state == "planned":
        line.setStyle(Qt.PenStyle.DotLine)
    painter.strokePath(path, line)
    if state == "restored":
        painter.save()
        painter.setClipRect(QRectF(-2 * radius, -2 * radius, 2 * radius, 4 * radius))
        painter.fillPath(path, tone)
        painter.restore()
    elif state == "generator":
        painter.setBrush(tone)
        painter.drawEllipse(QPointF(), radius * 0.42, radius * 0.42)


def _station(painter: QPainter, rank: str, radius: float, theme: Theme, unit: float) -> None:
    """A square with a ring in it; a lesser station without."""
    box = QRectF(-radius, -radius, 2 * radius, 2 * radius)
    painter.setPen(QPen(theme.land, 2 * unit))
    painter.setBrush(theme.land)
    painter.drawRect(box.adjusted(-unit, -unit, unit, unit))
    painter.setPen(QPen(theme.muted, max(1.2, 1.6 * unit)))
    painter.setBrush(theme.land)
    painter.drawRect(box)
    painter.setBrush(theme.muted)
    if rank == "high":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(), radius * 0.45, radius * 0.45)


def _device(painter: QPainter, kind: str, words: list[str], radius: float, theme: Theme, unit: float) -> None:
    is_open, ink = "open" in words, theme.text if "unusual" in words else quiet_ink(theme)
    painter.setPen(QPen(theme.land, 2 * unit))
    painter.setBrush(theme.land)
    painter.drawEllipse(QPointF(), radius + 1.5 * unit, radius + 1.5 * unit)
    painter.setPen(QPen(ink, max(1.2, 1.5 * unit)))
    painter.setBrush(theme.land if is_open else ink)
    if kind == "breaker":
        painter.drawRect(QRectF(-radius, -radius, 2 * radius, 2 * radius))
    elif kind == "fuse":
        painter.drawRect(QRectF(-radius * 0.5, -radius, radius, 2 * radius))
    else:  # not full, as a public area is: a ring, and closed it has a bar in it
        painter.setBrush(theme.land)
        painter.drawEllipse(QPointF(), radius, radius)
        if not is_open:
            painter.drawLine(QPointF(-radius, 0), QPointF(radius, 0))


def _key_customer(painter: QPainter, kind: str, radius: float, theme: Theme, unit: float) -> None:
    """A hospital is a cross; any other key customer a star."""
    path = QPainterPath()
    if kind == "hospital":
        arm = radius * 0.36
        path.addRect(QRectF(-radius, -arm, 2 * radius, 2 * arm))
        path.addRect(QRectF(-arm, -radius, 2 * arm, 2 * radius))
        path.setFillRule(Qt.FillRule.WindingFill)
    else:
        inner = radius * 0.3
        path.moveTo(0, -radius)
        for x, y in STAR:
            path.lineTo(x * (inner if x and y else radius), y * (inner if x and y else radius))
        path.closeSubpath()
    painter.strokePath(path, QPen(theme.land, 3 * unit))
    painter.fillPath(path, theme.muted)
