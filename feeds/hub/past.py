"""What stood at a past time and what came in the hour after it, from the log, a page at a time.

A page is one read in the log's thread, a few milliseconds, and pages of all clients together take a third of
its time at most: nobody who looks back holds up a commit. The hub remembers nothing of it between two pages.
"""

import asyncio
import sqlite3
import zlib
from collections.abc import Sequence

import msgspec

from feeds import checkpoints, frames
from feeds.checkpoints import CheckpointError
from feeds.hub.log import HubLog, LogError
from wallboard.domain.clock import Clock, monotonic
from wallboard.domain.facts import SPECS
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import FactKind

LONGEST = 3_600.0
"""Seconds of the past that one look spans at most."""

SCANNED = 1_500
"""Rows of the log that are read for one page, ~5 ms: what a commit waits longer at most."""

READING_EVERY = 30.0
"""Seconds of the past in which one reading of a thing is enough: nobody follows a car any closer."""

SHARE = 2.0
"""A page is followed by a pause this many times as long as it took."""

QUICKEST = 0.02
"""Seconds from one page to the next, at least."""

Row = tuple[int, float, str, bytes]


class Cursor(msgspec.Struct, frozen=True):
    """Where the next page begins. part, of the checkpoint at seq: None where rows after it follow."""

    seq: int
    part: int | None = None
    offset: int = 0

    def text(self) -> str:
        """As it travels."""
        return f"r:{self.seq}" if self.part is None else f"c:{self.seq}:{self.part}:{self.offset}"


def cursor_of(text: str) -> Cursor | None:
    """The cursor of a text that the hub gave; None for any other text."""
    kind, *numbers = text[:80].split(":")
    if not all(each.isascii() and each.isdecimal() and len(each) < 19 for each in numbers):
        return None
    if kind == "r" and len(numbers) == 1:
        return Cursor(int(numbers[0]))
    return Cursor(*map(int, numbers)) if kind == "c" and len(numbers) == 3 else None


class Past:
    """Answers one hub's ``past`` frames, one page after another."""

    def __init__(self, log: HubLog, clock: Clock) -> None:
        self._log, self._clock = log, clock
        self._one = asyncio.Lock()

    async def page(self, ask: frames.Past) -> frames.Was:
        """The page that was asked for, or why there is none. Never raises LogError."""
        if ask.at.tzinfo is None or ask.until.tzinfo is None:
            return refused(ask, Reason("bad_time"))
        since, until = ask.at.timestamp(), min(ask.until.timestamp(), self._clock.now())
        cursor = cursor_of(ask.after) if ask.after else None
        if since >= until:
            return refused(ask, Reason("bad_time"))
        if until - since > LONGEST:
            return refused(ask, Reason("past_too_long", {"most": round(LONGEST / 60)}))
        if ask.after and cursor is None:
            return refused(ask, Reason("bad_args", {"error": "after is none of ours"}))
        async with self._one:
            began = monotonic()
            try:
                return await self._log.work(lambda db: _page(db, ask.id, since, until, cursor))
            except (LogError, CheckpointError):
                return refused(ask, Reason("log_failed"))
            finally:
                await asyncio.sleep(max(QUICKEST, SHARE * (monotonic() - began)))


def refused(ask: frames.Past, reason: Reason) -> frames.Was:
    """The answer that says why not."""
    return frames.Was(id=ask.id, facts=[], reason=reason)


def _page(db: sqlite3.Connection, own: str, since: float, until: float, cursor: Cursor | None) -> frames.Was:
    cursor = cursor or _begin(db, since)
    if cursor is None:
        first = _earliest(db)
        return frames.Was(
            id=own,
            facts=[],
            first=frames.instant(first) if first is not None else None,
            reason=Reason("past_gone"),
        )
    if cursor.part is not None:
        return _standing(db, own, cursor)
    return _rows(db, own, since, until, cursor.seq)


def _begin(db: sqlite3.Connection, since: float) -> Cursor | None:
    """The place to begin for what stood at ``since``: a checkpoint, or the beginning of a whole log."""
    before = [place for place in checkpoints.places(db) if place.seen <= since]
    if before:
        return Cursor(before[-1].seq, 0)
    whole = _whole_since(db)
    return Cursor(0) if whole is not None and whole <= since else None


def _whole_since(db: sqlite3.Connection) -> float | None:
    """When the first fact of a log came that still begins with it, epoch s; None where it was cut."""
    oldest = db.execute("SELECT seq, seen FROM facts ORDER BY seq LIMIT 1").fetchone()
    return oldest[1] if oldest is not None and oldest[0] == 1 else None


def _earliest(db: sqlite3.Connection) -> float | None:
    """The earliest time that can be had, epoch s."""
    whole = _whole_since(db)
    starts = [place.seen for place in checkpoints.places(db)] + ([whole] if whole is not None else [])
    return min(starts, default=None)


def _standing(db: sqlite3.Connection, own: str, cursor: Cursor) -> frames.Was:
    """As much of a checkpoint's part as fits a frame, as it was written."""
    query = "SELECT body FROM checkpoint_parts WHERE seq = ? AND part = ?"
    packed = db.execute(query, (cursor.seq, cursor.part)).fetchone()
    if packed is None:
        return frames.Was(id=own, facts=[], standing=True, next=Cursor(cursor.seq).text())
    try:
        facts = msgspec.json.decode(zlib.decompress(packed[0]), type=list[msgspec.Raw])
    except (zlib.error, msgspec.DecodeError) as error:
        raise CheckpointError(f"checkpoint at {cursor.seq}: {error}") from error
    bodies = [bytes(fact) for fact in facts[cursor.offset :]]
    first = next(frames.cut(bodies), [])
    assert cursor.part is not None
    whole = len(first) == len(bodies)
    rest = (cursor.part + 1, 0) if whole else (cursor.part, cursor.offset + len(first))
    following = Cursor(cursor.seq, *rest).text()
    return frames.Was(id=own, facts=[msgspec.Raw(body) for body in first], standing=True, next=following)


def _rows(db: sqlite3.Connection, own: str, since: float, until: float, after: int) -> frames.Was:
    """What came after a place, up to ``until``, without what something later in it makes needless."""
    query = "SELECT seq, seen, subject, body FROM facts WHERE seq > ? ORDER BY seq LIMIT ?"
    found: list[Row] = db.execute(query, (after, SCANNED)).fetchall()
    rows = [row for row in found if row[1] <= until]
    kept = thinned(rows, since)
    part = next(frames.cut(frames.with_seq(bytes(row[3]), row[0]) for row in kept), [])
    whole = len(part) == len(kept)
    ended = whole and (len(rows) < len(found) or len(found) < SCANNED)
    last = rows[-1][0] if whole and rows else kept[len(part) - 1][0] if part else after
    following = "" if ended else Cursor(last).text()
    return frames.Was(id=own, facts=[msgspec.Raw(body) for body in part], next=following)


def thinned(rows: Sequence[Row], since: float) -> list[Row]:
    """Rows without what a later one of them stands for: up to ``since`` of values and readings the last of
    each subject, after it of readings one in ``READING_EVERY``. Entries and moves of values all stay."""
    newest: dict[tuple[str, int], int] = {}
    slots: list[tuple[str, int] | None] = []
    for number, (_, seen, subject, body) in enumerate(rows):
        kind = kind_of(bytes(body))
        slot = None
        if seen <= since and kind in (FactKind.VALUE, FactKind.READING):
            slot = subject, -1
        elif seen > since and kind is FactKind.READING:
            slot = subject, int(seen // READING_EVERY)
        slots.append(slot)
        if slot is not None:
            newest[slot] = number
    return [
        row
        for number, (row, slot) in enumerate(zip(rows, slots, strict=True))
        if slot is None or newest[slot] == number
    ]


_TYPE = b'"type":"'


def kind_of(body: bytes) -> FactKind | None:
    """The kind of a fact from its JSON, which names its type before anything that a feed may have said."""
    at = body.find(_TYPE) + len(_TYPE)
    spec = SPECS.get(body[at : body.find(b'"', at)].decode("utf-8", "replace")) if at >= len(_TYPE) else None
    return spec.kind if spec is not None else None
