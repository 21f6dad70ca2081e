"""How much of the past a hub keeps: by age, size and number of facts (design 6, pitfalls B 11).

A log is cut at a checkpoint only, so that what is kept begins with everything that stood there: an open
problem that was reported before the cut loses nothing. Rows go in small batches between the commits.
"""

import asyncio
import sqlite3

import msgspec

from feeds import checkpoints
from feeds.hub.log import HubLog

DAY = 86_400.0

BATCH = 2_000
"""Rows deleted in one transaction, ~10 ms: what a publisher waits longer at most."""

PAGES = 256
"""Pages given back to the disk in one step."""

PAUSE = 0.01
"""Seconds left to the publishers between two batches."""

BACK_TO = 0.9
"""A log that became too large is cut to this share of its limit, so that it is not cut at every look."""


class Retention(msgspec.Struct, frozen=True):
    """What is kept at most. age: s; bytes: of the log's file; facts: None for any number."""

    age: float = 400 * DAY
    bytes: int = 20 << 30
    facts: int | None = None


class Holding(msgspec.Struct, frozen=True):
    """What a log holds. bytes: in use, free pages within the file left out."""

    facts: int
    first: int
    bytes: int
    free_pages: int


def holding(db: sqlite3.Connection) -> Holding:
    """Raises sqlite3.Error."""
    first, last = db.execute("SELECT min(seq), max(seq) FROM facts").fetchone()
    pages, free, size = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return Holding(last - first + 1 if first else 0, first or 0, (pages - free) * size, free)


def cut_at(db: sqlite3.Connection, kept: Retention, now: float) -> int | None:
    """The checkpoint up to which the log may go, None where nothing has to. now: epoch s."""
    held = holding(db)
    places = [place for place in checkpoints.places(db) if place.seq >= held.first]
    if not held.facts or not places:
        return None
    cut = max((place.seq for place in places if place.seen < now - kept.age), default=0)
    share = 1.0
    if held.bytes > kept.bytes:
        share = min(share, BACK_TO * kept.bytes / held.bytes)
    if kept.facts is not None and held.facts > kept.facts:
        share = min(share, BACK_TO * kept.facts / held.facts)
    if share < 1.0:
        wanted = held.first + int(held.facts * (1.0 - share))
        cut = max(cut, next((place.seq for place in places if place.seq >= wanted), places[-1].seq))
    return cut or None


async def keep_within(log: HubLog, kept: Retention, now: float) -> int:
    """Cut the log where it holds more than it may; how many facts went. Raises LogError."""
    cut = await log.work(lambda db: cut_at(db, kept, now))
    if cut is None:
        return 0
    first = log.first
    while log.first <= cut:
        await log.work(lambda db: _drop(db, log, cut))
        await asyncio.sleep(PAUSE)
    await log.work(lambda db: checkpoints.drop_before(db, cut))
    more = True
    while more:
        more = await log.work(_give_back)
        await asyncio.sleep(PAUSE)
    return log.first - first


def _drop(db: sqlite3.Connection, log: HubLog, cut: int) -> None:
    upto = min(cut, log.first + BATCH - 1)
    db.execute("DELETE FROM facts WHERE seq <= ?", (upto,))
    log.first = upto + 1


def _give_back(db: sqlite3.Connection) -> bool:
    """Return free pages to the disk; True where there are more. Older files keep theirs for reuse."""
    before = db.execute("PRAGMA freelist_count").fetchone()[0]
    db.executescript(f"PRAGMA incremental_vacuum({PAGES})")  # ``execute`` would free one page only
    left = db.execute("PRAGMA freelist_count").fetchone()[0]
    return 0 < left < before
