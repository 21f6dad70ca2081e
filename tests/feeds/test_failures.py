"""What a failed connection is called."""

import socket
import ssl

import pytest
from websockets.exceptions import ConnectionClosedError, InvalidMessage, InvalidURI
from websockets.frames import Close

from feeds.failures import is_refusal, reason_of, was_accepted

CASES = [
    (ssl.SSLCertVerificationError("self-signed certificate"), "link_tls"),
    (socket.gaierror(-2, "Name or service not known"), "link_no_such_host"),
    (TimeoutError(), "link_timeout"),
    (ConnectionRefusedError(111, "refused"), "link_unreachable"),
    (ConnectionClosedError(Close(1009, "too big"), None), "link_closed"),
    (InvalidURI("x", "no"), "link_bad_url"),
    (InvalidMessage("did not receive a valid HTTP response"), "link_garbage"),
    (EOFError("line without CRLF"), "link_garbage"),
]


@pytest.mark.parametrize(("error", "code"), CASES, ids=lambda case: getattr(case, "__class__", case).__name__)
def test_that_every_failure_has_its_words(error: BaseException, code: str) -> None:
    assert reason_of(error).code == code
    assert not is_refusal(error)


def test_that_an_accepted_connection_is_known_from_one_that_nobody_took() -> None:
    assert was_accepted(ConnectionClosedError(None, None))
    assert was_accepted(InvalidMessage("x"))
    assert not was_accepted(ConnectionRefusedError())
    assert not was_accepted(TimeoutError())
