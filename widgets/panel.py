"""A panel: a rectangle of a page that computes frozen faces and repaints only what differs.

``Panel`` is what a page knows. ``CellPanel`` does the comparing: a subclass lists its cells (key, rectangle,
face, drawing), and only cells whose face or rectangle changed are repainted. Either draws in
``draw(painter, region)``; whatever that raises is shown as a veil over this panel and the others go on.
"""

import logging
import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from wallboard.domain.clock import thread_seconds
from wallboard.state.changes import Change
from widgets.session import Session

LOG = logging.getLogger(__name__)


class Panel(QWidget):
    """Base of every panel. ``options`` is the screen file's table for it, already typed."""

    rest = 25.0
    """A heavy panel that took t seconds is refreshed again after ``rest`` x t at the earliest."""

    first = False
    """Whether its page gives it the keyboard first."""

    shown: Sequence[str] = ()
    """Ids of the orders that stand in it, from the top; empty where it lists none."""

    def __init__(self, session: Session, options: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.options = session, options
        self.error = ""
        self.cost = 0.0  # thread seconds that the last refresh took
        self.page_title: dict[str, str] = {}  # the screen's title by language; the page sets it
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def on_change(self, change: Change) -> None:
        """Facts were applied: take them in and show them at once."""
        if self.take(change):
            self.refresh()

    def take(self, change: Change) -> bool:
        """Take in what changed; True where ``refresh`` is owed for it, which the page may put off."""
        return False

    def refresh(self) -> None:
        """Compare and ``update(rect)`` what differs."""

    def go_on(self) -> bool:
        """One slice of ``refresh``; False where more of it is left for the next tick."""
        self.refresh()
        return True

    def on_second(self, now: float) -> None:
        """The second turned: show at once what it changes."""
        if self.age(now):
            self.refresh()

    def age(self, now: float) -> bool:
        """The second turned; True where ``refresh`` is owed for it."""
        return False

    def on_theme(self) -> None:
        """Theme, language or sizes changed: everything is drawn anew."""
        self.update()

    def on_atlas(self) -> None:
        """The session's atlas came, or another one."""

    def on_key(self, key: int) -> bool:
        """A key of the window that nobody before took; True where this panel has a use for it."""
        return False

    def on_desk(self) -> None:
        """At a desk another order was chosen, or what became of an act has changed."""

    def own_height(self) -> float | None:
        """Window pixels that this panel takes by itself (0: nothing to say); None: what the page gives."""
        return None

    def draw(self, painter: QPainter, region: QRegion) -> None:
        """Paint what lies in ``region``."""

    def guard(self, call: Callable[[], None]) -> None:
        """Run one of this panel's steps; what it raises becomes its veil, and the rest go on."""
        try:
            call()
        except Exception as error:  # one broken panel must not take the wall with it
            if not self.error:
                LOG.exception("panel %s raised", type(self).__name__)
            self.error = f"{type(error).__name__}: {error}"
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        region = event.region()
        painter.setClipRegion(region)
        if not self.error:
            self.guard(lambda: self.draw(painter, region))
        if self.error:
            self._veil(painter)
        painter.end()

    def _veil(self, painter: QPainter) -> None:
        session = self.session
        shade = QColor(session.theme.ground)
        shade.setAlpha(216)
        painter.setClipping(False)
        painter.fillRect(self.rect(), shade)
        painter.setPen(session.theme.text)
        painter.setFont(session.scale.font("small"))
        words = f"{session.text.t('panel.failed')}: {self.error}"
        margin = round(session.scale.px(24))
        inner = self.rect().adjusted(margin, 0, -margin, 0)
        if inner.height() < 3 * session.scale.line("small"):
            short = session.scale.metrics("small").elidedText(
                words, Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), short)
            return
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), words)


@dataclass(frozen=True)
class Cell:
    """One piece of a panel: ``draw(painter, rect)`` paints exactly what ``face`` says."""

    key: Hashable
    rect: QRect
    face: Hashable
    draw: Callable[[QPainter, QRectF], None]


class CellPanel(Panel):
    """A panel made of cells. Subclasses give ``cells(now)``; this class repaints what differs."""

    nouns: tuple[str, ...] = ()
    """Nouns whose change may change a face; empty: any."""

    def __init__(self, session: Session, options: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(session, options, parent)
        self._cells: dict[Hashable, Cell] = {}
        self.repaints: list[QRect] = []

    def cells(self, now: float) -> list[Cell]:
        """What stands in the panel now, in painting order; keys are unique."""
        return []

    def wants(self, change: Change) -> bool:
        """Whether a change may alter a face."""
        return not self.nouns or change.touches(*self.nouns)

    def take(self, change: Change) -> bool:
        return self.wants(change)

    def age(self, now: float) -> bool:
        return True

    def on_theme(self) -> None:
        self._cells = {cell.key: cell for cell in self.cells(self.session.now())}
        self.update()

    def on_atlas(self) -> None:
        self.on_theme()  # names may differ

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.guard(self.on_theme)

    def refresh(self) -> None:
        """Compute the faces, and ask for a repaint of the cells that differ."""
        began = thread_seconds()
        fresh = {cell.key: cell for cell in self.cells(self.session.now())}
        self.cost = thread_seconds() - began
        old, self._cells = self._cells, fresh
        self.repaints = []
        for key, cell in fresh.items():
            was = old.get(key)
            if was is None or was.face != cell.face or was.rect != cell.rect:
                self._repaint(cell.rect)
                if was is not None and was.rect != cell.rect:
                    self._repaint(was.rect)
        for key in old.keys() - fresh.keys():
            self._repaint(old[key].rect)

    def _repaint(self, rect: QRect) -> None:
        self.repaints.append(rect)
        self.update(rect)

    def draw(self, painter: QPainter, region: QRegion) -> None:
        painter.fillRect(region.boundingRect(), self.session.theme.ground)
        for cell in self._cells.values():
            if region.intersects(cell.rect):
                cell.draw(painter, QRectF(cell.rect))


class SteadyPanel(CellPanel):
    """Looked at once a second where something changed, and at each minute: it shows no running digit."""

    def __init__(self, session: Session, options: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(session, options, parent)
        self._stale, self._minute = True, -1

    def take(self, change: Change) -> bool:
        self._stale = self._stale or self.wants(change)
        return False

    def age(self, now: float) -> bool:
        minute = math.floor(now / 60)
        owed = self._stale or minute != self._minute
        self._stale, self._minute = False, minute
        return owed


@dataclass(frozen=True)
class PanelSpec:
    """A kind of panel by the name that screen files use; ``options_cls`` types its options."""

    kind: str
    cls: type[Panel]
    options_cls: type[Any] | None = None
