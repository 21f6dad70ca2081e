"""A disk that is full, or that gives back something else than it was given: said, and nothing lost.

SQLite's VFS cannot be replaced from Python. A write that fails is made by the limit on a file's size
(``RLIMIT_FSIZE``, moved through the write-ahead log in steps smaller than one of its frames, so that every
write of a commit is the one that fails once) and by ``max_page_count``; a bad disk by changing bytes.
"""

import asyncio
import resource
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from feeds.codec import encode_fact, subject_of
from feeds.hub.access import Access
from feeds.hub.limits import ServerLimits
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog, LogError, Row
from feeds.hub.server import HubServer
from tests.feeds.hub.served import judge
from tests.feeds.small import T0, outage
from tests.feeds.walls import until, wall
from wallboard.domain.clock import SystemClock
from wallboard.domain.facts import Fact
from wallboard.state.store import Store

STEP = 1_000
"""Bytes between two limits; a frame of the write-ahead log has 4,120."""


def rows(first: int, count: int) -> list[Row]:
    facts = [outage(number, number) for number in range(first, first + count)]
    return [Row(n, f.seen, subject_of(f), encode_fact(f)) for n, f in enumerate(facts, first)]


def named(number: int) -> Fact:
    fact = outage(number % 40, number)
    return Fact(fact.data, fact.key, fact.at + number, fact.source, f"f{number}")


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file may be written beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def found_after_a_kill(path: Path, beside: Path) -> list[int]:
    """What a hub finds that starts on the files as they are now."""
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    for part in path.parent.glob(path.name + "*"):
        if not part.name.endswith("-shm"):
            shutil.copy(part, beside / part.name)
    with HubLog(beside / path.name) as log:
        assert log.damage is None
        return [seq for seq, _ in asyncio.run(log.read(0, 10_000))]


def test_that_whichever_write_of_a_commit_fails_the_log_holds_all_or_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.wblog"
    wal = path.with_name(path.name + "-wal")
    refused = taken = 0
    with HubLog(path) as log:
        asyncio.run(log.append(rows(1, 3)))
        for step in range(40):
            last = log.last
            try:
                with files_up_to(wal.stat().st_size + step * STEP):
                    asyncio.run(log.append(rows(last + 1, 30)))
                taken += 1
            except LogError as error:
                refused += 1
                assert error.code in ("log_full", "log_failed") and log.last == last
                assert found_after_a_kill(path, tmp_path / "killed") == list(range(1, last + 1))
                asyncio.run(log.append(rows(last + 1, 30)))
            assert found_after_a_kill(path, tmp_path / "killed") == list(range(1, last + 31))
    assert refused >= 10 and taken >= 5, (refused, taken)


def test_that_a_file_that_may_not_grow_refuses_and_goes_on_at_every_size(tmp_path: Path) -> None:
    async def play() -> int:
        refused = 0
        with HubLog(tmp_path / "a.wblog") as log:
            for _ in range(30):
                pages = (await log.work(lambda db: db.execute("PRAGMA page_count").fetchone()))[0]
                await log.work(
                    lambda db, most=pages + 1: db.execute(f"PRAGMA max_page_count={most}").fetchone()
                )
                last = log.last
                try:
                    await log.append(rows(last + 1, 40))
                except LogError as error:
                    refused += 1
                    assert (error.code, log.last) == ("log_full", last)
                await log.work(lambda db: db.execute("PRAGMA max_page_count=1000000").fetchone())
                await log.append(rows(log.last + 1, 5))
            assert [seq for seq, _ in await log.read(0, 10_000)] == list(range(1, log.last + 1))
        return refused

    assert asyncio.run(play()) >= 10


class Served:
    """A live hub with a log on disk, its server and its tasks."""

    def __init__(self, path: Path) -> None:
        self.log = HubLog(path)
        self.hub = LiveHub(self.log, SystemClock(), judge())
        self.url = ""

    async def cap(self, spare_pages: int | None) -> None:
        """Let the log grow by so many pages only, as a full disk does; None: without end."""
        pages = (await self.log.work(lambda db: db.execute("PRAGMA page_count").fetchone()))[0]
        most = 1_000_000 if spare_pages is None else pages + spare_pages
        await self.log.work(lambda db: db.execute(f"PRAGMA max_page_count={most}").fetchone())


@asynccontextmanager
async def live(path: Path) -> AsyncIterator[Served]:
    served = Served(path)
    server = HubServer(served.hub, Access(), ServerLimits(heartbeat=0.1))
    served.hub.beat = server.beat
    with served.log:
        await served.hub.start()
        async with server.open("127.0.0.1:0") as served.url, asyncio.TaskGroup() as group:
            tasks = [group.create_task(served.hub.run()), group.create_task(server.beats())]
            try:
                yield served
            finally:
                for task in tasks:
                    task.cancel()


def word(store: Store) -> str:
    """What a wall shows of the hub's log."""
    told = store.tables.sources.get("hub")
    return told.reason.code if told is not None and told.reason is not None else ""


async def fill(hub: LiveHub, first: int) -> int:
    """Publish until the log refuses; the first number that was not acknowledged."""
    try:
        for number in range(first, first + 4_000, 100):
            await hub.publish([named(n) for n in range(number, number + 100)])
            first = number + 100
    except LogError:
        return first
    raise AssertionError("the log takes more than it may")


def test_that_a_full_disk_refuses_publishers_tells_the_walls_and_is_over_by_itself(tmp_path: Path) -> None:
    async def play() -> str:
        async with live(tmp_path / "a.wblog") as served, wall(served.url) as one:
            hub = served.hub
            await hub.publish([named(n) for n in range(50)])
            await served.cap(4)
            first = await fill(hub, 50)
            await until(lambda: word(one.store) == "log_full", one)
            with pytest.raises(LogError):  # at once, and whatever is said
                await hub.publish([named(10_000)])
            waiting = asyncio.create_task(hub.deliver([named(n) for n in range(20_000, 20_010)]))
            await asyncio.sleep(0.1)
            assert not waiting.done() and one.runner.status.state == "live"
            await served.cap(None)
            await until(lambda: word(one.store) == "", one)
            await waiting
            last = await hub.publish([named(n) for n in range(first, first + 10)])
            await until(lambda: one.inbox.seq == last == served.log.last, one)
            assert one.snapshots == 1, "the walls were told without a new picture"
            assert one.store.digest() == hub.channel.store.digest()
            return hub.channel.store.digest()

    digest = asyncio.run(play())
    store = Store()
    with HubLog(tmp_path / "a.wblog") as log:
        facts = asyncio.run(log.bodies())
        assert [fact.seq for fact in facts] == list(range(1, log.last + 1))
        store.apply(facts)
    assert store.digest() == digest


def test_that_a_kill_while_walls_know_more_than_the_log_starts_a_new_order(tmp_path: Path) -> None:
    path = tmp_path / "a.wblog"

    async def first_life() -> tuple[str, int]:
        async with live(path) as served, wall(served.url) as one:
            await served.hub.publish([named(n) for n in range(50)])
            await served.cap(2)
            await fill(served.hub, 50)
            await until(lambda: word(one.store) == "log_full", one)
            copy_as_killed(tmp_path)
            assert one.inbox.seq > served.log.last
            return one.inbox.epoch, one.inbox.seq

    async def second_life(before: tuple[str, int]) -> None:
        (tmp_path / "killed.wblog-shm").unlink(missing_ok=True)
        async with live(tmp_path / "killed.wblog") as served:
            assert served.hub.channel.epoch != before[0]
            assert await served.hub.rows(before[0], before[1] - 1) is None
        async with live(tmp_path / "killed.wblog") as served:
            assert served.hub.channel.epoch == served.log.epoch

    asyncio.run(second_life(asyncio.run(first_life())))


def copy_as_killed(folder: Path) -> None:
    """The files of the log ``a`` as they are now, as the log ``killed``."""
    for part in folder.glob("a.wblog*"):
        shutil.copy(part, folder / part.name.replace("a.", "killed."))


def kept_aside(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("a.wblog.damaged-*")]


def damage(path: Path, *, share: float = 0.5, pages: int = 3) -> None:
    """Change whole pages in the middle of a file, its write-ahead log put into it first."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    with path.open("r+b") as file:
        size = path.stat().st_size
        file.seek(int(size * share) // 4096 * 4096)
        file.write(b"\xa5" * 4096 * pages)


def test_that_a_damaged_log_is_kept_aside_and_the_hub_says_so_and_starts_with_the_rest(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.wblog"

    async def first_life() -> str:
        async with live(path) as served:
            for number in range(0, 6_000, 500):
                await served.hub.publish([named(n) for n in range(number, number + 500)])
            await served.hub.upkeep.checkpoint()
            await served.hub.publish([named(n) for n in range(6_000, 6_100)])
            return served.hub.channel.epoch

    async def second_life(epoch: str) -> None:
        async with live(path) as served, wall(served.url) as one:
            assert served.hub.channel.epoch != epoch
            await until(lambda: word(one.store) == "log_damaged", one)
            told = one.store.tables.sources["hub"]
            assert told.reason is not None
            assert str(told.reason.args["file"]) in kept_aside(tmp_path)
            assert len(one.store.tables.outages) == 40
            last = await served.hub.publish([named(9_000)])
            await until(lambda: one.inbox.seq == last, one)
        async with live(path) as served:
            assert served.log.damage is None and word(served.hub.channel.store) == ""
            assert len(served.hub.channel.store.tables.outages) == 40

    epoch = asyncio.run(first_life())
    db = sqlite3.connect(path)
    db.execute("INSERT INTO manifest VALUES ('open', '1')")  # as a kill leaves it
    db.commit()
    db.close()
    damage(path)
    asyncio.run(second_life(epoch))


def test_that_a_log_that_turns_out_damaged_while_it_runs_is_replaced_and_the_walls_keep_their_picture(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.wblog"

    async def play() -> str:
        async with live(path) as served, wall(served.url) as one:
            hub = served.hub
            for number in range(0, 3_000, 500):
                last = await hub.publish([named(n) for n in range(number, number + 500)])
            await until(lambda: one.inbox.seq == last, one)
            epoch = hub.channel.epoch
            hub._note_failure(LogError("found by the check of a large file", "log_damaged"))
            await until(lambda: word(one.store) == "log_damaged", one)
            last = await hub.publish([named(n) for n in range(3_000, 3_100)])
            await until(lambda: one.inbox.seq == last, one)
            assert (hub.channel.epoch, one.snapshots) == (epoch, 1)
            assert one.store.digest() == hub.channel.store.digest()
            return one.store.digest()

    digest = asyncio.run(play())
    assert kept_aside(tmp_path)

    async def again() -> None:
        async with live(path) as served:
            store = Store()
            store.load(*(await stood(served.log)))
            assert served.log.first > 1
            told = store.tables.sources.get("hub")
            assert told is None or served.log.damage is None
            assert len(served.hub.channel.store.tables.outages) == 40

    asyncio.run(again())
    assert digest


async def stood(log: HubLog) -> tuple[list[Fact], int]:
    facts, place = await log.standing()
    return facts, place.seq


def test_that_facts_that_make_no_sense_any_more_are_counted_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.wblog"

    async def life(expected: str) -> None:
        async with live(path) as served:
            await served.hub.publish([named(n) for n in range(20)])
            assert word(served.hub.channel.store) == expected

    asyncio.run(life(""))
    db = sqlite3.connect(path)
    db.execute("UPDATE facts SET body = X'7b7b7b' WHERE seq IN (3, 4)")
    db.commit()
    db.close()
    asyncio.run(life("log_unreadable"))
    assert T0 > 0
