"""The link as a pure machine: text and monotonic seconds in; events, frames to send and deadlines out.

No asyncio, sockets or clock, so every failure rule of design 5 is tested as a playbook. ``feeds.runner``
is its shell. hello -> welcome -> sub -> snapshot parts -> ev; a place in the log is ``(epoch, seq)``.
"""

from collections import Counter
from enum import StrEnum

import msgspec

from feeds import frames
from feeds.codec import DECODE_ERRORS
from feeds.frames import FactReader, FrameError
from feeds.safe_text import safe_text
from wallboard.domain.clock import ClockState
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode

MAX_SNAPSHOT = 2_000_000
"""Most facts of one snapshot; a longer one is not believed."""
MAX_AHEAD = 4_096
"""Most facts kept while a hole before them is being waited for."""


class LinkTimes(msgspec.Struct, frozen=True):
    """Seconds. Late after 2 periods without a sign of life, lost after ``missed`` of them."""

    heartbeat: float = 2.0
    missed: int = 3
    hole: float = 1.0
    greeting: float = 5.0
    picture: float = 10.0


class Phase(StrEnum):
    CLOSED = "closed"
    GREETING = "greeting"
    SYNCING = "syncing"
    LIVE = "live"


class ClockCame(msgspec.Struct, frozen=True):
    """The hub's clock, to run the same one here."""

    state: ClockState


class FactsCame(msgspec.Struct, frozen=True):
    """Facts of the log in its order, up to and with ``seq``."""

    facts: list[Fact]
    epoch: str
    seq: int


class SnapshotCame(msgspec.Struct, frozen=True):
    """The whole picture, valid at ``seq``: it replaces the old one."""

    facts: list[Fact]
    epoch: str
    seq: int


class GapCame(msgspec.Struct, frozen=True):
    """Something can no longer be had: the old picture stays, greyed, until the snapshot comes."""

    reason: Reason


class AckCame(msgspec.Struct, frozen=True):
    ack: frames.Ack


class Ended(msgspec.Struct, frozen=True):
    """The connection is of no more use. ``refused``: access; ``retry_after``: a planned restart, s."""

    reason: Reason
    refused: bool = False
    retry_after: float = 0.0


LinkEvent = ClockCame | FactsCame | SnapshotCame | GapCame | AckCame | Ended


class LinkCore:
    """One client's side of ``wb.feed.v1``. It outlives connections, so that it can resume."""

    def __init__(
        self, name: str, role: str, token: str = "", *, channel: str = "room", times: LinkTimes | None = None
    ) -> None:
        self.hello = frames.Hello(name=name, role=role, token=token, features=["gap", "hb"])
        self.channel = channel
        self.times = times or LinkTimes()
        self.period = self.times.heartbeat
        self.phase = Phase.CLOSED
        self.epoch = ""
        self.seq: int | None = None  # last fact that was handed on; None: a snapshot is needed
        self.reader = FactReader()
        self.counts: Counter[str] = Counter()
        self.skew: float | None = None  # hub's clock minus ours, s, live mode only
        self.server = ""
        self.heard = 0.0
        self.data_at: float | None = None
        self.in_gap = False
        self._out: list[bytes] = []
        self._ahead: dict[int, list[msgspec.Raw]] = {}
        self._hole_since: float | None = None
        self._wanted = 0
        self._resubs = 0
        self._sub = 0
        self._parts: list[Fact] | None = None
        self._part = 0
        self._waiting_since = 0.0
        self._beat_at = 0.0

    # what the shell calls

    def opened(self, now: float) -> None:
        """A connection stands: say hello."""
        self.phase = Phase.GREETING
        self.heard = self._waiting_since = now
        self._beat_at = now + self.period
        self._forget_connection()
        self._out = [frames.encode_frame(self.hello)]

    def closed(self) -> None:
        """The connection is gone; the place in the log is kept for the next one."""
        self.phase = Phase.CLOSED
        self._forget_connection()
        self._out = []

    def take_outgoing(self) -> list[bytes]:
        """Frames to send, in order."""
        out, self._out = self._out, []
        return out

    def act(self, act: frames.Act) -> None:
        """Queue an act; its ack comes as ``AckCame``."""
        self._out.append(frames.encode_frame(act))

    def resync(self, now: float) -> None:
        """Ask for a fresh snapshot (the inbox overflowed)."""
        if self.phase in (Phase.SYNCING, Phase.LIVE):
            self._subscribe(now, fresh=True)

    def received(self, data: str | bytes, now: float, wall: float | None = None) -> list[LinkEvent]:
        """One frame came. wall: this machine's own time, epoch s, for the skew."""
        self.heard = now
        try:
            frame = frames.decode_frame(data)
        except FrameError as error:
            self.counts[error.reason.code] += 1
            return []
        match frame:
            case frames.Ev():
                return self._on_ev(frame, now)
            case frames.Snap():
                return self._on_snap(frame, now)
            case frames.Hb():
                return self._on_beat(frame, now, wall)
            case frames.Welcome():
                return self._on_welcome(frame, now, wall)
            case frames.Gap():
                return self._on_gap(frame, now)
            case frames.Ack():
                return [AckCame(frame)]
            case frames.Err():
                self.counts["err"] += 1
                refused = frame.reason.code == "link_refused"
                return [Ended(clean(frame.reason), refused=refused)] if frame.fatal else []
            case frames.Bye():
                return [Ended(clean(frame.reason), retry_after=min(max(frame.retry_after, 0.0), 60.0))]
        self.counts["unknown_op" if isinstance(frame, frames.UnknownOp) else "unexpected_op"] += 1
        return []

    def tick(self, now: float) -> list[LinkEvent]:
        """Time passed. Call it at ``deadline()``, or every 250 ms."""
        if self.phase is Phase.CLOSED:
            return []
        if now - self.heard >= self.times.missed * self.period:
            return [Ended(Reason("link_silent", {"seconds": round(now - self.heard)}))]
        if self.phase is Phase.GREETING and now - self._waiting_since >= self.times.greeting:
            return [Ended(Reason("link_no_welcome"))]
        if self.phase is Phase.SYNCING and now - self._waiting_since >= self.times.picture:
            return [Ended(Reason("link_no_picture"))]
        if self._hole_since is not None and now - self._hole_since >= self.times.hole:
            self._resubs += 1
            self.counts["resubscribed"] += 1
            self._subscribe(now, fresh=self._resubs > 3)
            self._hole_since = now
        if now >= self._beat_at and self.phase is not Phase.GREETING:
            self._beat_at = now + self.period
            self._out.append(frames.encode_frame(frames.Hb()))
        return []

    def deadline(self) -> float | None:
        """When ``tick`` has something to do at the latest (monotonic s); None while closed."""
        if self.phase is Phase.CLOSED:
            return None
        due = [self.heard + self.times.missed * self.period]
        if self.phase is Phase.GREETING:
            due.append(self._waiting_since + self.times.greeting)
        else:
            due.append(self._beat_at)
        if self.phase is Phase.SYNCING:
            due.append(self._waiting_since + self.times.picture)
        if self._hole_since is not None:
            due.append(self._hole_since + self.times.hole)
        return min(due)

    # frames

    def _on_welcome(self, frame: frames.Welcome, now: float, wall: float | None) -> list[LinkEvent]:
        if self.phase is not Phase.GREETING:
            self.counts["unexpected_op"] += 1
            return []
        self.period = min(max(frame.heartbeat, 0.01), 60.0)
        self.server = safe_text(frame.server)
        events = self._clock(frame.clock, wall)
        head = next((one for one in frame.channels if one.name == self.channel), None)
        if head is None:
            return [*events, Ended(Reason("link_no_channel", {"channel": self.channel}))]
        self.phase = Phase.SYNCING
        fits = head.epoch == self.epoch and self.seq is not None and self.seq <= head.last
        if self.seq is not None and not fits:
            self.in_gap = True
            events.append(GapCame(Reason("new_epoch")))
        self._subscribe(now, fresh=not fits)
        return events

    def _on_ev(self, frame: frames.Ev, now: float) -> list[LinkEvent]:
        if frame.channel != self.channel or not frame.facts:
            return []
        if self.seq is None or self._parts is not None:
            if frame.epoch == self.epoch or self._parts is not None:
                self._keep_ahead(frame)
            return []
        if frame.epoch != self.epoch:
            self.counts["wrong_epoch"] += len(frame.facts)
            self._hole_since = now if self._hole_since is None else self._hole_since
            return []
        last = frame.seq + len(frame.facts) - 1
        if last <= self.seq:
            self.counts["behind"] += len(frame.facts)
            return []
        if frame.seq > self.seq + 1:
            self.counts["ahead"] += 1
            self._keep_ahead(frame)
            self._wanted = max(self._wanted, last)
            self._hole_since = now if self._hole_since is None else self._hole_since
            return []
        facts = self._take(frame.seq, frame.facts, now)
        facts += self._take_ahead(now)
        self._caught_up()
        return [FactsCame(facts, self.epoch, self.seq)]

    def _on_snap(self, frame: frames.Snap, now: float) -> list[LinkEvent]:
        if frame.channel != self.channel or frame.id != str(self._sub):
            self.counts["stray_snap"] += 1
            return []
        if frame.part == 1:
            self._parts, self._part, self._ahead = [], 0, {}
        if self._parts is None or frame.part != self._part + 1 or len(self._parts) > MAX_SNAPSHOT:
            self.counts["broken_snap"] += 1
            self._subscribe(now, fresh=True)
            return []
        self._part = frame.part
        self._waiting_since = now
        self._parts += self.reader.read(frame.facts, now)
        if not frame.last:
            return []
        facts, self._parts = self._parts, None
        self.epoch, self.seq = frame.epoch, frame.seq
        self._wanted = frame.seq
        self.phase, self.in_gap, self.data_at = Phase.LIVE, False, now
        events: list[LinkEvent] = [SnapshotCame(facts, self.epoch, frame.seq)]
        after = self._take_ahead(now)
        self._caught_up()
        if after:
            events.append(FactsCame(after, self.epoch, self.seq))
        return events

    def _on_gap(self, frame: frames.Gap, now: float) -> list[LinkEvent]:
        if frame.channel != self.channel:
            return []
        self.in_gap, self.seq, self._ahead, self._hole_since = True, None, {}, None
        self.epoch = frame.epoch
        self.phase, self._waiting_since = Phase.SYNCING, now
        self.counts["gap"] += 1
        return [GapCame(clean(frame.reason))]

    def _on_beat(self, frame: frames.Hb, now: float, wall: float | None) -> list[LinkEvent]:
        events = self._clock(frame.clock, wall) if frame.clock is not None else []
        epoch, _, seq = frame.heads.get(self.channel, "").rpartition(":")
        if self.seq is None or not seq.isdecimal() or epoch != self.epoch:
            return events
        if int(seq) > self.seq:
            self._wanted = max(self._wanted, int(seq[:18]))
            self._hole_since = now if self._hole_since is None else self._hole_since
        elif self.phase is Phase.SYNCING and self._parts is None:
            self.phase, self.in_gap = Phase.LIVE, False
        return events

    # parts

    def _clock(self, wire: frames.WireClock, wall: float | None) -> list[LinkEvent]:
        try:
            state = frames.from_wire(wire)
        except DECODE_ERRORS:
            self.counts["bad_clock"] += 1
            return []
        live = state.mode is ClockMode.LIVE and wall is not None
        self.skew = state.now - wall if live and wall is not None else None
        return [ClockCame(state)]

    def _subscribe(self, now: float, *, fresh: bool) -> None:
        self._sub += 1
        since = ""
        if fresh:
            self.seq, self._ahead = None, {}
        elif self.seq is not None:
            since = f"{self.epoch}:{self.seq}"
        self.phase, self._waiting_since, self._parts = Phase.SYNCING, now, None
        sub = frames.Sub(id=str(self._sub), channel=self.channel, since=since)
        self._out.append(frames.encode_frame(sub))

    def _take(self, first: int, raws: list[msgspec.Raw], now: float) -> list[Fact]:
        assert self.seq is not None
        known = self.seq + 1 - first
        self.counts["behind"] += known
        self.seq = first + len(raws) - 1
        self.data_at = now
        return self.reader.read(raws[known:], now, first + known)

    def _keep_ahead(self, frame: frames.Ev) -> None:
        if sum(map(len, self._ahead.values())) + len(frame.facts) <= MAX_AHEAD:
            self._ahead[frame.seq] = frame.facts

    def _take_ahead(self, now: float) -> list[Fact]:
        facts: list[Fact] = []
        for first in sorted(self._ahead):
            assert self.seq is not None
            if first > self.seq + 1:
                break
            raws = self._ahead.pop(first)
            if first + len(raws) - 1 > self.seq:
                facts += self._take(first, raws, now)
        return facts

    def _caught_up(self) -> None:
        assert self.seq is not None
        self._resubs = 0
        if self._parts is None:
            self.phase, self.in_gap = Phase.LIVE, False
        if self.seq >= self._wanted and not self._ahead:
            self._hole_since = None

    def _forget_connection(self) -> None:
        self._ahead, self._parts = {}, None
        self._hole_since, self._wanted, self._resubs = None, 0, 0


def clean(reason: Reason) -> Reason:
    """A reason that came from outside: its code one word, its arguments plain text."""
    code = "".join(c for c in reason.code[:40] if c.isascii() and (c.isalnum() or c == "_"))
    args = {safe_text(k)[:40]: safe_text(v) if isinstance(v, str) else v for k, v in reason.args.items()}
    return Reason(code or "unknown", args)
