"""SIGTERM, SIGINT and SIGHUP as a Qt signal, so that a wall ends in order and takes its hub with it.

Python runs its own handlers between two of its instructions, and Qt's loop may not execute one for
minutes. The descriptor that the interpreter writes to at once wakes the loop.
"""

import signal
import socket
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))
"""What asks a process to end: a supervisor, Ctrl+C, a closed terminal."""


class EndSignals(QObject):
    """Takes the process's ending signals while it lives; ``release`` gives them back."""

    asked = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours, self._interpreters = socket.socketpair()
        for end in (self._ours, self._interpreters):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._wakeup = signal.set_wakeup_fd(self._interpreters.fileno(), warn_on_full_buffer=False)
        self._before: dict[int, Any] = {number: signal.signal(number, _taken) for number in ENDING}

    def release(self) -> None:
        """Let go of the signals and of the descriptors."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._interpreters.close()

    def _read(self) -> None:
        try:
            numbers = self._ours.recv(64)
        except BlockingIOError:
            return
        for number in numbers:
            if number in self._before:
                self.asked.emit(number)


def exit_code(number: int) -> int:
    """130 after Ctrl+C, as shells expect; 0 where a supervisor asked and the process ended in order."""
    return 128 + number if number == signal.SIGINT else 0


def _taken(number: int, frame: FrameType | None) -> None:
    """The interpreter has written the number where the loop reads it: nothing else is to be done here."""
