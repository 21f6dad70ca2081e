"""Sources against an outside that fails: each has its own freshness, and garbage hurts nobody."""

import asyncio
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest
from websockets.asyncio.server import ServerConnection, serve

from feeds.source import SourceContext, SourceError, token_of
from feeds.sources import MAKERS, open_source
from feeds.sources.city import CitySource
from feeds.sources.file import FileSource
from feeds.sources.polled import Answer, FetchError, PolledSource, fetch
from feeds.sources.recording import RecordingSource
from feeds.sources.websocket import EventSource, HubSource
from tests.feeds.hub.served import served
from tests.feeds.small import outage, storm, write_recording
from wallboard.config.load import find_file
from wallboard.config.mapping_check import load_mapping
from wallboard.config.mapping_file import MappingFile
from wallboard.config.room_entries import SourceEntry
from wallboard.config.urls import SCHEMES
from wallboard.domain.clock import SystemClock
from wallboard.domain.facts import Fact
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import SourceState

MAPPING = """
source = "utility"
crs = "EPSG:4326"
expect_every = "1m"
[input]
form = "FORM"
[records]
path = "rows"
key = "id"
[[fact]]
type = "outage.extent"
[fact.fields]
customers_out = { path = "n", type = "count" }
"""

ROWS = {"rows": [{"id": "1", "n": 5}, {"id": "2", "n": 7}]}


class Heard:
    """Takes what a source publishes."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    async def publish(self, facts: list[Fact]) -> None:
        self.facts += facts

    def keys(self) -> set[str]:
        return {fact.key for fact in self.facts if not isinstance(fact.data, SourceFreshness)}

    def reasons(self) -> list[str]:
        told = [fact.data for fact in self.facts if isinstance(fact.data, SourceFreshness)]
        return [data.reason.code for data in told if data.reason is not None]

    async def until(self, keys: int = 0, reasons: int = 0, seconds: float = 8.0) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while len(self.keys()) < keys or len(self.reasons()) < reasons:
            assert loop.time() < end, (self.keys(), self.reasons())
            await asyncio.sleep(0.01)


def mapping(tmp_path: Path, form: str = "json") -> MappingFile:
    path = tmp_path / f"{form}.toml"
    path.write_text(MAPPING.replace("FORM", form), encoding="utf-8")
    return load_mapping(path)


class Answers(http.server.BaseHTTPRequestHandler):
    """Serves what the test put into ``body``."""

    body: ClassVar[bytes] = b""
    status: ClassVar[int] = 200
    etags: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        type(self).etags.append(self.headers.get("If-None-Match"))
        if self.headers.get("If-None-Match") == '"v1"' and self.status == 200:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(self.status)
        self.send_header("ETag", '"v1"')
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def web(body: bytes, status: int = 200) -> Iterator[str]:
    Answers.body, Answers.status, Answers.etags = body, status, []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/outages.json"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def following(source: object, heard: Heard, **until: int) -> None:
    running = asyncio.get_running_loop().create_task(source.run(heard.publish))  # type: ignore[attr-defined]
    try:
        await heard.until(**until)
    finally:
        running.cancel()
        await asyncio.wait([running])


def test_that_every_scheme_of_the_room_file_has_a_source() -> None:
    assert set(MAKERS) == set(SCHEMES)
    entry = SourceEntry(name="x", url="gopher://x", expect_every=60.0)
    with pytest.raises(SourceError, match="no known scheme"):
        open_source(entry, SourceContext(SystemClock(), Path(), {}))


def test_that_a_missing_token_is_named_but_never_shown() -> None:
    entry = SourceEntry(name="x", url="https://x", expect_every=60.0, token_env="OMS_TOKEN")
    with pytest.raises(SourceError, match="OMS_TOKEN is not set"):
        token_of(entry, SourceContext(SystemClock(), Path(), {}))
    assert token_of(entry, SourceContext(SystemClock(), Path(), {"OMS_TOKEN": "t"})) == "t"


def test_that_a_polled_document_is_mapped_and_not_sent_twice(tmp_path: Path) -> None:
    async def play() -> None:
        heard = Heard()
        with web(msgspec.json.encode(ROWS)) as url:
            await following(
                PolledSource("utility", url, mapping(tmp_path), 0.05, SystemClock()), heard, keys=2
            )
            found = fetch(url, None, Answer(None, '"v1"'))
        assert heard.keys() == {"utility/1", "utility/2"}
        assert found.body is None

    asyncio.run(play())


@pytest.mark.parametrize(("status", "code"), [(401, "source_refused"), (500, "source_status")])
def test_that_a_polled_server_that_refuses_is_told_once(tmp_path: Path, status: int, code: str) -> None:
    async def play() -> None:
        heard = Heard()
        with web(b"", status) as url:
            await following(
                PolledSource("utility", url, mapping(tmp_path), 0.05, SystemClock()), heard, reasons=1
            )
        assert heard.reasons() == [code]
        data = heard.facts[0].data
        assert isinstance(data, SourceFreshness)
        assert (heard.facts[0].key, data.state) == ("utility", SourceState.LOST)

    asyncio.run(play())


def test_that_nobody_there_is_one_documented_error() -> None:
    with pytest.raises(FetchError) as error:
        fetch("http://127.0.0.1:9/x", None, Answer(None))
    assert error.value.reason.code == "source_nobody_there"


def test_that_a_dropped_file_is_read_when_it_changes_and_garbage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "drop.json"

    async def play() -> None:
        heard = Heard()
        source = FileSource("utility", path, mapping(tmp_path), 0.02, SystemClock())
        running = asyncio.get_running_loop().create_task(source.run(heard.publish))
        await heard.until(reasons=1)
        assert heard.reasons() == ["file_missing"]
        path.write_bytes(msgspec.json.encode(ROWS))
        await heard.until(keys=2)
        path.write_bytes(b"{ half a docu")
        await heard.until(reasons=2)
        path.write_bytes(msgspec.json.encode({"rows": [*ROWS["rows"], {"id": "3", "n": 1}]}))
        await heard.until(keys=3)
        running.cancel()
        await asyncio.wait([running])

    asyncio.run(play())


def test_that_a_growing_file_is_followed_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    rule = mapping(tmp_path, "jsonl")
    path.write_bytes(msgspec.json.encode(ROWS) + b"\n")

    async def play() -> None:
        heard = Heard()
        source = FileSource("utility", path, rule, 0.02, SystemClock())
        running = asyncio.get_running_loop().create_task(source.run(heard.publish))
        await heard.until(keys=2)
        with path.open("ab") as file:
            file.write(b"not json\n" + msgspec.json.encode({"rows": [{"id": "9", "n": 1}]}) + b"\n{half")
        await heard.until(keys=3)
        running.cancel()
        await asyncio.wait([running])

    asyncio.run(play())


def test_that_a_stream_of_events_with_garbage_in_it_goes_on(tmp_path: Path) -> None:
    rule = mapping(tmp_path, "websocket")

    async def flow(socket: ServerConnection) -> None:
        for data in ("garbage", "[]", msgspec.json.encode(ROWS).decode(), "7"):
            await socket.send(data)

    async def play() -> None:
        heard = Heard()
        async with serve(flow, "127.0.0.1", 0) as server:
            url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
            await following(EventSource("utility", url, rule, SystemClock(), None), heard, keys=2)

    asyncio.run(play())


def test_that_another_hub_is_followed_without_its_judgements() -> None:
    async def play() -> None:
        heard = Heard()
        async with served() as hub:
            await hub.hub.publish([outage(number, 5) for number in range(3)])
            await following(HubSource("other", hub.url, None, SystemClock()), heard, keys=3)
        assert {fact.source for fact in heard.facts} == {"oms"}

    asyncio.run(play())


def test_that_a_recording_beside_other_sources_is_played_without_its_judgements(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.rec", storm(3, 4, every=1.0))

    async def play() -> None:
        heard = Heard()
        await RecordingSource("old", path, SystemClock(), 100.0).run(heard.publish)
        assert len(heard.facts) == 3 * 4 * 3
        assert {fact.source for fact in heard.facts} == {"oms"}

    asyncio.run(play())


def test_that_the_city_is_a_source_like_any_other() -> None:
    entry = SourceEntry(name="town", url="city:town-storm", expect_every=60.0)
    source = open_source(entry, SourceContext(SystemClock(), Path(), {}))
    assert isinstance(source, CitySource)
    assert find_file("scenarios", "town-storm").is_file()
