"""What the foot of a desk's window says: the seat and its keys, or for some seconds the last answer."""

from wallboard.domain.clock import monotonic
from widgets.parts.desk_bar import DeskBar
from widgets.text import Text

SHOWN_S = 8.0
"""Real seconds for which a refusal stands on the glass."""


class DeskFoot:
    """Writes the bar of one desk."""

    def __init__(self, bar: DeskBar, text: Text, seat: str) -> None:
        self._bar, self._text, self._seat = bar, text, seat
        self._on_map = False
        self._until: float | None = None
        self._rest()

    def say(self, words: str) -> None:
        """An answer: it stands for ``SHOWN_S``."""
        self._until = monotonic() + SHOWN_S
        self._bar.say(words)

    def on_keys(self, mine: bool) -> None:
        """The map was given the keyboard, or gave it back: its keys are named while it has it."""
        self._on_map = mine
        if self._until is None:
            self._rest()

    def on_second(self, now: float) -> None:
        """now: monotonic s."""
        if self._until is not None and now >= self._until:
            self._rest()

    def _rest(self) -> None:
        self._until = None
        self._bar.say(self._text.t("desk.keys.map" if self._on_map else "desk.keys", seat=self._seat))
