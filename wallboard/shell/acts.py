"""What a desk asks of the hub: pending until the fact is back, refused with the reason (design 1).

Nothing is shown as done before the hub has said so, nothing is queued while the link is down, and what
nobody answered is asked again under the same id, so that it is never done twice.
"""

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Protocol

import msgspec
from PySide6.QtCore import QObject, Qt

from feeds.runner import FeedRunner
from wallboard.config.message_templates import load_templates
from wallboard.config.room import Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.domain.clock import monotonic
from wallboard.domain.commands import VERBS
from wallboard.domain.reasons import Reason
from wallboard.domain.registering import registered_key
from wallboard.shell.desk_back import DeskBack, Past
from wallboard.shell.desk_foot import SHOWN_S, DeskFoot, refusal_words
from wallboard.shell.desk_keys import DeskKeys
from wallboard.shell.desk_layout_file import LayoutFile
from wallboard.shell.desk_message import DeskMessages
from wallboard.shell.windows import WallWindow
from wallboard.state.atlas import Atlas
from wallboard.state.changes import Change
from wallboard.state.store import Store
from wallboard.state.tables import Tables
from widgets.desk import PENDING, REFUSED, UNSURE, Desk, DeskMark
from widgets.panel import Panel
from widgets.parts.desk_bar import DeskBar
from widgets.text import Text
from widgets.theme import load_theme

TEMPLATES = "telling"
"""The file of templates of messages to customers."""

UNANSWERED = "act_unanswered"


class DeskWall(Protocol):
    """What the desk needs of its wall."""

    room: Room
    store: Store
    runner: FeedRunner
    pasts: dict[WallWindow, Past]

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None: ...


class Asked(msgspec.Struct):
    """One act under way. order: whose row has the mark, "" none's; subject: what it is done to.

    mark: how it stands on the row; seq: of its fact, once it was acknowledged.

    until: monotonic s at which a refusal goes; None while it may still come back as a fact.
    """

    id: str
    order: str
    subject: tuple[str, str]
    verb: str
    args: dict[str, Any]
    mark: DeskMark
    seq: int | None = None
    until: float | None = None


class DeskActs(QObject):
    """One desk's window: the order that is chosen, and what became of what was asked."""

    def __init__(
        self,
        wall: DeskWall,
        window: WallWindow,
        desk: Desk,
        bar: DeskBar,
        text: Text,
        messages: DeskMessages,
    ) -> None:
        super().__init__()
        self._wall, self._window, self._text = wall, window, text
        self.desk = desk
        self._asked: dict[str, Asked] = {}
        self._english: Mapping[str, str] = {}
        self._foot = DeskFoot(bar, text, desk.name, near=opens_near(window))
        back = DeskBack(wall, window, desk, bar, self._foot, text)
        self.keys = DeskKeys(self, window, bar, self._foot, text, messages, wall.room, back)
        desk.choose, desk.keys, desk.later = self.choose, self._foot.on_keys, waits_with(wall)
        desk.do = self.keys.do
        desk.send, desk.send_van = self.keys.verbs.send, self.keys.verbs.send_van

    @property
    def tables(self) -> Tables:
        """The tables as they stand."""
        return self._wall.store.tables

    def now(self) -> float:
        """Operational epoch s."""
        return self._wall.runner.clock.now()

    def say(self, words: str) -> None:
        """Something stands at the foot for some seconds."""
        self._foot.say(words)

    def choose(self, order: str) -> None:
        """This order is the one that keys act on; "" lets go."""
        self.desk.chosen = order
        self._redraw()

    def switch_language(self) -> None:
        """Chinese to English and back; what is said from now on is in it."""
        self._window.rebuild("en" if self._text.lang == "zh" else "zh")
        self._text = Text(self._window.entry.language, self._text.zone.key)
        self._text.names = self._english
        self.keys.speak(self._text)
        self._foot.speak(self._text)

    def on_atlas(self, atlas: Atlas) -> None:
        """With the network come the names that the foot and its choices have in English."""
        self._english = atlas.english
        self._text.names = self._english

    def on_change(self, change: Change) -> None:
        """Facts came: marks whose fact is among them go."""
        if self._settle():
            self._redraw()
        if change.touches("room"):
            self._say_walls()
        if change.touches("roster"):
            self.keys.shift.refresh()

    def on_second(self) -> None:
        """Refusals have been read by now."""
        now = monotonic()
        over = [one for one in self._asked.values() if one.until is not None and now >= one.until]
        for one in over:
            self._drop(one)
        self._foot.on_second(now)
        self._say_walls()
        if over:
            self._redraw()

    # what is asked

    def ask_for(
        self, order: str, verb: str, args: dict[str, Any], subject: tuple[str, str] | None = None
    ) -> None:
        """subject: what it is done to, where that is not the order."""
        if subject is None and order not in self._wall.store.tables.orders:
            self._foot.say(self._text.t("desk.choose_first"))
            return
        subject = subject or ("order", order)
        one = self._under_way(subject, verb, args)
        if one is not None and one.mark.kind == PENDING:
            return  # a second press of the same key is not a second act
        mark = DeskMark(PENDING, self._text.t("desk.pending", verb=self._text.t(f"verb.{verb}")))
        if one is None:
            one = Asked(secrets.token_hex(8), order, subject, verb, args, mark)
        self._foot.act_went()
        self._put(one, mark)
        if self._wall.runner.status.state != "live":
            self._refuse(one, Reason("link_down"))
            return
        thing = self._wall.store.tables.thing(*one.subject)
        seen = max((fact.seq for fact in thing.facts()), default=0) if thing is not None else 0
        watches = VERBS[one.subject[0], verb].watches
        self._wall.spawn(self._ask(one, seen if watches else None))

    def _under_way(self, subject: tuple[str, str], verb: str, args: dict[str, Any]) -> Asked | None:
        """The same act, asked before and not yet answered for good."""
        open_ones = (one for one in self._asked.values() if one.until is None)
        return next((a for a in open_ones if (a.subject, a.verb, a.args) == (subject, verb, args)), None)

    async def _ask(self, one: Asked, seen: int | None) -> None:
        subject = "/".join(one.subject)
        ack = await self._wall.runner.act(subject, one.verb, one.args, expect_seq=seen, act_id=one.id)
        if ack.accepted:
            one.seq = ack.seq
            self.keys.undo.did(one.order, one.verb, one.args, one.subject)
            if self._settle():
                self._redraw()
        elif ack.reason is not None and ack.reason.code == UNANSWERED:
            words = refusal_words(ack.reason, self._text)
            self._put(one, DeskMark(UNSURE, words))
            self._foot.say(words)
        else:
            self._refuse(one, ack.reason or Reason("unknown"))

    # what became of it

    def _refuse(self, one: Asked, reason: Reason) -> None:
        """Say why, for some seconds: on the row, and at the foot should the row be gone."""
        words = self._text.t("desk.refused", reason=refusal_words(reason, self._text))
        one.until = monotonic() + SHOWN_S
        self._put(one, DeskMark(REFUSED, words))
        self._foot.say(words)

    def _put(self, one: Asked, mark: DeskMark) -> None:
        """This act's mark is the row's now; words that were not taken are kept for the next try."""
        one.mark = mark
        if mark.kind != PENDING and one.args.get("words"):
            self.desk.drafts[one.order] = one.args["words"]
        self._asked[one.id] = one
        self.desk.marks[one.order] = mark
        self._redraw()

    def _settle(self) -> bool:
        """Marks go whose fact stands in the tables; True where one went."""
        done = [one for one in self._asked.values() if self._is_back(one)]
        for one in done:
            if self.desk.drafts.get(one.order) == one.args.get("words"):
                self.desk.drafts.pop(one.order, None)
            self._drop(one)
            if one.verb == "register":  # whoever typed it in goes on with it
                self.desk.chosen = registered_key(one.id)
        return bool(done)

    def _is_back(self, one: Asked) -> bool:
        if one.seq is not None:
            return self._wall.store.head >= one.seq
        thing = self._wall.store.tables.thing(*one.subject) if one.mark.kind == UNSURE else None
        return thing is not None and any(fact.id == one.id for fact in thing.facts())

    def _drop(self, one: Asked) -> None:
        """The row shows what is left of its other acts, if anything."""
        self._asked.pop(one.id, None)
        left = [other.mark for other in self._asked.values() if other.order == one.order]
        if left:
            self.desk.marks[one.order] = left[-1]
        else:
            self.desk.marks.pop(one.order, None)

    # words and looks

    def _say_walls(self) -> None:
        """What desks have the walls show stands at the foot while it lasts."""
        self._foot.on_walls(self.keys.walls.words())

    def _redraw(self) -> None:
        for panel in self.keys.panels(Panel):
            panel.guard(panel.on_desk)


def waits_with(wall: DeskWall) -> Callable[[float, Callable[[], None]], None]:
    """Calls back after so many real seconds, on the wall's loop; nothing more once the wall is closed."""

    def later(seconds: float, call: Callable[[], None]) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds)
            call()

        wall.spawn(wait())

    return later


def opens_near(window: WallWindow) -> bool:
    """Whether the window's first page is one that is read at arm's length."""
    return not load_screen(window.entry.screens[0]).wall


def desk_of(wall: DeskWall, window: WallWindow, desk: Desk, room: Room, family: str) -> DeskActs:
    """Make a window a desk: its foot, its keys, its marks."""
    theme = load_theme(window.entry.theme)
    window.foot = DeskBar(theme, family, window, near=opens_near(window))
    tellings = load_rule_set(room.rules).tellings if room.rules is not None else []
    messages = DeskMessages(tellings, load_templates(TEMPLATES), room.time_zone)
    text = Text(window.entry.language, room.time_zone)
    file = LayoutFile(desk.name)
    desk.layout, desk.keep = file.read(), file.keep
    window.foot.grown = desk.layout.scale
    acts = DeskActs(wall, window, desk, window.foot, text, messages)
    if file.fault:
        acts.say(text.t("desk.layout_broken", fault=file.fault))
    window.on_key = acts.keys.press
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.setFocus()  # the list has the keys until the map is given them
    return acts
