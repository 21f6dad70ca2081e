"""A hub with a data directory that comes back: same epoch, same place, same picture, and no ghosts."""

import asyncio
import json
from pathlib import Path

import pytest

from feeds.hub.access import Access
from feeds.hub.log import LogError
from feeds.hub.serve import HubSettings, keep_running, serve
from feeds.hub.server import ServerLimits
from feeds.source import Publish
from tests.feeds.hub.served import served
from tests.feeds.mapping.bench_feed import OUTAGES, rows
from tests.feeds.small import outage
from tests.feeds.walls import Wall, until, wall
from wallboard.config.room import Room
from wallboard.config.room_entries import SourceEntry, WindowEntry
from wallboard.domain.clock import SystemClock


def settings(folder: Path) -> HubSettings:
    """A hub of one dropped file, whose log is kept."""
    entry = SourceEntry(
        name="u", url="file:list.json", expect_every=60.0, mapping=str(folder / "u.toml"), poll_every=0.05
    )
    room = Room(
        name="r", title={"zh": "厅", "en": "room"}, source=[entry], window=[WindowEntry(screens=["overview"])]
    )
    return HubSettings(
        listen="127.0.0.1:0",
        data_dir=folder / "data",
        room=room,
        folder=folder,
        access=Access(),
        limits=ServerLimits(heartbeat=0.1),
    )


async def life(folder: Path, keys: list[str]) -> tuple[str, int, str]:
    """One life of the hub until a wall shows these open outages: epoch, seq and digest that it saw."""
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    hub = asyncio.get_running_loop().create_task(serve(settings(folder), ready.set_result))
    await asyncio.wait([hub, ready], return_when=asyncio.FIRST_COMPLETED)
    if hub.done():
        hub.result()
    try:
        async with wall(await ready) as one:
            await until(lambda: _open(one) == keys, one)
            return one.inbox.epoch, one.inbox.seq, one.store.digest()
    finally:
        hub.cancel()
        await asyncio.wait([hub])


def _open(one: Wall) -> list[str]:
    return sorted(key for key, outage in one.store.tables.outages.items() if outage.open)


def test_that_a_hub_that_comes_back_goes_on_and_forgets_what_ended_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "u.toml").write_text(OUTAGES, encoding="utf-8")
    dropped = tmp_path / "list.json"
    dropped.write_text(json.dumps(rows(1, 2, 3)), encoding="utf-8")
    epoch, seq, _ = asyncio.run(life(tmp_path, ["u/1", "u/2", "u/3"]))
    dropped.write_text(json.dumps(rows(2, 3, 4)), encoding="utf-8")
    later = asyncio.run(life(tmp_path, ["u/2", "u/3", "u/4"]))
    assert later[0] == epoch and later[1] > seq


def test_that_a_data_directory_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "u.toml").write_text(OUTAGES, encoding="utf-8")
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(LogError, match="move it aside or mend it"):
        asyncio.run(life(tmp_path, []))


class Failing:
    """A source that fails by a fault of its own, and then works."""

    name = "u"

    def __init__(self) -> None:
        self.lives = 0

    async def run(self, publish: Publish) -> None:
        self.lives += 1
        if self.lives < 3:
            raise KeyError("a fault of ours")
        await publish([outage(1, 1)])


def test_that_a_source_that_fails_takes_nobody_along_and_is_started_anew() -> None:
    async def play() -> None:
        async with served() as hub, wall(hub.url) as one:
            source = Failing()
            running = asyncio.create_task(keep_running(source, hub.hub.publish, SystemClock(), 0.05))  # type: ignore[union-attr]
            reasons: set[str] = set()

            def works() -> bool:
                told = one.store.tables.sources.get("u")
                reasons.add(told.reason.code if told and told.reason else "")
                return bool(one.store.tables.outages)

            await until(works, one)
            await running
            assert source.lives == 3 and "source_failed" in reasons

    asyncio.run(play())
