"""A running wall: link -> inbox -> pump -> windows, on one Qt loop that is also asyncio's (design 1, 4)."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from platformdirs import user_cache_path
from PySide6.QtCore import QObject

from feeds.backoff import BackoffTimes
from feeds.dial import client_tls
from feeds.inbox import Inbox
from feeds.link_parts import LinkTimes
from feeds.runner import FeedRunner
from feeds.status import LinkStatus
from wallboard.config.room import Room, WindowEntry
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.domain.clock import ClockState, SystemClock, monotonic
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.domain.terms import ClockMode
from wallboard.shell.acts import desk_of
from wallboard.shell.atlas_care import AtlasCare
from wallboard.shell.desk_back import Past
from wallboard.shell.diagnosing import Diagnoser
from wallboard.shell.health import Health
from wallboard.shell.last_picture import Kept
from wallboard.shell.pump import Pump
from wallboard.shell.registry import make_page
from wallboard.shell.replay_keys import clock_verb
from wallboard.shell.windows import WallWindow
from wallboard.shell.worker_thread import WorkerThread
from wallboard.state.atlas import Atlas
from wallboard.state.boards import Boards
from wallboard.state.changes import Change
from wallboard.state.store import Store
from widgets.desk import Desk
from widgets.page import Page
from widgets.scale import NearScale, Scale
from widgets.session import LinkFace, Session
from widgets.text import Text
from widgets.theme import load_theme

LOG = logging.getLogger(__name__)


class Wall(QObject):
    """One wall process: its store, its link to one hub, its windows.

    ``follow`` gives it the hub's address, ``close`` ends it. alive: called once a second by the glass.
    on_state: called with the link's state when it changes. times, backoff: of the link; None: the usual.
    """

    def __init__(
        self,
        room: Room,
        windows: Sequence[WindowEntry],
        family: str,
        health: Health,
        token: str | None = None,
        *,
        times: LinkTimes | None = None,
        backoff: BackoffTimes | None = None,
    ) -> None:
        super().__init__()
        self.room, self.health, self._family = room, health, family
        self._rules = load_rule_set(room.rules) if room.rules else None
        self.store, self.inbox = Store(), Inbox()
        self.boards = Boards(self.store)
        seat = next((entry for entry in windows if entry.desk), None)
        self.runner = FeedRunner(
            room.hub or "ws://127.0.0.1/",
            token,
            self.inbox,
            (seat.desk if seat else None) or room.name,
            seat.role if seat else "wall",
            times=times,
            backoff=backoff,
            on_status=self._on_status,
            tls=client_tls(room.tls.ca if room.tls else None),
        )
        self._sessions: dict[tuple[int, bool], Session] = {}  # by window; of walls' pages (True) or a desk's
        self._desks = {
            n: Desk(entry.desk, role=Role(entry.role)) for n, entry in enumerate(windows) if entry.desk
        }
        self.pasts: dict[WallWindow, Past] = {}  # while a window shows an hour that is over
        self._tasks: set[asyncio.Task[Any]] = set()
        self._following = self._was_live = self._hub_down = False
        self._trouble: Reason | None = None  # why there is no hub, where the hub is our own
        self._restored: float | None = None  # when the picture was kept that stands until the hub speaks
        self.alive: Callable[[], None] = lambda: None
        self.on_state: Callable[[str], None] = lambda state: None
        self._real = SystemClock()
        self._atlas = AtlasCare(user_cache_path("wallboard") / "atlas", token, self._show_atlas)
        self._worker = WorkerThread(self)
        self.resume_rate = 1.0
        self.windows = [
            WallWindow(entry, self._pages_for(number, entry), self.command)
            for number, entry in enumerate(windows)
        ]
        self.desks = [desk_of(self, self.windows[n], desk, room, family) for n, desk in self._desks.items()]
        self.pump = Pump(
            self.inbox,
            self.store,
            self.runner.clock,
            lambda: [self, *(each for each in self.windows if each not in self.pasts)],
            self,
        )
        self.inbox.wake = self.pump.wake
        self.pump.on_filled = lambda: self._on_status(self.runner.status)
        self._diagnoser = Diagnoser(self.runner, self.pump, self.store, health)

    def follow(self, url: str) -> None:
        """Connect to this hub, or to its new address after it was started anew."""
        self.runner.url, self._hub_down = url, False
        if not self._following:
            self._following = True
            self.spawn(self.runner.run())

    def restore(self, kept: Kept) -> None:
        """Show a kept picture, marked as such, until the hub speaks; a replay's clock stands meanwhile."""
        self.store.load(kept.facts, kept.head.seq)
        self._restored = kept.head.saved
        clock = kept.head.clock
        if clock.mode is not ClockMode.LIVE:
            self.runner.clock.set(ClockState(clock.mode, clock.now, 0.0, clock.run))

    @property
    def hub_clock(self) -> ClockState | None:
        """The clock as the hub last told it; None where it was never live."""
        return self.runner.clock.state() if self._was_live else None

    @property
    def shows_kept(self) -> float | None:
        """How old the kept picture is that stands on the glass, real s; None where none does."""
        return None if self._restored is None else max(0.0, self._real.now() - self._restored)

    @property
    def live(self) -> bool:
        """Whether the glass shows what the hub says now."""
        return self.runner.status.state == "live" and not self.pump.filling

    def hub_failed(self, reason: Reason) -> None:
        """Our own hub ended, or there is none: the glass says why until a hub is live."""
        self._trouble, self._hub_down = reason, True  # its link may not have noticed yet
        self._on_status(self.runner.status)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run a coroutine to its end, holding on to its task."""
        task = asyncio.get_event_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End the link, its tasks and the worker."""
        self._worker.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def command(self, asked: str, amount: float) -> None:
        """A replay key: ask the hub to turn its clock."""
        state = self.runner.clock.state()
        if state.rate:
            self.resume_rate = state.rate
        verb = clock_verb(state, asked, amount, self.resume_rate)
        if verb is not None:
            self.spawn(self._ask(*verb))

    async def _ask(self, verb: str, args: dict[str, Any]) -> None:
        ack = await self.runner.act("clock", verb, args)
        if not ack.accepted:
            LOG.warning("clock %s refused: %s", verb, ack.reason)

    # glass protocol: the wall itself comes before its windows

    def on_change(self, change: Change) -> None:
        """Nothing of the wall's own is drawn but the marks of its desks; the windows follow."""
        for desk in self.desks:
            desk.on_change(change)

    @property
    def owing(self) -> bool:
        return False

    @property
    def renewing(self) -> bool:
        return False

    def pay(self) -> None:
        """Nothing of the wall's own waits."""

    def on_second(self, now: float) -> None:
        """Ages of the link, and clocks that a wrong machine clock must not colour."""
        self.alive()
        for desk in self.desks:
            desk.on_second()
        status = self.runner.status
        for session in self._sessions.values():
            session.link = self._face(status, session.text)
            session.rules = None if status.clocks_blind else self._rules
        self._tell_pages()

    def _on_status(self, status: LinkStatus) -> None:
        if status.state == "live" and not self._hub_down:
            self._was_live, self._trouble, self._restored = True, None, None
            if self._atlas.wants(self.runner.core.atlas):
                self.spawn(self._atlas.follow(self.runner.url, self.runner.core.atlas))
        self.on_state(status.state)
        for session in self._sessions.values():
            session.link = self._face(status, session.text)
        self._tell_pages()

    def _show_atlas(self, atlas: Atlas) -> None:
        for session in self._sessions.values():
            session.atlas = atlas
        for desk in self.desks:
            desk.on_atlas(atlas)
        for window in self.windows:
            for page in window.pages:
                page.on_atlas()

    def _tell_pages(self) -> None:
        for window in self.windows:
            for page in window.pages:
                page.on_link()

    def _face(self, status: LinkStatus, text: Text) -> LinkFace:
        state, age = status.state, None
        if state == "live" and self.pump.filling:
            state = "gap"  # what stands on the glass is from before, or nothing yet
        if self._restored is not None:
            age = self.shows_kept
            state = "restored" if state == "connecting" else state
        elif status.heard is not None:
            age = max(0.0, monotonic() - status.heard)
        if not self._following and self._trouble is not None:
            without = "no_hub" if self._trouble.code == "room_without_source" else "hub_down"
            state = without if self._restored is None else state
        words = text.reason(status.words) if status.words and self._following else ""
        why = text.reason(self._trouble) if self._trouble is not None else ""
        troubled = self.health.degraded(monotonic())
        marks = (("skewed", status.skewed), ("degraded", status.degraded), ("troubled", troubled))
        return LinkFace(state, age, words, tuple(name for name, on in marks if on), why)

    def _pages_for(self, number: int, entry: WindowEntry) -> Callable[[int, int], Sequence[Page]]:
        """Makes the window's pages for a size in pixels; each window has a session of its own."""
        screens = [load_screen(name) for name in entry.screens]

        def make(width: int, height: int) -> Sequence[Page]:
            entry = self.windows[number].entry  # its language may have changed
            text = Text(entry.language, self.room.time_zone)
            wide = entry.width_mm if entry.pitch_mm is None else entry.pitch_mm * width
            for wall in {screen.wall for screen in screens}:  # a resized window's former sessions go
                scale = (
                    Scale(width, height, entry.distance_m, wide, self._family)
                    if wall
                    else NearScale(
                        width, height, family=self._family, grown=grown_at(self._desks.get(number))
                    )
                )
                past = self.pasts.get(self.windows[number])
                player = past.player if past is not None else None
                session = Session(
                    player.store if player is not None else self.store,
                    player.clock if player is not None else self.runner.clock,
                    load_theme(entry.theme),
                    scale,
                    text,
                    self.room,
                    self._rules,
                    self._face(self.runner.status, text) if past is None else LinkFace("live", 0.0),
                    player.boards if player is not None else self.boards,
                    past.desk if past is not None else self._desks.get(number),
                )
                session.past = past.face if past is not None else None
                session.atlas, session.diagnose = self._atlas.atlas, self._diagnoser
                session.worker, session.window = self._worker, entry.name or ""
                self._sessions[number, wall] = session
            return [make_page(self._sessions[number, screen.wall], screen) for screen in screens]

        return make


def grown_at(desk: Desk | None) -> float:
    """By what factor a seat has its text and lines grown."""
    return 1.0 if desk is None else desk.layout.scale
