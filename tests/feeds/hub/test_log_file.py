"""The log's file: its lock, its name when it is damaged, and what is read of it then."""

import sqlite3
from pathlib import Path

import pytest

from feeds.codec import encode_fact, subject_of
from feeds.hub.log_file import LogError, LogLock, check_beside, code_of, open_file, put_aside, replace
from feeds.recording import Recording
from tests.feeds.small import numbered, storm
from wallboard.state.store import Store


def test_that_a_lock_remembers_what_the_walls_were_told(tmp_path: Path) -> None:
    lock = LogLock(tmp_path / "a.wblog")
    assert not lock.owed and lock.owe(True)
    with pytest.raises(LogError, match="a hub runs on this log already") as held:
        LogLock(tmp_path / "a.wblog")
    assert held.value.code == "log_in_use"
    lock.release()
    again = LogLock(tmp_path / "a.wblog")
    assert again.owed and again.owe(False)
    again.release()


def test_that_a_lock_says_when_it_cannot_remember(tmp_path: Path) -> None:
    lock = LogLock(tmp_path / "a.wblog")
    lock.release()
    assert not lock.owe(True)


def test_that_damaged_files_of_one_second_keep_names_of_their_own(tmp_path: Path) -> None:
    names = set()
    for _ in range(3):
        for tail in ("", "-wal", "-shm"):
            (tmp_path / f"a.wblog{tail}").write_bytes(b"x")
        aside = put_aside(tmp_path / "a.wblog")
        names.add(aside.name)
        assert aside.with_name(aside.name + "-wal").is_file() and not (tmp_path / "a.wblog-wal").exists()
    assert len(names) == 3


def test_that_a_fresh_file_takes_the_place_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.wblog"
    facts = numbered(storm(2, 40))
    store = Store()
    store.apply(facts)
    (tmp_path / "a.wblog").write_bytes(b"damaged")
    aside = replace(path, store.snapshot(), 400)
    assert aside.read_bytes() == b"damaged" and check_beside(path) is None
    with Recording(path) as recording:
        (place,) = recording.places()
        assert place.seq == 400 and len(recording.standing(place)) == len(store.snapshot())


def test_that_rows_behind_a_hole_are_read_and_what_was_before_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.wblog"
    facts = numbered(storm(3, 40))
    db, damage, _ = open_file(path)
    assert damage is None
    rows = [(f.seq, f.seen, subject_of(f), encode_fact(f)) for f in facts if not 100 < f.seq <= 110]
    db.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", rows)
    db.execute("INSERT INTO manifest VALUES ('manifest', 'no JSON')")
    db.close()
    db, damage, _ = open_file(path)
    assert damage is not None and damage.facts >= 590 - 100
    assert db.execute("SELECT min(seq), max(seq), count(*) FROM facts").fetchone() == (111, 600, 490)
    assert db.execute("SELECT seq FROM checkpoints").fetchone() == (110,)
    db.close()


def test_that_what_sqlite_says_becomes_a_reason(tmp_path: Path) -> None:
    db = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.Error) as wrong:
        db.execute("SELECT * FROM nothing")
    assert code_of(wrong.value) == "log_failed"
    (tmp_path / "x").write_bytes(b"no database" * 400)
    assert check_beside(tmp_path / "x") == "file is not a database"
    assert check_beside(tmp_path / "not there") is None
