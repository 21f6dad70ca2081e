"""Work that a tick must not wait for: handed to the one thread that the shell owns, answered on the GUI's.

No thread is made here. ``AtOnce`` does the work while it is asked for: for a picture that is painted once.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol


class Worker(Protocol):
    """Runs jobs one after the other, off the GUI's thread."""

    def do(self, owner: int, jobs: Sequence[Callable[[], Any]], deliver: Callable[[Any], None]) -> None:
        """Each job's answer is given to ``deliver`` on the GUI's thread. Jobs must not raise.

        What the same owner asked for before and that has not begun is given up.
        """
        ...


class AtOnce:
    """A worker without a thread."""

    def do(self, owner: int, jobs: Sequence[Callable[[], Any]], deliver: Callable[[Any], None]) -> None:
        for job in jobs:
            deliver(job())
