"""A wall as its own process, without a display, and the hub that it starts."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.shell.hub_process import ROOT


@contextmanager
def run(*arguments: str, environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """``main.py run …`` offscreen; killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "main.py", "run", "--seconds", "60", "--lang", "zh", "--theme", "dark", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | (environment or {}),
    )
    try:
        yield process
    finally:
        end_all(process)


def end_all(process: subprocess.Popen[str]) -> None:
    """Kill a process and all that it started: one that is stopped would hold its pipes open for ever."""
    if sys.platform == "linux":
        for pid in _below(process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    process.kill()
    process.communicate(timeout=60)


def _below(pid: int) -> list[int]:
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [one for child in children for one in (*_below(child), child)]


def child_of(pid: int, seconds: float = 15) -> int:
    """The process that another one started, once there is one."""
    for _ in range(int(seconds / 0.05)):
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if found:
            return int(found[0])
        time.sleep(0.05)
    raise AssertionError(f"{pid} has started no process")


def lives(pid: int) -> bool:
    """Whether a process still runs (a zombie does not)."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def ends(pid: int, seconds: float) -> bool:
    """Whether it ends in time."""
    for _ in range(int(seconds / 0.05)):
        if not lives(pid):
            return True
        time.sleep(0.05)
    return False
