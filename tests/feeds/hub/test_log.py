"""The hub's log: durable, contiguous, resumable, and a recording."""

import asyncio
import os
from pathlib import Path

import pytest

from feeds.codec import encode_fact, subject_of
from feeds.hub import log as log_module
from feeds.hub.log import HubLog, LogError, Row
from feeds.recording import Recording
from tests.feeds.small import outage


def rows(first: int, count: int) -> list[Row]:
    facts = [outage(number, number) for number in range(first, first + count)]
    return [Row(n, f.seen, subject_of(f), encode_fact(f)) for n, f in enumerate(facts, first)]


def test_that_a_log_comes_back_with_its_epoch_and_place(tmp_path: Path) -> None:
    async def play() -> None:
        with HubLog(tmp_path / "a.wblog", "room") as log:
            epoch = log.epoch
            await log.append(rows(1, 10))
            await log.append(rows(11, 5))
        with HubLog(tmp_path / "a.wblog") as again:
            assert (again.epoch, again.first, again.last, again.manifest.title) == (epoch, 1, 15, "room")
            assert [seq for seq, _ in await again.read(12, 10)] == [13, 14, 15]
            assert len(await again.bodies()) == 15
            assert await again.new_epoch() != epoch

    asyncio.run(play())
    with Recording(tmp_path / "a.wblog") as recording:
        assert [fact.seq for fact in recording.facts(after_seq=13)] == [14, 15]


def test_that_a_hole_in_the_order_is_refused(tmp_path: Path) -> None:
    async def play() -> None:
        with HubLog(tmp_path / "a.wblog") as log, pytest.raises(LogError, match="does not follow"):
            await log.append(rows(3, 1))

    asyncio.run(play())


def test_that_a_file_that_is_no_log_is_kept_aside_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.wblog").write_bytes(b"no database" * 100)
    with HubLog(tmp_path / "a.wblog") as log:
        assert log.damage is not None and log.last == 0
        assert Path(log.damage.aside).read_bytes() == b"no database" * 100


def test_that_a_log_that_may_not_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.wblog").mkdir()
    with pytest.raises(LogError, match=r"a\.wblog: cannot be opened"):
        HubLog(tmp_path / "a.wblog")


def test_that_a_second_hub_on_the_same_log_is_refused_by_name(tmp_path: Path) -> None:
    with (
        HubLog(tmp_path / "a.wblog"),
        pytest.raises(LogError, match=rf"a\.wblog: a hub runs on this log already \(process {os.getpid()}\)"),
    ):
        HubLog(tmp_path / "a.wblog")
    HubLog(tmp_path / "a.wblog").close()


def test_that_a_closed_log_says_so() -> None:
    async def play() -> None:
        log = HubLog(None)
        log.close()
        log.close()
        with pytest.raises(LogError, match="closed"):
            await log.append(rows(1, 1))

    asyncio.run(play())


def test_that_a_log_in_memory_keeps_the_recent_past_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_module, "MEMORY_FACTS", 100)

    async def play() -> None:
        with HubLog(None) as log:
            for first in range(1, 500, 50):
                await log.append(rows(first, 50))
            assert log.last == 500
            assert log.first >= 341
            assert (await log.read(0, 1))[0][0] == log.first

    asyncio.run(play())
