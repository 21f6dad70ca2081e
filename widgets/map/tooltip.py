"""The tooltip: some lines in a face of our own, beside what they speak of, whole, and never over it."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.map.projection import Box
from widgets.parts.ink import Run, draw_line, line_width, width_of
from widgets.session import Session

WIDEST, SHARE = 620.0, 0.46
"""Study px (times the text's growth), and share of the map's width, that a tooltip may take."""

PAD, GAP = 12.0, 10.0
"""Study px between rim and words, and between rim and what it speaks of."""

BETWEEN = "· "
"""What parts a run from the one before it; no line begins with it."""

Lines = tuple[tuple[Run, ...], ...]


class TipFace(msgspec.Struct, frozen=True):
    """A tooltip as painted. box: px of the window, y down."""

    lines: Lines
    box: Box


def tip_of(lines: Lines, about: Box, frame: Box, session: Session) -> TipFace | None:
    """Lay it out beside ``about`` within ``frame`` (px); None where there is nothing to say, or no room."""
    scale = session.scale
    pad, line = scale.px(PAD), scale.line("small")
    widest = min(scale.px(WIDEST) * scale.growth, SHARE * frame.width) - 2 * pad
    flowed = [part for runs in lines for part in flow(runs, widest, session)]
    if not flowed:
        return None
    width = min(widest, max(line_width(runs, scale) for runs in flowed) + 1) + 2 * pad
    spot = beside(about, frame, width, len(flowed) * line + 2 * pad, scale.px(GAP))
    fits = int((spot.height - 2 * pad + 0.5) // line)
    return TipFace(tuple(flowed[:fits]), spot) if fits > 0 else None


def flow(runs: Sequence[Run], width: float, session: Session) -> list[tuple[Run, ...]]:
    """Runs broken into as many lines as it takes; a run that is wider than a line is elided when drawn."""
    scale = session.scale
    lines: list[tuple[Run, ...]] = []
    line: list[Run] = []
    for run in runs:
        if line and line_width([*line, run], scale) > width:
            lines.append(tuple(line))
            line = []
        line.append(run if line else replace(run, text=run.text.removeprefix(BETWEEN)))
    if line:
        lines.append(tuple(line))
    return lines


def beside(about: Box, frame: Box, width: float, height: float, gap: float) -> Box:
    """A box of this size right of, left of, below or above ``about``, within ``frame``, never over it.

    Where no side has room for all of it, it is cut to the side that has most.
    """
    width, height = min(width, frame.width), min(height, frame.height)
    rooms = {
        "right": (frame.right - about.right - gap, frame.height),
        "left": (about.left - gap - frame.left, frame.height),
        "below": (frame.width, frame.top - about.top - gap),
        "above": (frame.width, about.bottom - gap - frame.bottom),
    }
    side = next((name for name, (wide, high) in rooms.items() if wide >= width and high >= height), None)
    if side is None:
        side = max(
            rooms, key=lambda name: min(1.0, rooms[name][0] / width) * min(1.0, rooms[name][1] / height)
        )
        width = max(0.0, min(width, rooms[side][0]))
        height = max(0.0, min(height, rooms[side][1]))
    x, y = about.centre
    left, top = x - width / 2, y - height / 2
    if side in ("right", "left"):
        left = about.right + gap if side == "right" else about.left - gap - width
    else:
        top = about.top + gap if side == "below" else about.bottom - gap - height
    left = min(max(left, frame.left), frame.right - width)
    top = min(max(top, frame.bottom), frame.top - height)
    return Box(left, top, left + width, top + height)


def draw_tip(painter: QPainter, face: TipFace, session: Session) -> None:
    """Paint it: surface, hairline, lines."""
    theme, scale = session.theme, session.scale
    box, pad, line = face.box, scale.px(PAD), scale.line("small")
    rect = QRectF(box.left, box.bottom, box.width, box.height)
    painter.setPen(QPen(theme.muted, max(1.0, scale.px(1.4))))
    painter.setBrush(theme.surface)
    painter.drawRoundedRect(rect, scale.px(5), scale.px(5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for n, runs in enumerate(face.lines):
        row = QRectF(rect.left() + pad, rect.top() + pad + n * line, rect.width() - 2 * pad, line)
        shown = [run if width_of(run, scale) <= row.width() else _elidable(run) for run in runs]
        draw_line(painter, row, shown, scale, theme)


def _elidable(run: Run) -> Run:
    """A run that alone is wider than its line."""
    return replace(run, elide=True)
