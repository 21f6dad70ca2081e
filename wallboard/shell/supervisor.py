"""``run --supervise``: starts the wall, and starts it anew when it ends by itself or its GUI stalls.

For machines without systemd. It speaks systemd's own protocol (``notify.py``), holds no Qt, and ends the
wall with itself: the wall watches the pipe that is its standard input.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from wallboard.domain.clock import monotonic
from wallboard.shell.faults import EXIT_GOOD, EXIT_INPUT, EXIT_USAGE
from wallboard.shell.notify import VARIABLES

MAIN = Path(__file__).resolve().parents[2] / "main.py"

FINAL = (EXIT_GOOD, EXIT_INPUT, EXIT_USAGE)
"""A wall that was closed, or whose input is at fault, is not started anew."""

STALLED_S = 10.0
"""A GUI that has not said for so long that it turns is ended by force."""
BEGUN_S = 30.0
"""How long a start may take until the first picture."""
FIRST_WAIT_S, LONGEST_WAIT_S, SOUND_S = 0.2, 30.0, 60.0
"""Seconds until the next start: doubled each time, from the first again after a life of ``SOUND_S``."""
ORDERLY_S = 8.0


class Supervisor:
    """One wall at a time. words: its command line after ``main.py``. stalled: seconds without a ping."""

    def __init__(self, words: Sequence[str], stalled: float = STALLED_S) -> None:
        self._command = [sys.executable, str(MAIN), *words]
        self._stalled = stalled
        self._asked: int | None = None
        self._ear: socket.socket | None = None

    def run(self) -> int:
        """Until the wall ends for good or a signal asks for the end. Returns the exit code."""
        ours, interpreters = socket.socketpair()
        interpreters.setblocking(False)
        before = signal.set_wakeup_fd(interpreters.fileno(), warn_on_full_buffer=False)
        kept = {number: signal.signal(number, self._on_signal) for number in _ENDING}
        try:
            with tempfile.TemporaryDirectory(prefix="wallboard-") as folder, ours, interpreters:
                self._listen(folder)
                return self._again_and_again(ours)
        finally:
            signal.set_wakeup_fd(before)
            for number, handler in kept.items():
                signal.signal(number, handler)
            if self._ear is not None:
                self._ear.close()

    def _listen(self, folder: str) -> None:
        if hasattr(socket, "AF_UNIX"):
            self._ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._ear.bind(os.path.join(folder, "notify"))
        else:
            _say("this system has no local sockets: a stalled wall is not noticed, one that ends is")

    def _again_and_again(self, wake: socket.socket) -> int:
        wait = FIRST_WAIT_S
        while True:
            began = monotonic()
            code, why = self._one_life(wake)
            if self._asked is not None:
                return 128 + self._asked if self._asked == signal.SIGINT else EXIT_GOOD
            if code in FINAL:
                return code
            if monotonic() - began >= SOUND_S:
                wait = FIRST_WAIT_S
            _say(f"the wall {why}; started anew in {wait:g} s")
            select.select([wake], [], [], wait)
            if self._asked is not None:
                return EXIT_GOOD
            wait = min(LONGEST_WAIT_S, 2 * wait)

    def _one_life(self, wake: socket.socket) -> tuple[int, str]:
        """Start the wall and watch it to its end: (exit code, what happened)."""
        process = subprocess.Popen(
            [*self._command, "--with-parent"], stdin=subprocess.PIPE, env=self._environment()
        )
        try:
            stalled = self._watch(process, wake)
            if stalled:
                process.kill()
                return process.wait(), "stalled"
            if self._asked is not None:
                process.terminate()
                return process.wait(ORDERLY_S), "was asked to end"
            code = process.wait()
            return code, f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL, "did not end"
        finally:
            process.kill()
            process.wait()
            if process.stdin is not None:
                process.stdin.close()

    def _watch(self, process: "subprocess.Popen[bytes]", wake: socket.socket) -> bool:
        """Until the wall ends, somebody asks, or nothing is heard for too long: then True."""
        ears = [wake] if self._ear is None else [wake, self._ear]
        due = monotonic() + BEGUN_S
        while process.poll() is None and self._asked is None:
            heard, _, _ = select.select(ears, [], [], 0.25)
            if wake in heard:
                wake.recv(64)
            if self._ear is not None and self._ear in heard:
                said = self._ear.recv(4096)
                if said.startswith((b"READY=1", b"WATCHDOG=1")):
                    due = monotonic() + self._stalled
            if self._ear is not None and monotonic() > due:
                return True
        return False

    def _environment(self) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
        if self._ear is not None:
            environment["NOTIFY_SOCKET"] = str(self._ear.getsockname())
            environment["WATCHDOG_USEC"] = str(round(self._stalled * 1e6))
        return environment

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked = number


_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))


def _say(words: str) -> None:
    print(f"wallboard: {words}", file=sys.stderr, flush=True)
