"""A running wall: link -> inbox -> pump -> windows, on one Qt loop that is also asyncio's (design 1, 4)."""

import asyncio
import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject

from feeds.inbox import Inbox
from feeds.runner import FeedRunner
from wallboard.config.room import Room, WindowEntry
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.shell.health import Health
from wallboard.shell.hub_child import HubChild
from wallboard.shell.pump import Pump
from wallboard.shell.registry import make_page
from wallboard.shell.windows import WallWindow
from wallboard.state.store import Store
from widgets.page import Page
from widgets.scale import Scale
from widgets.session import LinkFace, Session
from widgets.text import Text
from widgets.theme import load_theme

LOG = logging.getLogger(__name__)

HUB_RESTART_S = 2.0


class Wall(QObject):
    """One wall process: its store, its link to one hub, its windows.

    Made by the command line; ``follow`` gives it the hub's address, ``stop`` ends it.
    """

    def __init__(
        self, room: Room, windows: Sequence[WindowEntry], family: str, loop: asyncio.AbstractEventLoop
    ) -> None:
        super().__init__()
        self.room, self._family, self._loop = room, family, loop
        self.store, self.inbox, self.health = Store(), Inbox(), Health()
        self._rules = load_rule_set(room.rules) if room.rules else None
        self._runner: FeedRunner | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._child: HubChild | None = None
        self._sessions: list[Session] = []
        self._token: str | None = None
        self.runner = FeedRunner(self.inbox)
        self.pump = Pump(self.inbox, self.store, self.runner.clock, lambda: [self, *self.windows], self)
        self.inbox.on_ready = self.pump.wake
        self.windows = [WallWindow(entry, self._pages_for(entry), self.command) for entry in windows]
