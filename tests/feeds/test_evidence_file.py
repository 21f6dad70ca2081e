"""Evidence and truth as files: read whole, or every fault told with file, line, field and remedy."""

from pathlib import Path

import pytest

from feeds.codec import encode_fact
from feeds.evidence_file import EvidenceError, Truth, read_evidence, read_truth
from tests.rules.diagnosis.street import all_off, call, indicator, meters, position, street

GOOD = [*all_off(["A1", "A2"], 60), call("A1", 90), position("CB", 5, closed=True), indicator("SW", 9)]


def written(path: Path, lines: list[bytes]) -> Path:
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(EvidenceError) as error:
        read_evidence(path, street())
    return str(error.value).splitlines()


def test_that_facts_come_back_in_order_of_time(tmp_path: Path) -> None:
    path = written(tmp_path / "e.jsonl", [encode_fact(fact) for fact in GOOD] + [b""])
    found = read_evidence(path, street())
    assert [fact.at for fact in found] == sorted(fact.at for fact in GOOD)
    assert {fact.key for fact in found} == {fact.key for fact in GOOD}


def test_that_every_fault_is_told_with_its_line_and_remedy(tmp_path: Path) -> None:
    lines = [
        encode_fact(GOOD[0]),
        b"{",
        encode_fact(meters("A9", 1, 1, 60)),
        encode_fact(call("A8", 60)),
        encode_fact(position("CB9", 1, closed=True)),
        b'{"source":"x","type":"crew.state","subject":"crew/x/1/state","time":"2026-11-23T08:00:00Z","data":{}}',
    ]
    said = faults_of(written(tmp_path / "e.jsonl", lines))
    assert [line.partition(":")[0].split(",")[:2] for line in said] == [
        ["e.jsonl", f" line {number}"] for number in (2, 3, 4, 5, 6)
    ]
    assert "'A9' is no transformer area" in said[1]
    assert "data.area" in said[2]
    assert "'CB9' is no device" in said[3]


def test_that_an_empty_or_missing_file_says_so(tmp_path: Path) -> None:
    assert "holds no evidence" in faults_of(written(tmp_path / "e.jsonl", [b""]))[0]
    assert "put it there" in faults_of(tmp_path / "no.jsonl")[0]


def test_that_the_truth_is_what_stands_at_its_end(tmp_path: Path) -> None:
    lines = [
        b'{"kind":"began","at":0}',
        b'{"kind":"fault","id":"a","by":"lateral","device":"FU1"}',
        b'{"kind":"fault","id":"b","by":"area","device":"B1"}',
        b'{"kind":"area","area":"A1","dark":40}',
        b'{"kind":"area","area":"B1","dark":50}',
        b'{"kind":"area","area":"B1","dark":0}',
        b'{"kind":"mended","id":"b"}',
    ]
    path = written(tmp_path / "t.jsonl", lines)
    assert read_truth(path) == Truth(frozenset({("lateral", "FU1")}), {"A1": 40})


def test_that_a_truth_line_that_lacks_something_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "t.jsonl", [b'{"kind":"fault","id":"a","by":"lateral"}', b"[1]"])
    with pytest.raises(EvidenceError, match=r"t\.jsonl, line 1, device: is missing; add it") as error:
        read_truth(path)
    assert "line 2" in str(error.value)
