"""One client's way out of the hub: a bounded queue, a snapshot when it must have one, heartbeats.

A client that cannot keep up loses its queue, not facts in silence: it gets ``gap`` and a fresh snapshot,
taken only once its socket takes frames again, so that a stalled client costs no memory.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator

import msgspec

from feeds import frames
from feeds.codec import encode_fact
from feeds.hub.channel import Channel
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason

READING = 0.1
"""Seconds since its last frame in which a client counts as one that reads."""


class QueueLimits(msgspec.Struct, frozen=True):
    """When a consumer counts as slow: facts, bytes, or seconds without a frame taken."""

    facts: int = 4_096
    bytes: int = 8 << 20
    seconds: float = 5.0


class Subscriber:
    """Frames for one client, in order. ``beat``: makes its heartbeat, given the heads sent."""

    def __init__(
        self,
        channel: Channel,
        clock: Clock,
        beat: Callable[[dict[str, str]], bytes],
        limits: QueueLimits | None = None,
    ) -> None:
        self.channel, self._clock, self._make_beat = channel, clock, beat
        self.limits = limits or QueueLimits()
        self.slow = 0  # times that the queue was dropped
        self._control: deque[bytes] = deque()
        self._idle: deque[bytes] = deque()  # what goes out while nothing else waits
        self._queue: deque[tuple[bytes, int, int]] = deque()
        self._facts = self._bytes = 0
        self._resync: tuple[str, Reason | None] | None = None
        self._parts: Iterator[bytes] | None = None
        self._sub_id = ""
        self._following = False
        self._sent = 0  # last seq handed to the socket
        self._beat_due = False
        self._progress = clock.monotonic()
        self._wake = asyncio.Event()

    def say(self, frame: frames.AnyFrame) -> None:
        """A frame outside the flow: welcome, ack, err, bye."""
        self._control.append(frames.encode_frame(frame))
        self._wake.set()

    def say_idle(self, frame: frames.AnyFrame) -> None:
        """A frame that waits until nothing of the present does: a page of the past."""
        self._idle.append(frames.encode_frame(frame))
        self._wake.set()

    def beat(self) -> None:
        """A heartbeat is due."""
        self._beat_due = True
        self._wake.set()

    def offer(self, frame: bytes, facts: int, last: int) -> None:
        """Facts of the channel; dropped, with a gap, where the client does not keep up."""
        if not self._following or (self._resync is not None and self._parts is None):
            return
        stalled = self._queue and self._clock.monotonic() - self._progress > self.limits.seconds
        if stalled or self._facts + facts > self.limits.facts or self._bytes + len(frame) > self.limits.bytes:
            self.slow += 1
            self.resync(Reason("slow_consumer"))
            return
        self._queue.append((frame, facts, last))
        self._facts += facts
        self._bytes += len(frame)
        self._wake.set()

    def crowded(self) -> bool:
        """The queue is half full and is being read: a burst had better wait a little."""
        half = 2 * self._facts > self.limits.facts or 2 * self._bytes > self.limits.bytes
        return half and self._clock.monotonic() - self._progress < READING

    def follow(self, sub_id: str, after: int, rows: list[tuple[int, bytes]]) -> None:
        """Resume after a seq: these rows first, which end where the channel is now."""
        self._clear()
        self._sub_id, self._following, self._sent = sub_id, True, after
        self._resync = self._parts = None
        at = after + 1
        for part in frames.cut(body for _, body in rows):
            frame = frames.ev_bytes(self.channel.name, self.channel.epoch, at, part)
            at += len(part)
            self._queue.append((frame, 0, at - 1))  # bounded by what a resume may hold
        self._progress = self._clock.monotonic()
        self.beat()

    def subscribe(self, sub_id: str, reason: Reason | None) -> None:
        """Start from a snapshot; with a reason, a gap is announced first."""
        self._sub_id, self._following = sub_id, True
        self.resync(reason)

    def resync(self, reason: Reason | None) -> None:
        """Drop what waits and send a fresh snapshot when the socket takes it."""
        if not self._following:
            return
        self._clear()
        self._parts = None
        self._resync = (self.channel.epoch, reason)
        self._wake.set()

    async def pump(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        """Send for ever; ends by cancellation or by what ``send`` raises."""
        while True:
            frame = self._next()
            if frame is None:
                self._wake.clear()
                await self._wake.wait()
                continue
            await send(frame)
            self._progress = self._clock.monotonic()

    def _next(self) -> bytes | None:
        if self._control:
            return self._control.popleft()
        if self._beat_due:
            self._beat_due = False
            return self._make_beat(self._heads())
        if self._resync is not None:
            return self._next_of_snapshot(self._resync)
        if self._queue:
            frame, facts, self._sent = self._queue.popleft()
            self._facts -= facts
            self._bytes -= len(frame) if facts else 0
            return frame
        return self._idle.popleft() if self._idle else None

    def _next_of_snapshot(self, resync: tuple[str, Reason | None]) -> bytes | None:
        epoch, reason = resync
        if self._parts is None:
            self.channel.flush()
            self._clear()
            self._sent = max(self.channel.head, self.channel.store.head)  # a burst may be on its way out
            self._parts = self._snapshot(self._sent, self.channel.store.snapshot())
            if reason is not None:
                gap = frames.Gap(channel=self.channel.name, epoch=epoch, reason=reason)
                self._control.append(self._make_beat({}))  # the new run's clock goes before its facts
                self._control.append(frames.encode_frame(gap))
                return self._control.popleft()
        frame = next(self._parts, None)
        if frame is None:
            self._resync = self._parts = None
            return self._next()
        return frame

    def _snapshot(self, seq: int, facts: list[Fact]) -> Iterator[bytes]:
        """Parts are encoded as they are sent: ~3 ms each, never the whole world at once."""
        epoch, sub_id = self.channel.epoch, self._sub_id
        parts = frames.cut(encode_fact(fact, with_seq=True) for fact in facts)
        bodies: list[bytes] = next(parts, [])
        number = 1
        while True:
            following = next(parts, None)
            yield frames.encode_frame(
                frames.Snap(
                    id=sub_id,
                    channel=self.channel.name,
                    epoch=epoch,
                    seq=seq,
                    part=number,
                    last=following is None,
                    facts=[msgspec.Raw(body) for body in bodies],
                )
            )
            if following is None:
                return
            bodies, number = following, number + 1

    def _heads(self) -> dict[str, str]:
        if not self._following or self._resync is not None:
            return {}
        return {self.channel.name: f"{self.channel.epoch}:{self._sent}"}

    def _clear(self) -> None:
        self._queue.clear()
        self._facts = self._bytes = 0
