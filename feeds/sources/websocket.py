"""``ws(s)://``: a stream of foreign events through a mapping, or, without a mapping, another hub's facts."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from feeds.backoff import Backoff, BackoffTimes
from feeds.codec import DECODE_ERRORS
from feeds.failures import CONNECT_ERRORS, is_refusal, reason_of, was_accepted
from feeds.inbox import Inbox
from feeds.mapping.input import not_json
from feeds.mapping.mapper import Mapper
from feeds.mapping.records import Unreadable
from feeds.runner import FeedRunner, is_loopback
from feeds.safe_text import safe_text
from feeds.source import Publish, Source, SourceContext, mapping_of, token_of
from wallboard.config.mapping_file import MappingFile
from wallboard.config.room_entries import SourceEntry
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.source_names import OF_THE_HUB
from wallboard.state.tables import Tables

GATHER = 0.05
"""Seconds that events wait for company before they are published."""
MOST = 2_000
"""Facts published at once; a flood waits in its own socket, at nobody else's cost."""
LARGE = 1 << 16
"""Bytes of a frame that is not mapped on the hub's own loop."""


class EventSource:
    """A stream of documents, one a frame, through a mapping."""

    def __init__(self, name: str, url: str, mapping: MappingFile, clock: Clock, token: str | None) -> None:
        self.name, self.url, self._clock, self._token = name, url, clock, token
        self._mapping, self._mapper = mapping, Mapper(mapping)
        self._backoff = Backoff(BackoffTimes(), Random())
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"stream-{name}")

    def resume(self, tables: Tables) -> None:
        """Before ``run``: what the hub's Store holds after a restart."""
        self._mapper.resume(tables.outages, tables.orders, tables.sources.get(self._mapping.source))

    def trouble(self, reason: Reason, now: float) -> list[Fact]:
        """The freshness with the reason why nothing comes. now: epoch s."""
        return self._mapper.freshness.trouble(reason, now)

    async def run(self, publish: Publish) -> None:
        """Follow the stream for ever; trouble is told and waited out."""
        while True:
            try:
                trouble, refused, accepted = await self._follow(publish)
            except CONNECT_ERRORS as error:
                trouble, refused, accepted = reason_of(error), is_refusal(error), was_accepted(error)
            told = self.trouble(trouble, self._clock.now())
            if told:
                await publish(told)
            now = self._clock.monotonic()
            await asyncio.sleep(self._backoff.failed(now, refused=refused, barren=accepted))

    async def _follow(self, publish: Publish) -> Any:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        options: dict[str, Any] = {"proxy": None} if is_loopback(self.url) else {}
        async with connect(
            self.url,
            additional_headers=headers,
            open_timeout=5,
            ping_interval=5,
            ping_timeout=5,
            close_timeout=1,
            max_size=1 << 20,
            compression=None,
            **options,
        ) as socket:
            well = self._mapper.freshness.well(self._clock.now())
            if well:
                await publish(well)
            while True:
                facts = await self._gather(socket)
                self._backoff.healthy(self._clock.monotonic())
                if facts:
                    await publish(facts)

    async def _gather(self, socket: ClientConnection) -> list[Fact]:
        """The facts of at least one event, and of those that follow at once."""
        facts = await self._mapped(await socket.recv())
        until = self._clock.monotonic() + GATHER
        while len(facts) < MOST and (left := until - self._clock.monotonic()) > 0:
            try:
                async with asyncio.timeout(left):
                    data = await socket.recv()
            except CONNECT_ERRORS:  # the time is up, or the end has come: what was gathered goes out first
                break
            facts += await self._mapped(data)
        return facts

    async def _mapped(self, data: str | bytes) -> list[Fact]:
        """The facts of one frame; a large one is mapped in the thread, so that the hub's loop goes on."""
        if len(data) < LARGE:
            return self._facts(data)
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._facts, data)

    def _facts(self, data: str | bytes) -> list[Fact]:
        try:
            document = msgspec.json.decode(data)
        except DECODE_ERRORS as error:
            document = Unreadable(safe_text(str(error))[:200], not_json(data, error))
        take = self._mapper.poll if self._mapping.rows == "snapshot" else self._mapper.event
        return take(document, self._clock.now())


class HubSource:
    """Another hub's facts; what its judge says is left to ours."""

    def __init__(self, name: str, url: str, token: str | None, clock: Clock) -> None:
        self.name = name
        self._news = asyncio.Event()
        self._inbox = Inbox(self._news.set)
        self._runner = FeedRunner(url, token, self._inbox, name, "wall", local=clock)

    async def run(self, publish: Publish) -> None:
        """Follow the other hub for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._runner.run())
            while True:
                await self._news.wait()
                self._news.clear()
                while len(self._inbox):
                    batch = self._inbox.drain(MOST)
                    facts = [
                        msgspec.structs.replace(f, seq=0) for f in batch.facts if f.source not in OF_THE_HUB
                    ]
                    if facts:
                        await publish(facts)


def open_websocket(entry: SourceEntry, context: SourceContext) -> Source:
    """The source of a ``ws(s):`` entry. Raises SourceError or ConfigError."""
    token = token_of(entry, context)
    if entry.mapping is None:
        return HubSource(entry.name, entry.url, token, context.clock)
    return EventSource(entry.name, entry.url, mapping_of(entry), context.clock, token)
