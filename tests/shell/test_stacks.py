"""``kill -USR1``: the stacks stand beside the log and the process lives on."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.shell.hub_process import hub
from wallboard.shell.logging_setup import log_folder
from wallboard.shell.stacks import LARGEST_BYTES, stacks_path, stacks_to


def test_that_a_hub_writes_its_stacks_and_lives_on() -> None:
    with hub("--scenario", "town-storm", "--at", "+60") as (process, _):
        process.send_signal(signal.SIGUSR1)
        path = stacks_path(log_folder(), "hub")
        written = ""
        for _ in range(100):
            written = path.read_text() if path.is_file() else ""
            if "hub_command.py" in written:  # the main thread's stack is written after the others'
                break
            time.sleep(0.05)
        assert "hub_command.py" in written
        assert process.poll() is None, "the signal ended the hub"


def test_that_a_large_file_is_begun_anew(tmp_path: Path) -> None:
    path = stacks_path(tmp_path, "wall")
    path.write_bytes(b"x" * (LARGEST_BYTES + 1))
    with stacks_to(tmp_path, "wall") as found:
        os.kill(os.getpid(), signal.SIGUSR1)
    assert found == path
    assert path.stat().st_size < LARGEST_BYTES
    assert "test_that_a_large_file_is_begun_anew" in path.read_text()


def test_that_without_a_folder_the_signal_still_ends_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    with stacks_to(None, "wall") as found:
        os.kill(os.getpid(), signal.SIGUSR1)
    assert found is None
