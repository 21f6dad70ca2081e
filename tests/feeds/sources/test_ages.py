"""How old a source is: by its document's own time and the room's interval, with the reason in words."""

import asyncio
import os
import socket
import ssl
from pathlib import Path

import msgspec
import pytest

from feeds.failures import network_reason
from feeds.hub.analyst import Analyst
from feeds.hub.serve import keep_running
from feeds.source import Publish, SourceContext
from feeds.sources import open_source
from feeds.sources.file import FileSource
from feeds.sources.polled import Answer, FetchError, PolledSource, fetch
from tests.feeds.sources.test_sources import MAPPING, ROWS, Heard, web
from wallboard.config.mapping_check import load_mapping
from wallboard.config.mapping_file import MappingFile
from wallboard.config.room_entries import SourceEntry
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact, format_instant
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import AreaClass, SourceState
from wallboard.state.queries.sources import source_faces
from wallboard.state.store import Store
from widgets.text import Text

NOW = 1_795_435_200.0
MINUTE = 60.0
TIMED = MAPPING.replace('form = "FORM"', 'form = "json"\ntime = { path = "at" }')


def mapping(folder: Path, text: str = TIMED) -> MappingFile:
    return load_mapping(written(folder, text))


def written(folder: Path, text: str = TIMED) -> Path:
    path = folder / "m.toml"
    path.write_text(text.replace("FORM", "json"), encoding="utf-8")
    return path


def document(ago: float = 0.0) -> bytes:
    return msgspec.json.encode({"at": format_instant(NOW - ago), **ROWS})


def freshness(facts: list[Fact]) -> SourceFreshness:
    told = [fact.data for fact in facts if isinstance(fact.data, SourceFreshness)]
    return told[-1]


def words(facts: list[Fact]) -> tuple[str, str, str]:
    """State, and the reason in both languages."""
    data = freshness(facts)
    assert data.reason is not None
    return data.state.value, Text("zh").reason(data.reason), Text("en").reason(data.reason)


def look(source: FileSource, t: float) -> list[Fact]:
    """One look at the file."""
    return source._facts(source._document(), t)


def test_that_a_file_that_is_dropped_again_and_again_is_as_old_as_it_says_itself(tmp_path: Path) -> None:
    path = tmp_path / "drop.json"
    source = FileSource("utility", path, mapping(tmp_path), 1.0, ManualClock(NOW))
    path.write_bytes(document())
    assert freshness(look(source, NOW)).state is SourceState.LIVE
    path.write_bytes(document() + b" ")  # written anew, the same in it
    assert words(look(source, NOW + 3 * MINUTE)) == ("late", "文件是 3 分钟前的", "the document is 3 min old")
    path.write_bytes(document() + b"  ")
    facts = look(source, NOW + 3 * 3600)
    assert words(facts) == ("lost", "文件是 3 小时前的", "the document is 3 h old")
    assert freshness(facts).last_poll_at == NOW


def test_that_a_file_nobody_writes_any_more_says_so_once_for_each_age(tmp_path: Path) -> None:
    path = tmp_path / "drop.json"
    source = FileSource("utility", path, mapping(tmp_path, MAPPING), 1.0, ManualClock(NOW))
    path.write_bytes(document())
    os.utime(path, (NOW, NOW))
    assert freshness(look(source, NOW + 1)).last_poll_at == NOW
    assert look(source, NOW + 90) == []
    assert words(look(source, NOW + 130)) == ("late", "文件是 2 分钟前的", "the document is 2 min old")
    assert look(source, NOW + 131) == []
    assert words(look(source, NOW + 400))[0] == "lost"


def test_that_a_file_that_comes_back_as_it_was_ends_the_trouble(tmp_path: Path) -> None:
    path = tmp_path / "drop.json"

    async def play() -> None:
        clock, heard = ManualClock(NOW), Heard()
        source = FileSource("utility", path, mapping(tmp_path), 0.02, clock)
        path.write_bytes(document())
        task = asyncio.get_running_loop().create_task(source.run(heard.publish))
        await heard.until(keys=2)
        path.rename(tmp_path / "away")
        await heard.until(reasons=1)
        assert words(heard.facts) == ("live", "文件不存在", "the file is not there")
        (tmp_path / "away").rename(path)
        for _ in range(500):
            await asyncio.sleep(0.01)
            if freshness(heard.facts).reason is None:
                break
        assert freshness(heard.facts).reason is None
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(play())


def test_that_a_polled_document_that_stands_still_grows_old_though_every_poll_succeeds(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        clock, heard = ManualClock(NOW), Heard()
        with web(document()) as url:
            source = PolledSource("utility", url, mapping(tmp_path), 1.0, clock)
            seen = []
            for wait in (0.0, 3 * MINUTE, 3 * MINUTE, 3 * 3600):
                clock.advance(wait)
                await source._poll(heard.publish)
                seen.append(freshness(heard.facts).state.value)
        assert seen == ["live", "late", "lost", "lost"]
        assert words(heard.facts)[2] == "the document is 3 h old"

    asyncio.run(play())


def test_that_the_rooms_interval_stands_above_the_mappings(tmp_path: Path) -> None:
    path = tmp_path / "drop.json"
    path.write_bytes(document(ago=3 * MINUTE))
    entry = SourceEntry(
        name="utility", url=f"file:{path}", mapping=str(written(tmp_path)), expect_every=600.0
    )
    source = open_source(entry, SourceContext(ManualClock(NOW), tmp_path, {}))
    assert isinstance(source, FileSource)
    data = freshness(look(source, NOW))
    assert (data.expect_every, data.state, data.reason) == (600.0, SourceState.LIVE, None)


@pytest.mark.parametrize(
    ("body", "status", "zh", "en"),
    [
        (b"", 500, "来源应答异常 500", "source answered 500"),
        (b"<html>Maintenance", 200, "收到的是网页，不是数据文件", "a web page came in place of the document"),
        (b'{"rows": [{"id"', 200, "文件不完整，中途断了", "the document ends in the middle"),
    ],
)
def test_that_a_failed_poll_says_why_at_once_in_both_languages(
    tmp_path: Path, body: bytes, status: int, zh: str, en: str
) -> None:
    async def play() -> None:
        clock, heard = ManualClock(NOW), Heard()
        with web(document()) as url:
            source = PolledSource("utility", url, mapping(tmp_path), 0.01, clock)
            await source._poll(heard.publish)
        with web(body, status) as url:
            source.url = url
            source._last = Answer(None)
            task = asyncio.get_running_loop().create_task(source.run(heard.publish))
            await heard.until(reasons=1)
            task.cancel()
            await asyncio.wait([task])
        assert words(heard.facts) == ("live", zh, en)
        assert freshness(heard.facts).last_poll_at == NOW

    asyncio.run(play())


def test_that_what_never_delivered_is_lost_and_not_live(tmp_path: Path) -> None:
    path = tmp_path / "drop.json"
    path.write_bytes(b"<html>")
    source = FileSource("utility", path, mapping(tmp_path), 1.0, ManualClock(NOW))
    assert source._document() == []  # it may be half written
    data = freshness(look(source, NOW))
    assert (data.state, data.last_poll_at, data.last_fact_at) == (SourceState.LOST, None, None)


def test_that_errors_do_not_keep_a_source_young(tmp_path: Path) -> None:
    """Late at 2 x and lost at 5 x from the last good document, with the reason of the failure."""
    store, analyst = Store(), Analyst(None, AreaClass.URBAN)
    seq = 0

    def take(facts: list[Fact]) -> None:
        nonlocal seq
        for fact in facts:
            seq += 1
            store.apply([msgspec.structs.replace(fact, seq=seq)])

    source = PolledSource("utility", "http://127.0.0.1:9/x", mapping(tmp_path), 1.0, ManualClock(NOW))
    take(source._mapper.poll(msgspec.json.decode(document()), NOW))
    states = []
    for after in (10.0, 60.0, 119.0, 121.0, 299.0, 301.0):
        with pytest.raises(FetchError) as error:
            fetch(source.url, None, Answer(None))
        take(source._mapper.freshness.trouble(error.value.reason, NOW + after))
        take(analyst.on_time(store, NOW + after))
        (face,) = source_faces(store.tables, NOW + after)
        assert face.reason is not None and face.reason.code == "source_nobody_there"
        assert face.age == after
        states.append(face.state.value)
    assert states == ["live", "live", "live", "late", "late", "lost"]


def test_that_a_hub_that_comes_back_remembers_how_old_its_sources_are(tmp_path: Path) -> None:
    store = Store()
    first = FileSource("utility", tmp_path / "x", mapping(tmp_path), 1.0, ManualClock(NOW))
    facts = first._mapper.poll(msgspec.json.decode(document()), NOW)
    store.apply([msgspec.structs.replace(fact, seq=n) for n, fact in enumerate(facts, 1)])
    again = FileSource("utility", tmp_path / "x", mapping(tmp_path), 1.0, ManualClock(NOW))
    again.resume(store.tables)
    with pytest.raises(FetchError) as error:
        fetch("http://127.0.0.1:9/x", None, Answer(None))
    data = freshness(again._mapper.freshness.trouble(error.value.reason, NOW + 130))
    assert (data.state, data.last_poll_at) == (SourceState.LATE, NOW)


def test_that_a_source_that_fails_by_our_fault_says_so_under_its_own_name_and_age(tmp_path: Path) -> None:
    """The room's name of a source and the mapping's differ: no second source may appear."""

    class Failing(FileSource):
        async def run(self, publish: Publish) -> None:
            await publish(self._mapper.poll(msgspec.json.decode(document()), NOW))
            raise RuntimeError("a fault of ours")

    async def play() -> None:
        heard = Heard()
        source = Failing("drop", tmp_path / "x", mapping(tmp_path), 1.0, ManualClock(NOW))
        task = asyncio.get_running_loop().create_task(keep_running(source, heard.publish, ManualClock(NOW)))
        await heard.until(reasons=1)
        task.cancel()
        await asyncio.wait([task])
        assert heard.reasons() == ["source_failed"] and {fact.source for fact in heard.facts} == {"utility"}
        assert (freshness(heard.facts).state, freshness(heard.facts).last_poll_at) == (SourceState.LIVE, NOW)

    asyncio.run(play())


def test_that_old_lines_of_a_growing_file_do_not_make_it_young(tmp_path: Path) -> None:
    """A hub that starts anew reads the file from its beginning: what it tells is as old as it says."""
    path = tmp_path / "events.jsonl"
    path.write_bytes(document(ago=3 * 3600) + b"\n" + document(ago=2 * 3600) + b"\n")
    text = TIMED.replace('form = "json"', 'form = "jsonl"')
    source = FileSource("utility", path, mapping(tmp_path, text), 1.0, ManualClock(NOW))
    facts = source._facts(source._lines(), NOW)
    assert words(facts) == ("lost", "文件是 3 小时前的", "the document is 3 h old")
    path.write_bytes(path.read_bytes() + document() + b"\n")
    assert freshness(source._facts(source._lines(), NOW)).state is SourceState.LIVE


@pytest.mark.parametrize("head", ["source", "link"])
def test_that_every_failure_of_the_network_has_words_in_both_languages(head: str) -> None:
    """No number of the system and no word of one language only reaches the glass."""
    numbers = (111, 104, 103, 32, 113, 101, 100, 110)
    errors = [OSError(number, "in the system's words") for number in numbers]
    for error in (*errors, socket.gaierror(-2, "x"), TimeoutError(), ssl.SSLError(1, "x")):
        reason = network_reason(error, head)
        assert all(Text(lang).has(f"reason.{reason.code}") for lang in ("zh", "en")), reason
        assert "Errno" not in str(reason.args)
