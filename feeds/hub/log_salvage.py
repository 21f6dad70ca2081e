"""What can be read of a damaged log: around pages that cannot, and under a header that makes no sense."""

import os
import shutil
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from feeds import checkpoints
from feeds.checkpoints import CheckpointError
from feeds.codec import BadFact, decode_fact
from wallboard.domain.facts import Fact
from wallboard.state.store import Store

FOLLOWING_SALVAGED = 200_000
"""Facts behind the last hole of a damaged log that are taken over one by one; older ones as a checkpoint."""

Kept = tuple[int, float, str, bytes]
"""A row of the log: seq, seen, subject, body."""

PAGE = 4096
_HEADER = struct.Struct(">16sH6B12I20x2I")
"""The first 100 bytes of a database (SQLite's file format, 1.3): signature, size of a page, then numbers."""
_FORMAT = (2, 2, 0, 64, 32, 32)
"""A write-ahead log, nothing reserved, the only fractions there are."""
_REST = (0, 0, 1, 4, 0, 1, 1, 0, 1, 0, 1, sqlite3.sqlite_version_info[0] * 1_000_000)
"""No free pages, schema of format 4, vacuum by increments, UTF-8; then change 1, by which version."""


def salvage(path: Path) -> tuple[list[Fact], int, list[Kept]]:
    """(what stands at a seq, that seq, the rows that follow it without a hole) of a damaged log."""
    found = _read(path)
    if found[1] or found[2]:
        return found
    try:
        with _with_a_sound_header(path) as copy:
            return _read(copy)
    except (OSError, sqlite3.Error):
        return found


@contextmanager
def _with_a_sound_header(path: Path) -> Iterator[Path]:
    """A copy whose first 100 bytes are those that our logs have, for as long as the block runs.

    Without them SQLite reads nothing of a file in which everything else is whole. Raises OSError.
    """
    copy = path.with_name(path.name + ".headed")
    tails = ("-wal", "-shm", "")
    try:
        for tail in tails[:1] + tails[2:]:
            part = path.with_name(path.name + tail)
            if part.exists():
                shutil.copyfile(part, copy.with_name(copy.name + tail))
        with copy.open("r+b") as file:
            file.write(
                _HEADER.pack(b"SQLite format 3\0", PAGE, *_FORMAT, 1, os.path.getsize(copy) // PAGE, *_REST)
            )
        yield copy
    finally:
        for tail in tails:
            copy.with_name(copy.name + tail).unlink(missing_ok=True)


def _read(path: Path) -> tuple[list[Fact], int, list[Kept]]:
    """What can be read of a file, as ``salvage`` gives it."""
    try:
        db = sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None)
    except sqlite3.Error:
        return [], 0, []
    store, rows = Store(), list[Kept]()
    try:
        at = _last_sound(db, store)
        for row in _readable(db, at):
            if rows and (row[0] != rows[-1][0] + 1 or len(rows) >= FOLLOWING_SALVAGED):
                store.apply(_facts_of(rows))
                rows = []
            rows.append(row)
    finally:
        db.close()
    if rows and rows[0][0] > store.head + 1:  # what lies between is lost: it stands at the seq before
        return store.snapshot(), rows[0][0] - 1, rows
    return store.snapshot(), store.head, rows


def _last_sound(db: sqlite3.Connection, store: Store) -> int:
    """Load the newest checkpoint that can be read; the seq that it is valid at, 0 without one."""
    try:
        found = checkpoints.places(db)
    except sqlite3.Error:
        return 0
    for place in reversed(found):
        try:
            store.load(checkpoints.load(db, place), place.seq)
        except (sqlite3.Error, CheckpointError):
            continue
        return place.seq
    return 0


def _readable(db: sqlite3.Connection, after: int) -> Iterator[Kept]:
    """Rows after a seq, passing over those on pages that cannot be read."""
    step = 1
    query = "SELECT seq, seen, subject, body FROM facts WHERE seq > ? ORDER BY seq"
    while step < 1 << 40:
        try:
            for row in db.execute(query, (after,)):
                if isinstance(row[0], int) and isinstance(row[3], bytes):
                    yield row
                    after, step = row[0], 1
            return
        except sqlite3.Error:
            after, step = after + step, step * 2


def _facts_of(rows: list[Kept]) -> Iterator[Fact]:
    for seq, _, _, body in rows:
        try:
            yield msgspec.structs.replace(decode_fact(body), seq=seq)
        except BadFact:
            continue
