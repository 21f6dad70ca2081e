"""The log's file: one hub at a time, opened with what can be read, put aside where it is damaged.

A file whose hub did not close it (power, ``kill -9``) is checked before it is used. SQLite survives both;
the check is for disks that do not keep what they were given.
"""

import fcntl
import os
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from feeds import checkpoints
from feeds.hub.log_salvage import Kept, salvage
from feeds.recording import SCHEMA, Manifest
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason

CHECKED_AT_ONCE = 64 << 20
"""Bytes up to which an unclean file is checked before the hub starts, ~0.2 s; larger ones while it serves."""

WAL_KEPT = 64 << 20
"""Bytes to which the write-ahead log is cut back after a reader held it up."""

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)
FULL = (sqlite3.SQLITE_FULL,)


class LogError(Exception):
    """The log cannot be opened, read or written; the message names the file and the remedy.

    code: reason code for people. damaged: the file holds something else than was written.
    """

    def __init__(self, message: str, code: str = "log_failed") -> None:
        super().__init__(message)
        self.code = code

    @property
    def damaged(self) -> bool:
        return self.code == "log_damaged"

    @property
    def refusal(self) -> Reason:
        """What whoever wanted to write is answered."""
        return Reason("hub_restarts" if self.code == "hub_restarts" else "log_failed")


def ending() -> LogError:
    """The hub ends by order: nothing is written any more, and whoever waits for it must not wait for ever."""
    return LogError("the hub ends; say it again when it is back", "hub_restarts")


class Damage(msgspec.Struct, frozen=True):
    """What was wrong with a log at its opening. aside: where it is kept; facts: how many stand of it."""

    problem: str
    aside: str
    facts: int


def code_of(error: sqlite3.Error) -> str:
    """The reason code of what SQLite said."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary in DAMAGED:
        return "log_damaged"
    return "log_full" if primary in FULL else "log_failed"


class LogLock:
    """Keeps a second hub from the same file, and remembers whether walls were told more than the log holds.

    The kernel lets go of it when the process ends, however it ends. Raises LogError where it is held.
    """

    WIDTH = 24

    def __init__(self, log: Path) -> None:
        self.path = log.with_name(log.name + ".lock")
        try:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise LogError(f"{self.path}: cannot be opened ({error}); move it aside or mend it") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(self._file, self.WIDTH, 0).decode("ascii", "replace").strip(" \0!") or "unknown"
            os.close(self._file)
            raise LogError(
                f"{log}: a hub runs on this log already (process {holder}); stop it, or give this one a data "
                "directory of its own",
                "log_in_use",
            ) from error
        self.owed = os.pread(self._file, 1, self.WIDTH) == b"!"
        try:
            os.pwrite(
                self._file, str(os.getpid()).ljust(self.WIDTH).encode() + (b"!" if self.owed else b"."), 0
            )
        except OSError as error:
            os.close(self._file)
            raise LogError(f"{self.path}: cannot be written ({error}); check the disk's space") from error

    def owe(self, owed: bool) -> bool:
        """Remember, in place and so without needing space; False where even that cannot be written."""
        try:
            os.pwrite(self._file, b"!" if owed else b".", self.WIDTH)
            os.fdatasync(self._file)
        except OSError:
            return False
        self.owed = owed
        return True

    def release(self) -> None:
        os.close(self._file)


def open_file(path: Path | None) -> tuple[sqlite3.Connection, Damage | None, bool]:
    """(connection, damage that was found, whether a check of the whole file is still owed).

    A damaged file is put aside under a name of its own and what can be read of it goes into a fresh one.
    Raises LogError for what is no damage: rights, space.
    """
    if path is None:
        return _connect(None), None, False
    try:
        problem, owed = _problem(path)
        if problem is None:
            return _connect(path), None, owed
        return salvaged(path, problem)
    except (OSError, sqlite3.Error) as error:
        raise refusal(path, error) from error


def _problem(path: Path) -> tuple[str | None, bool]:
    """What is wrong with the file, None where it can be used; and whether its whole has yet to be checked.

    Raises sqlite3.Error for what is no damage.
    """
    db: sqlite3.Connection | None = None
    try:
        db = _connect(path)
        db.execute("SELECT min(seq), max(seq) FROM facts").fetchone()
        kept = dict(db.execute("SELECT key, value FROM manifest").fetchall())
        if "manifest" in kept:
            msgspec.json.decode(kept["manifest"], type=Manifest)
        if "open" not in kept:
            return None, False
        large = path.stat().st_size > CHECKED_AT_ONCE
        return (None if large else check(db)), large
    except msgspec.MsgspecError as error:
        return f"manifest: {error}", False
    except sqlite3.Error as error:
        if not _is_damage(path, error):
            raise
        return str(error), False
    finally:
        if db is not None:
            db.close()


def _is_damage(path: Path, error: sqlite3.Error) -> bool:
    """Whether a file that could not be opened is damaged: a header that asks for another format too."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary == sqlite3.SQLITE_READONLY:  # its header says so, or its rights do
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return code_of(error) == "log_damaged" or primary == sqlite3.SQLITE_ERROR


def refusal(path: Path, error: Exception) -> LogError:
    """What to say where a log cannot be opened."""
    return LogError(f"{path}: cannot be opened ({error}); move it aside or mend it")


def check(db: sqlite3.Connection) -> str | None:
    """What SQLite finds wrong in the whole file, None where it is sound. Raises sqlite3.Error."""
    found = [row[0] for row in db.execute("PRAGMA quick_check(3)")]
    return None if found == ["ok"] else "; ".join(found)[:300]


def check_beside(path: Path) -> str | None:
    """``check`` over a connection of its own, while a hub writes; None too where it cannot be told."""
    try:
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return check(db)
        finally:
            db.close()
    except sqlite3.Error as error:
        return str(error) if code_of(error) == "log_damaged" else None


def put_aside(path: Path) -> Path:
    """Give a log and what belongs to it a name that says when it was found damaged. Raises OSError."""
    stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y%m%dT%H%M%SZ")
    aside, number = path.with_name(f"{path.name}.damaged-{stamp}"), 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    for tail in ("-wal", "-shm", ""):
        part = path.with_name(path.name + tail)
        if part.exists():
            part.rename(aside.with_name(aside.name + tail))
    return aside


def _connect(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(path or ":memory:", isolation_level=None)
    try:
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")  # takes hold in a new file only
        db.execute(f"PRAGMA journal_size_limit = {WAL_KEPT}")
        db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {SCHEMA}")
    except sqlite3.Error:
        db.close()
        raise
    return db


def replace(path: Path, facts: Sequence[Fact], seq: int, following: Sequence[Kept] = ()) -> Path:
    """Put a log aside for a fresh one: what stands at ``seq``, and rows after it. Where the old one is kept.

    The old one is touched only once the fresh one is whole. Raises sqlite3.Error or OSError.
    """
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    db = sqlite3.connect(part, isolation_level=None)
    try:
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL; {SCHEMA} BEGIN;")
        if facts:
            checkpoints.write(db, facts, seq, max(fact.seen for fact in facts))
        db.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", following)
        db.execute("COMMIT")
    finally:
        db.close()
    aside = put_aside(path) if path.exists() else path
    part.replace(path)
    return aside


def salvaged(path: Path, problem: str) -> tuple[sqlite3.Connection, Damage | None, bool]:
    """A new file in place of a damaged one, which is kept, with what can be read of it."""
    facts, seq, following = salvage(path)
    aside = replace(path, facts, seq, following)
    return _connect(path), Damage(problem, str(aside), len(facts) + len(following)), False
