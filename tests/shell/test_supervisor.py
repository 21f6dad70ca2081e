"""``run --supervise``: a real wall, stopped, killed and asked to end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.shell.hub_process import ROOT
from tests.shell.run_process import child_of, end_all, ends, lives, run
from wallboard.shell.supervisor import Supervisor

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for children under /proc"),
]

SUPERVISE = (
    "import sys\n"
    "from wallboard.shell.supervisor import Supervisor\n"
    "raise SystemExit(Supervisor(sys.argv[1:], stalled=1.5).run())\n"
)


def another_child(pid: int, former: int) -> int:
    for _ in range(200):
        found = child_of(pid)
        if found != former and lives(found):
            return found
        time.sleep(0.05)
    raise AssertionError("it was not started anew")


def test_that_a_stopped_wall_is_ended_and_started_anew(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, "run", "--room", "storm", "--seconds", "60"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wall = child_of(process.pid)
        time.sleep(2.5)
        assert child_of(process.pid) == wall, "a wall that turns is left alone"
        os.kill(wall, signal.SIGSTOP)
        assert ends(wall, 90), "a stalled wall is ended by force"
        second = another_child(process.pid, wall)
        os.kill(second, signal.SIGKILL)
        third = another_child(process.pid, second)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert ends(third, 10)
        assert process.stderr is not None
        said = process.stderr.read()
        assert "the wall stalled; started anew in" in said
        assert "the wall was killed by signal 9; started anew in" in said
    finally:
        end_all(process)


def test_that_a_killed_supervisor_takes_its_wall_with_it() -> None:
    with run("--room", "storm", "--supervise") as process:
        wall = child_of(process.pid)
        time.sleep(1.0)
        process.kill()
        assert ends(wall, 15)


def test_that_an_input_at_fault_is_not_tried_again(capfd: pytest.CaptureFixture[str]) -> None:
    assert Supervisor(["run", "--room", "nowhere.toml"]).run() == 1
    said = capfd.readouterr().err
    assert said.count("nowhere.toml") == 1 and "started anew" not in said
