"""A folder as an input: the one file in it that the mapping can read, else a list of what there is."""

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from feeds.convert import ConvertError, convert
from feeds.mapping.folders import chosen, read
from feeds.mapping.input import InputFault
from tests.feeds.mapping.bench_feed import OUTAGES, mapping_of, rows
from wallboard.config.load import find_file
from wallboard.config.mapping_check import load_mapping

LOG = OUTAGES.replace('form = "json"', 'form = "changelog"')
ARCHIVE = OUTAGES.replace('form = "json"', 'form = "archive"\nfiles = "data/*.json"')
POLL = json.dumps({"op": "snap", "t": 1000, "rows": rows(1)})


def folder(path: Path, *names: str) -> Path:
    """A data folder as people keep them: the feed, a note, a picture, raw things below."""
    (path / "raw").mkdir(parents=True)
    (path / "raw" / "a.json").write_text("[]")
    (path / "README.md").write_text("# what this is")
    for name in names:
        body = POLL.encode() + b"\n"
        (path / name).write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
    return path


def test_that_the_one_file_that_the_mapping_can_read_is_taken(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", "changes.jsonl.gz")
    assert chosen(mapping_of(LOG), data) == data / "changes.jsonl.gz"
    assert [at for at, _ in read(mapping_of(LOG), data)] == [1000.0]
    assert chosen(mapping_of(LOG), data / "changes.jsonl.gz") == data / "changes.jsonl.gz"


def test_that_a_document_is_known_by_its_records_and_a_table_by_its_columns(tmp_path: Path) -> None:
    data = folder(tmp_path / "d")
    (data / "places.json").write_text('[{"name": "x"}]')
    (data / "outages.json").write_text(json.dumps(rows(1)))
    assert chosen(mapping_of(OUTAGES), data).name == "outages.json"
    (data / "towns.csv").write_text("town,nr\nx,1\n")
    (data / "outages.csv").write_text("id,n\n7,1\n")
    assert chosen(mapping_of(OUTAGES.replace('"json"', '"csv"')), data).name == "outages.csv"


def test_that_several_candidates_are_listed_and_none_is_guessed(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", "a.jsonl", "b.jsonl.gz")
    with pytest.raises(InputFault, match=r"holds 2 files that u can read: a\.jsonl, b\.jsonl\.gz; name one"):
        chosen(mapping_of(LOG), data)


def test_that_a_folder_without_the_input_says_what_it_holds(tmp_path: Path) -> None:
    data = folder(tmp_path / "d")
    with pytest.raises(InputFault, match=r"holds no changelog that u can read; it holds README\.md, raw/"):
        chosen(mapping_of(LOG), data)
    rule = tmp_path / "u.toml"
    rule.write_text(LOG)
    with pytest.raises(ConvertError, match="holds no changelog"):
        convert([rule], data, tmp_path / "x.rec")
    assert not list(tmp_path.glob("x.rec*"))


def test_that_an_archive_in_a_folder_is_taken_and_a_folder_of_snapshots_is_one_itself(tmp_path: Path) -> None:
    data = folder(tmp_path / "d")
    with tarfile.open(data / "polls.tar.gz", "w:gz") as pack:
        raw = json.dumps(rows(1)).encode()
        info = tarfile.TarInfo("data/a.json")
        info.size = len(raw)
        pack.addfile(info, io.BytesIO(raw))
    assert chosen(mapping_of(ARCHIVE), data) == data / "polls.tar.gz"
    (data / "data").mkdir()
    (data / "data" / "b.json").write_text("[]")
    assert chosen(mapping_of(ARCHIVE), data) == data


@pytest.mark.parametrize(
    ("name", "data", "file"),
    [
        ("bc-hydro", "bch-2025-quiet", "changes.jsonl.gz"),
        ("pge-2019", "pge-2019-quiet", "changes.jsonl.gz"),
        ("az-aps", "az-2026-monsoon", "snapshots.tar.gz"),
        ("myla311", "orders-myla311", "requests_2020-01.csv.gz"),
    ],
)
def test_that_the_shipped_mappings_find_their_input_in_the_data_folders(
    shared: Path, name: str, data: str, file: str
) -> None:
    assert chosen(load_mapping(find_file("mappings", name)), shared / "data" / data).name == file
