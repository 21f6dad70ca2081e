"""Inputs: files, folders and archives, packed or not, in their order of time."""

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from feeds.mapping.input import InputFault, Meter, decode_document, name_regex, read_input
from feeds.mapping.records import Unreadable
from tests.feeds.mapping.bench_feed import OUTAGES, mapping_of

ARCHIVE = OUTAGES.replace(
    'form = "json"',
    'form = "archive"\nfiles = "data/*.json"\ntime = { name = "%Y-%m-%d_%H-%M", zone = "America/Phoenix" }',
)
NAMES = ("data/2026-08-09_01-07.json", "data/2026-08-09_00-07.json", "other/2026-08-09_00-07.json")


def documents(text: str, path: Path) -> list[tuple[float, Any]]:
    return list(read_input(mapping_of(text), path))


def test_that_archives_and_folders_of_snapshots_are_read_in_order_of_time(tmp_path: Path) -> None:
    folder = tmp_path / "tree"
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar, zipfile.ZipFile(tmp_path / "a.zip", "w") as pack:
        for name in NAMES:
            raw = json.dumps([{"id": name}]).encode()
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            tar.addfile(info, io.BytesIO(raw))
            pack.writestr(name, raw)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(raw)
    read = [documents(ARCHIVE, path) for path in (tmp_path / "a.tar.gz", tmp_path / "a.zip", folder)]
    assert read[0] == read[1] == read[2]
    assert [at for at, _ in read[0]] == [1786259220.0, 1786262820.0]  # 00:07 MST is 07:07 UTC
    assert read[0][0][1] == [{"id": NAMES[1]}]


def test_that_a_snapshot_that_cannot_be_decoded_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / NAMES[1]).write_bytes(b"[{")
    (tmp_path / NAMES[0]).write_bytes(gzip.compress(b'\xef\xbb\xbf[{"id": 1}]'))
    (_, bad), (_, good) = documents(ARCHIVE, tmp_path)
    assert isinstance(bad, Unreadable) and "JSON" in bad.error
    assert good == [{"id": 1}]


def test_that_a_change_log_is_replayed_as_its_polls(tmp_path: Path) -> None:
    lines = [
        {"op": "head", "key": "id"},
        {"op": "snap", "t": 100, "rows": [{"id": 1, "n": 1, "x": 0}, {"id": 2}]},
        {"op": "delta", "t": 200, "add": [{"id": 3}], "upd": [{"id": 1, "n": 2, "-": ["x"]}], "del": ["2"]},
    ]
    path = tmp_path / "log.gz"
    path.write_bytes(gzip.compress(b"\n".join(json.dumps(line).encode() for line in lines) + b"\n{broken\n"))
    meter = Meter()
    text = OUTAGES.replace('form = "json"', 'form = "changelog"')
    read = list(read_input(mapping_of(text), path, meter))
    assert read[:2] == [(100.0, lines[1]["rows"]), (200.0, [{"id": 1, "n": 2}, {"id": 3}])]
    assert isinstance(read[2][1], Unreadable) and meter.share == pytest.approx(1.0)


def test_that_the_time_of_a_document_may_stand_inside_it(tmp_path: Path) -> None:
    text = OUTAGES.replace('form = "json"', 'form = "json"\ntime = { path = "meta.at" }').replace(
        'key = "id"', 'path = "rows"\nkey = "id"'
    )
    path = tmp_path / "one.json"
    path.write_text('{"meta": {"at": "2026-11-23T12:00:00Z"}, "rows": []}')
    assert documents(text, path)[0][0] == 1795435200.0
    path.write_text('{"meta": {"at": "noon"}, "rows": []}')
    with pytest.raises(InputFault, match=r"input\.time"):
        documents(text, path)


def test_that_lines_of_a_stream_keep_their_order_and_bad_ones_are_passed_over(tmp_path: Path) -> None:
    text = OUTAGES.replace('form = "json"', 'form = "jsonl"\ntime = { path = "t" }')
    path = tmp_path / "s.jsonl"
    path.write_text('{"t": 1000, "id": 1}\n\nnonsense\n{"t": 900, "id": 2}\n{"t": 1100, "id": 3}\n')
    read = documents(text, path)
    assert [at for at, _ in read] == [1000.0, 1000.0, 1000.0, 1100.0]
    assert isinstance(read[1][1], Unreadable)


def test_that_a_table_of_events_is_put_in_order_of_time(tmp_path: Path) -> None:
    text = OUTAGES.replace('form = "json"', 'form = "csv"\nrows = "events"\ntime = { path = "t" }')
    path = tmp_path / "e.csv"
    path.write_bytes(b"\xef\xbb\xbft,id\n2000,b\n\n1000,a\n")
    assert [(at, row["id"]) for at, row in documents(text, path)] == [(1000.0, "a"), (2000.0, "b")]


def test_that_an_input_that_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    for name, raw in (("absent.json", None), ("cut.json", b"[{"), ("page.json", b"<html>")):
        path = tmp_path / name
        if raw is not None:
            path.write_bytes(raw)
        with pytest.raises(InputFault, match=name):
            documents(OUTAGES, path)
    not_tar = tmp_path / "a.tar"
    not_tar.write_bytes(b"no archive at all")
    with pytest.raises(InputFault, match="archive"):
        documents(ARCHIVE, not_tar)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputFault, match=r"input\.files"):
        documents(ARCHIVE, empty)


def test_that_bytes_of_another_encoding_are_told() -> None:
    raw = '[{"id": "停电"}]'.encode("gb18030")
    wrong = decode_document(mapping_of(OUTAGES), raw)
    assert isinstance(wrong, Unreadable) and "utf-8" in wrong.error
    text = OUTAGES.replace('form = "json"', 'form = "json"\nencoding = "gb18030"')
    assert decode_document(mapping_of(text), raw) == [{"id": "停电"}]


def test_that_a_pattern_of_a_file_name_finds_its_time() -> None:
    found = name_regex("outages-%Y%m%dT%H%M%S").search("dir/outages-20260809T010203.json")
    assert found is not None and found[0] == "outages-20260809T010203"
