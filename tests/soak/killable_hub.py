"""The product's ``hub`` command as a process of its own that may be killed at any instant and comes back."""

import asyncio
import signal
import socket
import sys
import time
from asyncio.subprocess import PIPE, Process
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOM = 'name = "kills"\n[title]\nzh = "厅"\nen = "room"\n[[window]]\nscreens = ["overview"]\n'
STARTED_WITHIN = 60.0
"""Seconds in which a new hub must say that it listens: else it hangs, or nothing can be told here."""


class Failed(Exception):
    """A promise was broken; the message says which."""


class KillableHub:
    """One hub's folder and port, which every process of it shares."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self.url = f"ws://127.0.0.1:{self._port}"
        (folder / "room.toml").write_text(ROOM, encoding="utf-8")

    async def spawn(self) -> Process:
        """A new process; it may not listen yet."""
        words = ["main.py", "hub", "--room", str(self._folder / "room.toml"), "--data", str(self._folder)]
        words += ["--listen", f"127.0.0.1:{self._port}"]
        with (self._folder / "hub.err").open("ab") as errors:
            return await asyncio.create_subprocess_exec(
                sys.executable, *words, cwd=ROOT, stdout=PIPE, stderr=errors
            )

    async def start(self) -> tuple[Process, float]:
        """A new process that listens, and the monotonic s at which it was begun. Raises Failed."""
        started = time.monotonic()
        process = await self.spawn()
        assert process.stdout is not None
        try:
            line = await asyncio.wait_for(process.stdout.readline(), STARTED_WITHIN)
        except TimeoutError as error:
            raise Failed(f"no hub after {STARTED_WITHIN} s, stretch {stretched():.0f}") from error
        if self.url.encode() not in line:
            raise Failed(f"the hub said {line!r} {self.errors()}")
        return process, started

    def errors(self) -> str:
        """The end of what its processes said of themselves."""
        return (self._folder / "hub.err").read_text(encoding="utf-8", errors="replace")[-2000:]


async def kill(process: Process) -> None:
    """End it as a power cut would."""
    process.send_signal(signal.SIGKILL)
    await process.wait()


def stretched() -> float:
    """How many times longer than its CPU time a piece of computing takes now: what neighbours cost."""
    wall, own = time.monotonic(), time.thread_time()
    while time.thread_time() - own < 0.02:
        pass
    return max(1.0, (time.monotonic() - wall) / 0.02)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
