"""What cannot be read is counted and kept within bounds, and shown so that nothing in it acts."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from feeds.codec import encode_fact
from feeds.fact_reader import NAMES, RING, BadPiece, FactReader, Share
from tests.feeds.small import outage
from wallboard.domain.reasons import Reason

WHY = Reason("bad_frame")


@given(st.binary(max_size=200))
def test_that_any_bytes_are_shown_as_harmless_text(raw: bytes) -> None:
    shown = BadPiece(0.0, WHY, raw, len(raw)).shown
    assert shown.isprintable()


def test_that_people_still_read_what_was_readable() -> None:
    piece = BadPiece(0.0, WHY, "停电\x1b[2J\u202e\n".encode() + b"\xff", 9)
    assert piece.shown == "停电\\u001b[2J\\u202e\\u000a\\xff"


def test_that_the_ring_and_the_names_are_bounded() -> None:
    reader = FactReader()
    for number in range(RING + 500):
        reader.bad_frame(WHY, b"x" * 5000, float(number))
        reader.unknown_name(f"op {number}")
    assert len(reader.ring) == RING
    assert {len(piece.raw) for piece in reader.ring} == {2000}
    assert reader.ring[0].size == 5000
    assert len(reader.unknown) == NAMES + 1
    assert reader.unknown["(more)"] == RING + 500 - NAMES


def test_that_over_a_tenth_of_a_minute_is_too_bad() -> None:
    share = Share()
    share.note(0.0, 90, 10)
    assert not share.too_bad(0.5)
    share.note(1.0, 0, 1)
    assert share.too_bad(1.0)
    share.note(61.0, 10, 1)
    assert not share.too_bad(62.0)  # the first minute is over


def test_that_bad_frames_degrade_as_bad_facts_do() -> None:
    reader = FactReader()
    reader.read([msgspec.Raw(encode_fact(outage(1, 1)))] * 50, 0.0)
    for _ in range(3):
        reader.good_frame(0.0)
    assert not reader.degraded(0.0)
    reader.bad_frame(WHY, b"{", 0.0)
    assert reader.degraded(0.0)
