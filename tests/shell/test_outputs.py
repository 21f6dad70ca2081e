"""Outputs that come and go: a window ends up on the one that its room file names."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shell.conftest import XServer
from wallboard.config.room_entries import WindowEntry
from wallboard.shell.application import offscreen_application
from wallboard.shell.outputs import OutputCare
from wallboard.shell.windows import WallWindow

WINDOW = """
import json, sys
from wallboard.config.room_entries import WindowEntry
from wallboard.shell.application import make_application
from wallboard.shell.outputs import OutputCare
from wallboard.shell.windows import WallWindow

application = make_application().qt
window = WallWindow(WindowEntry(screens=["overview"], output="wall-2"), lambda w, h: [], lambda v, a: None)
window.place(windowed=False)

def settle():
    moved = window.settle()
    print(json.dumps([window.screen().name(), *window.geometry().getRect()]), flush=True)
    return moved

care = OutputCare([settle], application)
settle()
application.exec()
"""
LEFT, RIGHT = ["wall-1", 0, 0, 640, 720], ["wall-2", 640, 0, 640, 720]


def monitor(environment: dict[str, str], *words: str) -> None:
    """Let the X server gain or lose an output, as when a cable is pulled."""
    subprocess.run(["xrandr", *words], env=os.environ | environment, check=True, capture_output=True)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xrandr") is None, reason="needs xrandr to take an output away")
def test_that_a_window_goes_back_to_its_output_when_that_is_there_again(x_server: XServer) -> None:
    environment = x_server[1]
    right = ("--setmonitor", "wall-2", "640/200x720/200+640+0", "none")
    monitor(environment, "--setmonitor", "wall-1", "640/200x720/200+0+0", "screen")
    monitor(environment, *right)
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        said = process.stdout

        def until(wanted: list[object]) -> None:
            while json.loads(line := said.readline() or "null") != wanted:
                assert line, "the window ended"

        until(RIGHT)
        monitor(environment, "--delmonitor", "wall-2")
        until(LEFT)
        monitor(environment, *right)
        until(RIGHT)
        process.kill()


def test_that_a_window_covers_its_output_again_after_any_change_and_else_is_left_alone() -> None:
    application = offscreen_application().qt
    screen = application.primaryScreen()
    window = WallWindow(WindowEntry(screens=["overview"], output="gone"), lambda w, h: [], lambda v, a: None)
    window.place(windowed=False)
    care = OutputCare([window.settle], application)
    assert not window.settle(), "it lies where it belongs"
    window.showNormal()
    window.setGeometry(10, 10, 200, 100)
    application.screenAdded.emit(screen)
    until_true(lambda: window.geometry() == screen.geometry())
    assert window.isFullScreen()
    window.close()
    window.deleteLater()
    care.deleteLater()


def until_true(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Turn the loop until something holds."""
    application, began = offscreen_application().qt, time.monotonic()
    while not holds():
        application.processEvents()
        assert time.monotonic() - began < seconds
