"""One channel of the hub: its place in the order, its Store, its recent past and its listeners.

Facts are spread in frames made once for all clients, at most 50 ms and 500 facts apart.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from feeds import frames
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.state.store import Store

FLUSH_EVERY = 0.05
"""Longest time, s, that a fact waits for company in its frame."""
PATIENCE = 40
"""Looks, 5 ms apart, that a burst waits for crowded listeners, all its frames together."""
TAIL_FACTS = 20_000
TAIL_BYTES = 16 << 20
"""How much of the recent past is kept in memory for those who resume."""


class Listener(Protocol):
    """What a channel knows of a client."""

    def offer(self, frame: bytes, facts: int, last: int) -> None: ...

    def resync(self, reason: Reason | None) -> None: ...

    def crowded(self) -> bool:
        """Its queue is half full."""
        ...


class Channel:
    """A total order of facts: ``(epoch, seq)``; ``head`` is the last seq spread."""

    def __init__(self, name: str, epoch: str, store: Store, head: int = 0) -> None:
        self.name, self.epoch, self.store, self.head = name, epoch, store, head
        self.listeners: set[Listener] = set()
        self._tail: deque[tuple[int, bytes]] = deque()
        self._tail_bytes = 0
        self._pending: list[bytes] = []
        self._timer: asyncio.TimerHandle | None = None

    def spread(self, facts: Sequence[Fact], bodies: Sequence[bytes]) -> None:
        """Facts that follow the head, already applied to the Store, and their JSON without seq."""
        for fact, body in zip(facts, bodies, strict=True):
            self.head = fact.seq
            self._tail.append((fact.seq, body))
            self._tail_bytes += len(body)
        while len(self._tail) > TAIL_FACTS or self._tail_bytes > TAIL_BYTES:
            self._tail_bytes -= len(self._tail.popleft()[1])
        self._pending += bodies
        if len(self._pending) >= frames.MAX_FACTS:
            self.flush()
        elif self._timer is None and self._pending:
            self._timer = asyncio.get_running_loop().call_later(FLUSH_EVERY, self.flush)

    async def pour(self, facts: Sequence[Fact], bodies: Sequence[bytes]) -> None:
        """``spread`` for bursts: in frames, waiting a little where a listener's queue fills, so that only
        those who do not read at all are cut off."""
        patience = PATIENCE
        for at in range(0, len(facts), frames.MAX_FACTS):
            self.spread(facts[at : at + frames.MAX_FACTS], bodies[at : at + frames.MAX_FACTS])
            await asyncio.sleep(0)
            while patience and any(listener.crowded() for listener in self.listeners):
                await asyncio.sleep(0.005)
                patience -= 1

    def flush(self) -> None:
        """Send what waits for company now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        at = self.head - len(self._pending) + 1
        pending, self._pending = self._pending, []
        for part in frames.cut(pending):
            frame = frames.ev_bytes(self.name, self.epoch, at, part)
            at += len(part)
            for listener in tuple(self.listeners):
                listener.offer(frame, len(part), at - 1)

    def first(self) -> int:
        """The first seq that ``after`` can still give."""
        return self._tail[0][0] if self._tail else self.head + 1

    def after(self, seq: int) -> list[tuple[int, bytes]] | None:
        """(seq, body) of everything after a seq, or None where that is no longer kept."""
        if not self.first() - 1 <= seq <= self.head:
            return None
        return list(islice(self._tail, seq - self.first() + 1, None))

    def renew(self, epoch: str, store: Store, head: int, reason: Reason) -> None:
        """A new run: new epoch, new picture; every listener gets a gap and a snapshot."""
        self._pending, self._tail_bytes = [], 0
        self._tail.clear()
        self.epoch, self.store, self.head = epoch, store, head
        for listener in tuple(self.listeners):
            listener.resync(reason)
