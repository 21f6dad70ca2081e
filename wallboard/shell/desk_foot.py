"""What the foot of a desk's window says: the seat and its keys, or for some seconds the last answer."""

from typing import Any

from wallboard.domain.clock import monotonic
from wallboard.domain.facts import parse_instant
from wallboard.domain.reasons import Reason
from widgets.desk_actions import ACTIONS, key_words
from widgets.parts.desk_bar import DeskBar
from widgets.text import Text

SHOWN_S = 8.0
"""Real seconds for which a refusal stands on the glass."""


OFFERED = ("acknowledge", "note", "focus", "go_there", "next_pane", "palette")
"""What the foot names with its key."""

OFFERED_NEAR = ("palette", "key_list", "next_pane", "filter", "copy", "language")
"""The same on a desk's own page, whose panels name the keys of their verbs."""

NAMED = {
    "what": "what",
    "stage": "order.stage",
    "lane": "lane",
    "verb": "verb",
    "field": "field",
    "role": "role",
    "skill": "route.skill",
    "status": "van.status",
}
"""Arguments of reasons that are names of ours -> where the catalogue has words for them."""


class DeskFoot:
    """Writes the bar of one desk. near: its page is a desk's own, whose panels name their keys themselves."""

    def __init__(self, bar: DeskBar, text: Text, seat: str, *, near: bool = False) -> None:
        self._bar, self._text, self._seat, self._near = bar, text, seat, near
        self._on_map, self._walls = False, ""
        self._until: float | None = None
        self._rest()

    def say(self, words: str) -> None:
        """An answer: it stands for ``SHOWN_S``."""
        self._until = monotonic() + SHOWN_S
        self._bar.say(words)

    def act_went(self) -> None:
        """Something else was asked of the hub: what was said about the act before is no news any more."""
        self._rest()

    def speak(self, text: Text) -> None:
        """Go on in another language."""
        self._text = text
        self._rest()

    def on_keys(self, mine: bool) -> None:
        """The map was given the keyboard, or gave it back: its keys are named while it has it."""
        self._on_map = mine
        if self._until is None:
            self._rest()

    def on_walls(self, words: str) -> None:
        """What desks have the walls show now, "" nothing: it is said before the keys."""
        if words != self._walls:
            self._walls = words
            if self._until is None:
                self._rest()

    def on_second(self, now: float) -> None:
        """now: monotonic s."""
        if self._until is not None and now >= self._until:
            self._rest()

    def _rest(self) -> None:
        self._until = None
        keys = self._text.t("desk.keys.map", seat=self._seat) if self._on_map else self._usual()
        self._bar.say(f"{self._walls} · {keys}" if self._walls else keys)

    def _usual(self) -> str:
        """The seat, and some actions with their keys."""
        text = self._text
        offered = [ACTIONS[name] for name in (OFFERED_NEAR if self._near else OFFERED)]
        return " · ".join([self._seat, *(f"{key_words(a.keys, text)} {a.words(text)}" for a in offered)])


def refusal_words(reason: Reason, text: Text) -> str:
    """A reason; times in it as the room's clock shows them, fact types as words."""
    shown: dict[str, Any] = dict(reason.args)
    if isinstance(at := shown.get("at"), str):
        try:
            shown["at"] = text.clock_time(parse_instant(at))
        except ValueError:
            shown["at"] = at
    for name, key in NAMED.items():
        if text.has(f"{key}.{shown.get(name)}"):
            shown[name] = text.t(f"{key}.{shown[name]}")
    code = "done_meanwhile" if "verb" in shown and reason.code == "changed_meanwhile" else reason.code
    return text.reason(Reason(code, shown))
