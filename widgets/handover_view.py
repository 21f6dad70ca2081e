"""The hand-over report on a desk, over its page: read from top to end with the keys, then signed.

It is the sheet that is printed, in the desk's colours. Facts go on coming below it; the report itself stands
as it was made, so that nothing moves under the eyes of whoever reads it.
"""

import math
import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from widgets.handover_paper import POINT_MM, on_glass
from widgets.handover_sheet import COLUMN, HandoverSheet
from widgets.parts.ink import Run, draw_line
from widgets.session import Session

SHARE = 0.94
"""Of the page's width and height, at most."""
POINTS = 9.0
"""Typographic points of most of the sheet: as large as a desk's small text."""
STEP_MM = 18.0
"""One press of an arrow."""
NOTCH = 120.0
"""Of a wheel: one step."""


class HandoverView(QWidget):
    """Drawn over the page. It has the keys that scroll; all others go on to the window.

    at_end: called once all of this report has been on the glass.
    """

    def __init__(self, session: Session, page: QWidget, at_end: Callable[[], None]) -> None:
        super().__init__(page)
        self._session, self._at_end = session, at_end
        self._sheet: HandoverSheet | None = None
        self._keys = ""
        self._down = 0.0  # mm that are scrolled away
        self._read = 0.0  # mm from the top, all of which have been on the glass
        self._whole = self._seen = 0.0  # mm of the report, and of what is on the glass
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(page.rect())
        page.installEventFilter(self)

    @property
    def ended(self) -> bool:
        """Whether all of it has been on the glass: whoever jumps to the end has not read it."""
        return self._whole > 0 and self._read >= self._whole - 0.5

    def put(self, sheet: HandoverSheet, keys: str, *, anew: bool) -> None:
        """Show this sheet. keys: what may be done, in words; anew: another report, from its top."""
        self._sheet, self._keys = sheet, keys
        if anew:
            self._down = self._whole = self._read = 0.0
        self.update()

    def move_by(self, by: float) -> None:
        """by: mm downwards."""
        self._down = max(0.0, min(self._down + by, self._whole - self._seen))
        self.update()

    # what Qt calls

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {
            Qt.Key.Key_Down: STEP_MM,
            Qt.Key.Key_Up: -STEP_MM,
            Qt.Key.Key_PageDown: self._seen - STEP_MM,
            Qt.Key.Key_PageUp: STEP_MM - self._seen,
            Qt.Key.Key_End: math.inf,
            Qt.Key.Key_Home: -math.inf,
        }.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the window's keys are everybody's
        else:
            self.move_by(by)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.move_by(-event.angleDelta().y() / NOTCH * STEP_MM)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            self._paint(painter)
            if self.ended:
                self._at_end()
        except Exception as error:  # noqa: BLE001 - said and counted by the hook; none may leave a virtual
            sys.excepthook(type(error), error, error.__traceback__)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        scale, theme = self._session.scale, self._session.theme
        shade = QColor(theme.ground)
        shade.setAlpha(225)
        painter.fillRect(self.rect(), shade)
        if self._sheet is None:
            return
        each = min(scale.text_px("small") / (POINTS * POINT_MM), self.width() * SHARE / COLUMN)
        wide, tall = COLUMN * each, self.height() * SHARE
        frame = QRectF((self.width() - wide) / 2, (self.height() - tall) / 2, wide, tall)
        painter.setPen(QPen(theme.border, max(1.0, scale.px(1))))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(frame, scale.px(6), scale.px(6))
        foot = scale.line("small") * 1.6
        paper = frame.adjusted(0, scale.px(10), 0, -foot)
        self._seen = paper.height() / each
        painter.save()
        painter.setClipRect(paper)
        painter.translate(paper.topLeft())
        self._whole = self._sheet.paint(painter, each, on_glass(theme), self._down, self._seen)
        painter.restore()
        if self._down <= self._read:
            self._read = max(self._read, self._down + self._seen)
        if self._down > max(0.0, self._whole - self._seen):  # the window has grown
            self.move_by(0.0)
        self._draw_foot(painter, QRectF(frame.left(), frame.bottom() - foot, wide, foot))

    def _draw_foot(self, painter: QPainter, rect: QRectF) -> None:
        """What may be done, and how far the reader has come."""
        scale, theme, text = self._session.scale, self._session.theme, self._session.text
        painter.setPen(QPen(theme.hairline, max(1.0, scale.px(1))))
        painter.drawLine(rect.topLeft(), rect.topRight())
        inner = rect.adjusted(scale.px(20), 0, -scale.px(20), 0)
        share = min(1.0, self._read / self._whole) if self._whole else 0.0
        said = (
            text.t("handover.at_end") if self.ended else text.t("handover.read_on", share=text.share(share))
        )
        place = Run(said, bold=True)
        metrics = scale.metrics("small", bold=True)
        width = metrics.horizontalAdvance(said) + scale.px(4)
        draw_line(painter, inner.adjusted(inner.width() - width, 0, 0, 0), [place], scale, theme)
        keys = Run(self._keys, tone="muted", elide=True)
        draw_line(painter, inner.adjusted(0, 0, -width - scale.px(20), 0), [keys], scale, theme)
