"""``file:PATH``: a file that others drop or append to. A snapshot is read anew when it changes, a stream of
JSON lines is followed."""

import asyncio
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from feeds.codec import DECODE_ERRORS
from feeds.mapping.backwards import Backwards
from feeds.mapping.input import decode_document, not_json
from feeds.mapping.mapper import Mapper
from feeds.mapping.records import Unreadable
from feeds.safe_text import safe_text
from feeds.source import Publish, Source, SourceContext, mapping_of
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


class NotAFile(OSError):
    """What stands there is a folder, a pipe or a device."""


class TooLarge(OSError):
    """More bytes than are taken."""


class FileSource:
    """One dropped or growing file. every: seconds between looks."""

    def __init__(self, name: str, path: Path, mapping: MappingFile, every: float, clock: Clock) -> None:
        self.name, self.path, self.every = name, path, every
        self._clock = clock
        self._mapping, self._mapper = mapping, Mapper(mapping)
        self._mark: tuple[int, int] | None = None
        self._doubted: tuple[int, int] | None = None
        self._written = 0.0
        self._offset = self._inode = 0
        self._backwards = Backwards(mapping)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"file-{name}")

    def resume(self, tables: Tables) -> None:
        """Before ``run``: what the hub's Store holds after a restart."""
        self._mapper.resume(tables.outages, tables.orders, tables.sources.get(self._mapping.source))

    def trouble(self, reason: Reason, now: float) -> list[Fact]:
        """The freshness with the reason why nothing comes. now: epoch s."""
        self._mark = None  # what comes back is news, even if it is as it was
        return self._mapper.freshness.trouble(reason, now)

    async def run(self, publish: Publish) -> None:
        """Look for ever; a file that is not there is told and waited for."""
        loop = asyncio.get_running_loop()
        look = self._lines if self._mapping.rows == "events" else self._document
        while True:
            t = self._clock.now()
            try:
                documents = await loop.run_in_executor(self._thread, look)
            except OSError as error:
                facts = self.trouble(_reason(error), t)
            else:
                facts = await loop.run_in_executor(self._thread, self._facts, documents, t)
            if facts:
                await publish(facts)
            await asyncio.sleep(self.every)

    def _facts(self, documents: list[Any], t: float) -> list[Fact]:
        if not documents:
            fresh = self._mapper.freshness
            return (
                fresh.well(t) or fresh.unchanged(t) if self._mapping.rows == "events" else fresh.unchanged(t)
            )
        if self._mapping.rows != "events":
            return [fact for document in documents for fact in self._poll(document, t)]
        return [fact for document in documents for fact in self._mapper.event(document, t)]

    def _poll(self, document: Any, t: float) -> list[Fact]:
        refusal = self._backwards.refusal(document)
        return self._mapper.refuse(refusal, t) if refusal else self._mapper.poll(document, t, self._written)

    def _document(self) -> list[Any]:
        """The whole file, where it is not the one of the last look (in a thread)."""
        about = self.path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise NotAFile
        mark = (about.st_mtime_ns, about.st_size)
        if mark == self._mark:
            return []
        if about.st_size > LARGEST:
            raise TooLarge
        raw = self.path.read_bytes()
        try:
            document = decode_document(self._mapping, raw, most=LARGEST)
        except DECODE_ERRORS as error:
            document = Unreadable(safe_text(str(error))[:200])
        if isinstance(document, Unreadable) and mark != self._doubted:
            self._doubted = mark  # it may be half written: look once more
            return []
        self._mark, self._written = mark, about.st_mtime
        return [document]

    def _lines(self) -> list[Any]:
        """Whole lines appended since the last look; a new or shrunken file is read from its start."""
        with self.path.open("rb") as file:
            size, inode = file.seek(0, 2), os.fstat(file.fileno()).st_ino
            if size < self._offset or inode != self._inode:
                self._offset, self._inode = 0, inode
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
        return Unreadable(safe_text(str(error))[:200], not_json(line, error))


def _reason(error: OSError) -> Reason:
    """What keeps a file from being read, as people call it."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Reason("file_missing")
    if isinstance(error, PermissionError):
        return Reason("file_forbidden")
    if isinstance(error, NotAFile | IsADirectoryError):
        return Reason("file_is_none")
    if isinstance(error, TooLarge):
        return Reason("source_too_large", {"mb": LARGEST >> 20})
    return Reason("source_unreachable", {"error": safe_text(error.strerror or str(error))[:120]})


def open_file(entry: SourceEntry, context: SourceContext) -> Source:
    """The source of a ``file:`` entry. Raises SourceError or ConfigError."""
    mapping = mapping_of(entry)
    path = context.folder / entry.url.partition(":")[2]
    return FileSource(entry.name, path, mapping, entry.poll_every or 2.0, context.clock)
