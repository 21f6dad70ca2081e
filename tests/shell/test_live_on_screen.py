"""A wall in real windows on a virtual X server: asked to end, and with its display taken away."""

import signal
from pathlib import Path

import pytest

from tests.shell.conftest import XServer
from tests.shell.run_process import child_of, ends, run
from tests.shell.test_live import heard, manager
from wallboard.shell import live

pytestmark = pytest.mark.slow


def test_that_a_wall_on_a_screen_ends_in_order(
    x_server: XServer, small_recording: Path, tmp_path: Path
) -> None:
    assert live.__doc__
    with (
        manager(tmp_path) as (ear, environment),
        run("--recording", str(small_recording), environment=environment | x_server[1]) as process,
    ):
        heard(ear, "link live")
        hub = child_of(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(8) == 0
        assert ends(hub, 1)
        assert process.stderr is not None and process.stderr.read() == ""


def test_that_a_wall_whose_display_goes_is_to_be_started_anew(
    x_server: XServer, small_recording: Path, tmp_path: Path
) -> None:
    with (
        manager(tmp_path) as (ear, environment),
        run("--recording", str(small_recording), environment=environment | x_server[1]) as process,
    ):
        heard(ear, "link live")
        hub = child_of(process.pid)
        x_server[0].kill()
        assert process.wait(8) == 3, "our fault, not the input's: a supervisor tries again"
        assert ends(hub, 3)
        assert process.stderr is not None
        said = process.stderr.read()
        assert "the display is gone" in said and "Traceback" not in said
