"""Buttons that are painted: a word and its key in a thin frame, in lines that wrap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.parts.ink import Run, draw_line, line_width
from widgets.scale import Scale
from widgets.theme import Theme

PAD, GAP, AIR = 9.0, 7.0, 8.0
"""Study px: inside a chip at its sides, between two, and above and below its letters together."""


@dataclass(frozen=True)
class Chip:
    """name: what it does; at: it has the keyboard or is on; words, key: what stands on it."""

    name: str
    words: str
    key: str = ""
    at: bool = False

    @property
    def runs(self) -> tuple[Run, ...]:
        tone = "ground" if self.at else "text"
        words = Run(self.words, tone=tone, bold=self.at, gap=7, elide=True)
        return (words, Run(self.key, tone="ground" if self.at else "muted")) if self.key else (words,)


def chip_height(scale: Scale) -> int:
    return round(scale.line("small") + scale.px(AIR))


def chips_width(chips: Sequence[Chip], scale: Scale) -> int:
    """Window pixels that chips take in one line."""
    gap = round(scale.px(GAP))
    return sum(_width(chip, scale) for chip in chips) + gap * (len(chips) - 1)


def _width(chip: Chip, scale: Scale) -> int:
    return round(line_width(chip.runs, scale) + 2 * scale.px(PAD)) + 1


def placed(chips: Sequence[Chip], area: QRect, scale: Scale) -> Iterator[tuple[Chip, QRect]]:
    """The chips in lines from the top of ``area``, each as wide as its words; they may reach below it."""
    x, y, high = area.left(), area.top(), chip_height(scale)
    gap = round(scale.px(GAP))
    for chip in chips:
        wide = min(area.width(), _width(chip, scale))
        if x > area.left() and x + wide > area.right() + 1:
            x, y = area.left(), y + high + gap
        yield chip, QRect(x, y, wide, high)
        x += wide + gap


def draw_chip(painter: QPainter, rect: QRectF, chip: Chip, scale: Scale, theme: Theme) -> None:
    edge = max(1.0, scale.px(1))
    painter.setPen(QPen(theme.text if chip.at else theme.border, edge))
    painter.setBrush(theme.text if chip.at else Qt.BrushStyle.NoBrush)
    inner = rect.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
    painter.drawRoundedRect(inner, scale.px(5), scale.px(5))
    draw_line(painter, rect.adjusted(scale.px(PAD), 0, -scale.px(PAD) + 1, 0), chip.runs, scale, theme)
