"""A recording: one SQLite file with the hub log's schema and a manifest (design 7).

The same schema serves the hub's log. A recording is written beside its place and renamed when whole, so
that a half-written one is never found under the name that was asked for.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

import msgspec

from feeds import checkpoints
from feeds.codec import BadFact, decode_fact, encode_fact, subject_of
from wallboard.domain.facts import Fact

SCHEMA_VERSION = 1

SCHEMA = f"""
CREATE TABLE IF NOT EXISTS facts (
  seq INTEGER PRIMARY KEY, seen REAL NOT NULL, subject TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS facts_seen ON facts (seen);
CREATE TABLE IF NOT EXISTS manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL);
{checkpoints.CHECKPOINT_SCHEMA}"""
"""One row a fact: its place in the order, when it was received (epoch s), its subject, its JSON.

A log that has been cut by retention begins with a checkpoint, which holds what stood at the cut.
"""

_EXTENT = ("page_count", "page_size")


class RecordingError(Exception):
    """The file cannot be read or written; the message names it and the remedy."""


class Manifest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a recording is of. Times are epoch seconds; expect_every maps a source to seconds."""

    title: str = ""
    sources: list[str] = []
    attribution: str = ""
    crs: str = "EPSG:4326"
    expect_every: dict[str, float] = {}
    first_at: float | None = None
    last_at: float | None = None
    facts: int = 0
    judged: bool = True  # holds the analyst's facts: not judged again on replay
    schema: int = SCHEMA_VERSION
    rules: str = ""


class Recording:
    """Reads a recording (or a hub's log).

    Raises RecordingError where the file is absent, is not SQLite or is of another schema.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise RecordingError(f"{path}: no such recording; make one with `wallboard convert`")
        try:
            self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            row = self._db.execute("SELECT value FROM manifest WHERE key='manifest'").fetchone()
            self.manifest = msgspec.json.decode(row[0], type=Manifest) if row else Manifest()
        except (sqlite3.DatabaseError, msgspec.MsgspecError) as error:
            raise RecordingError(
                f"{path}: not a recording, or cut short or damaged ({error}); copy or convert it again"
            ) from error
        if self.manifest.schema != SCHEMA_VERSION:
            raise RecordingError(
                f"{path}: schema {self.manifest.schema}, this program reads {SCHEMA_VERSION}; "
                "convert it again"
            )
        self.bad: list[BadFact] = []

    def span(self) -> tuple[float, float]:
        """(first, last) ``seen``, epoch s; raises RecordingError where the recording is empty."""
        try:
            first, last = self._db.execute("SELECT min(seen), max(seen) FROM facts").fetchone()
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        if first is None:
            raise RecordingError(f"{self.path}: the recording holds no facts")
        return first, last

    def verify(self) -> None:
        """Look the whole file through: cut short, or damaged within. Raises RecordingError.

        Takes about 50 ms for 70 MB.
        """
        try:
            pages, size = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in _EXTENT)
            found = self.path.stat().st_size
            if found < pages * size:
                raise self._damaged(f"{found:,} of {pages * size:,} bytes")
            said = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        if said != "ok":
            raise self._damaged(" ".join(said.split()))

    def _damaged(self, what: object) -> RecordingError:
        return RecordingError(
            f"{self.path}: the recording is cut short or damaged ({what}); copy or convert it again"
        )

    def facts(self, *, after_seq: int = 0, until: float | None = None) -> Iterator[Fact]:
        """Facts in log order, those received after ``until`` (epoch s) left out; bad ones go to ``bad``.

        A log whose beginning retention has cut begins with what stood there.
        """
        yield from self._cut_off(after_seq)
        query = "SELECT seq, body FROM facts WHERE seq > ? AND seen <= ? ORDER BY seq"
        limit = float("inf") if until is None else until
        for seq, body in self._db.execute(query, (after_seq, limit)):
            try:
                fact = decode_fact(body)
            except BadFact as bad:
                self.bad.append(bad)
                continue
            yield msgspec.structs.replace(fact, seq=seq)

    def _cut_off(self, after_seq: int) -> Iterator[Fact]:
        """What stood at the cut, where a reader from the start has to begin with it."""
        first = self._db.execute("SELECT min(seq) FROM facts").fetchone()[0] or 1
        for place in self.places():
            if after_seq < place.seq < first:
                yield from self.standing(place)
                return

    def places(self) -> list[checkpoints.Place]:
        """Where a reader may begin without reading what came before, in order; none in older files."""
        return checkpoints.places(self._db)

    def standing(self, place: checkpoints.Place) -> list[Fact]:
        """What stood at one of ``places``: load it, then go on with ``facts(after_seq=place.seq)``.

        Raises CheckpointError where it is damaged.
        """
        return checkpoints.load(self._db, place)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> "Recording":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class RecordingWriter:
    """Writes a recording beside its place and renames it when whole.

    Facts must come in the order in which they were received (``seen`` never falls).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(path.name + ".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._part.unlink(missing_ok=True)
            self._db = sqlite3.connect(self._part, isolation_level=None)
            self._db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {SCHEMA} BEGIN;")
        except (OSError, sqlite3.Error) as error:
            raise RecordingError(f"{path}: cannot be written ({error})") from error
        self.count = 0
        self._first: float | None = None
        self._last: float | None = None

    def append(self, facts: Iterable[Fact]) -> list[Fact]:
        """Write facts and return them with the seq that each was given."""
        placed = [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(facts, self.count + 1)]
        if not placed:
            return placed
        self._db.executemany(
            "INSERT INTO facts VALUES (?, ?, ?, ?)",
            [(f.seq, f.seen, subject_of(f), encode_fact(f)) for f in placed],
        )
        self.count += len(placed)
        self._first = placed[0].seen if self._first is None else self._first
        self._last = placed[-1].seen
        return placed

    def checkpoint(self, standing: Sequence[Fact]) -> None:
        """Write what stands after the last fact, so that a reader may begin here."""
        if self._last is not None:
            checkpoints.write(self._db, standing, self.count, self._last)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, flush to disk and give the file its name."""
        whole = msgspec.structs.replace(manifest, first_at=self._first, last_at=self._last, facts=self.count)
        text = msgspec.json.encode(whole).decode()
        self._db.execute("INSERT OR REPLACE INTO manifest VALUES ('manifest', ?)", (text,))
        self._db.execute("COMMIT")
        self._db.close()
        with self._part.open("rb") as file:
            os.fsync(file.fileno())
        self._part.replace(self.path)

    def discard(self) -> None:
        """Drop what was written so far."""
        self._db.close()
        self._part.unlink(missing_ok=True)

    def __enter__(self) -> "RecordingWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is not None:
            self.discard()
