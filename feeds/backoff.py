"""When to try again: full jitter 0.5-15 s, for ever, reset only after 30 s of healthy data (design 5).

An own one, because the client library's starts afresh after every accepted connection: a server that
accepts and closes got 3,687 connects in 3 s from it (pitfalls 0.5).
"""

from collections import deque
from random import Random

import msgspec


class BackoffTimes(msgspec.Struct, frozen=True):
    """Seconds. ``refused`` is the wait after 401/403; ``budget`` connects without a picture a ``window``."""

    floor: float = 0.5
    ceiling: float = 15.0
    healthy_after: float = 30.0
    refused: float = 30.0
    budget: int = 9
    window: float = 60.0


class Backoff:
    """Counts failures and says how long to wait. Times are monotonic seconds."""

    def __init__(self, times: BackoffTimes, random: Random) -> None:
        self._times, self._random = times, random
        self._failures = 0
        self._healthy_since: float | None = None
        self._barren: deque[float] = deque(maxlen=times.budget)

    def healthy(self, now: float) -> None:
        """Data is live; after ``healthy_after`` of it the count of failures is forgotten."""
        if self._healthy_since is None:
            self._healthy_since = now
        elif now - self._healthy_since >= self._times.healthy_after:
            self._failures = 0
            self._barren.clear()

    def reset(self) -> None:
        """Forget the failures: a poll has brought what was asked for."""
        self._failures = 0
        self._healthy_since = None

    def failed(self, now: float, *, refused: bool, barren: bool) -> float:
        """The wait in seconds after one more failure.

        refused: access was refused. barren: the server accepted and then gave no picture; of those it
        sees at most ``budget`` + 1 in a ``window``.
        """
        times = self._times
        self._healthy_since = None
        if refused:
            return times.refused
        top = min(times.ceiling, 2 * times.floor * 2.0 ** min(self._failures, 16))
        self._failures += 1
        wait = self._random.uniform(min(times.floor, top), top)
        if barren:
            self._barren.append(now)
            if len(self._barren) == times.budget:
                wait = max(wait, self._barren[0] + times.window - now)
        return wait
