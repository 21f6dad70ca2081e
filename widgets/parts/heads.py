"""The head of a panel of the service pages, and the words that stand where it has nothing to show."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from widgets.panel import Cell
from widgets.parts.ink import Run, draw_line, draw_split
from widgets.scale import Scale
from widgets.session import Session

LEFT, RIGHT = 24.0, 32.0
"""Study px beside head and body."""

Runs = tuple[Run, ...]
Sides = tuple[Runs, Runs]
"""What stands at the left, and at the right."""


def head_height(scale: Scale) -> int:
    """Window pixels of a head."""
    return round(max(scale.px(60), scale.line("count") * 1.1))


def body_sides(width: int, scale: Scale) -> tuple[int, int]:
    """Left edge and width of what stands under a head, window pixels."""
    return round(scale.px(LEFT)), width - round(scale.px(LEFT + RIGHT))


def head_cell(sides: Sides, width: int, session: Session, height: int | None = None) -> Cell:
    """The head as a cell across the panel. height: other than a head's usual one, window pixels."""
    tall = head_height(session.scale) if height is None else height

    def draw(painter: QPainter, rect: QRectF) -> None:
        inner = rect.adjusted(session.scale.px(LEFT), 0, -session.scale.px(RIGHT), 0)
        draw_split(painter, inner, sides[0], sides[1], session.scale, session.theme)

    return Cell("head", QRect(0, 0, width, tall), sides, draw)


def note_cell(words: str, place: QRect, session: Session) -> Cell:
    """Quiet words in place of rows."""
    run = Run(words, tone="muted", elide=True)
    return Cell("none", place, words, lambda p, r: _draw_note(p, r, run, session))


def _draw_note(painter: QPainter, rect: QRectF, run: Run, session: Session) -> None:
    draw_line(painter, rect, [run], session.scale, session.theme)
