"""What a desk shows on the walls of its room: the chosen order's place, a page, its table; and takes back.

Which wall is asked for only where the room file names more than one can be meant.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject

from wallboard.config.load import available
from wallboard.config.room import Room
from wallboard.config.screen import Screen, load_screen
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import WALLS
from wallboard.domain.rows import Focus, Order
from wallboard.domain.terms import FocusOn
from wallboard.shell.desk_foot import DeskFoot, refusal_words
from wallboard.shell.desk_form import Choice
from wallboard.shell.desk_verbs import Acts
from wallboard.state.queries.pushed import standing
from widgets.parts.desk_bar import DeskBar
from widgets.parts.order_words import place_of
from widgets.tables.rows import TableRows
from widgets.tables.shown import shown_of
from widgets.text import Text

Then = Callable[[Any], None]


class DeskWalls(QObject):
    """Asks at the foot, one thing after another, and then the hub. text: in the window's language."""

    def __init__(self, acts: Acts, bar: DeskBar, foot: DeskFoot, text: Text, room: Room) -> None:
        super().__init__()
        self._acts, self._bar, self._foot, self.text = acts, bar, foot, text
        self._lasts = float(room.walls.shown_for)
        self._names = [entry.name for entry in room.window if entry.name is not None]
        self._walls = sum(entry.desk is None for entry in room.window)
        own = [name for entry in room.window if entry.desk is None for name in entry.screens]
        screens = [load_screen(name) for name in dict.fromkeys([*own, *available("screens")])]
        self._pages = {screen.name: screen for screen in screens if screen.wall and screen.page}
        self._offered: list[Choice] = []
        self._then: Then | None = None  # what is done with what is asked for now
        self._asked_for = ""  # that, in words
        bar.noted.connect(self._answered)
        bar.left.connect(self._gave_up)

    def push(self) -> bool:
        """Show the chosen order's outage, else its place, beside the map of a wall."""
        order = self._acts.tables.orders.get(self._acts.desk.chosen)
        if order is None:
            self._foot.say(self.text.t("desk.choose_first"))
        elif (args := place_args(order)) is None:
            reason = refusal_words(Reason("without_place"), self.text)
            self._foot.say(self.text.t("desk.refused", reason=reason))
        else:
            self._to_wall("verb.focus", lambda wall: self._show(wall, args, order.id))
        return True

    def push_page(self) -> bool:
        """Show one of the pages in place of those of a wall."""
        text = self.text
        choices = [Choice(name, title_of(screen, text)) for name, screen in self._pages.items()]

        def to(wall: str) -> None:
            self._ask(
                text.t("action.push_page"),
                text.t("ask.page"),
                choices,
                lambda page: self._show(wall, {"on": FocusOn.PAGE.value, "page": page}),
            )

        self._to_wall("action.push_page", to)
        return True

    def push_table(self, rows: TableRows) -> None:
        """Show the desk's table, as it is filtered and sorted now, in place of the pages of a wall."""
        table = msgspec.to_builtins(shown_of(rows, self.text.lang, self._acts.desk.area))
        args = {"on": FocusOn.TABLE.value, "table": table}
        self._to_wall("action.push_table", lambda wall: self._show(wall, args))

    def take_back(self) -> bool:
        """What stands on the walls now; where that is on several, it is asked which."""
        there = standing(self._acts.tables, self._acts.now())
        if len(there) < 2:
            self._take_back(there[0].id if there else WALLS)
            return True
        choices = [Choice(focus.id, f"{self._wall(focus.id)}: {self._what(focus)}") for focus in there]
        self._ask(self.text.t("verb.take_back"), self.text.t("ask.wall"), choices, self._take_back)
        return True

    def words(self) -> str:
        """What stands on the walls because a desk wants it, who that was and until when; "" where nothing."""
        text, now = self.text, self._acts.now()
        said = []
        for focus in standing(self._acts.tables, now):
            until = "" if focus.until is None else text.clock_time(focus.until, now)
            what = self._what(focus)
            if focus.id != WALLS:
                what = f"{self._wall(focus.id)} {what}"
            said.append(text.t("desk.walls.one", what=what, who=text.name(focus.by), time=until))
        words = text.t("banner.comma").join(said)
        return f"{text.t('desk.walls', what=words)} · {text.t('desk.walls.back')}" if said else ""

    # what is asked

    def _to_wall(self, verb: str, then: Then) -> None:
        """Which wall, where more than one can be meant."""
        if not self._names or self._walls < 2:
            then(WALLS)
            return
        choices = [Choice(name, self._wall(name)) for name in (WALLS, *self._names)]
        self._ask(self.text.t(verb), self.text.t("ask.wall"), choices, then)

    def _ask(self, verb: str, what: str, choices: list[Choice], then: Then) -> None:
        self._offered, self._then, self._asked_for = choices, then, what
        words = tuple(choice.words for choice in choices)
        self._bar.open_line(self.text.t("desk.asks_for", verb=verb, what=what), "", words)

    def _answered(self, typed: str) -> None:
        then, self._then = self._then, None
        if then is None:
            return
        words = typed.strip().casefold()
        exact = [each for each in self._offered if each.words.casefold() == words]
        near = exact or [each for each in self._offered if words and words in each.words.casefold()]
        if len(near) == 1:
            then(near[0].value)
        else:
            self._then = then
            offered = tuple(choice.words for choice in self._offered)
            self._bar.open_line(self.text.t("ask.again", what=self._asked_for), typed, offered)

    def _gave_up(self) -> None:
        self._then = None

    def _show(self, wall: str, args: dict[str, Any], order: str = "") -> None:
        self._acts.ask_for(order, "focus", {**args, "lasts": self._lasts}, ("room", wall))

    def _take_back(self, wall: str) -> None:
        self._acts.ask_for("", "take_back", {}, ("room", wall))

    # in words

    def _wall(self, key: str) -> str:
        return self.text.t("desk.all_walls") if key == WALLS else key

    def _what(self, focus: Focus) -> str:
        text, tables = self.text, self._acts.tables
        if focus.on is FocusOn.PAGE:
            screen = self._pages.get(focus.page)
            return title_of(screen, text) if screen is not None else focus.page
        if focus.on is FocusOn.TABLE and focus.table is not None:
            key = f"table.{focus.table.name}"
            return text.t(key) if text.has(key) else focus.table.name
        if focus.on is FocusOn.OUTAGE and (outage := tables.outages.get(focus.outage)) is not None:
            order = tables.orders.get(f"restore/{focus.outage}")
            what = place_of(order, outage)[0] if order is not None else outage.feeder or outage.town
            return text.name(what or outage.id)
        return text.name(focus.name) if focus.name else text.t("desk.walls.nothing")


def place_args(order: Order) -> dict[str, Any] | None:
    """What is said to show an order's outage, else its place; None where it has neither."""
    if order.outage:
        return {"on": FocusOn.OUTAGE.value, "outage": order.outage}
    if order.lon is None or order.lat is None:
        return None
    name, _ = place_of(order, None)
    return {"on": FocusOn.PLACE.value, "name": name, "lon": order.lon, "lat": order.lat}


def title_of(screen: Screen, text: Text) -> str:
    """A page's name in the viewer's language."""
    return screen.title.get(text.lang) or screen.name
