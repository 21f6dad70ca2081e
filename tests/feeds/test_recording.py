"""Recordings: whole or not there, in log order, and damaged ones say so."""

import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.recording import Manifest, Recording, RecordingError, RecordingWriter
from tests.fact_strategies import facts
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.state.store import Store

T0 = 1_700_000_000.0


def outage(number: int) -> Fact:
    at = T0 + number
    return Fact(OutageExtent(customers_out=number), f"oms/{number}", at, "oms", f"f{number}", at)


def written(path: Path, said: list[Fact], manifest: Manifest | None = None) -> Path:
    with RecordingWriter(path) as writer:
        writer.append(said)
        writer.finish(manifest or Manifest(title="t"))
    return path


@settings(max_examples=40, deadline=None)
@given(said=st.lists(facts(), max_size=15))
def test_that_a_recording_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, said: list[Fact]
) -> None:
    said = sorted(said, key=lambda fact: fact.seen)
    path = written(tmp_path_factory.mktemp("r") / "a.wbrec", said)
    with Recording(path) as recording:
        found = list(recording.facts())
    assert found == [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(said, 1)]
    live, replayed = Store(), Store()
    live.apply([msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(said, 1)])
    replayed.apply(found)
    assert live.digest() == replayed.digest()


def test_that_appended_facts_come_back_with_their_place(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "a.wbrec") as writer:
        assert [fact.seq for fact in writer.append([outage(1), outage(2)])] == [1, 2]
        assert [fact.seq for fact in writer.append([outage(3)])] == [3]
        assert writer.append([]) == []
        writer.finish(Manifest())


def test_that_a_half_written_recording_is_never_found_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.wbrec"
    writer = RecordingWriter(path)
    writer.append([outage(1)])
    assert not path.exists()
    writer.discard()
    assert list(tmp_path.iterdir()) == []


def test_that_a_writer_that_fails_leaves_the_earlier_recording_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wbrec", [outage(1)])
    with pytest.raises(KeyError), RecordingWriter(path) as writer:
        writer.append([outage(2), outage(3)])
        raise KeyError
    with Recording(path) as recording:
        assert [fact.key for fact in recording.facts()] == ["oms/1"]
    assert list(tmp_path.iterdir()) == [path]


def test_that_remains_of_a_crash_are_written_over(tmp_path: Path) -> None:
    crashed = RecordingWriter(tmp_path / "a.wbrec")
    crashed.append([outage(9)])
    path = written(tmp_path / "a.wbrec", [outage(1)])
    with Recording(path) as recording:
        assert [fact.key for fact in recording.facts()] == ["oms/1"]


def test_that_the_manifest_knows_span_and_number(tmp_path: Path) -> None:
    manifest = Manifest(title="storm", sources=["oms"], attribution="©", expect_every={"oms": 600.0})
    path = written(tmp_path / "a.wbrec", [outage(1), outage(5)], manifest)
    with Recording(path) as recording:
        found = recording.manifest
        assert (found.facts, found.first_at, found.last_at) == (2, T0 + 1, T0 + 5)
        assert (found.title, found.sources, found.expect_every) == ("storm", ["oms"], {"oms": 600.0})
        assert recording.span() == (T0 + 1, T0 + 5)


def test_that_a_part_can_be_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wbrec", [outage(number) for number in range(1, 6)])
    with Recording(path) as recording:
        assert [fact.seq for fact in recording.facts(after_seq=2, until=T0 + 4)] == [3, 4]


def test_that_one_bad_fact_does_not_drop_the_others(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wbrec", [outage(1), outage(2), outage(3)])
    with sqlite3.connect(path) as db:
        db.execute("UPDATE facts SET body = ? WHERE seq = 2", (b"{half",))
    db.close()
    with Recording(path) as recording:
        assert [fact.seq for fact in recording.facts()] == [1, 3]
        assert [bad.reason.code for bad in recording.bad] == ["bad_envelope"]


def test_that_an_absent_or_foreign_file_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="convert"):
        Recording(tmp_path / "none.wbrec")
    foreign = tmp_path / "text.wbrec"
    foreign.write_text("not a database, but long enough to look at its header\n" * 4)
    with pytest.raises(RecordingError, match="not a recording"):
        Recording(foreign)
    empty = tmp_path / "empty.wbrec"
    empty.touch()
    with pytest.raises(RecordingError, match="not a recording"):
        Recording(empty)


def test_that_another_schema_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wbrec", [outage(1)], Manifest(schema=99))
    with pytest.raises(RecordingError, match="schema 99"):
        Recording(path)


def test_that_a_recording_without_facts_has_no_span(tmp_path: Path) -> None:
    with (
        Recording(written(tmp_path / "a.wbrec", [])) as recording,
        pytest.raises(RecordingError, match="no facts"),
    ):
        recording.span()


def test_that_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordingError, match="cannot be written"):
        RecordingWriter(tmp_path / "file" / "a.wbrec")
