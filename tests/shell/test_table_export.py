"""A table as a file: numbers stay numbers, what would be a formula is text, it is whole or not there."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from wallboard.shell.table_export import Sheet, as_csv, as_xlsx, write

RISKY = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝cmd|'/C calc'!A0",
    ' "=1',
    'x","=1',
    "http://x.cn",
]
AT = datetime(2026, 6, 11, 16, 30, tzinfo=UTC)
SHEET = Sheet(
    "停电",
    ["线路", "户数", "停电", "=说明"],
    [[words, 1234.0, AT, None] for words in RISKY],
    [[words, "1,234 户", "16:30", ""] for words in RISKY],
)
SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def test_that_no_slot_of_a_csv_begins_as_a_formula_does() -> None:
    raw = as_csv(SHEET)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(RISKY) + 1
    for row in rows:
        for slot in (row[0], row[3]):
            assert not slot.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert {tuple(row[1:3]) for row in rows[1:]} == {("1234", "2026-06-11 16:30:00")}


def test_that_an_xlsx_has_strings_numbers_and_dates_and_not_one_formula_or_link() -> None:
    book = zipfile.ZipFile(io.BytesIO(as_xlsx(SHEET)))
    page = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert page.find(".//m:f", SPACE) is None and page.find(".//m:hyperlinks", SPACE) is None
    kinds = {}
    for slot in page.iterfind(".//m:c", SPACE):
        kinds[slot.get("r")] = slot.get("t", "n")
    assert {kinds[f"A{row}"] for row in range(1, len(RISKY) + 2)} == {"s"}
    assert {kinds[f"B{row}"] for row in range(2, len(RISKY) + 2)} == {"n"}
    assert {kinds[f"C{row}"] for row in range(2, len(RISKY) + 2)} == {"n"}
    styles = book.read("xl/styles.xml").decode()
    assert 'quotePrefix="1"' in styles, "edited by hand it stays text"
    strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    said = {"".join(each.itertext()) for each in strings.iterfind("m:si", SPACE)}
    assert "=1+1" in said and "＝cmd|'/C calc'!A0" in said, "what customers wrote is not changed"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".XLSX"])
def test_that_a_file_is_whole_at_its_place_and_nothing_is_left_beside_it(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "new" / f"table{suffix}"
    assert write(SHEET, path) is None
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_that_what_cannot_be_written_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    why = write(SHEET, tmp_path / "table.ods")
    assert why is not None and why.code == "unknown_suffix"
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.csv" / "kept").touch()
    why = write(SHEET, tmp_path / "folder.csv")
    assert why is not None and why.code == "file_exists"
    assert [each.name for each in tmp_path.iterdir()] == ["folder.csv"]
    old = tmp_path / "folder.csv" / "kept"
    why = write(SHEET, old / "table.csv")
    assert why is not None and why.code == "not_written", "a file is no folder"


def test_that_a_file_of_that_name_is_kept_and_another_name_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("mine", "utf-8")
    why = write(SHEET, path)
    assert why is not None and why.code == "file_exists"
    assert path.read_text("utf-8") == "mine"
