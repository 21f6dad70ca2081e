"""A hub as its own process, started by the product's own command line."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def hub(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the address it prints; interrupted at the end."""
    words = [sys.executable, "main.py", "hub", "--listen", "127.0.0.1:0", *arguments]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.search(r"hub listening on (\S+)", line)
        assert found, f"the hub said {line!r}, then {process.communicate(timeout=10)[1]}"
        yield process, found[1]
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def wallboard(*arguments: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """One command of the product, in a process of its own, without a display."""
    words = [sys.executable, "main.py", *arguments]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False)
