"""The one place that reads the time (design 3.9, 4).

Operational time (``now``) is ``anchor + rate x monotonic``: live, replayed or simulated. Link timers
use ``monotonic()``, which nobody can turn. Seconds since the epoch, UTC, float.
"""

import time
from typing import Protocol

import msgspec

from wallboard.domain.terms import ClockMode


class ClockState(msgspec.Struct, frozen=True):
    """What ``welcome`` and ``hb`` carry: enough to run the same clock at the other end."""

    mode: ClockMode = ClockMode.LIVE
    now: float = 0.0
    rate: float = 1.0
    run: str = "live"
    ended: bool = False  # a recording was played to its end: the clock stands


class Clock(Protocol):
    """Where ``now`` comes from."""

    def now(self) -> float:
        """Operational time, seconds since the epoch, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds of real time from an arbitrary start; never jumps."""
        ...

    def state(self) -> ClockState:
        """The clock as it is told to others."""
        ...


class SystemClock:
    """Live: the machine's own wall clock."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    def state(self) -> ClockState:
        return ClockState(ClockMode.LIVE, self.now(), 1.0, "live")


class AnchoredClock:
    """A clock that follows an anchor: a replay's, a scenario's or a hub's.

    ``set`` re-anchors it; a rate of 0 is a pause. Between anchors it runs on the monotonic clock, so a
    step of the machine's wall clock does not move it.
    """

    def __init__(self, state: ClockState) -> None:
        self.set(state)

    def set(self, state: ClockState) -> None:
        self._state, self._at = state, time.monotonic()

    def now(self) -> float:
        return self._state.now + self._state.rate * (time.monotonic() - self._at)

    def monotonic(self) -> float:
        return time.monotonic()

    def state(self) -> ClockState:
        return msgspec.structs.replace(self._state, now=self.now())


class ManualClock:
    """A clock that moves only when told: tests, pictures and ``state --at``."""

    def __init__(self, now: float = 0.0, mode: ClockMode = ClockMode.LIVE, run: str = "manual") -> None:
        self._now, self._mono, self._mode, self._run = now, 0.0, mode, run

    def advance(self, seconds: float) -> None:
        self._now += seconds
        self._mono += seconds

    def set(self, now: float) -> None:
        self._now = now

    def now(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._mono

    def state(self) -> ClockState:
        return ClockState(self._mode, self._now, 0.0, self._run)


def thread_seconds() -> float:
    """CPU seconds of this thread: what a tick costs, whatever the neighbours do."""
    return time.thread_time()


def monotonic() -> float:
    """Real seconds for shells that hold no clock (start-up phases, progress)."""
    return time.monotonic()
