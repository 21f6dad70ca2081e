"""A hub whose source turns to garbage, empties, floods, answers a page or goes back: the others live on."""

import asyncio
import gzip
import http.server
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from feeds.source import Source
from feeds.sources.file import FileSource
from feeds.sources.polled import PolledSource
from feeds.sources.websocket import EventSource
from tests.feeds.hub.served import served
from tests.feeds.mapping.bench_feed import mapping_of
from tests.feeds.walls import Wall, until, wall
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.clock import SystemClock
from wallboard.domain.facts import format_instant
from wallboard.domain.rows import Source as SourceRow

EVERY = 0.05
MAPPING = """
source = "NAME"
crs = "EPSG:4326"
expect_every = "1m"
[input]
form = "json"
time = { path = "at" }
[records]
path = "rows"
key = "id"
[[fact]]
type = "outage.extent"
fields = { customers_out = "n" }
"""


def listing(count: int, ago: float = 0.0) -> bytes:
    """A list of so many outages as it was so many seconds ago."""
    at = format_instant(SystemClock().now() - ago)
    return msgspec.json.encode({"at": at, "rows": [{"id": n, "n": 5} for n in range(count)]})


class Pages(http.server.BaseHTTPRequestHandler):
    """Answers each path with what the test put there; ``/slow`` sends a byte now and then, for ever."""

    pages: ClassVar[dict[str, bytes]] = {}
    over: ClassVar[threading.Event] = threading.Event()

    def do_GET(self) -> None:
        body = self.pages.get(self.path)
        self.send_response(200 if body is not None else 503)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        try:
            if body is None:
                return
            if body == b"drip":
                while not self.over.wait(0.05):
                    self.wfile.write(b" ")
            elif body == b"flood":
                for _ in range(100):
                    self.wfile.write(b"[" * (1 << 20))
            else:
                self.wfile.write(body)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def pages() -> Iterator[str]:
    Pages.pages, Pages.over = {}, threading.Event()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        Pages.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def mapping(name: str) -> MappingFile:
    return mapping_of(MAPPING.replace("NAME", name))


@asynccontextmanager
async def room(url: str, dropped: Path, *more: EventSource) -> AsyncIterator[Wall]:
    """A live hub with a bad and a good polled source and a dropped file, and a wall that follows it."""
    clock = SystemClock()
    async with served() as hub:
        sources: list[Source] = [
            PolledSource(name, f"{url}/{name}", mapping(name), EVERY, clock) for name in ("bad", "good")
        ]
        sources += [FileSource("file", dropped, mapping("file"), EVERY, clock), *more]
        loop = asyncio.get_running_loop()
        tasks = [loop.create_task(source.run(hub.hub.publish)) for source in sources]  # type: ignore[union-attr]
        try:
            async with wall(hub.url) as one:
                yield one
        finally:
            Pages.over.set()
            failed = [task.exception() for task in tasks if task.done()]
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            assert failed == []


def open_of(one: Wall, source: str) -> int:
    return sum(o.open for o in one.store.tables.outages.values() if o.source == source)


def source(one: Wall, name: str) -> SourceRow | None:
    return one.store.tables.sources.get(name)


def told(one: Wall, name: str) -> str:
    found = source(one, name)
    return found.reason.code if found is not None and found.reason is not None else ""


async def good_moves(one: Wall, count: int) -> None:
    """The good source and the file still come through."""
    Pages.pages["/good"] = listing(count)
    await until(lambda: open_of(one, "good") == count, one)


DIRT = {
    "garbage": (bytes(range(256)) * 100, "document_encoding"),
    "a page": (b"<!DOCTYPE html><html><body>Maintenance <img src=x onerror=alert(1)>", "document_is_a_page"),
    "nothing": (b"", "document_empty"),
    "null": (b"null", "document_without_list"),
    "another object": (b'{"error": "quota"}', "document_without_list"),
    "half a list": (listing(90)[:-40], "document_cut_short"),
    "a flood": (b"flood", "source_too_large"),
    "a bomb": (gzip.compress(b"[" + b" " * (65 << 20), 1), "source_too_large"),
    "too many": (listing(60_000), "too_many_records"),
    "nesting": (b"[" * 500_000, "document_not_json"),
    "an older list": (listing(1, ago=3600.0), "document_went_back"),
}


def test_that_a_dirty_source_says_why_and_closes_nothing_and_the_others_live_on(tmp_path: Path) -> None:
    dropped = tmp_path / "dropped.json"

    async def play() -> None:
        with pages() as url:
            Pages.pages["/bad"] = listing(90)
            Pages.pages["/good"] = listing(3)
            dropped.write_bytes(listing(4))
            async with room(url, dropped) as one:
                await until(lambda: [open_of(one, n) for n in ("bad", "good", "file")] == [90, 3, 4], one)
                for turn, (name, (body, code)) in enumerate(DIRT.items()):
                    Pages.pages["/bad"] = body
                    await until(lambda code=code: told(one, "bad") == code, one)  # type: ignore[misc]
                    assert open_of(one, "bad") == 90, name
                    await good_moves(one, turn + 1)
                    assert not told(one, "good") and open_of(one, "file") == 4
                    Pages.pages["/bad"] = listing(90)
                    await until(lambda: told(one, "bad") == "" and open_of(one, "bad") == 90, one, seconds=15)

    asyncio.run(play())


def test_that_an_emptied_list_is_doubted_first_and_believed_then(tmp_path: Path) -> None:
    """An empty list is no error: the first poll is doubted (held), the second decides."""
    reasons: list[str] = []

    async def play() -> None:
        with pages() as url:
            Pages.pages["/bad"] = listing(90)
            async with room(url, tmp_path / "none.json") as one:
                await until(lambda: open_of(one, "bad") == 90, one)
                Pages.pages["/bad"] = listing(0)

                def emptied() -> bool:
                    reasons.append(told(one, "bad"))
                    return open_of(one, "bad") == 0

                await until(emptied, one)
                assert told(one, "file") == "file_missing"

    asyncio.run(play())
    assert set(reasons) <= {"", "poll_lost_rows"}


def test_that_a_server_that_drips_holds_up_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.sources.polled.WHOLE_WITHIN", 0.4)

    async def play() -> None:
        with pages() as url:
            Pages.pages["/bad"] = b"drip"
            Pages.pages["/good"] = listing(3)
            async with room(url, tmp_path / "none.json") as one:
                await until(lambda: told(one, "bad") == "source_timeout", one)
                await good_moves(one, 7)

    asyncio.run(play())


def test_that_a_file_that_is_half_written_is_looked_at_once_more(tmp_path: Path) -> None:
    dropped = tmp_path / "dropped.json"
    clock = SystemClock()
    one = FileSource("file", dropped, mapping("file"), EVERY, clock)
    dropped.write_bytes(listing(4)[:-9])
    assert one._document() == []
    assert len(one._document()) == 1  # still so at the second look: told
    dropped.write_bytes(listing(4)[:-5])
    assert one._document() == []
    dropped.write_bytes(listing(4))
    assert len(one._document()[0]["rows"]) == 4


def test_that_older_documents_are_believed_when_they_go_on(tmp_path: Path) -> None:
    dropped = tmp_path / "dropped.json"
    one = FileSource("file", dropped, mapping("file"), EVERY, SystemClock())
    now = SystemClock().now()
    assert len(one._facts([msgspec.json.decode(listing(2))], now)) == 3
    older = msgspec.json.decode(listing(1, ago=3900.0))
    for _ in range(2):
        (fact,) = one._facts([older], now)
        assert fact.data.reason.code == "document_went_back"  # type: ignore[union-attr]
        assert fact.data.reason.args == {"minutes": 65.0}  # type: ignore[union-attr]
    assert len(one._facts([older], now)) > 1


def test_that_a_stream_that_floods_holds_up_nobody_else(tmp_path: Path) -> None:
    """Whole lists and garbage as fast as they are taken, frame after frame, for ever."""
    page = listing(8_000).decode()

    async def flood(socket: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            while True:
                await socket.send(page)
                await socket.send("{" * 900_000)

    async def play() -> None:
        clock = SystemClock()
        with pages() as url:
            Pages.pages["/good"] = listing(3)
            async with serve(flood, "127.0.0.1", 0) as server:
                address = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
                stream = EventSource("flood", address, mapping("flood"), clock, None)
                async with room(url, tmp_path / "none.json", stream) as one:
                    await until(lambda: open_of(one, "flood") == 8_000, one)
                    for count in (5, 7, 9):
                        await good_moves(one, count)
                    await until(lambda: told(one, "flood") == "document_not_json", one)
                    assert open_of(one, "flood") == 8_000

    asyncio.run(play())
