"""A recording played: any way of getting to an instant shows the same picture; runs are kept apart."""

import asyncio
from pathlib import Path

import pytest

from feeds.hub import playback as playback_module
from feeds.hub.playback import Playback, Shelf
from feeds.recording import Recording
from tests.feeds.hub.served import judge, served
from tests.feeds.small import T0, storm, write_recording
from tests.feeds.walls import until, wall
from wallboard.state.store import Store

FACTS = storm(12, 10)  # an instant every 600 s, 50 facts each


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write_recording(tmp_path / "small.rec", FACTS)


def picture(path: Path, at: float) -> str:
    store = Store()
    with Recording(path) as recording:
        store.apply(recording.facts(until=at))
    return store.digest()


@pytest.mark.parametrize("chunk", [1, 70, 10_000])
def test_that_playing_and_jumping_show_the_same(
    recording: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(playback_module, "SPACING", 120)
    with Recording(recording) as opened:
        shelf = Shelf()
        played = Playback(opened, shelf)
        for poll in range(12):
            while played.take(T0 + poll * 600.0, chunk):
                pass
            assert played.store.digest() == picture(recording, T0 + poll * 600.0)
        assert len(shelf) >= 3
        for poll in (3, 11, 7):
            at = T0 + poll * 600.0 + 1.0
            start = shelf.before(at)
            assert start is not None
            jumped = Playback(opened, shelf, None, start)
            while jumped.take(at, chunk):
                pass
            assert jumped.store.digest() == picture(recording, at)
            assert jumped.seq == (poll + 1) * 50


def test_that_what_was_not_judged_is_judged_the_same_however_it_is_cut(tmp_path: Path) -> None:
    facts = [fact for fact in FACTS if fact.source == "oms"]
    path = write_recording(tmp_path / "raw.rec", facts, judged=False)
    digests = set()
    for chunk in (1, 1000):
        with Recording(path) as opened:
            played = Playback(opened, Shelf(), judge)
            while played.take(float("inf"), chunk):
                pass
            assert played.store.tables.orders
            assert played.seq > len(facts)
            digests.add(played.store.digest())
    assert len(digests) == 1


def test_that_checkpoints_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback_module, "SPACING", 10)
    monkeypatch.setattr(playback_module, "MOST_CHECKPOINTS", 4)
    shelf = Shelf()
    for row in range(0, 1000, 5):
        if shelf.wants(row):
            shelf.put(playback_module.Checkpoint(float(row), row, row, []))
    assert 2 <= len(shelf) <= 4
    found = shelf.before(500.0)
    assert found is not None
    assert found.row <= 500
    assert shelf.before(-1.0) is None


def test_that_seek_pause_and_rate_are_new_runs_with_a_fresh_picture(recording: Path) -> None:
    async def play() -> None:
        async with served(recording=recording, speed=60.0) as hub, wall(hub.url) as one:
            await until(lambda: one.snapshots == 1, one)
            runner = one.runner
            epochs = [one.inbox.epoch]
            ack = await runner.act("clock", "seek", {"at": "2024-11-20T01:00:30Z"})
            assert ack.accepted
            await until(lambda: one.snapshots == 2, one)
            epochs.append(one.inbox.epoch)
            assert T0 + 3630.0 <= runner.clock.now() < T0 + 4000.0
            ack = await runner.act("clock", "pause")
            assert ack.accepted
            await until(lambda: one.snapshots == 3 and runner.clock.state().rate == 0.0, one)
            epochs.append(one.inbox.epoch)
            assert one.store.digest() == picture(recording, T0 + 3700.0)
            ack = await runner.act("clock", "seek", {"at": T0 + 600.0})
            await until(lambda: one.snapshots == 4, one)
            assert runner.clock.state().rate == 0.0  # a paused replay stays so
            assert one.store.digest() == picture(recording, T0 + 600.0)
            ack = await runner.act("clock", "rate", {"rate": 7200})
            assert ack.accepted
            await until(lambda: runner.clock.state().ended, one)
            await until(lambda: one.store.digest() == picture(recording, T0 + 1e9), one)
            assert len(set(epochs)) == 3
            assert runner.counts["reconnects"] == 0

    asyncio.run(play())


def test_that_impossible_clock_verbs_are_refused_with_a_reason(recording: Path) -> None:
    verbs = [
        ("clock", "seek", {"at": "yesterday"}, "bad_time"),
        ("clock", "seek", {"at": T0 - 1.0}, "bad_time"),
        ("clock", "rate", {"rate": -1}, "bad_rate"),
        ("clock", "rate", {"rate": True}, "bad_rate"),
        ("clock", "dance", {}, "unknown_verb"),
        ("order/1", "acknowledge", {}, "replay_takes_no_acts"),
    ]

    async def play() -> None:
        async with served(recording=recording) as hub, wall(hub.url) as one:
            await until(lambda: one.snapshots == 1, one)
            for subject, verb, args, code in verbs:
                ack = await one.runner.act(subject, verb, args)
                assert ack.reason is not None
                assert (ack.accepted, ack.reason.code) == (False, code)
            assert one.snapshots == 1

    asyncio.run(play())
