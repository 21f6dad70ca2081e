"""``file:PATH``: a file that others drop or append to. A snapshot is read anew when it changes, a stream of
JSON lines is followed."""

import asyncio
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from feeds.codec import DECODE_ERRORS
from feeds.mapping.backwards import Backwards
from feeds.mapping.input import decode_document
from feeds.mapping.mapper import Mapper
from feeds.mapping.records import Unreadable
from feeds.safe_text import safe_text
from feeds.source import Publish, Source, SourceContext, SourceError
from feeds.source_trouble import Trouble
from wallboard.config.load import find_file
from wallboard.config.mapping_check import load_mapping
from wallboard.config.mapping_file import MappingFile
from wallboard.config.room_entries import SourceEntry
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.state.tables import Tables

LARGEST = 256 << 20
"""Most bytes of a dropped file."""
MOST_AT_ONCE = 4 << 20
"""Most appended bytes taken in one look."""


class FileSource:
    """One dropped or growing file. every: seconds between looks."""

    def __init__(self, name: str, path: Path, mapping: MappingFile, every: float, clock: Clock) -> None:
        self.name, self.path, self.every = name, path, every
        self._clock = clock
        self._mapping, self._mapper = mapping, Mapper(mapping)
        self._trouble = Trouble(mapping.source, mapping.expect_every or every)
        self._mark: tuple[int, int] | None = None
        self._doubted: tuple[int, int] | None = None
        self._offset = 0
        self._backwards = Backwards(mapping)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"file-{name}")

    def resume(self, tables: Tables) -> None:
        """Before ``run``: what the hub's Store holds after a restart."""
        self._mapper.resume(tables.outages, tables.orders)

    async def run(self, publish: Publish) -> None:
        """Look for ever; a file that is not there is told and waited for."""
        loop = asyncio.get_running_loop()
        look = self._lines if self._mapping.rows == "events" else self._document
        while True:
            t = self._clock.now()
            try:
                documents = await loop.run_in_executor(self._thread, look)
            except OSError as error:
                said = safe_text(error.strerror or str(error))[:120]
                facts = self._trouble.say(Reason("source_unreachable", {"error": said}), t)
            else:
                facts = await loop.run_in_executor(self._thread, self._facts, documents, t)
                self._trouble.watch(facts)
            if facts:
                await publish(facts)
            await asyncio.sleep(self.every)

    def _facts(self, documents: list[Any], t: float) -> list[Fact]:
        if self._mapping.rows != "events":
            return [fact for document in documents for fact in self._poll(document, t)]
        return [fact for document in documents for fact in self._mapper.event(document, t)]

    def _poll(self, document: Any, t: float) -> list[Fact]:
        refusal = self._backwards.refusal(document)
        return self._mapper.refuse(refusal, t) if refusal else self._mapper.poll(document, t)

    def _document(self) -> list[Any]:
        """The whole file, where it is not the one of the last look (in a thread)."""
        about = self.path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise OSError("is no regular file")
        mark = (about.st_mtime_ns, about.st_size)
        if mark == self._mark:
            return []
        if about.st_size > LARGEST:
            raise OSError(f"{about.st_size} bytes are too many")
        raw = self.path.read_bytes()
        try:
            document = decode_document(self._mapping, raw)
        except DECODE_ERRORS as error:
            document = Unreadable(safe_text(str(error))[:200])
        if isinstance(document, Unreadable) and mark != self._doubted:
            self._doubted = mark  # it may be half written: look once more
            return []
        self._mark = mark
        return [document]

    def _lines(self) -> list[Any]:
        """Whole lines appended since the last look; a file that shrank is read from its start."""
        with self.path.open("rb") as file:
            size = file.seek(0, 2)
            if size < self._offset:
                self._offset = 0
            file.seek(self._offset)
            raw = file.read(MOST_AT_ONCE)
        whole, newline, _ = raw.rpartition(b"\n")
        if not newline:
            self._offset += len(raw) if len(raw) >= MOST_AT_ONCE else 0  # a line without end is passed over
            return []
        self._offset += len(whole) + 1
        return [_decoded(line) for line in whole.split(b"\n") if line.strip()]


def _decoded(line: bytes) -> Any:
    try:
        return msgspec.json.decode(line)
    except DECODE_ERRORS as error:
        return Unreadable(safe_text(str(error))[:200])


def open_file(entry: SourceEntry, context: SourceContext) -> Source:
    """The source of a ``file:`` entry. Raises SourceError or ConfigError."""
    if entry.mapping is None:
        raise SourceError(f"source {entry.name}: {entry.url} needs a mapping; add mapping = 'NAME'")
    mapping = load_mapping(find_file("mappings", entry.mapping))
    path = context.folder / entry.url.partition(":")[2]
    return FileSource(entry.name, path, mapping, entry.poll_every or 2.0, context.clock)
