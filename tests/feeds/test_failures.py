"""What a failed connection is called."""

import socket
import ssl

import pytest
from websockets.exceptions import ConnectionClosedError, InvalidMessage, InvalidProxyMessage, InvalidURI
from websockets.frames import Close

from feeds.failures import DIAL_ERRORS, is_refusal, reason_of, was_accepted


def untrusted(code: int) -> ssl.SSLCertVerificationError:
    """As OpenSSL raises it, with its verify code."""
    error = ssl.SSLCertVerificationError("certificate verify failed")
    error.verify_code, error.verify_message = code, "in OpenSSL's words"
    return error


CASES = [
    (ssl.SSLCertVerificationError("something new"), "link_tls"),
    (untrusted(18), "link_tls_untrusted"),
    (untrusted(10), "link_tls_expired"),
    (untrusted(64), "link_tls_name"),
    (ssl.SSLError(1, "wrong version number"), "link_no_tls"),
    (UnicodeError("label too long"), "link_bad_url"),
    (ImportError("connecting through a SOCKS proxy requires python-socks"), "link_proxy"),
    (InvalidProxyMessage("no HTTP"), "link_proxy"),
    (ConnectionClosedError(None, Close(1009, "too big")), "link_oversize"),
    (ConnectionClosedError(None, Close(1002, "bad opcode")), "link_garbage"),
    (ConnectionClosedError(None, None), "link_closed"),
    (socket.gaierror(-2, "Name or service not known"), "link_no_such_host"),
    (TimeoutError(), "link_timeout"),
    (ConnectionRefusedError(111, "refused"), "link_nobody_there"),
    (OSError("Multiple exceptions: [Errno 111] Connect call failed, [Errno 111] x"), "link_nobody_there"),
    (ConnectionResetError(104, "reset"), "link_reset"),
    (OSError(113, "No route to host"), "link_no_route"),
    (OSError(24, "Too many open files"), "link_unreachable"),
    (ConnectionClosedError(Close(1009, "too big"), None), "link_closed"),
    (InvalidURI("x", "no"), "link_bad_url"),
    (InvalidMessage("did not receive a valid HTTP response"), "link_garbage"),
    (EOFError("line without CRLF"), "link_garbage"),
]


@pytest.mark.parametrize(("error", "code"), CASES, ids=lambda case: getattr(case, "__class__", case).__name__)
def test_that_every_failure_has_its_words(error: BaseException, code: str) -> None:
    assert isinstance(error, DIAL_ERRORS)
    assert reason_of(error).code == code
    assert not is_refusal(error)


def test_that_an_accepted_connection_is_known_from_one_that_nobody_took() -> None:
    assert was_accepted(ConnectionClosedError(None, None))
    assert was_accepted(InvalidMessage("x"))
    assert was_accepted(ssl.SSLCertVerificationError(1, "self-signed certificate"))
    assert was_accepted(ConnectionResetError(104, "in the middle of the handshake"))
    assert not was_accepted(ConnectionRefusedError())
    assert not was_accepted(TimeoutError())
