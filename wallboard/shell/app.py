"""A running wall: link -> inbox -> pump -> windows, on one Qt loop that is also asyncio's (design 1, 4)."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject

from feeds.inbox import Inbox
from feeds.runner import FeedRunner
from feeds.status import LinkStatus
from wallboard.config.room import Room, WindowEntry
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.domain.clock import monotonic
from wallboard.shell.health import Health
from wallboard.shell.pump import Pump
from wallboard.shell.registry import make_page
from wallboard.shell.replay_keys import clock_verb
from wallboard.shell.windows import WallWindow
from wallboard.state.boards import Boards
from wallboard.state.changes import Change
from wallboard.state.store import Store
from widgets.page import Page
from widgets.scale import Scale
from widgets.session import LinkFace, Session
from widgets.text import Text
from widgets.theme import load_theme

LOG = logging.getLogger(__name__)


class Wall(QObject):
    """One wall process: its store, its link to one hub, its windows.

    ``follow`` gives it the hub's address, ``close`` ends it.
    """

    def __init__(
        self,
        room: Room,
        windows: Sequence[WindowEntry],
        family: str,
        health: Health,
        token: str | None = None,
    ) -> None:
        super().__init__()
        self.room, self.health, self._family = room, health, family
        self._rules = load_rule_set(room.rules) if room.rules else None
        self.store, self.inbox = Store(), Inbox()
        self.boards = Boards(self.store)
        self.runner = FeedRunner(
            room.hub or "ws://127.0.0.1/", token, self.inbox, room.name, on_status=self._on_status
        )
        self._sessions: dict[int, Session] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._resume = 1.0
        self.windows = [
            WallWindow(entry, self._pages_for(number, entry), self.command)
            for number, entry in enumerate(windows)
        ]
        self.pump = Pump(self.inbox, self.store, self.runner.clock, lambda: [self, *self.windows], self)
        self.inbox.wake = self.pump.wake

    def follow(self, url: str) -> None:
        """Connect to this hub, or to its new address after it was started anew."""
        self.runner.url = url
        if not self._tasks:
            self.spawn(self.runner.run())

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run a coroutine to its end, holding on to its task."""
        task = asyncio.get_event_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End the link and its tasks."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def command(self, asked: str, amount: float) -> None:
        """A replay key: ask the hub to turn its clock."""
        state = self.runner.clock.state()
        if state.rate:
            self._resume = state.rate
        verb = clock_verb(state, asked, amount, self._resume)
        if verb is not None:
            self.spawn(self._ask(*verb))

    async def _ask(self, verb: str, args: dict[str, Any]) -> None:
        ack = await self.runner.act("clock", verb, args)
        if not ack.accepted:
            LOG.warning("clock %s refused: %s", verb, ack.reason)

    # glass protocol: the wall itself comes before its windows

    def on_change(self, change: Change) -> None:
        """Nothing of the wall's own is drawn; the windows follow."""

    def on_second(self, now: float) -> None:
        """Ages of the link, and clocks that a wrong machine clock must not colour."""
        status = self.runner.status
        for session in self._sessions.values():
            session.link = self._face(status, session.text)
            session.rules = None if status.clocks_blind else self._rules
        self._tell_pages()

    def _on_status(self, status: LinkStatus) -> None:
        for session in self._sessions.values():
            session.link = self._face(status, session.text)
        self._tell_pages()

    def _tell_pages(self) -> None:
        for window in self.windows:
            for page in window.pages:
                page.on_link()

    def _face(self, status: LinkStatus, text: Text) -> LinkFace:
        age = None if status.heard is None else max(0.0, monotonic() - status.heard)
        return LinkFace(status.state, age, text.reason(status.words) if status.words else "")

    def _pages_for(self, number: int, entry: WindowEntry) -> Callable[[int, int], Sequence[Page]]:
        """Makes the window's pages for a size in pixels; each window has a session of its own."""
        screens = [load_screen(name) for name in entry.screens]

        def make(width: int, height: int) -> Sequence[Page]:
            wide = entry.width_mm if entry.pitch_mm is None else entry.pitch_mm * width
            text = Text(entry.language, self.room.time_zone)
            session = Session(
                self.store,
                self.runner.clock,
                load_theme(entry.theme),
                Scale(width, height, entry.distance_m, wide, self._family),
                text,
                self.room,
                self._rules,
                self._face(self.runner.status, text),
                self.boards,
            )
            self._sessions[number] = session  # a resized window's former session goes
            return [make_page(session, screen) for screen in screens]

        return make
