"""Checkpoints: what stands at a seq, sound or not taken at all."""

import sqlite3
from pathlib import Path

import pytest

from feeds import checkpoints
from feeds.checkpoints import CheckpointError, Writer, encoded
from feeds.hub.playback import Playback, Shelf
from feeds.recording import SCHEMA, Manifest, Recording, RecordingWriter
from tests.feeds.small import T0, numbered, storm
from wallboard.domain.facts import Fact
from wallboard.state.store import Store


def memory() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(SCHEMA)
    return db


def standing(facts: list[Fact]) -> list[Fact]:
    store = Store()
    store.apply(facts)
    return store.snapshot()


def test_that_a_checkpoint_gives_back_what_stood(tmp_path: Path) -> None:
    facts = standing(numbered(storm(3, 150)))
    db = memory()
    written = checkpoints.write(db, facts, 900, facts[-1].seen)
    (place,) = checkpoints.places(db)
    assert place == written and place.facts == len(facts) > checkpoints.PART_FACTS
    assert checkpoints.load(db, place) == facts


def test_that_what_was_never_sealed_does_not_count_and_is_swept_away() -> None:
    db = memory()
    facts = standing(numbered(storm(1, 20)))
    writer = Writer(100)
    writer.put(db, next(encoded(facts)))
    assert checkpoints.places(db) == []
    checkpoints.sweep(db)
    assert db.execute("SELECT count(*) FROM checkpoint_parts").fetchone() == (0,)


@pytest.mark.parametrize(
    "harm", ["UPDATE checkpoint_parts SET body = CAST(X'00' || body AS BLOB)", "DELETE FROM checkpoint_parts"]
)
def test_that_a_damaged_checkpoint_is_told_from_a_sound_one(harm: str) -> None:
    db = memory()
    place = checkpoints.write(db, standing(numbered(storm(1, 20))), 100, 1.0)
    db.execute(harm)
    with pytest.raises(CheckpointError, match="100"):
        checkpoints.load(db, place)


def test_that_a_recording_can_be_read_from_its_checkpoints(tmp_path: Path) -> None:
    facts = storm(4, 30)
    store, whole = Store(), Store()
    with RecordingWriter(tmp_path / "a.rec") as writer:
        half = len(facts) // 2
        store.apply(writer.append(facts[:half]))
        writer.checkpoint(store.snapshot())
        writer.append(facts[half:])
        writer.finish(Manifest())
    with Recording(tmp_path / "a.rec") as recording:
        (place,) = recording.places()
        later = Store()
        later.load(recording.standing(place), place.seq)
        later.apply(recording.facts(after_seq=place.seq))
        whole.apply(recording.facts())
    assert place.seq == half and later.digest() == whole.digest()


def test_that_a_recording_of_an_older_make_has_none(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.rec") as writer:
        writer.append(storm(1, 3))
        writer.finish(Manifest())
    db = sqlite3.connect(tmp_path / "a.rec")
    db.executescript("DROP TABLE checkpoints; DROP TABLE checkpoint_parts")
    db.close()
    with Recording(tmp_path / "a.rec") as recording:
        assert recording.places() == [] and len(list(recording.facts())) == 15


@pytest.mark.parametrize("harmed", [False, True])
def test_that_a_seek_begins_at_the_files_nearest_sound_checkpoint(tmp_path: Path, harmed: bool) -> None:
    path, store = tmp_path / "a.rec", Store()
    with RecordingWriter(path) as writer:
        for poll in range(12):
            facts = [fact for fact in storm(12, 10) if fact.seen == T0 + poll * 600.0]
            store.apply(writer.append(facts))
            if poll % 4 == 3:
                writer.checkpoint(store.snapshot())
        writer.finish(Manifest())
    if harmed:
        db = sqlite3.connect(path)
        db.execute("DELETE FROM checkpoint_parts WHERE seq = 400")
        db.commit()
        db.close()
    with Recording(path) as recording:
        shelf, at = Shelf(recording), T0 + 9 * 600.0
        start = shelf.before(at)
        assert start is not None and start.row == (200 if harmed else 400)
        jumped, walked = Playback(recording, shelf, None, start), Store()
        jumped.take(at, 10_000)
        walked.apply(recording.facts(until=at))
        assert jumped.store.digest() == walked.digest()
        assert shelf.before(T0) is None
