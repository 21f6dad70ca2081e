"""Marks painted once into one pixmap, so that thousands of them are blitted in one call.

A sprite's key says all that it shows; the sheet grows as new keys turn up and starts anew with a new
theme or size.
"""

import math
from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from wallboard.domain.terms import Band
from widgets.map.marks import MarkShape
from widgets.map.symbols import HEAD, paint_symbol, quiet_ink
from widgets.session import Session
from widgets.theme import Theme

SHEET = 1024
"""Width of the sheet, device px; it grows by as much in height."""

MOST_SPRITES = 384
"""Sprites after which a sheet has had its time: numbers in crowds change for ever, few stand at once."""

FADED = 0.25
"""How much of its tone the body of a doubted mark keeps: number and question mark on it have 7:1."""

TWELFTHS = 12


class SpriteKey(msgspec.Struct, frozen=True, gc=False):
    """shape: a MarkShape's value, ``cluster`` or a vehicle's; radius: px.

    warning, breached: twelfths of a cluster's clocks; text: what stands inside; turn: of a vehicle, degrees
    clockwise from north.
    """

    shape: str
    radius: int
    band: Band = Band.CALM
    faded: bool = False
    text: str = ""
    warning: int = 0
    breached: int = 0
    turn: int = 0


STATE_OF: dict[MarkShape, str] = {
    MarkShape.CONFIRMED: "dark",
    MarkShape.PREDICTED: "unknown",
    MarkShape.UNVERIFIED: "restored",
    MarkShape.GENERATOR: "generator",
    MarkShape.PLANNED: "planned",
}
"""The room's name for what a mark says; a room may give each state a colour of its own."""


class SpriteSheet:
    """Sprites by key, all in ``pixmap``. ``where(key)`` is (left, top, side) in its pixels.

    ratio: device px per px; ``zoom`` is what a sprite is drawn at. tones: the room's colours by map state.
    """

    def __init__(
        self,
        theme: Theme,
        unit: float,
        font: QFont,
        ratio: float = 1.0,
        tones: Mapping[str, QColor] | None = None,
    ) -> None:
        self._theme, self._unit, self._font = theme, unit, font
        self.ratio, self.zoom = ratio, 1.0 / ratio
        self._tones = dict(tones or {})
        self._places: dict[SpriteKey, tuple[int, int, int]] = {}
        self._left = self._top = self._shelf = 0
        self.pixmap = QPixmap(SHEET, SHEET)
        self.pixmap.fill(Qt.GlobalColor.transparent)

    @property
    def worn(self) -> bool:
        """Whether so many sprites stand here that a new sheet is due: most are of numbers long gone."""
        return len(self._places) > MOST_SPRITES

    def paint(self, key: SpriteKey) -> bool:
        """Paint a sprite ahead of its first use; False where it is there."""
        new = key not in self._places
        self.where(key)
        return new

    def where(self, key: SpriteKey) -> tuple[int, int, int]:
        """Where a sprite stands; painted now where it is new."""
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = self._take(math.ceil(self.side(key) * self.ratio))
            painter = QPainter(self.pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(place[0] + place[2] / 2, place[1] + place[2] / 2)
            painter.scale(self.ratio, self.ratio)
            self._paint(painter, key)
            painter.end()
        return place

    def side(self, key: SpriteKey) -> int:
        """Width and height of a sprite, px, ring and outline included; even, so that it sits on pixels."""
        return 2 * math.ceil(self.reach(key) + 2)

    def reach(self, key: SpriteKey) -> float:
        """Radius of everything the sprite shows, px."""
        ringed = key.band in (Band.WARNING, Band.BREACHED) or key.warning or key.breached or key.faded
        return key.radius + (7.5 if ringed else 2.0) * self._unit

    def _take(self, side: int) -> tuple[int, int, int]:
        if self._left + side > SHEET:
            self._left, self._top, self._shelf = 0, self._top + self._shelf, 0
        if self._top + side > self.pixmap.height():
            larger = QPixmap(SHEET, self.pixmap.height() + SHEET)
            larger.fill(Qt.GlobalColor.transparent)
            painter = QPainter(larger)
            painter.drawPixmap(0, 0, self.pixmap)
            painter.end()
            self.pixmap = larger
        place = self._left, self._top, side
        self._left += side
        self._shelf = max(self._shelf, side)
        return place

    def _paint(self, painter: QPainter, key: SpriteKey) -> None:
        if key.shape == "cluster":
            self._cluster(painter, key)
        elif key.shape.startswith(HEAD):
            state = key.shape.rpartition("-")[2]
            quiet = {"normal": quiet_ink(self._theme), "planned": self._theme.muted}
            tone = self._tones.get(state) or quiet.get(state, self._theme.text)
            paint_symbol(painter, key.shape, float(key.radius), self._theme, self._unit, tone)
        elif key.shape.startswith(("crew", "dot", "van", "rest", "site")):
            self._vehicle(painter, key)
        else:
            self._outage(painter, key)

    def _outage(self, painter: QPainter, key: SpriteKey) -> None:
        unit, theme, radius = self._unit, self._theme, float(key.radius)
        ring = key.band in (Band.WARNING, Band.BREACHED)
        ground = QPen(theme.ground, 2 * unit)
        painter.setPen(ground)
        painter.setBrush(theme.ground)
        painter.drawEllipse(QPointF(), radius + unit, radius + unit)
        painter.setOpacity(FADED if key.faded else 1.0)
        self._body(painter, MarkShape(key.shape), radius, key.text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if ring:
            painter.setOpacity(1.0)
            painter.setPen(QPen(theme.band(key.band), 3.2 * unit))
            painter.drawEllipse(QPointF(), radius + 5 * unit, radius + 5 * unit)
        elif key.faded:
            painter.setOpacity(0.8)
            painter.setPen(QPen(theme.muted, 1.6 * unit, Qt.PenStyle.DotLine))
            painter.drawEllipse(QPointF(), radius + 5 * unit, radius + 5 * unit)
        if key.faded:
            painter.setOpacity(1.0)
            self._edge(painter, radius)
            self._word(painter, "?", max(14.0 * unit, radius * 1.3), theme.text, bold=True)

    def _edge(self, painter: QPainter, radius: float) -> None:
        """The edge of a doubted mark, whose body is pale."""
        painter.setPen(QPen(self._theme.muted, 1.6 * self._unit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(), radius, radius)

    def _body(self, painter: QPainter, shape: MarkShape, radius: float, text: str) -> None:
        unit, tone = self._unit, self._tones.get(STATE_OF[shape], self._theme.text)
        line = QPen(tone, 2.4 * unit)
        circle = QRectF(-radius, -radius, 2 * radius, 2 * radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone)
        if shape is MarkShape.CONFIRMED:
            painter.drawEllipse(circle)
        elif shape is MarkShape.PREDICTED:
            dash = max(1.2, radius * 2 * math.pi / (2.4 * unit) / (2 * max(5, round(radius / (2.2 * unit)))))
            line.setDashPattern([dash, dash])
            line.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(line)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)
        elif shape is MarkShape.UNVERIFIED:
            painter.drawPie(circle, 90 * 16, 180 * 16)
            painter.setPen(QPen(tone, 2 * unit))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)
        elif shape is MarkShape.PLANNED:
            self._hatch(painter, circle, QPen(tone, 1.8 * unit))
        else:
            side = max(radius, 11 * unit) * 0.95
            painter.setPen(line)
            painter.setBrush(self._theme.ground)
            painter.drawRoundedRect(QRectF(-side, -side, 2 * side, 2 * side), 3 * unit, 3 * unit)
            self._word(painter, text, side * 1.35, tone, bold=True)

    def _hatch(self, painter: QPainter, circle: QRectF, pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        clip = QPainterPath()
        clip.addEllipse(circle)
        painter.save()
        painter.setClipPath(clip)
        reach, step = circle.width(), max(4.0, 4.6 * self._unit)
        for i in range(-math.ceil(reach / step), math.ceil(reach / step) + 1):
            painter.drawLine(QPointF(i * step - reach, reach), QPointF(i * step + reach, -reach))
        painter.restore()

    def _cluster(self, painter: QPainter, key: SpriteKey) -> None:
        """A crowd: its number on a disc; the rim is lit as far round as clocks are late."""
        unit, theme, radius = self._unit, self._theme, float(key.radius)
        painter.setPen(QPen(theme.ground, 2 * unit))
        painter.setBrush(theme.ground)
        painter.drawEllipse(QPointF(), radius + unit, radius + unit)
        painter.setOpacity(FADED if key.faded else 1.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.text)
        painter.drawEllipse(QPointF(), radius, radius)
        painter.setOpacity(1.0)
        if key.faded:
            self._edge(painter, radius)
        rim = radius + 5 * unit
        box = QRectF(-rim, -rim, 2 * rim, 2 * rim)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        start = 90.0
        for band, parts in ((Band.BREACHED, key.breached), (Band.WARNING, key.warning)):
            if parts:
                span = 360.0 * parts / TWELFTHS
                pen = QPen(theme.band(band), 3.6 * unit)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawArc(box, round(start * 16), round(-span * 16))
                start -= span
        ink = theme.text if key.faded else theme.ground
        self._word(painter, key.text, min(self._font.pixelSize(), radius * 1.3), ink, bold=True)

    def _vehicle(self, painter: QPainter, key: SpriteKey) -> None:
        """An arrowhead is turned to its heading here: to turn it at every blit costs ten times the blit."""
        painter.rotate(key.turn)
        unit, theme, radius = self._unit, self._theme, float(key.radius)
        old = key.shape.endswith("_old")
        path = QPainterPath()
        if key.shape == "site":  # a square: no outage is taken for it, nor it for one
            path.addRect(QRectF(-radius * 0.36, -radius * 0.36, radius * 0.72, radius * 0.72))
        elif key.shape == "rest":
            path.addEllipse(QPointF(), radius * 0.34, radius * 0.34)
        elif key.shape.startswith("dot"):
            path.addEllipse(QPointF(), radius * 0.55, radius * 0.55)
        elif key.shape.startswith("van"):
            path.addRoundedRect(QRectF(-radius, -radius * 0.7, 2 * radius, 1.4 * radius), 2 * unit, 2 * unit)
        else:
            path.moveTo(0, -radius)
            path.lineTo(radius * 0.72, radius * 0.82)
            path.lineTo(0, radius * 0.42)
            path.lineTo(-radius * 0.72, radius * 0.82)
            path.closeSubpath()
        painter.strokePath(path, QPen(theme.ground, 3.2 * unit))
        if old:
            painter.fillPath(path, theme.ground)
            painter.strokePath(path, QPen(theme.muted, 1.6 * unit))
        else:
            painter.fillPath(path, theme.muted)

    def _word(self, painter: QPainter, text: str, pixels: float, colour: QColor, *, bold: bool) -> None:
        font = QFont(self._font)
        font.setPixelSize(max(1, round(pixels)))
        font.setBold(bold)
        path = QPainterPath()
        path.addText(0, 0, font, text)
        box = path.boundingRect()
        path.translate(-box.center().x(), -box.center().y())
        painter.fillPath(path, colour)


def sheet_of(session: Session, ratio: float) -> SpriteSheet:
    """An empty sheet for a window, with the room's colours of map states. ratio: device px per px."""
    scale = session.scale
    tones = {state: QColor(colour) for state, colour in session.room.colours.items()}
    return SpriteSheet(session.theme, scale.px(1), scale.font("small", bold=True), ratio, tones)
