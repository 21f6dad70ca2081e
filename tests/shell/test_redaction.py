"""What may never stand in a log."""

import weakref

import pytest

from wallboard.shell.redaction import redacted, redacted_fields, redacted_value


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("caller 13800138000 rang", "13800138000"),
        ("caller +86 138-0013-8000 rang", "0013"),
        ("call 0750-3312345 back", "3312345"),
        ("phone +1 604 224 9376", "9376"),
        ("phone (604) 224-9376", "9376"),
        ("id 44070319900101123X seen", "44070319900101123X"),
        ("mail wei.chen@grid.example sent", "wei.chen"),
        ("Authorization: Bearer abc.def-123456", "abc.def"),
        ('hello {"token": "s3cret value", "role": "wall"}', "s3cret"),
        ("GET /feed?token=abcdef&x=1", "abcdef"),
        ("HUB_TOKEN=abcdef", "abcdef"),
        ("password: hunter2!", "hunter2"),
        ("wss://wall:hunter2@hub.example/feed", "hunter2"),
        ("key 8f14e45fceea167a5a36dedd4bea2543 refused", "8f14e45f"),
        ("got Zk9xQ2hKbm5vY3JpcHRvS2V5Rm9yVGVzdHMxMjM0NTY3", "Zk9xQ2hK"),
        ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0.sig-x", "eyJhbGci"),
    ],
)
def test_that_it_is_taken_out_of_text(text: str, gone: str) -> None:
    assert gone not in redacted(text)
    assert "[" in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "hub listening on ws://127.0.0.1:8765",
        "source bc-hydro: 383 rows, 191954 customers, lost 5 of 406 polls",
        "seq 12345678901 behind 12345678902",
        "at 1795422000.123 and 2026-11-23T08:20:00.000Z",
        "lon 112.790123 lat 22.250456",
        "order city/00450000123456 breached",
        "tick 3.2 ms p99 8.1 ms",
    ],
)
def test_that_what_the_room_needs_stays(text: str) -> None:
    assert redacted(text) == text


def test_that_personal_and_secret_fields_are_cut_whole() -> None:
    kept = redacted_fields(
        {
            "caller": "Chen",
            "Feed-Token": "x",
            "service_lead": "陈",
            "rows": 3,
            "at": {"phone": "1", "n": [1, "2"]},
        }
    )
    assert kept == {
        "caller": "[cut]",
        "Feed-Token": "[cut]",
        "service_lead": "[cut]",
        "rows": 3,
        "at": {"phone": "[cut]", "n": [1, "2"]},
    }


def test_that_hostile_text_costs_little() -> None:
    for text in (
        "token" * 20_000,
        "1" * 100_000,
        "a" * 100_000,
        "+1 " * 30_000,
        "a@" * 50_000,
        "x-1" * 30_000,
    ):
        assert isinstance(redacted(text), str)


class Connection:
    """Something that a library hangs on its records by a weak reference."""


def test_that_what_is_gone_is_said_to_be_gone() -> None:
    connection = Connection()
    proxy = weakref.proxy(connection)
    del connection
    assert redacted_value(proxy) == "[gone]"
    assert redacted_fields({"websocket": proxy, "rows": [3, proxy]}) == {
        "websocket": "[gone]",
        "rows": [3, "[gone]"],
    }
