"""Checkpoints inside a log or a recording: what stands at one seq, kept as facts (design 6).

A checkpoint is written in parts, each a small transaction of its own, and counts only once it is sealed:
one that was cut short by a kill is swept away at the next start. Its parts are JSON arrays of facts with
their seq, deflated; a digest over all of them tells a damaged one from a sound one.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator, Sequence

import msgspec

from feeds.codec import DECODE_ERRORS, BadFact, decode_fact, encode_fact
from wallboard.domain.facts import Fact

CHECKPOINT_SCHEMA = """
CREATE TABLE IF NOT EXISTS checkpoints (
  seq INTEGER PRIMARY KEY, seen REAL NOT NULL, facts INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS checkpoint_parts (
  seq INTEGER NOT NULL, part INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (seq, part));
"""
"""checkpoints: the sealed ones, and when the newest fact in each was received (epoch s)."""

PART_FACTS = 500
"""Facts in one part: ~2 ms to encode and one short commit, so that no publisher waits for a checkpoint."""

LEVEL = 6  # of zlib: a tenth of the facts' JSON, ~1 ms a part

_raws = msgspec.json.Decoder(list[msgspec.Raw])


class CheckpointError(Exception):
    """A checkpoint whose bytes are not what was written."""


class Place(msgspec.Struct, frozen=True):
    """A sealed checkpoint. seq: it holds everything up to there; seen: of the newest fact, epoch s."""

    seq: int
    seen: float
    facts: int
    digest: str = ""


class Writer:
    """Writes one checkpoint part by part; ``seal`` makes it count."""

    def __init__(self, seq: int) -> None:
        self.seq = seq
        self.parts = self.facts = self.bytes = 0
        self._hash = hashlib.blake2b(digest_size=16)

    def put(self, db: sqlite3.Connection, bodies: Sequence[bytes]) -> None:
        """Add facts, already JSON with their seq. Raises sqlite3.Error."""
        packed = zlib.compress(b"[" + b",".join(bodies) + b"]", LEVEL)
        db.execute("INSERT INTO checkpoint_parts VALUES (?, ?, ?)", (self.seq, self.parts, packed))
        self._hash.update(packed)
        self.parts += 1
        self.facts += len(bodies)
        self.bytes += len(packed)

    def seal(self, db: sqlite3.Connection, seen: float) -> Place:
        """Everything is written: the checkpoint counts from now on. Raises sqlite3.Error."""
        place = Place(self.seq, seen, self.facts, self._hash.hexdigest())
        db.execute("INSERT INTO checkpoints VALUES (?, ?, ?, ?)", msgspec.structs.astuple(place))
        return place


def encoded(facts: Sequence[Fact]) -> Iterator[list[bytes]]:
    """Facts as the parts of a checkpoint hold them, a part at a time."""
    for at in range(0, len(facts), PART_FACTS):
        yield [encode_fact(fact, with_seq=True) for fact in facts[at : at + PART_FACTS]]


def write(db: sqlite3.Connection, facts: Sequence[Fact], seq: int, seen: float) -> Place:
    """A whole checkpoint at once, where nobody waits for the connection. Raises sqlite3.Error."""
    writer = Writer(seq)
    for bodies in encoded(facts):
        writer.put(db, bodies)
    return writer.seal(db, seen)


def places(db: sqlite3.Connection) -> list[Place]:
    """Sealed checkpoints in the log's order; none where the file was made before there were any."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'checkpoints'").fetchone():
        return []
    return [
        Place(*row) for row in db.execute("SELECT seq, seen, facts, digest FROM checkpoints ORDER BY seq")
    ]


def load(db: sqlite3.Connection, place: Place) -> list[Fact]:
    """The facts that stood there, in log order. Raises CheckpointError where they are damaged."""
    query = "SELECT body FROM checkpoint_parts WHERE seq = ? ORDER BY part"
    packed = [row[0] for row in db.execute(query, (place.seq,))]
    digest = hashlib.blake2b(digest_size=16)
    for body in packed:
        digest.update(body)
    if digest.hexdigest() != place.digest:
        raise CheckpointError(f"checkpoint at {place.seq}: digest differs")
    try:
        return [decode_fact(raw) for body in packed for raw in _raws.decode(zlib.decompress(body))]
    except (zlib.error, BadFact, *DECODE_ERRORS) as error:
        raise CheckpointError(f"checkpoint at {place.seq}: {error}") from error


def sweep(db: sqlite3.Connection) -> None:
    """Let go of the parts of checkpoints that were never sealed. Raises sqlite3.Error."""
    db.execute("DELETE FROM checkpoint_parts WHERE seq NOT IN (SELECT seq FROM checkpoints)")


def drop_before(db: sqlite3.Connection, seq: int) -> None:
    """Let go of the checkpoints before a place. Raises sqlite3.Error."""
    db.execute("DELETE FROM checkpoints WHERE seq < ?", (seq,))
    db.execute("DELETE FROM checkpoint_parts WHERE seq < ?", (seq,))
