"""What the shell's tests share: a small recording of the town, a Qt loop, a folder of their own."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import qasync

from feeds.recording import Manifest, RecordingWriter
from feeds.sim import open_world
from wallboard.shell.application import offscreen_application


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


@pytest.fixture(autouse=True, scope="session")
def own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Logs and last pictures of these tests, and of the processes that they start, lie in a folder apart."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder))
        yield folder
