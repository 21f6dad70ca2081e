"""Small parts of the link's machine: its times and phases, what waits before a hole, reasons from outside."""

from enum import StrEnum

import msgspec

from feeds.safe_text import safe_text
from wallboard.domain.reasons import Reason

MAX_AHEAD = 4_096
"""Most facts kept while a hole before them is being waited for."""


class LinkTimes(msgspec.Struct, frozen=True):
    """Seconds. Late after 2 periods without a sign of life, lost after ``missed`` of them.

    hole: wait for a missing seq. opening: connect and handshake. greeting: hello to welcome. picture: sub
    to the next part of a snapshot. stall: this process stood still. settle: most that is held back then.
    ping: between two pings of the websocket, and the wait for the answer. look: of the watchdog.
    rarest: longest time between heartbeats that is believed, whatever a hub says of its own.
    """

    heartbeat: float = 2.0
    missed: int = 3
    hole: float = 1.0
    opening: float = 5.0
    greeting: float = 5.0
    picture: float = 10.0
    stall: float = 1.0
    settle: float = 1.0
    ping: float = 5.0
    look: float = 0.25
    rarest: float = 60.0


class Phase(StrEnum):
    """Where a connection stands. syncing: a picture, or what was missed, is on its way."""

    CLOSED = "closed"
    GREETING = "greeting"
    SYNCING = "syncing"
    LIVE = "live"


class Ahead:
    """Facts that came too early, by the seq of their first."""

    def __init__(self) -> None:
        self._waiting: dict[int, list[msgspec.Raw]] = {}
        self._facts = 0

    def keep(self, first: int, raws: list[msgspec.Raw]) -> None:
        """Keep them for later; beyond 4,096 they are let go, and asked for again."""
        if self._facts + len(raws) <= MAX_AHEAD and first not in self._waiting:
            self._waiting[first] = raws
            self._facts += len(raws)

    def after(self, seq: int) -> tuple[int, list[msgspec.Raw]] | None:
        """The next that follow this seq without a hole, taken out; those wholly behind it are let go."""
        for first in sorted(self._waiting):
            if first > seq + 1:
                return None
            raws = self._waiting.pop(first)
            self._facts -= len(raws)
            if first + len(raws) - 1 > seq:
                return first, raws
        return None

    def clear(self) -> None:
        """Let everything go."""
        self._waiting, self._facts = {}, 0


class Hole:
    """Whether facts are missing, since when, and how often they were asked for. Times: monotonic s."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._since: float | None = None
        self.asked = 0

    @property
    def due(self) -> float | None:
        """When to ask: each time after twice as long, for a slow way there and back."""
        return None if self._since is None else self._since + self._patience * 2 ** min(self.asked, 4)

    def is_over(self, now: float) -> bool:
        """It was waited for long enough."""
        return self.due is not None and now >= self.due

    def suspect(self, now: float) -> None:
        """Something says that facts are missing."""
        self._since = now if self._since is None else self._since

    def forget(self) -> None:
        """What was missing is on its way."""
        self._since = None

    def filled(self) -> None:
        """Nothing is missing."""
        self._since, self.asked = None, 0


def clean(reason: Reason) -> Reason:
    """A reason that came from outside: its code one word, its arguments plain text."""
    code = "".join(c for c in reason.code[:40] if c.isascii() and (c.isalnum() or c == "_"))
    args = {safe_text(k)[:40]: safe_text(v) if isinstance(v, str) else v for k, v in reason.args.items()}
    return Reason(code or "unknown", args)
