"""Windows of a wall or a workstation: pages in rotation, placed on their outputs, kiosk manners.

Rotation runs only when calm (design 8): a breach, a dark key customer, a response level or a link that is
not live stops it.
"""

import logging
import sys
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

import msgspec
from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from wallboard.config.errors import ConfigError
from wallboard.config.room import WindowEntry
from wallboard.config.screen import load_screen
from wallboard.domain.clock import monotonic
from wallboard.domain.rows import Focus
from wallboard.shell.pushed import pushed_here, screen_for
from wallboard.shell.registry import make_page
from wallboard.state.changes import Change
from widgets.page import Page
from widgets.parts.desk_bar import DeskBar

LOG = logging.getLogger(__name__)

STEPS: dict[str, tuple[str, float] | str] = {
    "pause": ("toggle", 0.0),
    "earlier": ("step", -600.0),
    "later": ("step", 600.0),
    "much_earlier": ("step", -6 * 3600.0),
    "much_later": ("step", 6 * 3600.0),
    "faster": ("faster", 2.0),
    "slower": ("faster", 0.5),
    "heat": "heat",
    "indices": "indices",
    "diagnostics": "diagnostics",
    "full_screen": "",
    "quit": "",
}
"""What a window can do, by name: what a replay is asked, or which screen is shown in place of its pages."""

REPLAY_KEYS: dict[int, str] = {
    Qt.Key.Key_Space: "pause",
    Qt.Key.Key_Left: "earlier",
    Qt.Key.Key_Right: "later",
    Qt.Key.Key_PageUp: "much_earlier",
    Qt.Key.Key_PageDown: "much_later",
    Qt.Key.Key_Plus: "faster",
    Qt.Key.Key_Minus: "slower",
}
"""Keys of a replay."""

NO_MODIFIER, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
PORTABLE = QKeySequence.SequenceFormat.PortableText


class OnKey(Protocol):
    """What a key of the window does, by its name as in ``Shift+F``; False where nothing."""

    def __call__(self, keys: str) -> bool: ...


ASIDE: dict[int, str] = {Qt.Key.Key_F12: "diagnostics", Qt.Key.Key_H: "heat", Qt.Key.Key_F10: "indices"}
"""Keys that show another screen in place of a window's pages."""

LEAST_DWELL_S = 15.0
"""A page stands at least so long, whatever the room file says: nobody reads one in less."""

FORGOTTEN_S = 600.0
"""Real seconds after which a wall goes back by itself: what it is there for is its pages."""


class WallWindow(QWidget):
    """One window: its pages one at a time, its keys, its place.

    command: called with (verb, amount) for the replay keys.
    """

    def __init__(
        self,
        entry: WindowEntry,
        make_pages: Callable[[int, int], Sequence[Page]],
        command: Callable[[str, float], None],
    ) -> None:
        super().__init__()
        self.entry = entry
        self._make_pages, self.command = make_pages, command
        self._pages: list[Page] = []
        self._aside: Page | None = None  # another screen, while it is shown
        self._aside_at = 0.0  # when the last key of it was pressed, monotonic s
        self._pushed: Focus | None = None  # what a desk has it show
        self._stood = 0  # the page that stood there before
        self._missed = False  # nobody could see the window when something changed
        self._index = 0
        self._shown_at: float | None = None
        self._size: tuple[int, int] | None = None
        self.foot: DeskBar | None = None  # of a desk
        self.on_key: OnKey = lambda keys: False
        self.setWindowTitle("Wallboard")

    @property
    def pages(self) -> tuple[Page, ...]:
        return tuple(self._pages) if self._aside is None else (*self._pages, self._aside)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        if self._aside is not None:
            return self._aside
        return self._pages[self._index] if self._pages else None

    def place(self, *, windowed: bool) -> None:
        """Show it: full screen on its output, or as an ordinary window."""
        if windowed:
            self.resize(1280, 720)
            self.show()
            return
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        if self.entry.desk is None:  # somebody's hand is on a desk's mouse
            self.setCursor(Qt.CursorShape.BlankCursor)
        self.settle()

    def settle(self) -> bool:
        """Cover the output that the room file names, or the primary one; False where it does already."""
        screen = output_named(self.entry.output)
        if self.isVisible() and self.screen() is screen and self.geometry() == screen.geometry():
            return False
        self.setWindowState(Qt.WindowState.WindowNoState)  # a full screen is not moved to another output
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        return True

    @property
    def seen(self) -> bool:
        """Whether anybody can see it: shown, and not minimised."""
        return self.isVisible() and not self.isMinimized()

    def on_change(self, change: Change) -> None:
        if change.reset or change.touches("room", "outage"):
            self._follow_desks()
        page = self.page
        if page is not None and self.seen:
            page.on_change(change, in_turns=change.reset and not page.session.link.fresh)
        else:
            self._missed = True

    @property
    def owing(self) -> bool:
        """Whether the page that is shown has a heavy panel waiting for a tick of its own."""
        page = self.page
        return page is not None and self.seen and page.owing

    @property
    def renewing(self) -> bool:
        """Whether the page that is shown is being renewed below its veil."""
        page = self.page
        return page is not None and self.seen and page.renewing

    def pay(self) -> None:
        page = self.page
        if page is not None:
            page.pay()

    def on_second(self, now: float) -> None:
        """What nobody sees costs nothing; the first second in sight again shows all that came meanwhile."""
        page = self.page
        if page is None or not self.seen:
            self._missed = True
            return
        if self._missed:
            self._catch_up()
        page.on_second(now)
        self._follow_desks()
        if self._pushed is not None:
            return  # it stands until its time is over
        if self._aside is None:
            self._rotate(now)
        elif self.entry.desk is None and monotonic() - self._aside_at > FORGOTTEN_S:
            self.toggle_aside()

    def turn(self, by: int) -> None:
        """Show the next page, or the one before."""
        if self._pages:
            self._show((self._index + by) % len(self._pages))

    def rebuild(self, language: Literal["zh", "en"] | None = None) -> None:
        """Make the pages anew for the window's size, from which sizes follow, or in another language."""
        size = self.width(), self.height()
        if size == self._size and language is None:
            return
        self._size = size
        self.entry = msgspec.structs.replace(self.entry, language=language or self.entry.language)
        height = size[1] - (self.foot.lie(*size) if self.foot is not None else 0)
        for page in self._pages:
            page.hide()
            page.deleteLater()
        self._pages = list(self._make_pages(size[0], height))
        for page in self._pages:
            page.setParent(self)
            page.setGeometry(0, 0, size[0], height)
        aside = self._leave_aside()
        if self._pages:
            self._show(min(self._index, len(self._pages) - 1))
        if aside:
            self._go_aside(aside)

    def toggle_aside(self, screen: str = "") -> None:
        """Show another screen in place of the pages, or go back to them: from that screen, or with none."""
        left = self._leave_aside()
        if screen and left != screen and self._pages:
            self._aside_at = monotonic()
            self._go_aside(screen)
        elif left:
            self._show(self._index)

    def _follow_desks(self) -> None:
        """Show what a desk pushes here; go back to the pages once it is taken back or its time is over.

        Whoever turns to another page by hand meanwhile is left alone.
        """
        page = self.page
        focus = pushed_here(page) if page is not None else None
        before, self._pushed = self._pushed, focus
        if page is None or focus == before:
            return
        if before is None:
            self._stood = self._index
        screen = screen_for(focus, self._pages) if focus is not None else ""
        self._shown_at = None
        number = next((n for n, each in enumerate(self._pages) if each.screen_file.name == screen), None)
        if number is None and page.screen_file.name == screen:
            return
        self._leave_aside()
        here = self._index if focus is not None else min(self._stood, len(self._pages) - 1)
        self._show(here if number is None else number)
        if screen and number is None:
            try:
                self._go_aside(screen)
            except ConfigError as error:  # a page that this wall's own installation has not
                LOG.warning("a desk shows %s: %s", screen, error)

    def _go_aside(self, screen: str) -> None:
        here = self._pages[self._index]
        page = self._aside = make_page(here.session, load_screen(screen))
        page.setParent(self)
        page.setGeometry(here.geometry())
        here.hide()
        page.show()
        page.on_change(Change(0, reset=True))

    def _leave_aside(self) -> str:
        """Drop the other screen; its name, or "" where none was shown."""
        page, self._aside = self._aside, None
        if page is not None:
            page.hide()
            page.deleteLater()
        return page.screen_file.name if page is not None else ""

    def _show(self, index: int) -> None:
        """Bring one page to the front, drawn from what is known now."""
        self._index = index
        for number, page in enumerate(self._pages):
            page.setVisible(number == index)
        page = self._pages[index]
        page.on_change(Change(0, reset=True))
        if self.entry.desk is not None and not (self.foot is not None and self.foot.writing):
            first = next((panel for _, panel in page.panels if panel.first), None)
            self.setFocusProxy(first)  # pyright: ignore[reportArgumentType] - None takes it away
            (first or self).setFocus()

    def _catch_up(self) -> None:
        """Draw what is shown from what is known now."""
        self._missed = False
        page = self.page
        if page is not None:
            page.on_change(Change(0, reset=True))

    def _rotate(self, now: float) -> None:
        page = self.page
        if page is None or len(self._pages) < 2 or self.entry.desk is not None:
            return  # a page does not go from under somebody's hands
        if self._shown_at is None:
            self._shown_at = now
        if now - self._shown_at < max(LEAST_DWELL_S, self.entry.dwell):
            return
        session = page.session
        if not session.link.fresh or not session.boards.calm(
            session.rules, session.now(), session.room.area_class
        ):
            return
        self._shown_at = now
        self._show((self._index + 1) % len(self._pages))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        guarded(self._catch_up)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange and self._missed and self.seen:
            guarded(self._catch_up)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        guarded(self.rebuild)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        guarded(lambda: self._press(event))

    def _press(self, event: QKeyEvent) -> None:
        asked = REPLAY_KEYS.get(event.key())
        aside = self._aside is not None
        self._aside_at = monotonic()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        another = ASIDE.get(event.key(), "") if held == NO_MODIFIER else ""
        if another or (aside and event.key() == Qt.Key.Key_Escape):
            self.toggle_aside(another)
            return
        on_glass = not aside  # nobody acts on an order that is not on the glass
        if on_glass and self.on_key(key_name(event)):
            return
        page = self.page
        if page is not None and page.on_key(event.key()):
            return
        if asked is not None:
            do_step(self, asked)
        elif Qt.Key.Key_F1 <= event.key() < Qt.Key.Key_F1 + min(9, len(self._pages)) and not aside:
            self._shown_at = None
            self._show(event.key() - Qt.Key.Key_F1)
        elif event.key() == Qt.Key.Key_F11:
            do_step(self, "full_screen")
        elif event.key() == Qt.Key.Key_Q and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            do_step(self, "quit")
        else:
            super().keyPressEvent(event)


def guarded(call: Callable[[], None]) -> None:
    """Never raises: an exception that leaves a virtual kills the process (PySide 6.11, seen)."""
    try:
        call()
    except Exception as error:  # noqa: BLE001 - said and counted by the hook that health installed
        sys.excepthook(type(error), error, error.__traceback__)


def do_step(window: WallWindow, name: str) -> bool:
    """One of ``STEPS`` by its name."""
    step = STEPS[name]
    if isinstance(step, tuple):
        window.command(*step)
    elif step:
        window.toggle_aside(step)
    elif name == "quit":
        QApplication.closeAllWindows()
    else:
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
    return True


def key_name(event: QKeyEvent) -> str:
    """A key as the table of actions names it: ``A``, ``Shift+F``, ``Ctrl+C``, ``?``, ``Up``."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    said = event.text()
    if said.isprintable() and said and not said.isalnum() and held in (NO_MODIFIER, SHIFT) and said != " ":
        return said  # which keys make a sign differs by keyboard
    return QKeySequence(QKeyCombination(held, Qt.Key(event.key()))).toString(PORTABLE)


def output_named(name: str) -> QScreen:
    """The output of that connector name or serial number; the primary one where it is not there."""
    for screen in QGuiApplication.screens():
        if name and name in (screen.name(), screen.serialNumber()):
            return screen
    return QGuiApplication.primaryScreen()
