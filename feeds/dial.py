"""One websocket connection to a hub, with the options that a wall needs (pitfalls A), and its end."""

import asyncio
import ipaddress
import ssl
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from feeds import frames


def client_tls(ca: str | None) -> ssl.SSLContext | None:
    """Trust this authority (a PEM file) and no other; None: the machine's own. Raises OSError, SSLError."""
    return None if ca is None else ssl.create_default_context(cafile=ca)


class Dial(connect):
    """Redirects are not followed: ``hello`` carries the token, and no hub sends its clients elsewhere."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


async def dial(
    url: str, token: str | None, *, tls: Any = None, within: float = 5.0, ping: float = 5.0
) -> ClientConnection:
    """Connect and shake hands within so many seconds. ping: s between two, and for the answer.

    token: goes in the Authorization header. tls: an ``ssl.SSLContext``; None: the machine's own authorities.
    The environment's proxy is not asked for this machine's own addresses. Raises DIAL_ERRORS of failures.
    """
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    options: dict[str, Any] = {"ssl": tls} if tls is not None and url.lower().startswith("wss:") else {}
    if is_loopback(url):
        options["proxy"] = None
    return await Dial(
        url,
        subprotocols=[Subprotocol(frames.SUBPROTOCOL)],
        additional_headers=headers,
        open_timeout=within,
        ping_interval=ping,
        ping_timeout=ping,
        close_timeout=1,
        max_size=frames.MAX_FRAME,
        compression=None,
        **options,
    )


async def end_connection(socket: ClientConnection) -> None:
    """Cut a connection and let its own tasks end, in this loop: one that stops sooner leaves them hanging."""
    beat = socket.keepalive_task
    socket.transport.abort()
    await socket.wait_closed()
    if beat is not None:
        await asyncio.wait([beat])


def is_loopback(url: str) -> bool:
    """Whether a URL names this machine itself."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
