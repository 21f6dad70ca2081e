"""Frames: what travels comes back, and hostile bytes raise one documented exception only."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import frames
from feeds.codec import encode_fact
from feeds.fact_reader import FactReader
from feeds.frames import FrameError, UnknownOp, decode_frame, encode_frame
from tests.feeds.small import ev, outage, thread
from wallboard.config.values import Duration
from wallboard.domain.clock import ClockState
from wallboard.domain.facts import Instant
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode

CLOCK = ClockState(ClockMode.REPLAY, 1_732_060_800.25, 60.0, "replay-2", True)

EXAMPLES = [
    frames.Hello(name="wall", token="t"),
    frames.Welcome(
        clock=frames.to_wire(CLOCK), channels=[frames.ChannelHead(name="room", epoch="e", last=4)]
    ),
    frames.Sub(id="1", since="e:4"),
    frames.Gap(channel="room", epoch="e", reason=Reason("slow_consumer")),
    frames.Hb(heads={"room": "e:4"}),
    frames.Act(id="a", subject="clock", verb="rate", args={"rate": 60}),
    frames.Ack(id="a", accepted=False, reason=Reason("bad_rate", {"most": 5})),
    frames.Err(reason=Reason("link_refused"), fatal=True),
    frames.Bye(reason=Reason("hub_restarts"), retry_after=0.5),
]


@pytest.mark.parametrize("frame", EXAMPLES, ids=lambda frame: type(frame).__name__)
def test_that_a_frame_comes_back_as_it_went(frame: frames.AnyFrame) -> None:
    assert decode_frame(encode_frame(frame)) == frame


def test_that_the_clock_comes_back_as_it_went() -> None:
    assert frames.from_wire(frames.to_wire(CLOCK)) == CLOCK


def test_that_unknown_ops_and_fields_are_no_errors() -> None:
    assert decode_frame(b'{"op":"dance","x":1}') == UnknownOp("dance")
    assert decode_frame(b'{"op":"hb","moon":"full"}') == frames.Hb()


def test_that_one_bad_fact_does_not_drop_its_batch() -> None:
    good = [msgspec.Raw(encode_fact(fact)) for fact in thread(1)]
    bad = [msgspec.Raw(b'{"type":"outage.extent"}'), msgspec.Raw(b'{"n":1e999}'), msgspec.Raw(b"7")]
    reader = FactReader()
    facts = reader.read([good[0], *bad, *good[1:]], 0.0, first=10)
    assert [fact.seq for fact in facts] == [10, 14, 15, 16, 17]
    assert (reader.good, reader.bad, len(reader.ring)) == (5, 3, 3)
    assert reader.degraded(0.0)
    assert not reader.degraded(61.0)


def test_that_the_ring_of_bad_facts_is_bounded() -> None:
    reader = FactReader()
    for _ in range(3):
        reader.read([msgspec.Raw(b'"' + b"x" * 5000 + b'"')] * 500, 0.0)
    assert reader.bad == 1500
    assert len(reader.ring) == 1000
    assert max(len(bad.raw) for bad in reader.ring) == 2000


def test_that_too_long_and_too_full_frames_are_refused() -> None:
    with pytest.raises(FrameError) as long:
        decode_frame(b" " * (frames.MAX_FRAME + 1))
    assert long.value.reason.code == "frame_too_large"
    with pytest.raises(FrameError) as full:
        decode_frame(ev([outage(1, 1)] * 501, 1))
    assert full.value.reason.code == "too_many_facts"


def test_that_parts_fit_their_frame_and_lose_nothing() -> None:
    bodies = [b'"' + b"x" * (size * 997 % 60_000) + b'"' for size in range(1, 1300)]
    parts = list(frames.cut(bodies))
    assert [body for part in parts for body in part] == bodies
    assert all(len(part) <= frames.MAX_FACTS for part in parts)
    assert all(len(frames.ev_bytes("room", "e", 1, part)) <= frames.MAX_FRAME for part in parts)


def test_that_a_fact_with_its_seq_put_in_is_a_fact_with_that_seq() -> None:
    fact = outage(1, 5)
    assert frames.with_seq(encode_fact(fact), 42) == encode_fact(
        msgspec.structs.replace(fact, seq=42), with_seq=True
    )


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[" * 100_000, b"\xff\xfe", "\ud800", b"null", b'{"op":7}', b'{"op":"ev","facts":[1,]}'],
)
def test_that_garbage_raises_the_one_exception(data: str | bytes) -> None:
    with pytest.raises(FrameError):
        decode_frame(data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80), st.integers(0, 400), st.integers(0, 20))
def test_that_damaged_frames_raise_nothing_else(noise: bytes, at: int, cut: int) -> None:
    whole = ev(thread(1), 1)
    damaged = whole[:at] + noise + whole[at + cut :]
    reader = FactReader()
    try:
        frame = decode_frame(damaged)
    except FrameError:
        return
    if isinstance(frame, frames.Ev | frames.Snap):
        reader.read(frame.facts, 0.0)


def test_that_times_and_durations_inside_an_act_travel_as_numbers() -> None:
    said = {"etr": Instant(1.5), "for": [Duration(2)]}
    act = frames.Act(id="a", subject="order/1", verb="send_message", args=said)
    back = frames.decode_frame(frames.encode_frame(act))
    assert isinstance(back, frames.Act) and back.args == {"etr": 1.5, "for": [2.0]}
