"""``http(s)://``: a document asked for again and again, mapped, with its own back-off.

The request runs in a thread with time limits, so that a server that answers a byte a minute holds nobody
up. What has not changed (ETag, Last-Modified) is not sent again, but counts as a poll.
"""

import asyncio
import gzip
import http.client
import io
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import Any

import msgspec

from feeds.backoff import Backoff, BackoffTimes
from feeds.failures import network_reason
from feeds.mapping.backwards import Backwards
from feeds.mapping.input import decode_document
from feeds.mapping.mapper import Mapper
from feeds.mapping.records import Unreadable
from feeds.mapping.values import ValueFault
from feeds.safe_text import safe_text
from feeds.source import Publish, Source, SourceContext, mapping_of, token_of
from wallboard.config.mapping_file import MappingFile
from wallboard.config.room_entries import SourceEntry
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.state.tables import Tables

LARGEST = 64 << 20
"""Most bytes of one answer, unpacked."""
CHUNK = 1 << 16
ANSWER_WITHIN = 20.0
"""Seconds that the server may be silent."""
WHOLE_WITHIN = 90.0
"""Seconds for a whole request."""


class Answer(msgspec.Struct, frozen=True):
    """What came: the bytes, or nothing where the document is as it was."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


class FetchError(Exception):
    """The document could not be had; ``reason`` says why, ``refused`` that access was refused."""

    def __init__(self, reason: Reason, *, refused: bool = False) -> None:
        super().__init__(reason.code)
        self.reason, self.refused = reason, refused


class PolledSource:
    """One polled document. every: seconds between polls."""

    def __init__(
        self,
        name: str,
        url: str,
        mapping: MappingFile,
        every: float,
        clock: Clock,
        *,
        token: str | None = None,
        random: Random | None = None,
    ) -> None:
        self.name, self.url, self.every = name, url, every
        self._clock, self._token = clock, token
        self._mapping, self._mapper = mapping, Mapper(mapping)
        self._backoff = Backoff(BackoffTimes(ceiling=max(15.0, every)), random or Random())
        self._last = Answer(None)
        self._document: Any = None
        self._backwards = Backwards(mapping)
        # a thread of its own: a server that never ends its answer holds up nobody else
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"poll-{name}")

    def resume(self, tables: Tables) -> None:
        """Before ``run``: what the hub's Store holds after a restart."""
        self._mapper.resume(tables.outages, tables.orders, tables.sources.get(self._mapping.source))

    def trouble(self, reason: Reason, now: float) -> list[Fact]:
        """The freshness with the reason why nothing comes. now: epoch s."""
        return self._mapper.freshness.trouble(reason, now)

    async def run(self, publish: Publish) -> None:
        """Poll for ever; a failed poll is told, and tried again sooner than the next was due."""
        while True:
            started = self._clock.monotonic()
            try:
                await self._poll(publish)
            except FetchError as error:
                now = self._clock.monotonic()
                wait = self._backoff.failed(now, refused=error.refused, barren=False)
                told = self.trouble(error.reason, self._clock.now())
                if told:
                    await publish(told)
                await asyncio.sleep(min(wait, max(self.every, 30.0)))
                continue
            self._backoff.reset()
            await asyncio.sleep(max(0.0, self.every - (self._clock.monotonic() - started)))

    async def _poll(self, publish: Publish) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(WHOLE_WITHIN):
                ask = partial(fetch, self.url, self._token, self._last, self._clock.monotonic)
                answer = await loop.run_in_executor(self._thread, ask)
        except TimeoutError:
            raise FetchError(Reason("source_timeout")) from None
        t = self._clock.now()
        if answer.body is not None:
            self._last = answer
            self._document = await loop.run_in_executor(self._thread, self._read, answer.body)
        facts = await loop.run_in_executor(self._thread, self._map, t)
        if facts:
            await publish(facts)

    def _map(self, t: float) -> list[Fact]:
        """The facts of the newest document (in the thread: a large one takes seconds)."""
        refusal = self._backwards.refusal(self._document)
        return self._mapper.refuse(refusal, t) if refusal else self._mapper.poll(self._document, t)

    def _read(self, body: bytes) -> Any:
        try:
            return decode_document(self._mapping, body, most=LARGEST)
        except (ValueFault, ValueError, RecursionError) as error:
            return Unreadable(safe_text(str(error))[:200])


def fetch(url: str, token: str | None, last: Answer, monotonic: Callable[[], float] | None = None) -> Answer:
    """GET a document (blocking). Raises FetchError, and nothing else for what a server may do."""
    headers = {"User-Agent": "wallboard", "Accept-Encoding": "gzip"}
    secret: dict[str, str] = {}
    if token:
        secret["Authorization"] = f"Bearer {token}"
    if last.etag:
        headers["If-None-Match"] = last.etag
    if last.modified:
        headers["If-Modified-Since"] = last.modified
    try:
        request = urllib.request.Request(url, headers=headers)
        for name, value in secret.items():
            request.add_unredirected_header(name, value)  # another host is not told the token
        with urllib.request.urlopen(request, timeout=ANSWER_WITHIN) as response:
            raw = _body(response, monotonic)
            if response.headers.get("Content-Encoding") == "gzip":
                raw = _unpacked(raw)
            kept = response.headers
            return Answer(raw, kept.get("ETag") or "", kept.get("Last-Modified") or "")
    except urllib.error.HTTPError as error:
        if error.code == 304:
            return Answer(None)
        refused = error.code in (401, 403)
        code = "source_refused" if refused else "source_status"
        raise FetchError(Reason(code, {"status": error.code}), refused=refused) from error
    except (OSError, http.client.HTTPException, ValueError, EOFError, zlib.error) as error:
        raise FetchError(_reason(error)) from error


def _body(response: http.client.HTTPResponse, monotonic: Callable[[], float] | None) -> bytes:
    """The whole answer, refused where it is too large or takes too long."""
    if response.length is not None and response.length > LARGEST:
        raise FetchError(Reason("source_too_large", {"mb": LARGEST >> 20}))
    started = monotonic() if monotonic else 0.0
    body = bytearray()
    while part := response.read1(CHUNK):
        body += part
        if len(body) > LARGEST:
            raise FetchError(Reason("source_too_large", {"mb": LARGEST >> 20}))
        if monotonic and monotonic() - started > WHOLE_WITHIN:
            raise FetchError(Reason("source_timeout"))
    if response.length:
        raise FetchError(Reason("source_cut_short"))
    return bytes(body)


def _unpacked(raw: bytes) -> bytes:
    """gzip -> bytes, refusing a bomb."""
    with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
        whole = file.read(LARGEST + 1)
    if len(whole) > LARGEST:
        raise FetchError(Reason("source_too_large", {"mb": LARGEST >> 20}))
    return whole


def _reason(error: BaseException) -> Reason:
    """What went wrong on the way, as people call it."""
    if isinstance(error, http.client.RemoteDisconnected):
        return Reason("source_reset")
    if isinstance(error, http.client.IncompleteRead | EOFError):
        return Reason("source_cut_short")
    if isinstance(error, http.client.HTTPException):
        return Reason("source_no_http")
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return Reason("document_not_gzip")
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    return network_reason(cause if isinstance(cause, BaseException) else error, "source")


def open_polled(entry: SourceEntry, context: SourceContext) -> Source:
    """The source of an ``http(s):`` entry. Raises SourceError or ConfigError."""
    mapping = mapping_of(entry)
    every = entry.poll_every or entry.expect_every
    return PolledSource(entry.name, entry.url, mapping, every, context.clock, token=token_of(entry, context))
