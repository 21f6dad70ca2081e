"""A panel of a desk: it may have the keyboard and says so by a rim, and parts of it answer a click."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QRegion, QWheelEvent
from PySide6.QtWidgets import QWidget

from widgets.panel import CellPanel
from widgets.session import Session

RIM = 2.0
"""Study px of the rim of the panel that has the keys."""

NOTCH = 120.0
"""Of a wheel: one step."""


@dataclass(frozen=True)
class Spot:
    """A place that answers a click."""

    rect: QRect
    click: Callable[[], None]


class DeskPanel(CellPanel):
    """Subclasses fill ``spots`` while they make their cells, and answer ``press`` and ``turn``."""

    def __init__(self, session: Session, options: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(session, options, parent)
        self.spots: list[Spot] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def press(self, key: int) -> bool:
        """A key without modifiers while the panel has the keyboard; False where it means nothing here."""
        return False

    def turn(self, steps: int) -> None:
        """The wheel was turned so many steps, downwards above 0."""

    def on_desk(self) -> None:
        self.refresh()

    def choose(self, order: str) -> None:
        """Ask the shell to choose an order."""
        if self.session.desk is not None:
            self.session.desk.choose(order)

    def step(self, by: int) -> bool:
        """Choose the next of the orders shown, or the one before; False where none is shown."""
        desk, rows = self.session.desk, self.shown
        if desk is None or not rows:
            return False
        if desk.chosen in rows:
            at = max(0, min(len(rows) - 1, rows.index(desk.chosen) + by))
        else:
            at = 0 if by > 0 else len(rows) - 1
        self.choose(rows[at])
        return True

    # what Qt calls

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = event.position().toPoint()
        spot = next((spot for spot in self.spots if spot.rect.contains(at)), None)
        if spot is not None:
            self.guard(spot.click)
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = -round(event.angleDelta().y() / NOTCH)
        if turns:
            self.guard(lambda: self.turn(turns))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        taken = False

        def run() -> None:
            nonlocal taken
            taken = self.press(event.key())

        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.NoModifier:
            self.guard(run)
        if not taken:
            event.ignore()  # the window's keys are everybody's

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def draw(self, painter: QPainter, region: QRegion) -> None:
        super().draw(painter, region)
        if self.hasFocus():
            rim = max(1.0, self.session.scale.px(RIM))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.session.theme.text, rim))
            painter.drawRect(QRectF(self.rect()).adjusted(rim / 2, rim / 2, -rim / 2, -rim / 2))
