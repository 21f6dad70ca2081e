"""A folder given as an input: the one file in it that the mapping can read, or the folder itself."""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from feeds.mapping.input import Document, InputFault, Meter, decode_document, fits, read_input
from feeds.mapping.records import DocumentFault, Records, Unreadable
from feeds.mapping.values import ValueFault
from wallboard.config.mapping_file import MappingFile

LISTED = 8
"""Names of a folder's files that a message lists."""

ENDINGS = {
    "json": (".json", ".geojson"),
    "csv": (".csv", ".tsv", ".txt"),
    "jsonl": (".jsonl", ".ndjson", ".json"),
}
LINES_LOOKED_AT = 5


def read(mapping: MappingFile, path: Path, meter: Meter | None = None) -> Iterator[Document]:
    """As ``read_input``, of the one input that a folder holds. Raises InputFault."""
    return read_input(mapping, chosen(mapping, path), meter)


def chosen(mapping: MappingFile, path: Path) -> Path:
    """The input that is meant. Raises InputFault, listing what there is, where a folder leaves it open."""
    if not path.is_dir():
        return path
    if _holds_snapshots(mapping, path):
        return path
    inside = [file for file in sorted(path.iterdir()) if file.is_file() and not file.name.startswith(".")]
    found = [file for file in inside if _readable(mapping, file)]
    if len(found) == 1:
        return found[0]
    form, source = mapping.input.form, mapping.source
    if found:
        raise InputFault(
            f"{path}: holds {len(found)} files that {source} can read: {_names(found)}; name one of them"
        )
    if form == "archive":
        return path
    held = _names(sorted(path.iterdir())) or "nothing"
    raise InputFault(f"{path}: holds no {form} that {source} can read; it holds {held}; name the file")


def _holds_snapshots(mapping: MappingFile, path: Path) -> bool:
    """Whether the folder itself is the archive: the mapping names its files, and they are there."""
    if mapping.input.files == "*" or mapping.input.form in ("changelog", "jsonl", "websocket"):
        return False
    names = (file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())
    return any(fits(name, mapping.input.files) for name in names)


def _readable(mapping: MappingFile, file: Path) -> bool:
    form = mapping.input.form
    try:
        if form == "archive":
            return zipfile.is_zipfile(file) or tarfile.is_tarfile(file)
        if form == "changelog":
            return any(isinstance(line, dict) and line.get("op") in ("head", "snap") for line in _lines(file))
        if not _stem(file).endswith(ENDINGS["jsonl" if form == "websocket" else form]):
            return False
        if form in ("jsonl", "websocket"):
            return any(_speaks(mapping, line) for line in _lines(file))
        return _speaks(mapping, decode_document(mapping, file.read_bytes()))
    except (OSError, EOFError, zlib.error, tarfile.TarError):
        return False


def _speaks(mapping: MappingFile, document: Any) -> bool:
    """Whether the mapping's records are in a document, and have ids where there are any."""
    records = Records(mapping)
    if document is None or isinstance(document, Unreadable):
        return False
    try:
        rows, bad, _ = records.of(document)
        return not rows and not bad if records.key is None else not rows or any(map(records.key, rows))
    except (DocumentFault, ValueFault):
        return False


def _lines(file: Path) -> Iterator[Any]:
    """The first lines as JSON, None for what is none."""
    with file.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    with gzip.open(file) if packed else file.open("rb") as text:
        for line in islice(text, LINES_LOOKED_AT):
            try:
                yield msgspec.json.decode(line)
            except (msgspec.MsgspecError, RecursionError):
                yield None


def _stem(file: Path) -> str:
    return file.name.lower().removesuffix(".gz")


def _names(files: list[Path]) -> str:
    shown = ", ".join(file.name + ("/" if file.is_dir() else "") for file in files[:LISTED])
    return shown + (", …" if files[LISTED:] else "")
