"""The frames of ``wb.feed.v1``: one JSON object ``{"op": …}`` a websocket text frame (design 5).

Facts travel as raw JSON inside their frame and are decoded one by one, so that one bad fact never drops
its batch. A frame of ours ends in a check sum (``crc``), because one changed digit inside a fact would
otherwise be a false number on the glass that nobody notices. No sockets, no clock.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from feeds.codec import DECODE_ERRORS
from feeds.codec import unknown_names as unknown_members
from feeds.safe_text import safe_text
from wallboard.domain.clock import ClockState
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode

SUBPROTOCOL = "wb.feed.v1"
CLOUDEVENTS = "cloudevents.json"
MAX_FRAME = 1 << 20
"""Longest frame, bytes; a longer one closes the connection with 1009."""
MAX_FACTS = 500
"""Most facts in one frame."""
SUM_LENGTH = len(',"crc":"01234567"}')
"""The check sum is CRC-32 of all bytes before the comma that precedes it, eight hexadecimal digits."""
LOOKED_AT = 4_096
"""Longest frame, bytes, in which unknown names are looked for: those that come every two seconds."""

Seq = Annotated[int, msgspec.Meta(ge=0)]


class FrameError(Exception):
    """The only thing that hostile bytes raise out of ``decode_frame``; ``reason`` says why."""

    def __init__(self, reason: Reason, raw: bytes) -> None:
        super().__init__(f"{reason.code} {reason.args}")
        self.reason, self.raw = reason, raw


class Frame(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="op"):
    """What every frame has: its ``op``. Fields that nobody knows are passed over."""


class WireClock(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The hub's clock: ``now`` runs on at ``rate`` operational seconds a second; 0 is a pause."""

    mode: ClockMode
    now: datetime
    rate: float = 1.0
    run: str = ""
    ended: bool = False


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub takes in one frame."""

    frame_bytes: int = MAX_FRAME
    frame_facts: int = MAX_FACTS


class ChannelHead(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One channel: its epoch, and the first and last seq that it can still send."""

    name: str
    epoch: str
    first: Seq = 0
    last: Seq = 0


class Hello(Frame, frozen=True, omit_defaults=False, kw_only=True, tag="hello"):
    """Client: who it is. The token stands in the Authorization header or here, never in the URL."""

    versions: tuple[str, ...] = (SUBPROTOCOL,)
    name: str = ""
    role: str = "wall"
    token: str = ""
    features: list[str] = []


class Welcome(Frame, frozen=True, omit_defaults=False, kw_only=True, tag="welcome"):
    """Server: the clock, the heartbeat period (s), limits, atlas digests and channels."""

    version: str = SUBPROTOCOL
    server: str = ""
    clock: WireClock
    heartbeat: float = 2.0
    limits: Limits = Limits()
    atlas: list[str] = []
    channels: list[ChannelHead] = []


class Sub(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="sub"):
    """Client: wants a channel, from ``since`` = ``epoch:seq`` on, or from a snapshot."""

    id: str
    channel: str = "room"
    since: str = ""
    kinds: list[str] = []
    area: str = ""


class Snap(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="snap"):
    """Server: one part of a snapshot that is valid at ``seq``; its facts carry their own seq."""

    id: str
    channel: str
    epoch: str
    seq: Seq
    part: Seq
    last: bool = False
    facts: list[msgspec.Raw]


class Ev(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="ev"):
    """Contiguous facts, the first at ``seq``. Upwards (role source): ``id`` is acknowledged, seq is 0."""

    channel: str = "room"
    epoch: str = ""
    seq: Seq = 0
    id: str = ""
    facts: list[msgspec.Raw]


class Gap(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="gap"):
    """Server: what can no longer be had, and why; a snapshot of ``epoch`` follows."""

    channel: str
    epoch: str
    reason: Reason


class Hb(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="hb"):
    """Both: alive. The server adds its clock and ``epoch:seq`` of the last fact sent per channel."""

    clock: WireClock | None = None
    heads: dict[str, str] = {}


class Act(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="act"):
    """Client: a verb on a subject. ``id`` makes it idempotent."""

    id: str
    subject: str
    verb: str
    args: dict[str, Any] = {}
    expect_seq: Seq | None = None


class Ack(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="ack"):
    """Server: accepted with the seq that carries it, or refused with a reason."""

    id: str
    accepted: bool
    seq: Seq = 0
    reason: Reason | None = None


class Past(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="past"):
    """Client: what stood at ``at`` and what came up to ``until``, an hour at most; the page after ``after``.

    One page is asked for at a time; ``after`` is the ``next`` of the page before.
    """

    id: str
    at: datetime
    until: datetime
    after: str = ""


class Was(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="was"):
    """Server: one page of the past, its facts with their own seq. next: "" where it was the last.

    standing: they are of what stood at some time before ``at``; the facts that lead from there to ``at``
    follow, without those that a later one stands for. reason: it cannot be had; first: from when on it can.
    """

    id: str
    facts: list[msgspec.Raw]
    standing: bool = False
    next: str = ""
    first: datetime | None = None
    reason: Reason | None = None


class Err(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="err"):
    """Either: something was wrong; ``fatal`` means that the connection closes."""

    reason: Reason
    fatal: bool = False


class Bye(Frame, frozen=True, omit_defaults=True, kw_only=True, tag="bye"):
    """Either: a planned end; come back after ``retry_after`` seconds."""

    reason: Reason
    retry_after: float = 0.0


AnyFrame = Hello | Welcome | Sub | Snap | Ev | Gap | Hb | Act | Ack | Past | Was | Err | Bye

FRAME_TYPES: tuple[type[Frame], ...] = (
    Hello,
    Welcome,
    Sub,
    Snap,
    Ev,
    Gap,
    Hb,
    Act,
    Ack,
    Past,
    Was,
    Err,
    Bye,
)

OPS = frozenset(str(kind.__struct_config__.tag) for kind in FRAME_TYPES)


class UnknownOp(msgspec.Struct, frozen=True):
    """A frame whose op this version does not know: counted, never fatal."""

    op: str


def _plain(value: Any) -> float:
    """Kinds of number of our own inside the arguments of an act, as numbers: instants, durations."""
    if isinstance(value, float):
        return float(value)
    raise NotImplementedError(type(value))


_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(AnyFrame)
_op_decoder = msgspec.json.Decoder(UnknownOp)
_encoder = msgspec.json.Encoder(enc_hook=_plain)


def decode_frame(data: str | bytes) -> AnyFrame | UnknownOp:
    """One text frame -> a frame. Raises FrameError, and nothing else, whatever the bytes are."""
    try:
        raw = data.encode() if isinstance(data, str) else bytes(data)
    except UnicodeEncodeError as error:
        raise FrameError(Reason("bad_frame", {"error": "not UTF-8"}), b"") from error
    if len(raw) > MAX_FRAME:
        raise FrameError(Reason("frame_too_large", {"bytes": len(raw)}), raw)
    if has_sum(raw) and raw[-10:-2] != b"%08x" % zlib.crc32(raw[:-SUM_LENGTH]):
        raise FrameError(Reason("frame_damaged", {"bytes": len(raw)}), raw)
    try:
        frame = _decoder.decode(raw)
    except DECODE_ERRORS as error:
        unknown = _unknown_op(raw)
        if unknown is not None:
            return unknown
        said = safe_text(str(error))[:200]
        raise FrameError(Reason("bad_frame", {"error": said}), raw) from error
    if isinstance(frame, (Ev, Snap, Was)) and len(frame.facts) > MAX_FACTS:
        raise FrameError(Reason("too_many_facts", {"facts": len(frame.facts)}), raw)
    return frame


def _unknown_op(raw: bytes) -> UnknownOp | None:
    try:
        known = _op_decoder.decode(raw)
    except DECODE_ERRORS:
        return None
    return None if known.op in OPS else UnknownOp(safe_text(known.op))


def encode_frame(frame: AnyFrame) -> bytes:
    """A frame -> one JSON object whose last member is its check sum."""
    return with_sum(_encoder.encode(frame))


def with_sum(plain: bytes) -> bytes:
    """A JSON object that is not empty, with its check sum as its last member."""
    body = plain[:-1]
    return b'%b,"crc":"%08x"}' % (body, zlib.crc32(body))


def has_sum(data: str | bytes) -> bool:
    """Whether a frame ends in a check sum; once one of a connection did, all of them must."""
    return data[-SUM_LENGTH:-10] == (',"crc":"' if isinstance(data, str) else b',"crc":"')


def unknown_names(data: str | bytes, frame: AnyFrame) -> list[str]:
    """Names in a good frame that this version does not know; at most 20. Long frames are not looked at."""
    if len(data) > LOOKED_AT:
        return []
    return unknown_members(data, {*frame.__struct_encode_fields__, "op", "crc"})


def ev_bytes(channel: str, epoch: str, seq: int, bodies: Sequence[bytes]) -> bytes:
    """An ``ev`` frame put together from facts that are already JSON: encoded once for all clients."""
    return encode_frame(
        Ev(channel=channel, epoch=epoch, seq=seq, facts=[msgspec.Raw(body) for body in bodies])
    )


def cut(bodies: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Facts as JSON -> lists that fit a frame: at most MAX_FACTS and, envelope included, MAX_FRAME."""
    part: list[bytes] = []
    size = 0
    for body in bodies:
        if part and (len(part) >= MAX_FACTS or size + len(body) + 1 > MAX_FRAME - 1024):
            yield part
            part, size = [], 0
        part.append(body)
        size += len(body) + 1
    if part:
        yield part


def with_seq(body: bytes, seq: int) -> bytes:
    """A fact's JSON, which holds no seq of its own, with one."""
    return body[:-1] + b',"seq":%d}' % seq


def instant(at: float) -> datetime:
    """Epoch seconds as they travel in a frame."""
    return datetime.fromtimestamp(round(at, 6), UTC)


def to_wire(clock: ClockState) -> WireClock:
    """A clock as it travels."""
    return WireClock(
        mode=clock.mode, now=instant(clock.now), rate=clock.rate, run=clock.run, ended=clock.ended
    )


def from_wire(clock: WireClock) -> ClockState:
    """A clock that came. Raises ValueError where its time has no offset or its rate is no number."""
    if clock.now.tzinfo is None or not 0.0 <= clock.rate <= 1e6:
        raise ValueError("a clock without offset, or with an impossible rate")
    return ClockState(clock.mode, clock.now.timestamp(), clock.rate, safe_text(clock.run), clock.ended)
