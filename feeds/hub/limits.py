"""How much one client may ask of the hub: connections per address, frames and acts per second."""

from collections import Counter, OrderedDict
from collections.abc import Callable

import msgspec
from websockets.asyncio.server import ServerConnection

from feeds.hub.subscriber import QueueLimits

MOST_BUCKETS = 1_000
"""Actors whose pace is remembered."""


class ServerLimits(msgspec.Struct, frozen=True):
    """heartbeat, hello, handshake, ping: seconds. clients, handshakes: at once, in all; per_address: both.

    frames: a reader's frames a second, with a burst; beyond it the connection ends. source_frames: a
    publisher's; beyond it they are read more slowly, so that nothing is lost. acts: one actor's a second,
    over all its connections; beyond it they are refused.
    """

    heartbeat: float = 2.0
    hello: float = 5.0
    handshake: float = 5.0
    ping: float = 5.0
    clients: int = 400
    handshakes: int = 200
    per_address: int = 300
    frames: float = 50.0
    burst: float = 200.0
    source_frames: float = 1_000.0
    source_burst: float = 2_000.0
    acts: float = 10.0
    acts_burst: float = 20.0
    queue: QueueLimits = QueueLimits()


class Bucket:
    """A pace with a burst: ``take`` says how many seconds too early it was, 0 when it was not."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst, self._tokens, self._at = rate, burst, burst, now

    def take(self, now: float) -> float:
        """One more. now: monotonic s. What came too early is not counted twice."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1.0:
            return (1.0 - self._tokens) / self._rate
        self._tokens -= 1.0
        return 0.0


class Paces:
    """One bucket an actor, the least recently used forgotten."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def allows(self, name: str, now: float) -> bool:
        """Whether this actor may do one more now (monotonic s)."""
        bucket = self._buckets.pop(name, None) or Bucket(self._rate, self._burst, now)
        self._buckets[name] = bucket
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return bucket.take(now) == 0.0


class Door:
    """Counts connections from their first byte on, so that half handshakes count too."""

    def __init__(self, per_address: int, most: int, on_full: Callable[[], None]) -> None:
        self._per_address, self._most, self._on_full = per_address, most, on_full
        self._inside: Counter[str] = Counter()

    @property
    def inside(self) -> int:
        """Connections now, of all addresses."""
        return sum(self._inside.values())

    def enter(self, address: str) -> bool:
        """One more from there; False (and not counted) where there are too many."""
        if self._inside[address] >= self._per_address or self.inside >= self._most:
            self._on_full()
            return False
        self._inside[address] += 1
        return True

    def leave(self, address: str) -> None:
        """One that was let in is gone."""
        self._inside[address] -= 1
        if self._inside[address] <= 0:
            del self._inside[address]

    def connection(self) -> type[ServerConnection]:
        """The kind of connection that passes this door."""
        door = self

        class Counted(ServerConnection):
            """Cut at once, without an answer, where its address has too many already."""

            _address: str | None = None

            def connection_made(self, transport: object) -> None:
                super().connection_made(transport)  # type: ignore[arg-type]
                address = str((self.remote_address or ("",))[0])
                if door.enter(address):
                    self._address = address
                else:
                    self.transport.abort()

            def connection_lost(self, exc: Exception | None) -> None:
                if self._address is not None:
                    door.leave(self._address)
                    self._address = None
                super().connection_lost(exc)

        return Counted
