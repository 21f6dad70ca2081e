"""The hub's log: append-only facts in SQLite, acknowledged only when durable (design 6).

The schema is the recording's, so that a log is a recording. WAL, ``synchronous=FULL``; one thread owns the
connection, so that the hub's loop never waits for a disk; whatever many publishers said meanwhile goes
into one commit.
"""

import asyncio
import logging
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import msgspec

from feeds import checkpoints
from feeds.checkpoints import CheckpointError, Place
from feeds.codec import BadFact, decode_fact
from feeds.hub.log_file import (
    Damage,
    LogError,
    LogLock,
    code_of,
    open_file,
    refusal,
    replace,
    salvaged,
)
from feeds.recording import Manifest
from wallboard.domain.facts import Fact

__all__ = ["HubLog", "LogError", "Row"]

MEMORY_FACTS = 200_000
"""Facts that a hub without a data directory keeps for those who resume."""

LOG = logging.getLogger(__name__)

T = TypeVar("T")


class Row(msgspec.Struct, frozen=True):
    """One fact as it stands in the log. seen: epoch s; body: its JSON without seq."""

    seq: int
    seen: float
    subject: str
    body: bytes


class HubLog:
    """Facts by seq, contiguous within one epoch; ``first`` and ``last`` are what is kept.

    path: the log's file, None for a hub that keeps nothing beyond its own life. damage: what was wrong with
    the file at its opening, which is then kept aside; unchecked: the whole file has yet to be checked.
    Raises LogError.
    """

    def __init__(self, path: Path | None, title: str = "") -> None:
        self.path = path
        self.epoch = ""
        self.first = 1
        self.last = 0
        self.manifest = Manifest(title=title)
        self.damage: Damage | None = None
        self.unchecked = False
        self._lock: LogLock | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hub-log")
        try:
            self._thread.submit(self._open).result()
        except LogError:
            self._thread.shutdown()
            if self._lock is not None:
                self._lock.release()
            raise

    async def append(self, rows: Sequence[Row]) -> None:
        """Write rows, whose seqs follow the last one, in one transaction; returns when they are durable."""
        await self.work(lambda db: self._commit(db, rows))

    async def read(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        """At most ``limit`` (seq, body) after a seq, in order."""
        query = "SELECT seq, body FROM facts WHERE seq > ? ORDER BY seq LIMIT ?"
        return await self.work(lambda db: db.execute(query, (after, limit)).fetchall())

    async def bodies(self, after: int = 0) -> list[Fact]:
        """Good facts after a seq; those that cannot be read are left out."""
        facts: list[Fact] = []
        while rows := await self.read(after, 5_000):
            after = rows[-1][0]
            for seq, body in rows:
                try:
                    facts.append(msgspec.structs.replace(decode_fact(body), seq=seq))
                except BadFact:
                    continue
        return facts

    async def standing(self) -> tuple[list[Fact], Place]:
        """The newest checkpoint that can be read, and its place; nothing, at 0, where there is none."""
        return await self.work(_standing)

    async def new_epoch(self) -> str:
        """Seqs mean something else from now on: a new run of the clock."""
        await self.work(lambda db: self._take_epoch(db, secrets.token_hex(8)))
        return self.epoch

    async def settle(self, rows: Sequence[Row], epoch: str) -> None:
        """Write what was told while nothing could be written, in the epoch in which it was told."""
        await self.work(lambda db: self._commit(db, rows, epoch))
        if self._lock is not None:
            self._lock.owe(False)

    def owe(self) -> bool:
        """Walls will be told more than the log holds: its next opening must not go on in this epoch.

        False where that cannot be remembered.
        """
        return self._lock is None or self._lock.owe(True)

    async def start_anew(self, facts: Sequence[Fact], seq: int, epoch: str) -> Path:
        """Put a file that turned out damaged aside and go on in a fresh one, from what stands at ``seq``.

        Returns where the damaged one is kept. Raises LogError.
        """
        return await self.work(lambda db: self._start_anew(db, facts, seq, epoch))

    async def salvage(self, problem: str) -> None:
        """Put a file that cannot be read at the start aside, and begin with what can be. Raises LogError."""
        await self.work(lambda db: self._salvage(db, problem))

    async def work(self, call: Callable[[sqlite3.Connection], T]) -> T:
        """Run something in the log's thread, between two commits. Raises LogError."""
        if self._db is None:
            raise LogError(f"{self._name}: the log is closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._guarded, call)

    def close(self) -> None:
        """Flush and close; safe to call twice."""
        if self._db is not None:
            self._thread.submit(self._close).result()
            self._thread.shutdown()
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> "HubLog":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # in the thread

    _db: sqlite3.Connection | None = None

    def _guarded(self, call: Callable[[sqlite3.Connection], T]) -> T:
        assert self._db is not None
        try:
            return call(self._db)
        except sqlite3.Error as error:
            raise LogError(
                f"{self._name}: {error}; check the disk's space and its rights", code_of(error)
            ) from error

    @property
    def _name(self) -> str:
        return str(self.path) if self.path is not None else "log in memory"

    def _open(self) -> None:
        if self.path is not None:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise refusal(self.path, error) from error
            self._lock = LogLock(self.path)
        db, self.damage, self.unchecked = open_file(self.path)
        try:
            self._begin(db)
        except sqlite3.Error as error:
            db.close()
            raise LogError(f"{self._name}: cannot be opened ({error}); move it aside or mend it") from error
        self._db = db

    def _begin(self, db: sqlite3.Connection) -> None:
        """Read what is there and mark the file as open. Raises sqlite3.Error."""
        db.execute("BEGIN IMMEDIATE")
        checkpoints.sweep(db)
        first, last = db.execute("SELECT min(seq), max(seq) FROM facts").fetchone()
        newest = max((place.seq for place in checkpoints.places(db)), default=0)
        self.last = max(last or 0, newest)
        self.first = first or self.last + 1
        kept = dict(db.execute("SELECT key, value FROM manifest").fetchall())
        if "manifest" in kept:
            self.manifest = msgspec.json.decode(kept["manifest"], type=Manifest)
        else:
            _describe(db, self.manifest)
        owed = self._lock is not None and self._lock.owed
        self._take_epoch(db, "" if owed else kept.get("epoch", ""))
        _put(db, "open", "1")
        db.execute("COMMIT")
        if owed and self._lock is not None:
            self._lock.owe(False)

    def _commit(self, db: sqlite3.Connection, rows: Sequence[Row], epoch: str = "") -> None:
        if not rows:
            return
        if rows[0].seq != self.last + 1:
            raise LogError(f"{self._name}: seq {rows[0].seq} does not follow {self.last}")
        db.execute("BEGIN IMMEDIATE")
        try:
            db.executemany(
                "INSERT INTO facts VALUES (?, ?, ?, ?)", [(r.seq, r.seen, r.subject, r.body) for r in rows]
            )
            if epoch and epoch != self.epoch:
                _put(db, "epoch", epoch)
            db.execute("COMMIT")
        except sqlite3.Error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        self.last, self.epoch = rows[-1].seq, epoch or self.epoch
        if self.path is None and self.last - self.first > MEMORY_FACTS * 1.1:
            self.first = self.last - MEMORY_FACTS + 1
            db.execute("DELETE FROM facts WHERE seq < ?", (self.first,))

    def _start_anew(self, db: sqlite3.Connection, facts: Sequence[Fact], seq: int, epoch: str) -> Path:
        if self.path is None:
            raise LogError(f"{self._name}: cannot be put aside")
        db.close()
        try:
            aside = replace(self.path, facts, seq)
        except (OSError, sqlite3.Error) as error:
            raise LogError(f"{self.path}: cannot be put aside ({error})", "log_damaged") from error
        self._db, _, _ = open_file(self.path)
        _describe(self._db, self.manifest)
        self._take_epoch(self._db, epoch)
        _put(self._db, "open", "1")
        if self._lock is not None:
            self._lock.owe(False)
        self.first, self.last = seq + 1, seq
        return aside

    def _salvage(self, db: sqlite3.Connection, problem: str) -> None:
        if self.path is None:
            raise LogError(f"{self._name}: {problem}", "log_damaged")
        db.close()
        try:
            self._db, self.damage, _ = salvaged(self.path, problem)
        except OSError as error:
            raise refusal(self.path, error) from error
        self._begin(self._db)

    def _take_epoch(self, db: sqlite3.Connection, epoch: str) -> None:
        self.epoch = epoch or secrets.token_hex(8)
        _put(db, "epoch", self.epoch)

    def _close(self) -> None:
        assert self._db is not None
        try:
            self._db.execute("DELETE FROM manifest WHERE key = 'open'")
        except sqlite3.Error as error:
            LOG.warning("%s: %s; it is checked at its next start", self._name, error)
        self._db.close()
        self._db = None


def _standing(db: sqlite3.Connection) -> tuple[list[Fact], Place]:
    for place in reversed(checkpoints.places(db)):
        try:
            return checkpoints.load(db, place), place
        except CheckpointError:
            continue
    return [], Place(0, 0.0, 0)


def _describe(db: sqlite3.Connection, manifest: Manifest) -> None:
    """Write what the log is of, so that it can be replayed as a recording."""
    _put(db, "manifest", msgspec.json.encode(manifest).decode())


def _put(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO manifest VALUES (?, ?)", (key, value))
