"""What the shell's tests share: a recording of the town, a Qt loop, an X server, a folder of their own."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import qasync

from feeds.recording import Manifest, RecordingWriter
from feeds.worlds import open_world
from wallboard.shell.application import offscreen_application
from wallboard.shell.doctor_libraries import missing_libraries, plugin_fault

XServer = tuple[subprocess.Popen[bytes], dict[str, str]]


@pytest.fixture(scope="session")
def small_recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half an hour of the town before its lively moment, as its sources told it, not judged."""
    path = tmp_path_factory.mktemp("recordings") / "town.rec"
    world = open_world("town-storm", 7)
    with RecordingWriter(path) as writer:
        facts = world.step(world.scenario.moment_at, ())
        first = world.scenario.moment_at - 1800
        writer.append(msgspec.structs.replace(fact, seen=max(fact.seen, first)) for fact in facts)
        writer.finish(Manifest(title="town", judged=False))
    return path


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The loop of a wall. It ends with the last window: close windows outside ``run_until_complete``."""
    made = qasync.QEventLoop(offscreen_application().qt)
    asyncio.set_event_loop(made)
    yield made
    made.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def x_server() -> Iterator[XServer]:
    """An X server of our own of 1280 x 720, and what a client's environment says of it."""
    if sys.platform != "linux" or shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb, a virtual X server")
    lacking = ", ".join(missing_libraries("xcb")) or plugin_fault("xcb")
    if lacking:
        pytest.skip(f"Qt cannot speak to an X server here: {lacking}")
    ours, theirs = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x720x24", "-nolisten", "tcp", "-noreset"],
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


@pytest.fixture(autouse=True, scope="session")
def own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Logs, last pictures and layouts of these tests and their processes lie in a folder apart."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder))
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        yield folder
