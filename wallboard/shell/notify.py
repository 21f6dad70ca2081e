"""sd_notify: tells the service manager that the process is ready, alive and what it does.

The protocol is one datagram to the socket that ``NOTIFY_SOCKET`` names (systemd's sd_notify(3)); our own
supervisor speaks it too. Without the variable nothing is sent.
"""

import logging
import os
import socket
from collections.abc import Mapping

LOG = logging.getLogger(__name__)

VARIABLES = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")
"""They speak of one process: a child must not inherit them."""


class Notifier:
    """The way to the service manager, from the environment. Never raises, never blocks."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._socket: socket.socket | None = None
        self.period = watchdog_period(environment, os.getpid())
        self._beaten = float("-inf")
        if self._address and hasattr(socket, "AF_UNIX"):
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._socket.setblocking(False)

    def ready(self, status: str) -> None:
        """The process does its work now; status: one English line for ``systemctl status``."""
        self._send(f"READY=1\nSTATUS={status}")

    def status(self, words: str) -> None:
        """What the process does, in one English line."""
        self._send(f"STATUS={words}")

    def beat(self, now: float) -> None:
        """Call often (now: monotonic s): pings at half the watchdog's period, and only then."""
        if self.period is not None and now - self._beaten >= self.period:
            self._beaten = now
            self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """The process ends in order."""
        self._send("STOPPING=1")

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _send(self, words: str) -> None:
        if self._socket is None:
            return
        try:
            self._socket.sendto(words.encode(), self._address)
        except OSError as error:
            LOG.warning("the service manager does not listen (%s)", error)


def watchdog_period(environment: Mapping[str, str], pid: int) -> float | None:
    """Seconds between two pings: a little under half of ``WATCHDOG_USEC``; None: nobody waits."""
    text = environment.get("WATCHDOG_USEC", "")
    whose = environment.get("WATCHDOG_PID", "") or str(pid)
    if not text.isdecimal() or int(text) == 0 or whose != str(pid):
        return None
    return int(text) / 1e6 * 0.45
