"""The atlas: the static world as immutable columns, named by the digest of its bytes (design 1).

Facts carry ids only; what an id is and where it lies stands here. One atlas is one run of bytes: a mark,
a JSON head that says which table has which columns where, then the columns, aligned, ready to be mapped
from disk without reading them. Nothing here touches a file or a socket.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from types import MappingProxyType

import msgspec
import numpy as np
from numpy.typing import NDArray

from wallboard.state.atlas_schema import CORE, EDGE_KINDS, MAY_LACK, POINTERS, RUNS, SCHEMA, TEXT

__all__ = [
    "EDGE_KINDS",
    "SCHEMA",
    "TEXT",
    "Atlas",
    "AtlasError",
    "Table",
    "Texts",
    "digest_of",
    "pack",
    "unpack",
]

MARK = b"WBATLAS1"
ALIGN = 64
LARGEST_HEAD = 1 << 20
"""Bytes that the head may have."""
MOST_ROWS = 1 << 27

KINDS = {"i4": np.dtype("<i4"), "f4": np.dtype("<f4"), "f8": np.dtype("<f8"), "u1": np.dtype("u1")}


class AtlasError(ValueError):
    """The bytes are not the atlas that was asked for, or no atlas at all."""


class Texts(Sequence[str]):
    """A column of texts: one run of UTF-8 and where each one ends."""

    def __init__(self, ends: NDArray[np.int32], data: NDArray[np.uint8]) -> None:
        self.ends, self.data = ends, data

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Texts":
        """From texts in order."""
        raw = [text.encode() for text in texts]
        ends = np.cumsum([len(part) for part in raw], dtype=np.int32) if raw else np.empty(0, np.int32)
        return cls(ends.astype("<i4"), np.frombuffer(b"".join(raw), np.uint8))

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, row: int) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]: no slices
        if not -len(self) <= row < len(self):
            raise IndexError(row)
        row %= len(self)
        begin = int(self.ends[row - 1]) if row else 0
        return self.data[begin : int(self.ends[row])].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        raw, begin = self.data.tobytes(), 0
        for end in self.ends.tolist():
            yield raw[begin:end].decode()
            begin = end


Column = Texts | NDArray[np.generic]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """Where a column lies. kind: of ``KINDS`` or text; at, size: bytes; a text's ends lie at ``ends``."""

    kind: str
    at: int
    size: int
    ends: int = 0


class Head(msgspec.Struct, frozen=True):
    """title: of the network; attribution: whose data it is; rows and columns of each table."""

    title: str
    attribution: str
    rows: dict[str, int]
    columns: dict[str, dict[str, Place]]


EMPTY = Head("", "", dict.fromkeys(SCHEMA, 0), {})
"""The head of an atlas without a row."""


class Table:
    """Columns of one length by name; read-only."""

    def __init__(self, rows: int, columns: Mapping[str, Column]) -> None:
        self.rows, self._columns = rows, columns

    def __getitem__(self, name: str) -> NDArray[np.generic]:
        column = self._columns[name]
        if isinstance(column, Texts):
            raise TypeError(f"{name} holds texts")
        return column

    def texts(self, name: str) -> Texts:
        """A column of texts."""
        column = self._columns[name]
        if not isinstance(column, Texts):
            raise TypeError(f"{name} holds numbers")
        return column


class Atlas:
    """digest: hex, of the bytes. tables: by name, at least those of ``SCHEMA``, empty where not spoken of."""

    def __init__(self, digest: str, head: Head, tables: Mapping[str, Table]) -> None:
        self.digest, self.title, self.attribution = digest, head.title, head.attribution
        self.tables = MappingProxyType(dict(tables))

    @cached_property
    def english(self) -> Mapping[str, str]:
        """The English name of everything that has one, by its own name."""
        found: dict[str, str] = {}
        for kind, columns in SCHEMA.items():
            if {"name", "name_en"} <= columns.keys():
                table = self.tables[kind]
                named = zip(table.texts("name"), table.texts("name_en"), strict=True)
                found.update((name, english) for name, english in named if name and english)
        return MappingProxyType(found)


def digest_of(raw: bytes | memoryview) -> str:
    """The name of an atlas: BLAKE2b, 32 bytes, hex."""
    return blake2b(raw, digest_size=32).hexdigest()


def pack(
    title: str, attribution: str, tables: Mapping[str, Mapping[str, Sequence[object] | Column]]
) -> bytes:
    """The bytes of an atlas. Same input, same bytes. Raises AtlasError for columns that do not fit."""
    parts: list[bytes] = []
    at = 0

    def put(raw: bytes) -> int:
        nonlocal at
        begin = at
        parts.append(raw + b"\0" * (-len(raw) % ALIGN))
        at += len(parts[-1])
        return begin

    rows: dict[str, int] = {}
    places: dict[str, dict[str, Place]] = {}
    for table, columns in SCHEMA.items():
        given = _whole(table, tables.get(table, {}))
        rows[table] = len(next(iter(given.values()), ()))
        places[table] = {}
        for name, kind in columns.items():
            column = given.get(name, ())
            if kind == TEXT:
                texts = column if isinstance(column, Texts) else Texts.of([str(item) for item in column])
                data = texts.data.tobytes()
                places[table][name] = Place(TEXT, put(data), len(data), put(texts.ends.tobytes()))
            else:
                numbers = np.asarray(column, KINDS[kind]).tobytes()
                places[table][name] = Place(kind, put(numbers), len(numbers))
    head = msgspec.json.encode(Head(title, attribution, rows, places))
    front = MARK + len(head).to_bytes(8, "little") + head
    return front + b"\0" * (-len(front) % ALIGN) + b"".join(parts)


def _whole(
    table: str, given: Mapping[str, Sequence[object] | Column]
) -> Mapping[str, Sequence[object] | Column]:
    """A table's columns with those that came later filled in. Raises AtlasError."""
    later = MAY_LACK.get(table, {})
    if given and not set(SCHEMA[table]) - set(later) <= set(given) <= set(SCHEMA[table]):
        raise AtlasError(f"{table} has the columns {sorted(given)}, not {sorted(SCHEMA[table])}")
    lengths = {len(column) for column in given.values()}
    if len(lengths) > 1:
        raise AtlasError(f"the columns of {table} differ in length: {sorted(lengths)}")
    count = lengths.pop() if lengths else 0
    return {**{name: [value] * count for name, value in later.items()}, **given}


def unpack(raw: bytes | memoryview, digest: str | None = None) -> Atlas:
    """An atlas over these bytes, which are not copied. digest: the one that they must have.

    Raises AtlasError: wrong digest, no atlas, cut short, columns that do not hold together.
    """
    view = memoryview(raw).cast("B")
    found = digest_of(view)
    if digest is not None and found != digest:
        raise AtlasError(f"its digest is {found[:12]}…, {digest[:12]}… was asked for")
    if view[: len(MARK)].tobytes() != MARK or len(view) < 16:
        raise AtlasError("is no atlas: its first bytes are not WBATLAS1")
    size = int.from_bytes(view[8:16], "little")
    if not 0 < size <= min(LARGEST_HEAD, len(view) - 16):
        raise AtlasError(f"is cut short, or damaged: a head of {size} bytes")
    try:
        head = msgspec.json.decode(view[16 : 16 + size].tobytes(), type=Head)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise AtlasError(f"its head cannot be read: {error}") from error
    body = view[16 + size + (-(16 + size) % ALIGN) :]
    tables = {name: _table(name, head, body) for name in head.columns}
    missing = set(CORE) - set(tables)
    if missing:
        raise AtlasError(f"lacks the tables {sorted(missing)}")
    tables |= {name: _table(name, EMPTY, body) for name in SCHEMA if name not in tables}
    _check_rows(tables)
    return Atlas(found, head, tables)


def _table(table: str, head: Head, body: memoryview) -> Table:
    rows, places = head.rows.get(table, -1), head.columns.get(table, {})
    if not 0 <= rows <= MOST_ROWS:
        raise AtlasError(f"the table {table} has {rows} rows")
    known = {name: place for name, place in places.items() if place.kind == TEXT or place.kind in KINDS}
    columns = {name: _column(f"{table}.{name}", p, rows, body) for name, p in known.items()}
    later = MAY_LACK.get(table, {})
    for name, kind in SCHEMA.get(table, {}).items():
        if name not in columns and (name in later or not rows):
            columns[name] = _constant(kind, later.get(name, ""), rows)
        elif name not in columns or places[name].kind != kind:
            raise AtlasError(f"the table {table} lacks the column {name}, or has it of another kind")
    return Table(rows, columns)


def _constant(kind: str, value: int | str, rows: int) -> Column:
    """A column that the bytes do not hold: one value in every row, of no size."""
    if kind == TEXT:
        return Texts(np.broadcast_to(np.int32(0), rows), np.empty(0, np.uint8))
    return np.broadcast_to(KINDS[kind].type(value or 0), rows)


def _column(name: str, place: Place, rows: int, body: memoryview) -> Column:
    def cut(at: int, size: int) -> memoryview:
        if at < 0 or size < 0 or at % ALIGN or at + size > len(body):
            raise AtlasError(f"{name} lies outside of the bytes: cut short?")
        return body[at : at + size]

    if place.kind != TEXT:
        dtype = KINDS[place.kind]
        if place.size != rows * dtype.itemsize:
            raise AtlasError(f"{name} has {place.size} bytes for {rows} rows")
        return np.frombuffer(cut(place.at, place.size), dtype)
    ends = np.frombuffer(cut(place.ends, rows * 4), np.int32)
    data = np.frombuffer(cut(place.at, place.size), np.uint8)
    if rows and (int(ends[-1]) != place.size or int(ends[0]) < 0 or bool(np.any(np.diff(ends) < 0))):
        raise AtlasError(f"{name}: the ends of its texts do not rise to their size")
    return Texts(ends, data)


def _check_rows(tables: Mapping[str, Table]) -> None:
    """What points to a row of another table finds one; runs rise."""
    for table, column, into, low in POINTERS:
        _within(f"{table}.{column}", tables[table][column], low, tables[into].rows)
    for table, column, into in RUNS:
        run = tables[table][column]
        _within(f"{table}.{column}", run, 0, tables[into].rows + 1)
        if bool(np.any(np.diff(run.astype(np.int64)) < 0)):
            raise AtlasError(f"{table}.{column} does not rise")


def _within(name: str, column: NDArray[np.generic], low: int, end: int) -> None:
    if len(column) and not (low <= int(column.min()) and int(column.max()) < end):  # type: ignore[attr-defined]
        raise AtlasError(f"{name} points to a row that is not there")
