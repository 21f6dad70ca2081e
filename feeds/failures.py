"""What a failed connection is called, as a reason that people can read. Nothing here ends the trying."""

import errno
import os
import re
import socket
import ssl

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidProxy,
    InvalidStatus,
    InvalidURI,
    ProxyError,
    WebSocketException,
)

from feeds.safe_text import safe_text
from wallboard.domain.reasons import Reason

CONNECT_ERRORS = (OSError, WebSocketException, TimeoutError, EOFError)
"""All that connecting, sending and receiving may raise; TLS and name errors are OSErrors."""

DIAL_ERRORS = (*CONNECT_ERRORS, ValueError, ImportError)
"""What dialling may raise besides: a host name that cannot be one, a proxy of a kind that nobody speaks."""

STATUS_WORDS = {404: "link_not_found", 429: "link_busy", 503: "link_busy"}

TLS_WORDS = {
    9: "link_tls_early",
    10: "link_tls_expired",
    18: "link_tls_untrusted",
    19: "link_tls_untrusted",
    20: "link_tls_untrusted",
    21: "link_tls_untrusted",
    62: "link_tls_name",
    64: "link_tls_name",
}
"""OpenSSL's verify codes (x509_vfy.h) that a room can do something about."""

_WORDS = {
    errno.ECONNREFUSED: "nobody_there",
    errno.ENETUNREACH: "no_route",
    errno.EHOSTUNREACH: "no_route",
    errno.ENETDOWN: "no_route",
    errno.ECONNRESET: "reset",
    errno.ECONNABORTED: "reset",
    errno.EPIPE: "reset",
    errno.ETIMEDOUT: "timeout",
}
_NUMBERED = re.compile(r"\[Errno (\d+)\] ?")

OUR_CLOSE_WORDS = {1009: "link_oversize", 1002: "link_garbage", 1007: "link_garbage", 1011: "link_timeout"}
"""Codes with which this end closed: too long a frame, a broken protocol, no answer to a ping."""


def is_refusal(error: BaseException) -> bool:
    """Whether the server refused access (401, 403)."""
    return isinstance(error, InvalidStatus) and error.response.status_code in (401, 403)


def was_accepted(error: BaseException) -> bool:
    """Whether a server took the connection before it failed: TLS that does not come about is one too."""
    taken = isinstance(error, ConnectionClosed | InvalidHandshake | EOFError | ssl.SSLError)
    return taken or (isinstance(error, OSError) and error.errno in (errno.ECONNRESET, errno.EPIPE))


def reason_of(error: BaseException) -> Reason:
    """The reason for one of ``DIAL_ERRORS``; its code names a sentence of the catalogues."""
    if isinstance(error, InvalidStatus):
        status = error.response.status_code
        if is_refusal(error):
            return Reason("link_refused", {"status": status})
        return Reason(STATUS_WORDS.get(status, "link_status"), {"status": status})
    if (
        isinstance(error, ssl.SSLCertVerificationError)
        and (code := getattr(error, "verify_code", 0)) in TLS_WORDS
    ):
        return Reason(TLS_WORDS[code])
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLCertVerificationError):
        return Reason("link_no_tls")
    if isinstance(error, ConnectionClosed):
        ours = OUR_CLOSE_WORDS.get(error.sent.code, "") if error.sent and not error.rcvd_then_sent else ""
        return Reason(
            ours or "link_closed", {"code": int(error.rcvd.code) if error.rcvd is not None else 1006}
        )
    if isinstance(error, ProxyError | InvalidProxy | ImportError):
        return Reason("link_proxy", {"error": safe_text(str(error))[:120]})
    if isinstance(error, InvalidHandshake | EOFError):
        return Reason("link_garbage", {"error": safe_text(str(error))[:120]})
    if isinstance(error, InvalidURI) or (isinstance(error, ValueError) and not isinstance(error, OSError)):
        return Reason("link_bad_url")
    return network_reason(error, "link")


def network_reason(error: BaseException, head: str) -> Reason:
    """The reason for a failure of the network. head: ``link`` or ``source``, whose codes are taken."""
    if isinstance(error, ssl.SSLError):
        said = safe_text(getattr(error, "verify_message", "") or str(error))
        return Reason(f"{head}_tls", {"error": said[:120]})
    if isinstance(error, socket.gaierror):
        return Reason(f"{head}_no_such_host")
    if isinstance(error, TimeoutError):
        return Reason(f"{head}_timeout")
    number = _number(error)
    if number in _WORDS:
        return Reason(f"{head}_{_WORDS[number]}")
    said = os.strerror(number) if number else _NUMBERED.sub("", str(error))
    return Reason(f"{head}_unreachable", {"error": safe_text(said)[:120]})


def _number(error: BaseException) -> int | None:
    """The system's number of an error; of several at once (one host, many addresses) the first."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    found = _NUMBERED.search(str(error))
    return int(found[1]) if found else None
