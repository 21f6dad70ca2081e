"""The command palette over a desk's page: type a part of a name in either language, choose, Enter.

Nothing is modal: facts go on coming, and the page below goes on drawing itself.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.desk_actions import key_words
from widgets.parts.command_search import Command, found
from widgets.parts.desk_bar import NoteLine
from widgets.parts.ink import Run, draw_line
from widgets.session import Session

WIDE, TOP, ROWS = 860.0, 0.12, 14
"""Study px of its width; its upper edge as a share of the page's height; rows that it shows at most."""

KEYS = 150.0
"""Study px for the key at the right of a row."""


class CommandPalette(QWidget):
    """choose: called with the command that was chosen, which may be one that is not open. left: it went."""

    def __init__(
        self,
        session: Session,
        commands: Sequence[Command],
        recent: Sequence[str],
        page: QWidget,
        choose: Callable[[Command], None],
        left: Callable[[], None],
    ) -> None:
        super().__init__(page)
        self._session, self._commands, self._recent = session, tuple(commands), tuple(recent)
        self._choose, self._left = choose, left
        self.shown = found(self._commands, "", self._recent)
        self.at = 0  # of the shown ones: the one that Enter does
        self._first = 0
        self.line = NoteLine(self)
        self.line.setPlaceholderText(session.text.t("palette.type"))
        self.line.textChanged.connect(self._typed)
        self.line.stepped.connect(self.step)
        self.line.returnPressed.connect(self._take)
        self.line.given_up.connect(self.leave)
        self._dress()
        self.setGeometry(page.rect())
        self._lay()
        self.show()
        self.raise_()
        self.line.setFocus()

    def step(self, by: int) -> None:
        """The next of the shown ones, or the one before; past the end it begins anew."""
        if self.shown:
            self.at = (self.at + by) % len(self.shown)
            self._first = max(self.at - ROWS + 1, min(self._first, self.at))
            self.update()

    def leave(self) -> None:
        """Put it away."""
        self.hide()
        self._left()

    def _typed(self, words: str) -> None:
        self.shown, self.at, self._first = found(self._commands, words, self._recent), 0, 0
        self.update()

    def _take(self) -> None:
        chosen = self.shown[self.at] if self.shown else None
        if chosen is not None:
            self.leave()
            self._choose(chosen)

    # how it looks

    def _dress(self) -> None:
        theme = self._session.theme
        self.line.dress(theme, theme.ground, self._session.scale.font("row", bold=False))

    def _lay(self) -> None:
        scale = self._session.scale
        pad, frame = scale.px(14), self._frame()
        high = scale.line("row") + scale.px(12)
        inner = QRectF(frame.left() + pad, frame.top() + pad, frame.width() - 2 * pad, high)
        self.line.setGeometry(inner.toRect())

    def _high(self) -> float:
        scale = self._session.scale
        return scale.line("small") + scale.px(12)

    def _frame(self) -> QRectF:
        scale = self._session.scale
        wide = min(scale.px(WIDE), self.width() * 0.94)
        head = scale.line("row") + scale.px(12) + 2 * scale.px(14)
        tall = head + ROWS * self._high() + scale.px(10)
        top = min(self.height() * TOP, max(0.0, self.height() - tall))
        return QRectF((self.width() - wide) / 2, top, wide, tall)

    def _row(self, place: int) -> QRectF:
        scale, frame = self._session.scale, self._frame()
        top = self.line.geometry().bottom() + 1 + scale.px(10)
        return QRectF(frame.left(), top + place * self._high(), frame.width(), self._high())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        scale, theme = self._session.scale, self._session.theme
        shade = QColor(theme.ground)
        shade.setAlpha(150)
        painter.fillRect(self.rect(), shade)
        painter.setPen(QPen(theme.border, max(1.0, scale.px(1))))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(self._frame(), scale.px(6), scale.px(6))
        if not self.shown:
            none = Run(self._session.text.t("palette.none"), tone="muted")
            pad = scale.px(26)
            draw_line(painter, self._row(0).adjusted(pad, 0, -pad, 0), [none], scale, theme)
        for place, command in enumerate(self.shown[self._first : self._first + ROWS]):
            self._draw_row(painter, self._row(place), command, at=self._first + place == self.at)

    def _draw_row(self, painter: QPainter, rect: QRectF, command: Command, *, at: bool) -> None:
        scale, theme = self._session.scale, self._session.theme
        if at:
            edge = scale.px(1)
            inner = rect.adjusted(edge, 0, -edge, 0)
            painter.fillRect(inner, theme.ground)
            painter.fillRect(QRectF(inner.left(), inner.top(), scale.px(6), inner.height()), theme.text)
        tone, pad, keys = ("muted" if command.why else "text"), scale.px(26), scale.px(KEYS)
        words = [Run(command.words, tone=tone, bold=at, gap=18)]
        if command.why:
            words.append(Run(command.why, tone="muted", elide=True, drop=1))
        draw_line(painter, rect.adjusted(pad, 0, -pad - keys, 0), words, scale, theme)
        place = QRectF(rect.right() - pad - keys, rect.top(), keys, rect.height())
        named = Run(key_words(command.action.keys, self._session.text), tone=tone, bold=True)
        draw_line(painter, place, [named], scale, theme, right=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        event.accept()
        if not self._frame().contains(at):
            self.leave()
            return
        for place in range(min(ROWS, len(self.shown) - self._first)):
            if self._row(place).contains(at):
                self.at = self._first + place
                self._take()
                return
