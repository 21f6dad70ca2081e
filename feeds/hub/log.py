"""The hub's log: append-only facts in SQLite, acknowledged only when durable (design 6).

The schema is the recording's, so that a log is a recording. WAL, ``synchronous=FULL``; one thread owns the
connection, so that the hub's loop never waits for a disk; whatever many publishers said meanwhile goes
into one commit.
"""

import asyncio
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import msgspec

from feeds.codec import BadFact, decode_fact
from feeds.recording import SCHEMA, Manifest
from wallboard.domain.facts import Fact

MEMORY_FACTS = 200_000
"""Facts that a hub without a data directory keeps for those who resume."""

T = TypeVar("T")


class LogError(Exception):
    """The log cannot be opened, read or written; the message names the file and the remedy."""


class Row(msgspec.Struct, frozen=True):
    """One fact as it stands in the log. seen: epoch s; body: its JSON without seq."""

    seq: int
    seen: float
    subject: str
    body: bytes


class HubLog:
    """Facts by seq, contiguous from 1, within one epoch.

    path: the log's file, None for a hub that keeps nothing beyond its own life. Raises LogError.
    """

    def __init__(self, path: Path | None, title: str = "") -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hub-log")
        self.epoch = ""
        self.first = 1
        self.last = 0
        self.manifest = Manifest(title=title)
        try:
            self._db = self._thread.submit(self._open).result()
        except LogError:
            self._thread.shutdown()
            raise

    async def append(self, rows: Sequence[Row]) -> None:
        """Write rows, whose seqs follow the last one, in one transaction; returns when they are durable."""
        await self._run(lambda: self._commit(rows))

    async def read(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        """At most ``limit`` (seq, body) after a seq, in order."""
        return await self._run(lambda: self._read(after, limit))

    async def bodies(self, after: int = 0) -> list[Fact]:
        """Good facts after a seq; those that cannot be read are left out."""
        return await self._run(lambda: list(self._facts(after)))

    async def new_epoch(self) -> str:
        """Seqs mean something else from now on: a new run of the clock."""
        return await self._run(self._new_epoch)

    async def describe(self, manifest: Manifest) -> None:
        """Write what the log is of, so that it can be replayed as a recording."""
        await self._run(lambda: self._describe(manifest))

    def close(self) -> None:
        """Flush and close; safe to call twice."""
        if self._db is not None:
            self._thread.submit(self._db.close).result()
            self._db = None
            self._thread.shutdown()

    def __enter__(self) -> "HubLog":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # in the thread

    async def _run(self, work: Callable[[], T]) -> T:
        if self._db is None:
            raise LogError(f"{self._name}: the log is closed")
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except sqlite3.Error as error:
            raise LogError(f"{self._name}: {error}; check the disk's space and its rights") from error

    @property
    def _name(self) -> str:
        return str(self.path) if self.path is not None else "log in memory"

    def _open(self) -> sqlite3.Connection:
        try:
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self.path or ":memory:", isolation_level=None)
            db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {SCHEMA}")
            first, last = db.execute("SELECT min(seq), max(seq) FROM facts").fetchone()
            kept = dict(db.execute("SELECT key, value FROM manifest").fetchall())
            if "manifest" in kept:
                self.manifest = msgspec.json.decode(kept["manifest"], type=Manifest)
        except (OSError, sqlite3.Error, msgspec.MsgspecError) as error:
            raise LogError(f"{self._name}: cannot be opened ({error}); move it aside or mend it") from error
        self._db = db
        self.first, self.last = first or 1, last or 0
        if "manifest" not in kept:
            self._describe(self.manifest)
        self.epoch = kept.get("epoch") or self._new_epoch()
        return db

    _db: sqlite3.Connection | None = None

    def _connection(self) -> sqlite3.Connection:
        if self._db is None:
            raise LogError(f"{self._name}: the log is closed")
        return self._db

    def _commit(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        if rows[0].seq != self.last + 1:
            raise LogError(f"{self._name}: seq {rows[0].seq} does not follow {self.last}")
        db = self._connection()
        db.execute("BEGIN IMMEDIATE")
        try:
            db.executemany(
                "INSERT INTO facts VALUES (?, ?, ?, ?)", [(r.seq, r.seen, r.subject, r.body) for r in rows]
            )
            db.execute("COMMIT")
        except sqlite3.Error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        self.last = rows[-1].seq
        if self.path is None and self.last - self.first > MEMORY_FACTS * 1.1:
            self.first = self.last - MEMORY_FACTS + 1
            db.execute("DELETE FROM facts WHERE seq < ?", (self.first,))

    def _read(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        query = "SELECT seq, body FROM facts WHERE seq > ? ORDER BY seq LIMIT ?"
        return self._connection().execute(query, (after, limit)).fetchall()

    def _facts(self, after: int) -> Iterator[Fact]:
        query = "SELECT seq, body FROM facts WHERE seq > ? ORDER BY seq"
        for seq, body in self._connection().execute(query, (after,)):
            try:
                yield msgspec.structs.replace(decode_fact(body), seq=seq)
            except BadFact:
                continue

    def _new_epoch(self) -> str:
        self.epoch = secrets.token_hex(8)
        self._put("epoch", self.epoch)
        return self.epoch

    def _describe(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self._put("manifest", msgspec.json.encode(manifest).decode())

    def _put(self, key: str, value: str) -> None:
        self._connection().execute("INSERT OR REPLACE INTO manifest VALUES (?, ?)", (key, value))
