"""What a failed connection is called, as a reason that people can read. Nothing here ends the trying."""

import socket
import ssl

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    InvalidURI,
    WebSocketException,
)

from feeds.safe_text import safe_text
from wallboard.domain.reasons import Reason

CONNECT_ERRORS = (OSError, WebSocketException, TimeoutError, EOFError)
"""All that connecting, sending and receiving may raise; TLS and name errors are OSErrors."""

STATUS_WORDS = {404: "link_not_found", 429: "link_busy", 503: "link_busy"}


def is_refusal(error: BaseException) -> bool:
    """Whether the server refused access (401, 403)."""
    return isinstance(error, InvalidStatus) and error.response.status_code in (401, 403)


def was_accepted(error: BaseException) -> bool:
    """Whether a server took the connection before it failed."""
    return isinstance(error, ConnectionClosed | InvalidHandshake | EOFError)


def reason_of(error: BaseException) -> Reason:
    """The reason for one of ``CONNECT_ERRORS``; its code names a sentence of the catalogues."""
    if isinstance(error, InvalidStatus):
        status = error.response.status_code
        if is_refusal(error):
            return Reason("link_refused", {"status": status})
        return Reason(STATUS_WORDS.get(status, "link_status"), {"status": status})
    if isinstance(error, ssl.SSLError):
        return Reason("link_tls", {"error": safe_text(getattr(error, "verify_message", "") or str(error))})
    if isinstance(error, socket.gaierror):
        return Reason("link_no_such_host")
    if isinstance(error, TimeoutError):
        return Reason("link_timeout")
    if isinstance(error, ConnectionClosed):
        frame = error.rcvd
        return Reason("link_closed", {"code": int(frame.code) if frame is not None else 1006})
    if isinstance(error, InvalidURI):
        return Reason("link_bad_url")
    if isinstance(error, InvalidHandshake | EOFError):
        return Reason("link_garbage", {"error": safe_text(str(error))[:120]})
    return Reason("link_unreachable", {"error": safe_text(str(error))[:120]})
