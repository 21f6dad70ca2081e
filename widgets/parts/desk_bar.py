"""The foot of a desk's window: the seat, its keys, the last answer, and a line to write a note in.

Nothing here is modal: facts go on coming while somebody writes.
"""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from wallboard.domain.commands import LONGEST_WORDS
from widgets.plain_label import PlainLabel
from widgets.theme import Theme

SHARE, LEAST = 0.045, 32
"""Its height: a share of the window's, and window pixels at least."""
TEXT = 0.5
"""Height of its letters, as a share of its own."""
ASKED = 0.5
"""Of the width, at most, for what is asked while somebody writes; the rest is for what is written."""


class NoteLine(QLineEdit):
    """One line of words; Enter sends, Escape gives up. No key goes past it, so none acts meanwhile."""

    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST_WORDS)
        self.setFrame(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
        event.accept()


class DeskBar(QWidget):
    """noted: somebody wrote a note and sent it. The window calls ``lie`` when its size changes."""

    noted = Signal(str)

    def __init__(self, theme: Theme, family: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._asked, self._family = "", "", family
        self._label, self.line = PlainLabel("", self), NoteLine(self)
        self._room = QRect()  # what label and line share
        palette = QPalette()
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, theme.surface)
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            palette.setColor(role, theme.text)
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self.line.hide()
        self.line.returnPressed.connect(self._send)
        self.line.given_up.connect(self.close_line)

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
        mine = max(LEAST, round(height * SHARE))
        self.setGeometry(0, height - mine, width, mine)
        font = QFont(self._family)
        font.setPixelSize(round(mine * TEXT))
        margin = mine // 2
        for child in (self._label, self.line):
            child.setFont(font)
        self._room = QRect(margin, 0, width - 2 * margin, mine)
        self._fit()
        return mine

    def _fit(self) -> None:
        """The label, and beside it the line while somebody writes."""
        metrics, room, words = self._label.fontMetrics(), self._room, self._asked or self._words
        if self._asked:
            gap = room.height() // 2
            wide = min(metrics.horizontalAdvance(words) + 1, round(room.width() * ASKED))
            self.line.setGeometry(room.adjusted(wide + gap, 0, 0, 0))
            room = QRect(room.left(), 0, wide, room.height())
        self._label.setGeometry(room)
        self._label.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width()))

    def open_line(self, asked: str, words: str = "") -> None:
        """Begin a note, or go on with one. asked: what stands before the line, in the window's language."""
        self._asked = asked
        self.line.setText(words)
        self._fit()
        self.line.show()
        self.line.setFocus()

    def close_line(self) -> None:
        """No note, or one that was sent."""
        self._asked = ""
        self.line.hide()
        self._fit()
        window = self.window()
        window.setFocus()

    def _send(self) -> None:
        words = self.line.text()
        self.close_line()
        self.noted.emit(words)
