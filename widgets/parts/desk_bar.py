"""The foot of a desk's window: the seat, its keys, the last answer, and a line to write a note in.

Nothing here is modal: facts go on coming while somebody writes.
"""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from wallboard.domain.commands import LONGEST_WORDS
from widgets.plain_label import PlainLabel
from widgets.theme import Theme

SHARE, LEAST = 0.045, 32
"""Its height: a share of the window's, and window pixels at least."""
SHARE_NEAR, LEAST_NEAR = 0.03, 25
"""The same where it is read at arm's length."""
TEXT = 0.5
"""Height of its letters, as a share of its own."""
ASKED = 0.5
"""Of the width, at most, for what is asked while somebody writes; the rest is for what is written."""
LINE = 0.4
"""Of the width that is left, for what is written where something may be chosen; the rest is for that."""


class NoteLine(QLineEdit):
    """One line of words; Enter sends, Escape gives up, ↑↓ step. No key goes past it: none acts meanwhile."""

    given_up = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST_WORDS)
        self.setFrame(False)

    def dress(self, theme: Theme, ground: QColor, font: QFont) -> None:
        """In the theme's colours, on this ground."""
        palette = QPalette()
        for role, colour in (
            (QPalette.ColorRole.Base, ground),
            (QPalette.ColorRole.Text, theme.text),
            (QPalette.ColorRole.PlaceholderText, theme.muted),
            (QPalette.ColorRole.Highlight, theme.border),
            (QPalette.ColorRole.HighlightedText, theme.text),
        ):
            palette.setColor(role, colour)
        self.setPalette(palette)
        self.setFont(font)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
        event.accept()


class DeskBar(QWidget):
    """noted: somebody wrote something and sent it. The window calls ``lie`` when its size changes.

    left: it was given up. near: it is read at arm's length, beside a desk's own page.
    """

    noted = Signal(str)
    left = Signal()

    def __init__(
        self, theme: Theme, family: str, parent: QWidget | None = None, *, near: bool = False
    ) -> None:
        super().__init__(parent)
        self._share, self._least = (SHARE_NEAR, LEAST_NEAR) if near else (SHARE, LEAST)
        self.grown = 1.0  # by what factor somebody wants it larger
        self._words, self._asked, self._family = "", "", family
        self._label, self.line, self._offers = PlainLabel("", self), NoteLine(self), PlainLabel("", self)
        self._choices: tuple[str, ...] = ()
        self._typed: str | None = None  # what was typed before choices were stepped through
        self._before: QWidget | None = None  # who had the keys
        self._room = QRect()  # what label and line share
        palette = QPalette()
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, theme.surface)
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            palette.setColor(role, theme.text)
        self.setPalette(palette)
        quiet = QPalette(palette)
        quiet.setColor(QPalette.ColorRole.WindowText, theme.muted)
        self._offers.setPalette(quiet)
        self.setAutoFillBackground(True)
        self.line.hide()
        self.line.returnPressed.connect(self._send)
        self.line.given_up.connect(self._give_up)
        self.line.stepped.connect(self._step)
        self.line.textEdited.connect(self._edited)

    @property
    def words(self) -> str:
        """What it says now, whole."""
        return self._words

    @property
    def writing(self) -> bool:
        """Whether somebody is writing a note."""
        return self.line.isVisibleTo(self)

    def say(self, words: str) -> None:
        """The seat and its keys, or the last answer; one line, shortened where it does not fit."""
        self._words = words
        self._fit()

    def lie(self, width: int, height: int) -> int:
        """Take the foot of a window of this size; returns its own height, window pixels."""
        mine = max(self._least, round(height * self._share * self.grown))
        self.setGeometry(0, height - mine, width, mine)
        font = QFont(self._family)
        font.setPixelSize(round(mine * TEXT))
        margin = mine // 2
        for child in (self._label, self.line, self._offers):
            child.setFont(font)
        self._room = QRect(margin, 0, width - 2 * margin, mine)
        self._fit()
        return mine

    def _fit(self) -> None:
        """The label, and beside it the line while somebody writes, and what may be chosen."""
        metrics, room, words = self._label.fontMetrics(), self._room, self._asked or self._words
        self._offers.setVisible(bool(self._asked and self._choices))
        if self._asked:
            gap = room.height() // 2
            wide = min(metrics.horizontalAdvance(words) + 1, round(room.width() * ASKED))
            line = room.adjusted(wide + gap, 0, 0, 0)
            if self._choices:
                offers = QRect(line.left() + round(line.width() * LINE), 0, 0, room.height())
                offers.setRight(room.right())
                line.setRight(offers.left() - gap)
                self._offers.setGeometry(offers)
                told = "   ".join(self._matching())
                self._offers.setText(metrics.elidedText(told, Qt.TextElideMode.ElideRight, offers.width()))
            self.line.setGeometry(line)
            room = QRect(room.left(), 0, wide, room.height())
        self._label.setGeometry(room)
        self._label.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width()))

    def open_line(self, asked: str, words: str = "", choices: tuple[str, ...] = ()) -> None:
        """Begin to ask for something, or go on. asked: what stands before the line, in the window's language.

        choices: what may be chosen with ↑↓; anything else may be typed.
        """
        if not self.writing:
            self._before = QApplication.focusWidget()
        self._asked, self._choices, self._typed = asked, choices, None
        self.line.setText(words)
        self._fit()
        self.line.show()
        self.line.setFocus()

    def close_line(self) -> None:
        """Nothing is asked for any more; the keys go back to who had them."""
        self._asked, self._choices = "", ()
        self.line.hide()
        self._fit()
        before, self._before = self._before, None
        if before is not None and before is not self.line and before.isVisible():
            before.setFocus()
        else:
            self.window().setFocus()

    def _give_up(self) -> None:
        self.close_line()
        self.left.emit()

    def _matching(self) -> list[str]:
        """The choices that hold what was typed; all of them where none does."""
        typed = (self.line.text() if self._typed is None else self._typed).casefold().strip()
        return [each for each in self._choices if typed in each.casefold()] or list(self._choices)

    def _step(self, by: int) -> None:
        """Put the next matching choice, or the one before, into the line."""
        if not self._choices:
            return
        if self._typed is None:
            self._typed = self.line.text()
        matching = self._matching()
        here = self.line.text()
        at = matching.index(here) + by if here in matching else 0 if by > 0 else -1
        self.line.setText(matching[at % len(matching)])
        self._fit()

    def _edited(self, _: str) -> None:
        self._typed = None
        self._fit()

    def _send(self) -> None:
        words = self.line.text()
        self.close_line()
        self.noted.emit(words)
