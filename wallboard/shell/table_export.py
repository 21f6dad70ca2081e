"""A desk's table as a file: CSV or XLSX, whole or not at all, and nothing in it runs as a formula.

Words become text whatever they begin with: an apostrophe in CSV (as OWASP asks), cells of type string with
the quote prefix in XLSX. Numbers stay numbers, instants become dates of the room's time zone.
"""

import contextlib
import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from wallboard.domain.reasons import Reason
from widgets.parts.tsv import harmless

SUFFIXES = (".xlsx", ".csv")

Slot = str | float | datetime | None
"""Words, a number, an instant of the room's zone, nothing."""

LONGEST = 32_767
"""Characters of a cell of XLSX."""


class Sheet(msgspec.Struct, frozen=True):
    """A table as it is written. words: each slot as it stands on the glass; slots: what it is."""

    title: str
    heads: Sequence[str]
    slots: Sequence[Sequence[Slot]]
    words: Sequence[Sequence[str]]


def write(sheet: Sheet, path: Path) -> Reason | None:
    """Write it beside its place and rename it when whole; why that cannot be, as a reason.

    What lies there already is nobody's to overwrite unasked.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return Reason("unknown_suffix", {"path": str(path), "suffixes": " ".join(SUFFIXES)})
    part = path.with_name(f".{path.name}.part")
    try:
        if path.exists():
            return Reason("file_exists", {"path": str(path)})
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = as_csv(sheet) if suffix == ".csv" else as_xlsx(sheet)
        part.write_bytes(raw)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        return Reason("not_written", {"path": str(error.filename or path)})
    return None


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a mark, so that a Chinese spreadsheet opens it as such; numbers bare, words harmless."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([harmless(head) for head in sheet.heads])
    for slots, words in zip(sheet.slots, sheet.words, strict=True):
        writer.writerow([_plain(slot, said) for slot, said in zip(slots, words, strict=True)])
    return b"\xef\xbb\xbf" + lines.getvalue().encode("utf-8")


def _plain(slot: Slot, said: str) -> str:
    if isinstance(slot, datetime):
        return f"{slot:%Y-%m-%d %H:%M:%S}"
    if isinstance(slot, (int, float)):
        return f"{slot:g}" if slot != int(slot) else str(int(slot))
    return harmless(said)


def as_xlsx(sheet: Sheet) -> bytes:
    """One sheet with bold heads that stay in sight, and a filter on each column."""
    import xlsxwriter  # here: a wall starts without it

    raw = io.BytesIO()
    asked = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(raw, {**asked, "strings_to_numbers": False, "remove_timezone": True}) as book:
        page = book.add_worksheet(sheet.title[:31])
        text = book.add_format({"quote_prefix": True, "num_format": "@"})
        head = book.add_format({"bold": True, "quote_prefix": True})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for column, words in enumerate(sheet.heads):
            page.write_string(0, column, words, head)
        for row, (slots, said) in enumerate(zip(sheet.slots, sheet.words, strict=True), 1):
            for column, (slot, words) in enumerate(zip(slots, said, strict=True)):
                if isinstance(slot, datetime):
                    page.write_datetime(row, column, slot, instant)
                elif isinstance(slot, (int, float)):
                    page.write_number(row, column, slot)
                elif words:
                    page.write_string(row, column, words[:LONGEST], text)
        page.freeze_panes(1, 0)
        if sheet.heads:
            page.autofilter(0, 0, max(1, len(sheet.slots)), len(sheet.heads) - 1)
        page.autofit()
    return raw.getvalue()
