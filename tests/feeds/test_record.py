"""``record``: what a hub says, once, in its order, as a recording."""

import asyncio
from pathlib import Path

import pytest

from feeds.record import NothingHeardError, Recorder, record
from feeds.recording import Recording, RecordingWriter
from tests.feeds.hub.served import served
from tests.feeds.small import numbered, storm, write_recording
from tests.feeds.walls import until
from wallboard.domain.reasons import Reason
from wallboard.state.store import Store


def digest(path: Path) -> str:
    store = Store()
    with Recording(path) as recording:
        store.apply(recording.facts())
    return store.digest()


def test_that_a_recorded_replay_is_the_recording(tmp_path: Path) -> None:
    first = write_recording(tmp_path / "a.rec", storm(6, 8))
    copy = tmp_path / "b.rec"

    async def play() -> int:
        stop = asyncio.Event()
        async with served(recording=first, speed=3600.0) as hub:
            task = asyncio.get_running_loop().create_task(record(hub.url, copy, stop=stop))
            await until(lambda: hub.hub.clock.state().ended)
            await asyncio.sleep(0.2)
            assert not copy.exists()
            stop.set()
            return await task

    assert asyncio.run(play()) == 6 * 8 * 5
    assert digest(copy) == digest(first)


def test_that_a_snapshot_after_a_gap_adds_only_what_is_new(tmp_path: Path) -> None:
    facts = numbered(storm(4, 5))
    with RecordingWriter(tmp_path / "c.rec") as writer:
        recorder = Recorder(writer)
        recorder.put_snapshot(facts[:40], "e", 40)
        recorder.put(facts[40:60], "e", 60)
        store = Store()
        store.apply(facts[:80])
        recorder.put_snapshot(store.snapshot(), "e", 80)
        recorder.put(facts[80:], "e", 100)
        assert recorder.gaps == 1
        assert recorder.count <= 100
        assert not recorder.take_overflow()


def test_that_a_recording_ends_after_the_seconds_it_was_given(tmp_path: Path) -> None:
    first, copy = write_recording(tmp_path / "a.rec", storm(6, 8)), tmp_path / "b.rec"

    async def play() -> int:
        async with served(recording=first, speed=3600.0) as hub:
            await until(lambda: hub.hub.clock.state().ended)
            return await record(hub.url, copy, seconds=0.3)

    assert 0 < asyncio.run(play()) <= 6 * 8 * 5
    assert digest(copy) == digest(first)


def test_that_a_hub_that_is_not_there_leaves_no_file_and_says_why(tmp_path: Path) -> None:
    told: list[Reason] = []
    out = tmp_path / "b.rec"
    with pytest.raises(NothingHeardError, match="nothing was heard") as error:
        asyncio.run(record("ws://127.0.0.1:9", out, seconds=0.3, told=told.append))
    assert error.value.reason == Reason("link_nobody_there") == told[0]
    assert len(told) == 1 and not list(tmp_path.iterdir())
