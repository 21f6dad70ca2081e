"""The one adapter of the telling port: an HTTPS POST with an idempotency key (docs/telling.md).

The certificate is always checked, nothing is redirected, and an answer that does not fit is no answer.
Requests run in threads with a limit on the whole of each, so that a server that drips holds up nobody else.
"""

import asyncio
import http.client
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from feeds.failures import network_reason
from feeds.hub.telling import AT_ONCE, ChannelError, Order, Report
from wallboard.config.urls import is_loopback
from wallboard.domain.clock import monotonic
from wallboard.domain.facts import encode_instant
from wallboard.domain.reasons import Reason

SILENT_FOR = 20.0
"""Seconds that the server may be silent."""
WHOLE_WITHIN = 60.0
"""Seconds for a whole request."""
LARGEST = 64 << 10
"""Most bytes of an answer."""

TAKEN = frozenset({200, 201, 202})
REFUSALS = frozenset({400, 413, 422})
"""Answers after which the same request will never be taken; all others may pass."""
BARRED = frozenset({401, 403})


class HttpsPost:
    """One channel by its address. token: never in the address. ca: an authority to trust besides the
    machine's.

    silent, whole: s. Raises ValueError for an address that would carry messages in clear to another machine.
    """

    def __init__(
        self,
        name: str,
        url: str,
        token: str | None = None,
        ca: Path | None = None,
        *,
        silent: float | None = None,
        whole: float | None = None,
    ) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
            raise ValueError(f"{parts.scheme}://{host} is not https://")
        self.name = name
        self._secure = parts.scheme == "https"
        self._host, self._port = host, parts.port
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._token = token
        self._silent, self._whole = silent or SILENT_FOR, whole or WHOLE_WITHIN
        self._tls = ssl.create_default_context(cafile=ca) if self._secure else None
        self._threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix=f"tell-{name}")

    async def post(self, order: Order) -> Report:
        """Ask for it, or how it stands: the same request. Raises ChannelError."""
        body = msgspec.json.encode(order, enc_hook=encode_instant)
        ask = asyncio.get_running_loop().run_in_executor(self._threads, self._ask, order.key, body)
        try:
            status, answer = await asyncio.wait_for(asyncio.shield(ask), self._whole + 5.0)
        except TimeoutError:
            raise ChannelError(Reason("channel_timeout")) from None
        return _report(status, answer)

    def _ask(self, key: str, body: bytes) -> tuple[int, bytes]:
        """(status, body) of one request; blocking. Raises ChannelError."""
        connection = self._connection()
        headers = {"Content-Type": "application/json", "Idempotency-Key": key, "User-Agent": "wallboard"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        began = monotonic()
        try:
            connection.request("POST", self._path, body, {**headers, "Connection": "close"})
            response = connection.getresponse()
            return response.status, _body(response, lambda: monotonic() - began > self._whole)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ChannelError(_reason(error)) from error
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if self._tls is not None:
            return http.client.HTTPSConnection(
                self._host, self._port, timeout=self._silent, context=self._tls
            )
        return http.client.HTTPConnection(self._host, self._port, timeout=self._silent)


def _body(response: http.client.HTTPResponse, over: Callable[[], bool]) -> bytes:
    body = bytearray()
    while part := response.read1(4096):
        body += part
        if len(body) > LARGEST:
            raise ChannelError(Reason("channel_answer"))
        if over():
            raise ChannelError(Reason("channel_timeout"))
    return bytes(body)


def _report(status: int, answer: bytes) -> Report:
    """The report that an answer holds. Raises ChannelError for every other answer."""
    if status in BARRED:
        raise ChannelError(Reason("channel_access"), barred=True)
    if status not in TAKEN:
        refused = status in REFUSALS
        code = "channel_refused" if refused else "channel_status"
        raise ChannelError(Reason(code, {"status": status}), refused=refused)
    try:
        return msgspec.json.decode(answer, type=Report)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ChannelError(Reason("channel_answer")) from error


def _reason(error: Exception) -> Reason:
    """What failed, in few words: the certificate, the time, or the way."""
    if isinstance(error, ssl.SSLError):
        return Reason("channel_tls")
    if isinstance(error, TimeoutError):
        return Reason("channel_timeout")
    if isinstance(error, OSError):
        return Reason("channel_unreachable", network_reason(error, "channel").args)
    return Reason("channel_answer")
