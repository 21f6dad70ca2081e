"""A desk looks back: asked for an hour, it shows the same pages as they stood then, and nothing can be done.

The present goes on below: its alarms are counted in the frame. Esc goes back to it, and so it does by itself.
"""

import asyncio
import re
from datetime import timedelta
from typing import Any, Protocol

from PySide6.QtCore import QObject

from feeds.runner import FeedRunner
from wallboard.domain.clock import monotonic
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.shell.desk_foot import DeskFoot, refusal_words
from wallboard.shell.past_hour import HOUR, PastHour, PastPlayer, fetch
from wallboard.shell.windows import WallWindow
from wallboard.state.changes import Change
from wallboard.state.queries.alarms import alarm_counts
from wallboard.state.store import Store
from widgets.desk import Desk
from widgets.look_back import STAYS_DESK_S
from widgets.parts.desk_bar import DeskBar
from widgets.past import PastFace
from widgets.text import DAY, Text

TICK_S = 0.1
"""Real seconds between two looks at the past's clock."""

LEAST = 60.0
"""Seconds that an hour of the past lasts at least: the last one is cut off by now."""

OFFERED = (1, 2, 3, 6, 12, 24)
"""Hours ago that are offered."""

BARRED = frozenset({"undo", "push_page", "push_table", "report", "print"})
"""What is not done in the past besides the verbs: it is of the present."""


class Backed(Protocol):
    """What it needs of the wall."""

    store: Store
    runner: FeedRunner
    pasts: "dict[WallWindow, Past]"

    def spawn(self, work: Any) -> None: ...


class Past:
    """One window's past: the player, the seat there, and what its frame says."""

    def __init__(self, player: PastPlayer, desk: Desk, face: PastFace) -> None:
        self.player, self.desk, self.face = player, desk, face


class DeskBack(QObject):
    """do: an action by its name, for what is clicked there. text: in the window's language."""

    def __init__(
        self, wall: Backed, window: WallWindow, desk: Desk, bar: DeskBar, foot: DeskFoot, text: Text
    ) -> None:
        super().__init__()
        self._wall, self._window, self._desk, self._bar = wall, window, desk, bar
        self._foot, self.text = foot, text
        self.past: Past | None = None
        self._asks = self._fetching = False
        self._offered: dict[str, float] = {}
        self._touched = self._second = 0.0
        self._command = window.command
        bar.noted.connect(self._answered)
        bar.left.connect(self._gave_up)

    @property
    def on(self) -> bool:
        """Whether the window shows the past."""
        return self.past is not None

    def bars(self, name: str, *, verb: bool) -> Reason | None:
        """Why an action is not open here; None where it is. Keys that come by keep the past on the glass."""
        if self.past is None:
            return None
        self._touched = monotonic()
        return Reason("past_takes_no_acts") if verb or name in BARRED else None

    # which hour

    def ask(self) -> bool:
        """Ask from when on, at the foot."""
        if not self._bar.writing:
            text, now = self.text, self._wall.runner.clock.now()
            self._offered = {text.clock_time(now - n * HOUR, now): now - n * HOUR for n in OFFERED}
            self._asks = True
            self._bar.open_line(text.t("ask.past"), "", tuple(self._offered))
        return True

    def _answered(self, typed: str) -> None:
        asked, self._asks = self._asks, False
        if not asked:
            return
        at = self._offered.get(typed.strip())
        at = past_meant(typed, self.text, self._wall.runner.clock.now()) if at is None else at
        if at is None:
            self._asks = True
            self._bar.open_line(
                self.text.t("ask.again", what=self.text.t("ask.past")), typed, tuple(self._offered)
            )
        else:
            self.look(at)

    def _gave_up(self) -> None:
        self._asks = False

    def look(self, at: float) -> None:
        """Fetch the hour from an instant on (epoch s), and show it."""
        now = self._wall.runner.clock.now()
        if at > now - LEAST:
            self._refuse(Reason("bad_time"))
        elif not self._fetching:
            self._fetching = True
            self._wall.spawn(self._fetch(at, min(at + HOUR, now)))

    async def _fetch(self, since: float, until: float) -> None:
        words = self._hour(since, until)
        self._tell(words, 0)
        try:
            found = await fetch(self._wall.runner.past, since, until, lambda n: self._tell(words, n))
        finally:
            self._fetching = False
        if isinstance(found, Reason):
            self._refuse(found)
        else:
            self._foot.say(self.text.t("desk.past", hour=self._hour(found.since, found.until)))
            self._enter(found)

    def _tell(self, hour: str, count: int) -> None:
        self._foot.say(self.text.t("desk.past_comes", hour=hour, n=self.text.number(count)))

    def _refuse(self, why: Reason) -> None:
        self._foot.say(self.text.t("desk.refused", reason=refusal_words(why, self.text)))

    def _hour(self, since: float, until: float) -> str:
        now = self._wall.runner.clock.now()
        return f"{self.text.clock_time(since, now)}–{self.text.clock_time(until, since)}"

    # there and back

    def _enter(self, hour: PastHour) -> None:
        player = PastPlayer(hour)
        face = PastFace(hour.since, hour.until, self._alarms, self._wall.runner.clock.now)
        self.past = Past(player, self._seat_there(), face)
        self._window.command = self._turn
        self._wall.pasts[self._window] = self.past
        self._window.rebuild(self._window.entry.language)
        player.turn(hour.since, player.rate)
        self._touched = self._second = monotonic()
        self._wall.spawn(self._play(self.past))

    def leave(self) -> bool:
        """To the present; False where it is shown."""
        if self.past is None:
            return False
        self.past = None
        self._window.command = self._command
        self._wall.pasts.pop(self._window, None)
        self._window.rebuild(self._window.entry.language)
        return True

    def _seat_there(self) -> Desk:
        """The same seat, which only looks: what it chooses there is not chosen here."""
        mine = self._desk
        there = Desk(mine.name, role=Role.OBSERVER, layout=mine.layout, later=mine.later, keys=mine.keys)

        def choose(order: str) -> None:
            there.chosen = order
            page = self._window.page
            for _, panel in page.panels if page is not None else []:
                panel.guard(panel.on_desk)

        there.choose, there.do = choose, mine.do
        there.send = lambda crew: mine.do("assign")
        return there

    def _alarms(self) -> int:
        """Of the present: those that nobody has acknowledged, shelved ones left out."""
        return alarm_counts(self._wall.store.tables).unseen

    def _turn(self, asked: str, amount: float) -> None:
        """A key of a replay: within the hour at once, beyond it another hour is fetched."""
        if self.past is None:
            return
        self._touched = monotonic()
        player = self.past.player
        if player.command(asked, amount):
            self._show(Change(0, reset=True))
        else:
            wanted = player.clock.now() + amount
            self.look(min(wanted, self._wall.runner.clock.now() - LEAST))

    async def _play(self, past: Past) -> None:
        """As long as this hour is shown."""
        while self.past is past:
            self._tick(past)
            await asyncio.sleep(TICK_S)

    def _tick(self, past: Past) -> None:
        """Facts of the past that are due, once a second its ages; to the present where nobody looks."""
        here = monotonic()
        if here - self._touched > STAYS_DESK_S:
            self.leave()
            return
        change = past.player.follow()
        if change is not None:
            self._show(change)
        page = self._window.page
        if page is not None and here - self._second >= 1.0:
            self._second = here
            page.on_second(past.player.clock.now())
        if page is not None and page.owing:
            page.pay()

    def _show(self, change: Change) -> None:
        page = self._window.page
        if page is not None:
            page.on_change(change)


def past_meant(typed: str, text: Text, now: float) -> float | None:
    """``14:05``: the last such time of the room's clock, ``-90``: minutes ago, ``11-29 14:05``; epoch s."""
    words = typed.strip().replace("：", ":")
    if re.fullmatch(r"-\d{1,6}", words):
        return now + 60 * int(words)
    found = re.fullmatch(r"(?:(\d{1,2})[-/.](\d{1,2})\s+)?(\d{1,2}):?(\d{2})", words)
    if found is None or int(found[3]) > 23 or int(found[4]) > 59:
        return None
    here = text.local(now).replace(hour=int(found[3]), minute=int(found[4]), second=0, microsecond=0)
    if found[1] is not None:
        try:
            here = here.replace(month=int(found[1]), day=int(found[2]))
            here = here if here.timestamp() < now else here.replace(year=here.year - 1)
        except ValueError:  # no such day, this year or in the one before
            return None
        return here.timestamp()
    return here.timestamp() if here.timestamp() < now else (here - timedelta(seconds=DAY)).timestamp()
