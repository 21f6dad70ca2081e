"""The embedded hub: a child process of the wall, so that nothing of it runs on the GUI's loop (design 1)."""

import logging
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

LOG = logging.getLogger(__name__)

MAIN = Path(__file__).resolve().parents[2] / "main.py"

LISTENING = re.compile(rb"hub listening on (\S+)")


class HubChild(QObject):
    """Starts ``main.py hub …``, says where it listens, and ends it with the wall."""

    listening = Signal(str)
    failed = Signal(str)

    def __init__(self, arguments: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._seen, self._words, self._ending = b"", b"", False
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._hear)
        self._process.finished.connect(self._on_finished)
        self._arguments = [str(MAIN), "hub", *arguments]

    def start(self) -> None:
        """Begin; ``listening`` or ``failed`` follows."""
        self._process.start(sys.executable, self._arguments)

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
        for line in said.decode(errors="replace").splitlines():
            LOG.warning("hub: %s", line)

    def _on_finished(self, code: int) -> None:
        if not self._ending:
            last = self._words.decode(errors="replace").strip().splitlines()[-1:] or [f"exit code {code}"]
            self.failed.emit(last[0])


def hub_arguments(
    *, room: str | None, recording: Path | None, scenario: str | None, seed: int, speed: float, at: str | None
) -> list[str]:
    """The hub's command line for an embedded run; it takes a free port."""
    words = ["--listen", "127.0.0.1:0", "--speed", str(speed), "--seed", str(seed)]
    for flag, value in (("--room", room), ("--recording", recording), ("--scenario", scenario), ("--at", at)):
        if value is not None:
            words += [flag, str(value)]
    return words
