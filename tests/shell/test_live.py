"""A real wall process and its hub: both end together, in order, with nothing left over and nothing said."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.shell.hub_process import ROOT
from tests.shell.run_process import child_of, ends, run
from wallboard.shell.stacks import stacks_path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for children under /proc"),
]


@contextmanager
def manager(folder: Path) -> Iterator[tuple[socket.socket, dict[str, str]]]:
    """A service manager's socket, and what it puts into the environment; a watchdog of 2 s."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(folder / "notify"))
        ear.settimeout(20)
        yield ear, {"NOTIFY_SOCKET": str(folder / "notify"), "WATCHDOG_USEC": "2000000"}


def heard(ear: socket.socket, words: str) -> str:
    """The next message that holds the words."""
    while True:
        said = ear.recv(500).decode()
        if words in said:
            return said


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGINT, 130)])
def test_that_a_wall_that_is_asked_to_end_takes_its_hub_with_it(
    number: signal.Signals, code: int, small_recording: Path, tmp_path: Path
) -> None:
    with (
        manager(tmp_path) as (ear, environment),
        run("--recording", str(small_recording), environment=environment) as process,
    ):
        heard(ear, "link live")
        hub = child_of(process.pid)
        process.send_signal(number)
        assert process.wait(8) == code
        assert ends(hub, 1)
        assert heard(ear, "STOPPING")
        assert process.stderr is not None and process.stderr.read() == ""


def test_that_a_killed_wall_leaves_no_hub_behind(small_recording: Path, tmp_path: Path) -> None:
    with (
        manager(tmp_path) as (ear, environment),
        run("--recording", str(small_recording), environment=environment) as process,
    ):
        heard(ear, "link live")
        hub = child_of(process.pid)
        process.kill()
        assert ends(hub, 3)


def test_that_a_hub_is_ended_while_it_still_begins(tmp_path: Path) -> None:
    with run("--scenario", "town-storm") as process:
        hub = child_of(process.pid)
        process.kill()
        assert ends(hub, 4)


def test_that_a_whole_run_says_nothing_on_standard_error(small_recording: Path, tmp_path: Path) -> None:
    with run("--recording", str(small_recording), "--seconds", "4", "--shots", str(tmp_path)) as process:
        said, troubles = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert troubles == ""


def test_that_a_stopped_wall_is_noticed_and_its_successor_shows_the_last_picture(
    small_recording: Path, tmp_path: Path
) -> None:
    """The watchdog's pings come from the GUI's own thread; the first picture is there within 2 s."""
    with manager(tmp_path) as (ear, environment):
        environment |= {"XDG_STATE_HOME": str(tmp_path / "state")}
        words = ("--recording", str(small_recording))
        with run(*words, environment=environment) as process:
            assert "no picture yet" in heard(ear, "READY=1")
            heard(ear, "link live")
            while not list(tmp_path.glob("state/wallboard/last/*.picture")):
                heard(ear, "WATCHDOG=1")
            process.send_signal(signal.SIGSTOP)
            time.sleep(0.2)
            ear.settimeout(0.01)
            with pytest.raises(TimeoutError):
                heard(ear, "nothing that is ever said")
            ear.settimeout(2.0)
            with pytest.raises(TimeoutError):
                ear.recv(500)
            process.kill()
        ear.settimeout(20)
        fastest = min(_start(words, environment, ear) for _ in range(2))
        assert fastest <= 8.0, f"{fastest:.1f} s to the last picture"  # 2 s on a machine that is not loaded


def _start(words: tuple[str, ...], environment: dict[str, str], ear: socket.socket) -> float:
    """Seconds from the start of a wall to its first picture, which is the last one of the wall before."""
    began = time.monotonic()
    with run(*words, environment=environment):
        said = heard(ear, "READY=1")
        took = time.monotonic() - began
        assert "the last picture, " in said
    return took


def test_that_the_stacks_of_a_stalled_loop_are_written(tmp_path: Path) -> None:
    stuck = (
        "import pathlib, sys, time\n"
        "from wallboard.shell.stacks import Stall\n"
        "stall = Stall(pathlib.Path(sys.argv[1]), after=0.3)\n"
        "def turn_slowly():\n"
        "    stall.put_off()\n"
        "    time.sleep(0.2)\n"
        "def hang_in_a_panel():\n"
        "    time.sleep(0.8)\n"
        "for _ in range(3): turn_slowly()\n"
        "hang_in_a_panel()\n"
        "stall.close()\n"
    )
    subprocess.run([sys.executable, "-c", stuck, str(tmp_path)], cwd=ROOT, check=True)
    written = stacks_path(tmp_path, "wall").read_text()
    assert "hang_in_a_panel" in written and "turn_slowly" not in written
