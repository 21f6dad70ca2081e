"""Waits until nothing has stirred for a while; the shell's loop does the waiting, a widget has no timer."""

from collections.abc import Callable

from wallboard.domain.clock import monotonic

Later = Callable[[float, Callable[[], None]], None]
"""Calls back after so many real seconds."""


class Rest:
    """``call`` once nothing has stirred for ``seconds``; at once where nobody can wait (later: None)."""

    def __init__(self, seconds: float, call: Callable[[], None], later: Later | None) -> None:
        self._seconds, self._call, self._later = seconds, call, later
        self._stirred: float | None = None
        self._waiting = False

    def stir(self) -> None:
        """Something moved: wait anew."""
        if self._later is None:
            self._call()
            return
        self._stirred = monotonic()
        if not self._waiting:
            self._waiting = True
            self._later(self._seconds, self._wake)

    def stop(self) -> None:
        """What was waited for is no more."""
        self._stirred = None

    def _wake(self) -> None:
        left = 0.0 if self._stirred is None else self._seconds - (monotonic() - self._stirred)
        if left > 0 and self._later is not None:
            self._later(left, self._wake)
            return
        due, self._stirred, self._waiting = self._stirred is not None, None, False
        if due:
            self._call()
