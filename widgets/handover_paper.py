"""What the hand-over report is painted on: millimetres on paper, or the same on a desk's glass.

The sheet asks for words and rules in millimetres; here they become the device's own pixels and colours.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from widgets.theme import Theme

POINT_MM = 25.4 / 72
"""Millimetres of a typographic point."""


@dataclass(frozen=True)
class Inks:
    """ink: of what is said; grey: of what names it; faint: of thin rules; alert: of what is late."""

    ink: QColor
    grey: QColor
    faint: QColor
    alert: QColor


ON_PAPER = Inks(QColor(20, 24, 28), QColor(96, 104, 112), QColor(205, 210, 214), QColor(176, 42, 12))


def on_glass(theme: Theme) -> Inks:
    """The same parts in the colours of a desk's theme."""
    return Inks(theme.text, theme.muted, theme.border, theme.breached)


class Paper:
    """A painter with millimetres. scale: pixels a millimetre; left: mm before what is printed."""

    def __init__(self, painter: QPainter, scale: float, left: float, family: str, inks: Inks) -> None:
        self._painter, self._scale, self._left = painter, scale, left
        self._family, self.inks = family, inks

    def width(self, words: str, points: float) -> float:
        """Millimetres that a line takes."""
        return self._metrics(self._font(points)).horizontalAdvance(words) / self._scale

    def words(
        self,
        words: str,
        x: float,
        y: float,
        wide: float,
        *,
        points: float = 9.0,
        ink: QColor | None = None,
        bold: bool = False,
        right: bool = False,
        height: float = 5.0,
    ) -> None:
        """One line, shortened where it does not fit; x from the left margin, all in mm."""
        if not words:
            return
        font, painter, scale = self._font(points, bold=bold), self._painter, self._scale
        painter.setFont(font)
        painter.setPen(QPen(ink or self.inks.ink))
        shown = self._metrics(font).elidedText(words, Qt.TextElideMode.ElideRight, wide * scale)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        place = QRectF((self._left + x) * scale, y * scale, wide * scale, height * scale)
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def rule(self, y: float, thick: float, left: float, right: float, *, faint: bool) -> None:
        """A line across, never thinner than a pixel; left, right from the left margin."""
        scale = self._scale
        place = QRectF(
            (self._left + left) * scale, y * scale, (right - left) * scale, max(1.0, thick * scale)
        )
        self._painter.fillRect(place, self.inks.faint if faint else self.inks.ink)

    def _font(self, points: float, *, bold: bool = False) -> QFont:
        font = QFont(self._family)
        font.setPixelSize(max(1, round(points * POINT_MM * self._scale)))
        font.setBold(bold)
        return font

    def _metrics(self, font: QFont) -> QFontMetricsF:
        device = self._painter.device()
        return QFontMetricsF(font, device) if device is not None else QFontMetricsF(font)
