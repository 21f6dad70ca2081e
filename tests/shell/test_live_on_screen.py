"""A wall in real windows on a virtual X server: asked to end, and with its display taken away."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shell.run_process import child_of, ends, run
from tests.shell.test_live import heard, manager
from wallboard.shell import live

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or shutil.which("Xvfb") is None, reason="needs Xvfb, a virtual X server"
    ),
]


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[bytes], dict[str, str]]]:
    """An X server of our own, and what a client's environment says of it."""
    ours, theirs = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x720x24", "-nolisten", "tcp"],
        pass_fds=(theirs,),
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    number = os.read(ours, 20).decode().strip()
    if not number:
        process.wait()
        os.close(ours)
        pytest.skip("Xvfb does not start here")
    yield process, {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    process.kill()
    process.wait()
    os.close(ours)  # not before: the server writes the line's end apart, and a closed pipe ends it


def test_that_a_wall_on_a_screen_ends_in_order(
    server: tuple[subprocess.Popen[bytes], dict[str, str]], small_recording: Path, tmp_path: Path
) -> None:
    assert live.__doc__
    with (
        manager(tmp_path) as (ear, environment),
        run("--recording", str(small_recording), environment=environment | server[1]) as process,
    ):
        heard(ear, "link live")
        hub = child_of(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(8) == 0
        assert ends(hub, 1)
        assert process.stderr is not None and process.stderr.read() == ""


def test_that_a_wall_whose_display_goes_is_to_be_started_anew(
    server: tuple[subprocess.Popen[bytes], dict[str, str]], small_recording: Path, tmp_path: Path
) -> None:
    with (
        manager(tmp_path) as (ear, environment),
        run("--recording", str(small_recording), environment=environment | server[1]) as process,
    ):
        heard(ear, "link live")
        hub = child_of(process.pid)
        server[0].kill()
        assert process.wait(8) == 3, "our fault, not the input's: a supervisor tries again"
        assert ends(hub, 3)
        assert process.stderr is not None
        said = process.stderr.read()
        assert "the display is gone" in said and "Traceback" not in said
