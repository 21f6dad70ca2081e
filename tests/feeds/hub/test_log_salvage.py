"""Wherever a log's file is damaged: a hub starts on it, and what it lacks is said and kept aside."""

import asyncio
import random
import sqlite3
from pathlib import Path

import pytest

from feeds.codec import encode_fact, subject_of
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog, Row
from tests.feeds.small import outage
from wallboard.domain.clock import SystemClock

FACTS = 3_000
OUTAGES = 40


def log_of_a_killed_hub(path: Path) -> bytes:
    """A file as a kill leaves it, its write-ahead log put into it."""
    with HubLog(path) as log:
        facts = [outage(number % OUTAGES, number) for number in range(1, FACTS + 1)]
        rows = [Row(n, f.seen, subject_of(f), encode_fact(f)) for n, f in enumerate(facts, 1)]
        asyncio.run(log.append(rows))
    db = sqlite3.connect(path)
    db.execute("INSERT INTO manifest VALUES ('open', '1')")
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path.read_bytes()


def started(path: Path) -> tuple[bool, int]:
    """(whether damage was said, outages that stand) of a hub that starts on a file."""

    async def life() -> tuple[bool, int]:
        with HubLog(path) as log:
            hub = LiveHub(log, SystemClock(), None)
            await hub.start()
            said = log.damage is not None or "hub" in hub.channel.store.tables.sources
            return said, len(hub.channel.store.tables.outages)

    return asyncio.run(life())


@pytest.mark.parametrize("at", [0, 16, 18, 24, 28, 44, 56, 96])
def test_that_a_damaged_header_alone_costs_nothing(tmp_path: Path, at: int) -> None:
    path = tmp_path / "a.wblog"
    data = bytearray(log_of_a_killed_hub(path))
    data[at:100] = b"\xa5" * (100 - at)
    path.write_bytes(data)
    said, outages = started(path)
    assert outages == OUTAGES
    with HubLog(path) as log:
        assert log.last >= FACTS
    assert said == bool(list(tmp_path.glob("a.wblog.damaged-*")))
    assert not list(tmp_path.glob("*.headed*"))


@pytest.mark.slow
def test_that_a_file_damaged_at_any_byte_is_started_on_and_what_it_lacks_is_said(tmp_path: Path) -> None:
    """Its header, every kind of page, one byte or many, cut short or grown."""
    sound = log_of_a_killed_hub(tmp_path / "sound.wblog")
    chance = random.Random(3)
    places = [0, 8, 16, 18, 24, 28, 40, 56, 92, 100, 105] + [chance.randrange(len(sound)) for _ in range(30)]
    unsaid = []
    for number, at in enumerate(places):
        data = bytearray(sound)
        match number % 3:
            case 0:
                data[at : at + 64] = chance.randbytes(64)
            case 1:
                data[at] ^= 0xFF
            case _:
                del data[at:]
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "a.wblog"
        path.write_bytes(data)
        said, outages = started(path)
        aside = list(folder.glob("a.wblog.damaged-*"))
        if data != sound and outages < OUTAGES and not (said and aside):
            unsaid.append((number, at, said, outages))
        assert started(path)[1] == outages, "the second start finds what the first one left"
    assert not unsaid
