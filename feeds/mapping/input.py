"""Reading what a mapping's ``[input]`` says the input is: bytes -> (time, document) in order of time.

A file, a folder or an archive (tar, zip), each of them gzipped or not. What cannot be decoded inside an
archive or stream becomes ``Unreadable`` and the rest is read on; what cannot be opened is an InputFault.
"""

import csv
import gzip
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from feeds.mapping.changelog import NoChangeLog, replay
from feeds.mapping.paths import compile_path
from feeds.mapping.records import Unreadable
from feeds.mapping.values import ValueFault, time_reader, zone_of
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.reasons import Reason

Document = tuple[float, Any]

LARGEST = 1 << 30  # bytes of one document, decompressed: more is a bomb or a mistake

_DIRECTIVES = {
    "Y": r"\d{4}",
    "y": r"\d{2}",
    "m": r"\d{1,2}",
    "d": r"\d{1,2}",
    "H": r"\d{2}",
    "I": r"\d{1,2}",
    "M": r"\d{2}",
    "S": r"\d{2}",
    "j": r"\d{3}",
    "p": r"[AaPp][Mm]",
    "b": r"[A-Za-z]{3}",
    "B": r"[A-Za-z]+",
    "f": r"\d{1,6}",
    "z": r"(?:Z|[+-]\d{2}:?\d{2})",
    "s": r"\d{9,13}",
    "%": "%",
}


class InputFault(Exception):
    """The input as a whole cannot be read; the message names it and the remedy."""


class Meter:
    """How much of an input has been read, 0 to 1."""

    def __init__(self) -> None:
        self.share = 0.0


def read_input(mapping: MappingFile, path: Path, meter: Meter | None = None) -> Iterator[Document]:
    """(epoch s, document) for every poll or event of the input; of a history one document, its rows.

    Times never fall. The meter, where one is given, tells how far it is. Raises InputFault where the
    input cannot be read at all.
    """
    if not path.exists():
        raise InputFault(f"{path}: no such file or folder")
    form, meter = mapping.input.form, meter or Meter()
    try:
        if form == "changelog":
            yield from replay(_lines(path, mapping, meter))
        elif form == "archive" or path.is_dir():
            yield from _archive(mapping, path, meter)
        elif form in ("jsonl", "websocket"):
            yield from _events(mapping, _lines(path, mapping, meter), path)
        else:
            yield from _single(mapping, path, meter)
    except NoChangeLog as fault:
        raise InputFault(f"{path}: is no change log: {fault}; check input.form") from fault
    except (OSError, EOFError, zlib.error, tarfile.TarError, zipfile.BadZipFile, RuntimeError) as error:
        raise InputFault(f"{path}: cannot be read ({error}); is it a whole {form}?") from error


def decode_document(mapping: MappingFile, raw: bytes, content: str | None = None, most: int = LARGEST) -> Any:
    """Bytes -> a document: JSON, or CSV as a list of records. ``Unreadable`` where they are neither.

    most: bytes, unpacked; a document of more is unreadable.
    """
    kind = content or {"csv": "csv", "archive": mapping.input.content}.get(mapping.input.form, "json")
    if raw[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(raw)) as packed:
                raw = packed.read(most + 1)
        except (OSError, EOFError, zlib.error) as error:
            return Unreadable(f"not gzip: {error}", Reason("document_not_gzip"))
    if len(raw) > most:
        return Unreadable(f"larger than {most >> 20} MiB", Reason("source_too_large", {"mb": most >> 20}))
    try:
        text = raw.decode(_encoding(mapping))
    except UnicodeDecodeError as error:
        said = Reason("document_encoding", {"encoding": mapping.input.encoding})
        return Unreadable(f"byte {error.start} is not {mapping.input.encoding}", said)
    if kind == "csv":
        return _table(mapping, text)
    try:
        if kind == "jsonl":
            return [msgspec.json.decode(line) for line in text.splitlines() if line.strip()]
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        return Unreadable(f"not JSON: {error}", not_json(text, error))


def not_json(text: str | bytes, error: Exception) -> Reason:
    """Why a text is no JSON, for the glass: nothing, a web page, half a document, something else."""
    start = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text)[:200].strip().lower()
    if not start:
        return Reason("document_empty")
    if start.startswith(("<!doctype html", "<html")):
        return Reason("document_is_a_page")
    return Reason("document_cut_short" if "truncated" in str(error) else "document_not_json")


class DocumentTimes:
    """When documents were true: by file name or by a path inside them (``[input.time]``)."""

    def __init__(self, mapping: MappingFile) -> None:
        rule = mapping.input.time
        name = rule.zone or mapping.zone
        zone = zone_of(name) if name else None
        formats = (rule.format,) if isinstance(rule.format, str) else tuple(rule.format)
        self._read = time_reader(formats, zone, mapping.zones)
        self._zone = zone
        self._path = compile_path(rule.path) if rule.path else None
        self._pattern = rule.name
        self._regex = name_regex(rule.name) if rule.name else None

    def of(self, document: Any, name: str, otherwise: float) -> float:
        """Epoch s; ``otherwise`` where neither says. Raises ValueFault for a time that cannot be read."""
        if self._path is not None and not isinstance(document, Unreadable):
            raw = self._path(document)
            if raw is not None:
                return self._read(raw)
        if self._regex is not None and (match := self._regex.search(name)):
            return self._of_name(match[0])
        return otherwise

    def _of_name(self, text: str) -> float:
        pattern = self._pattern or ""
        if pattern == "%s":
            return float(text) / (1000.0 if len(text) > 11 else 1.0)
        try:
            moment = datetime.strptime(text, pattern)
        except ValueError as error:
            raise ValueFault(
                f"file name time {text!r} is not {pattern!r}", "correct input.time.name"
            ) from error
        if moment.tzinfo is None:
            if self._zone is None:
                raise ValueFault("file names bear local times", "give input.time.zone")
            moment = moment.replace(tzinfo=self._zone)
        return moment.timestamp()


def name_regex(pattern: str) -> re.Pattern[str]:
    """A strptime pattern -> the regular expression that finds it in a file name."""
    out, at = "", 0
    for match in re.finditer(r"%(.)", pattern):
        out += re.escape(pattern[at : match.start()]) + _DIRECTIVES.get(match[1], r"\w+")
        at = match.end()
    return re.compile(out + re.escape(pattern[at:]))


def _single(mapping: MappingFile, path: Path, meter: Meter) -> Iterator[Document]:
    """One JSON document, or one CSV: a snapshot, a table of events, or a history."""
    document = decode_document(mapping, _bytes(path))
    if isinstance(document, Unreadable):
        raise InputFault(f"{path}: {document.error}; check input.form and input.encoding")
    otherwise = path.stat().st_mtime
    times = DocumentTimes(mapping)
    if mapping.rows == "events" and isinstance(document, list):
        entries = sorted(_timed(times, document, otherwise), key=lambda entry: entry[0])
        for done, entry in enumerate(entries, 1):
            meter.share = done / len(entries)
            yield entry
        return
    meter.share = 1.0
    try:
        yield times.of(document, path.name, otherwise), document
    except ValueFault as fault:
        raise InputFault(f"{path}: input.time: {fault}") from fault


def _timed(times: DocumentTimes, rows: Iterable[Any], otherwise: float) -> Iterator[Document]:
    last = otherwise
    for row in rows:
        try:
            last = times.of(row, "", last)
        except ValueFault as fault:
            row = Unreadable(f"input.time: {fault}")
        yield last, row


def _archive(mapping: MappingFile, path: Path, meter: Meter) -> Iterator[Document]:
    """Files of an archive or folder in order of time; those whose name does not fit are left out."""
    times = DocumentTimes(mapping)
    found: list[tuple[float, str, Any]] = []
    for name, raw, otherwise in _members(path, mapping.input.files):
        document = decode_document(mapping, raw, mapping.input.content)
        try:
            at = times.of(document, name, otherwise)
        except ValueFault as fault:
            raise InputFault(f"{path}: {name}: {fault}") from fault
        found.append((at, name, document))
    if not found:
        raise InputFault(f"{path}: holds no file that fits input.files = {mapping.input.files!r}")
    for done, (at, _, document) in enumerate(sorted(found, key=lambda entry: entry[:2]), 1):
        meter.share = done / len(found)
        yield at, document


def _members(path: Path, pattern: str) -> Iterator[tuple[str, bytes, float]]:
    """(name, bytes, modified) of the files that fit the glob."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            name = file.relative_to(path).as_posix()
            if file.is_file() and fits(name, pattern):
                yield name, _bytes(file), file.stat().st_mtime
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as pack:
            for info in pack.infolist():
                if not info.is_dir() and fits(info.filename, pattern):
                    modified = datetime(*info.date_time).timestamp()
                    with pack.open(info) as file:
                        yield info.filename, file.read(LARGEST), modified
    else:
        with tarfile.open(path) as pack:
            for member in pack:
                file = pack.extractfile(member) if member.isfile() and fits(member.name, pattern) else None
                if file is not None:
                    yield member.name, file.read(LARGEST), float(member.mtime)


def fits(name: str, pattern: str) -> bool:
    """Whether a file's name (with folders) fits a glob, at any depth."""
    name = name.removeprefix("./")
    return fnmatch(name, pattern) or fnmatch(name, f"*/{pattern}")


def _events(mapping: MappingFile, lines: Iterable[bytes], path: Path) -> Iterator[Document]:
    """One event a line; arrival is order, so a time that falls is taken as the one before.

    Raises InputFault where not one line can be read.
    """
    times, otherwise = DocumentTimes(mapping), path.stat().st_mtime
    last: float | None = None
    early: list[Unreadable] = []
    for line in lines:
        document = decode_document(mapping, line, "json")
        try:
            at = times.of(document, "", otherwise if last is None else last)
        except ValueFault as fault:
            document, at = Unreadable(f"input.time: {fault}", Reason("document_undated")), 0.0
        if isinstance(document, Unreadable) and last is None:
            early.append(document)  # its time is that of the first line that can be read
            continue
        last = at if last is None else max(last, at)
        yield from ((last, fault) for fault in early)
        early = []
        yield last, document
    if early:
        said = f"none of its {len(early)} lines could be read; {early[0].error}"
        raise InputFault(f"{path}: {said}; check input.form, input.encoding and input.time")


def _lines(path: Path, mapping: MappingFile, meter: Meter) -> Iterator[bytes]:
    size = max(path.stat().st_size, 1)
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        file: Iterable[bytes] = gzip.GzipFile(fileobj=raw) if packed else raw
        for line in file:
            meter.share = raw.tell() / size if packed else min(1.0, meter.share + len(line) / size)
            if line.strip():
                yield line.removeprefix(b"\xef\xbb\xbf") if mapping.input.form == "changelog" else line


def _table(mapping: MappingFile, text: str) -> list[dict[str, Any]] | Unreadable:
    """CSV -> records; the header's names are trimmed, empty lines do not count."""
    try:
        rows = _rows(mapping, text)
    except csv.Error as error:
        return Unreadable(f"not CSV: {error}")
    return Unreadable("holds no line of column names", Reason("document_empty")) if rows is None else rows


def _rows(mapping: MappingFile, text: str) -> list[dict[str, Any]] | None:
    """The records; None where not even the header is there."""
    rule = mapping.input
    lines = io.StringIO(text, newline="")
    for _ in range(rule.skip_lines):
        lines.readline()
    reader = csv.reader(lines, delimiter=rule.delimiter)
    columns: list[str] = list(rule.columns)
    rows: list[dict[str, Any]] = []
    for number, cells in enumerate(reader):
        if number == 0 and rule.header:
            columns = columns or [cell.strip() for cell in cells]
            continue
        if not columns:
            columns = [f"c{place}" for place in range(1, len(cells) + 1)]
        if any(cells):
            rows.append(dict(zip(columns, cells, strict=False)))
    return rows if columns or not rule.header else None


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    opener: Callable[..., Any] = gzip.open if packed else open
    return opener(path, "rb")


def _bytes(path: Path) -> bytes:
    with _opened(path) as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise InputFault(f"{path}: is larger than 1 GiB; split it")
    return raw


def _encoding(mapping: MappingFile) -> str:
    """UTF-8 may bear a byte order mark."""
    name = mapping.input.encoding.lower().replace("_", "-")
    return "utf-8-sig" if name in ("utf-8", "utf8", "utf-8-sig") else name
