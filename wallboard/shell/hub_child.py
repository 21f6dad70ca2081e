"""The embedded hub: a child process of the wall, so that nothing of it runs on the GUI's loop (design 1)."""

import logging
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from wallboard.shell.notify import VARIABLES
from wallboard.shell.redaction import redacted

LOG = logging.getLogger(__name__)

MAIN = Path(__file__).resolve().parents[2] / "main.py"

LISTENING = re.compile(rb"hub listening on (\S+)")

LONGEST = 200
"""Characters of the hub's last words that are passed on."""


class HubChild(QObject):
    """Starts ``main.py hub …``, says where it listens, and ends it with the wall.

    listening: its address. failed: why it ended, in one line, where nobody asked it to.
    """

    listening = Signal(str)
    failed = Signal(str)

    def __init__(self, arguments: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._seen, self._words, self._rest, self._ending = b"", b"", b"", False
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._hear)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self.arguments = list(arguments)

    @property
    def pid(self) -> int:
        """Its process number, 0 where it does not run."""
        return self._process.processId()

    def start(self) -> None:
        """Begin with ``arguments``; ``listening`` or ``failed`` follows."""
        self._seen, self._words, self._rest = b"", b"", b""
        self._process.start(sys.executable, [str(MAIN), "hub", "--with-parent", *self.arguments])

    def stop(self) -> None:
        """End the hub and wait for it, at most three seconds, then kill it."""
        self._ending = True
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.terminate()
            if not self._process.waitForFinished(3000):
                self._process.kill()
                self._process.waitForFinished(1000)

    def _read(self) -> None:
        self._seen += bytes(self._process.readAllStandardOutput().data())
        found = LISTENING.search(self._seen)
        if found:
            self._seen = b""
            self.listening.emit(found[1].decode())

    def _hear(self) -> None:
        said = bytes(self._process.readAllStandardError().data())
        self._words = (self._words + said)[-4000:]
        *lines, self._rest = (self._rest + said).split(b"\n")
        for line in lines:
            if line.strip() and not self._ending:
                LOG.warning("hub: %s", line.decode(errors="replace"))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._hear()
        if not self._ending:
            self.failed.emit(last_words(self._words, code, crashed=status is QProcess.ExitStatus.CrashExit))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        """Where it cannot be started at all, nothing finishes."""
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit(self._process.errorString())


def last_words(said: bytes, code: int, *, crashed: bool) -> str:
    """Why a process ended: the last line of its standard error, or the signal that ended it."""
    if crashed:
        return f"killed by signal {code}"
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    last = redacted(lines[-1]).removeprefix("wallboard: ") if lines else f"exit code {code}"
    return last if len(last) <= LONGEST else last[: LONGEST - 1] + "…"


def _environment() -> QProcessEnvironment:
    """Ours, without what the service manager said to the wall alone."""
    environment = QProcessEnvironment.systemEnvironment()
    for name in VARIABLES:
        environment.remove(name)
    return environment


def hub_arguments(
    *,
    room: str | None,
    recording: Path | None,
    scenario: str | None,
    seed: int,
    speed: float,
    at: str | None,
    paused: bool = False,
    data: Path | None = None,
) -> list[str]:
    """The hub's command line for an embedded run; it takes a free port."""
    words = ["--listen", "127.0.0.1:0", "--speed", str(speed), "--seed", str(seed)]
    given = (("--room", room), ("--recording", recording), ("--scenario", scenario), ("--at", at))
    for flag, value in (*given, ("--data", data)):
        if value is not None:
            words += [flag, str(value)]
    return [*words, "--paused"] if paused else words
