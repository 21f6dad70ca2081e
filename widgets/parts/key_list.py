"""All keys of a desk over its page: what each does, and why it does not now. Nothing waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.desk_actions import Action, key_words
from widgets.parts.ink import Run, draw_line
from widgets.session import Session

SHARE = 0.9
"""Of the page's width and height, at most."""

COLUMNS = 3


@dataclass(frozen=True)
class KeyLine:
    """One action; why: it is not open now, in words, else ""."""

    action: Action
    why: str = ""


class KeyList(QWidget):
    """Drawn over the page; the keys go on to whoever has them."""

    def __init__(self, session: Session, lines: Sequence[KeyLine], page: QWidget) -> None:
        super().__init__(page)
        self._session, self.lines = session, tuple(lines)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(page.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        scale, theme = self._session.scale, self._session.theme
        shade = QColor(theme.ground)
        shade.setAlpha(200)
        painter.fillRect(self.rect(), shade)
        rows = -(-len(self.lines) // COLUMNS)
        room = self.height() * SHARE
        high = min(scale.line("small") * 1.34, (room - scale.line("title") * 2.4) / rows)
        wide, tall = self.width() * SHARE, rows * high + scale.line("title") * 2.4
        frame = QRectF((self.width() - wide) / 2, (self.height() - tall) / 2, wide, tall)
        painter.setPen(QPen(theme.border, max(1.0, scale.px(1))))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(frame, scale.px(6), scale.px(6))
        inner = frame.adjusted(scale.px(28), scale.px(12), -scale.px(28), -scale.px(12))
        head = QRectF(inner.left(), inner.top(), inner.width(), scale.line("title"))
        draw_line(painter, head, [Run(self._session.text.t("keys.title"), "title")], scale, theme)
        column = inner.width() / COLUMNS
        for place, line in enumerate(self.lines):
            across, down = divmod(place, rows)
            top = head.bottom() + scale.px(10) + down * high
            left = inner.left() + across * column
            self._draw_line(painter, QRectF(left, top, column - scale.px(24), high), line)

    def _draw_line(self, painter: QPainter, rect: QRectF, line: KeyLine) -> None:
        scale, theme, text = self._session.scale, self._session.theme, self._session.text
        tone, key = ("muted" if line.why else "text"), scale.px(112)
        keys = Run(key_words(line.action.keys, text), bold=True, tone=tone)
        draw_line(painter, QRectF(rect.left(), rect.top(), key, rect.height()), [keys], scale, theme)
        words = [Run(line.action.words(text), tone=tone, gap=14)]
        if line.why:
            words.append(Run(line.why, tone="muted", elide=True))
        draw_line(painter, rect.adjusted(key, 0, 0, 0), words, scale, theme)
