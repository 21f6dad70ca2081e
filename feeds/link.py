"""The link as a pure machine: text and monotonic seconds in; events, frames to send and deadlines out.

No asyncio, sockets or clock, so every failure rule of design 5 is tested as a playbook. ``feeds.runner``
is its shell. hello -> welcome -> sub -> snapshot parts -> ev; a place in the log is ``(epoch, seq)``.
"""

from collections import Counter

import msgspec

from feeds import frames
from feeds.codec import DECODE_ERRORS
from feeds.fact_reader import FactReader
from feeds.frames import FrameError
from feeds.link_events import (
    AckCame,
    ClockCame,
    Ended,
    FactsCame,
    GapCame,
    LinkEvent,
    PastCame,
    SnapshotCame,
)
from feeds.link_parts import Ahead, Hole, LinkTimes, Phase, clean
from feeds.safe_text import safe_text
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode

__all__ = ["AckCame", "ClockCame", "Ended", "FactsCame", "GapCame", "LinkCore", "SnapshotCame"]

MAX_SNAPSHOT = 2_000_000
"""Most facts of one snapshot; a longer one is not believed."""
RESUMES = 2
"""Times that a hole is asked for before a snapshot is."""


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
        self.server = self.version = ""
        self.atlas: tuple[str, ...] = ()  # digests that the hub announces
        self.heard = 0.0  # when a frame came that could be read
        self.data_at: float | None = None
        self.in_gap = False
        self._out: list[bytes] = []
        self._ahead = Ahead()
        self._hole = Hole(self.times.hole)
        self._sub = 0
        self._forget_connection()
        self._waiting_since = self._beat_at = 0.0

    # what the shell calls

    def opened(self, now: float) -> None:
        """A connection stands: say hello."""
        self.phase = Phase.GREETING
        self.heard = self._waiting_since = now
        self.period = self.times.heartbeat
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

    def say(self, frame: frames.Act | frames.Past) -> None:
        """Queue an act, or a look back; the answer comes as ``AckCame`` or ``PastCame``."""
        self._out.append(frames.encode_frame(frame))

    def resync(self, now: float) -> None:
        """Ask for a fresh snapshot (the inbox overflowed)."""
        if self.phase in (Phase.SYNCING, Phase.LIVE):
            self._subscribe(now, fresh=True)

    def received(self, data: str | bytes, now: float, wall: float | None = None) -> list[LinkEvent]:
        """One frame came. wall: this machine's own time, epoch s, for the skew.

        Frames after a silence that lost the link are old (the process was stopped): they are not read.
        """
        if self.phase is Phase.CLOSED:
            return []
        lost = self._silence(now)
        if lost:
            return lost
        try:
            frame = frames.decode_frame(data)
            if self._sums and not frames.has_sum(data):
                raise FrameError(Reason("frame_damaged", {"bytes": len(data)}), _bytes(data))
        except FrameError as error:
            self.counts[error.reason.code] += 1
            self.reader.bad_frame(error.reason, error.raw, now)
            self._garbled = True
            return []
        self._sums = self._sums or frames.has_sum(data)
        self.heard, self._garbled = now, False
        self.reader.good_frame(now)
        if isinstance(frame, frames.UnknownOp):
            self.counts["unknown_op"] += 1
            self.reader.unknown_name(f"op {frame.op}")
            return []
        for name in frames.unknown_names(data, frame):
            self.reader.unknown_name(f"field {frame.__struct_config__.tag}.{name}")
        return self._take_frame(frame, now, wall)

    def tick(self, now: float) -> list[LinkEvent]:
        """Time passed. Call it at ``deadline()``, or every 250 ms."""
        if self.phase is Phase.CLOSED:
            return []
        lost = self._silence(now)
        if lost:
            return lost
        if self.phase is Phase.GREETING:
            waited = now - self._waiting_since >= self.times.greeting
            return [Ended(Reason("link_no_welcome"))] if waited else []
        if self.phase is Phase.SYNCING and now - self._waiting_since >= self.times.picture:
            return [Ended(Reason("link_no_picture"))]
        if self._hole.is_over(now):
            self.counts["resubscribed"] += 1
            self._hole.asked += 1
            self._subscribe(now, fresh=self.seq is None or self._hole.asked > RESUMES)
        if now >= self._beat_at:
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
        return min(due) if self._hole.due is None else min(*due, self._hole.due)

    # frames

    def _take_frame(self, frame: frames.AnyFrame, now: float, wall: float | None) -> list[LinkEvent]:
        match frame:
            case frames.Err():
                self.counts["err"] += 1
                refused = frame.reason.code == "link_refused"
                return [Ended(clean(frame.reason), refused=refused)] if frame.fatal else []
            case frames.Bye():
                return [Ended(clean(frame.reason), retry_after=min(max(frame.retry_after, 0.0), 60.0))]
            case frames.Ack():
                return [AckCame(frame)]
            case frames.Was():
                return [PastCame(frame)]
            case frames.Welcome() if self.phase is Phase.GREETING:
                return self._on_welcome(frame, now, wall)
            case frames.Ev() if self.phase is not Phase.GREETING:
                return self._on_ev(frame, now)
            case frames.Snap() if self.phase is not Phase.GREETING:
                return self._on_snap(frame, now)
            case frames.Hb() if self.phase is not Phase.GREETING:
                return self._on_beat(frame, now, wall)
            case frames.Gap() if self.phase is not Phase.GREETING:
                return self._on_gap(frame, now)
        self.counts["unexpected_op"] += 1
        return []

    def _on_welcome(self, frame: frames.Welcome, now: float, wall: float | None) -> list[LinkEvent]:
        self.period = min(max(frame.heartbeat, 0.01), self.times.rarest)
        self.server, self.version = safe_text(frame.server), safe_text(frame.version)
        self.atlas = tuple(frame.atlas[:8])
        events = self._clock(frame.clock, wall)
        head = next((one for one in frame.channels if one.name == self.channel), None)
        if head is None:
            return [*events, Ended(Reason("link_no_channel", {"channel": self.channel}))]
        fits = head.epoch == self.epoch and self.seq is not None and self.seq <= head.last
        if self.seq is not None and not fits:
            self.in_gap = True
            events.append(GapCame(Reason("new_epoch")))
        self._wanted = head.last if fits else 0
        self._subscribe(now, fresh=not fits)
        return events

    def _on_ev(self, frame: frames.Ev, now: float) -> list[LinkEvent]:
        if frame.channel != self.channel or not frame.facts:
            return []
        last = frame.seq + len(frame.facts) - 1
        if self.seq is None or self._parts is not None:
            if frame.epoch == self.epoch or self._parts is not None:
                self._ahead.keep(frame.seq, frame.facts)
            return []
        if frame.epoch != self.epoch:
            self.counts["wrong_epoch"] += len(frame.facts)
            self._hole.suspect(now)
            return []
        if last <= self.seq:
            self.counts["behind"] += len(frame.facts)
            return []
        if frame.seq > self.seq + 1:
            self.counts["ahead"] += 1
            self._ahead.keep(frame.seq, frame.facts)
            self._wanted = max(self._wanted, last)
            self._hole.suspect(now)
            return []
        facts = self._take(frame.seq, frame.facts, now)
        self._settle()
        return [FactsCame(facts, self.epoch, self.seq)]

    def _on_snap(self, frame: frames.Snap, now: float) -> list[LinkEvent]:
        backwards = self.seq is not None and (frame.epoch != self.epoch or frame.seq < self.seq)
        mine = frame.channel == self.channel and frame.id == str(self._sub)
        if not mine or (backwards and not self._expects_snap):
            self.counts["stray_snap"] += 1
            return []
        if frame.part == 1:
            self._parts, self._part = [], 0
            self._ahead.clear()
        if self._parts is None or frame.part != self._part + 1 or len(self._parts) > MAX_SNAPSHOT:
            self.counts["broken_snap"] += 1
            self._subscribe(now, fresh=True)
            return []
        self._part = frame.part
        self._waiting_since = now
        self._hole.forget()
        self._parts += self.reader.read(frame.facts, now)
        if not frame.last:
            return []
        facts, self._parts = self._parts, None
        self.epoch, self.seq, self._expects_snap = frame.epoch, frame.seq, False
        self._wanted = frame.seq
        events: list[LinkEvent] = [SnapshotCame(facts, self.epoch, frame.seq)]
        after = self._take(frame.seq + 1, [], now)
        self._settle()
        if after:
            events.append(FactsCame(after, self.epoch, self.seq))
        return events

    def _on_gap(self, frame: frames.Gap, now: float) -> list[LinkEvent]:
        if frame.channel != self.channel:
            return []
        self.in_gap, self.seq, self.epoch = True, None, frame.epoch
        self._ahead.clear()
        self._hole.forget()
        self.phase, self._waiting_since, self._expects_snap, self._parts = Phase.SYNCING, now, True, None
        self.counts["gap"] += 1
        return [GapCame(clean(frame.reason))]

    def _on_beat(self, frame: frames.Hb, now: float, wall: float | None) -> list[LinkEvent]:
        events = self._clock(frame.clock, wall) if frame.clock is not None else []
        epoch, _, said = frame.heads.get(self.channel, "").rpartition(":")
        if not said.isdecimal():
            return events
        seq = int(said[:18])
        if self.seq is None or self._parts is not None or epoch != self.epoch:
            self._hole.suspect(now)  # it says that all was sent: the snapshot, or its end, was lost
        elif seq > self.seq:
            self._wanted = max(self._wanted, seq)
            self._hole.suspect(now)
        else:
            self._settle()
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

    def _silence(self, now: float) -> list[LinkEvent]:
        """The end of the connection after three missed heartbeats; else nothing."""
        silent = now - self.heard
        if silent < self.times.missed * self.period:
            return []
        code = "link_garbled" if self._garbled else "link_silent"
        return [Ended(Reason(code, {"seconds": round(silent)}))]

    def _subscribe(self, now: float, *, fresh: bool) -> None:
        self._sub += 1
        since = ""
        self._hole.forget()
        self._expects_snap = True
        if fresh:
            self.seq = None
            self._ahead.clear()
        elif self.seq is not None:
            since = f"{self.epoch}:{self.seq}"
            if self._hole.asked:  # what brings nothing is asked for again
                self._hole.suspect(now)
        self.phase, self._waiting_since, self._parts = Phase.SYNCING, now, None
        sub = frames.Sub(id=str(self._sub), channel=self.channel, since=since)
        self._out.append(frames.encode_frame(sub))

    def _take(self, first: int, raws: list[msgspec.Raw], now: float) -> list[Fact]:
        """Facts that follow, those known already left out, and what waited for them."""
        facts: list[Fact] = []
        following: tuple[int, list[msgspec.Raw]] | None = (first, raws)
        while following is not None:
            first, raws = following
            known = (self.seq or 0) + 1 - first
            self.counts["behind"] += known
            self.seq = first + len(raws) - 1
            facts += self.reader.read(raws[known:], now, first + known)
            following = self._ahead.after(self.seq)
        self.data_at = self._waiting_since = now
        return facts

    def _settle(self) -> None:
        """All that is known to be there was taken: live, and no hole."""
        if self.seq is not None and self._parts is None and self.seq >= self._wanted:
            self.phase, self.in_gap = Phase.LIVE, False
            self._hole.filled()

    def _forget_connection(self) -> None:
        self._ahead.clear()
        self._parts: list[Fact] | None = None
        self._part = 0
        self._hole.filled()
        self._wanted = 0
        self._expects_snap = self._sums = self._garbled = False


def _bytes(data: str | bytes) -> bytes:
    return data.encode("utf-8", "replace") if isinstance(data, str) else data
