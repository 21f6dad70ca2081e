"""Many walls in one process, as cheap as can be: they read what a hub sends and note when it came.

``python -m tests.bench.fanout_crowd HOST PORT WALLS`` connects them and answers one JSON line for each line
that it is given: ``begin`` (forget what was noted), ``end`` (what was noted since, by wall), ``stall N``
(the first N walls stop reading), ``go`` (they read again), ``quit``.

A fact is timed by its id, ``t`` and the monotonic nanoseconds at which its publisher sent it. The frames of a
hub are the same for all its clients, so each is read once and known again by its check sum; what stands
in a client's own socket until this process comes to it counts as latency.
"""

import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable

import numpy as np

from feeds import frames

SENT = re.compile(rb'"id":"t(\d+)"')
KEY = b"dGhlIHNhbXBsZSBub25jZQ=="
SAMPLES = 50_000
"""Of each wall at most so many latencies go into the common distribution, evenly chosen."""


def masked(opcode: int, body: bytes) -> bytes:
    """A client's frame, with a mask of zeros. Up to 65,535 bytes."""
    if len(body) < 126:
        return bytes([0x80 | opcode, 0x80 | len(body)]) + b"\0\0\0\0" + body
    return bytes([0x80 | opcode, 0xFE]) + len(body).to_bytes(2, "big") + b"\0\0\0\0" + body


def opening(host: str, port: int) -> bytes:
    """The request of a client that speaks the feed."""
    return (
        f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY.decode()}\r\n"
        f"Sec-WebSocket-Protocol: {frames.SUBPROTOCOL}\r\n\r\n"
    ).encode()


class Sums:
    """When the facts of a frame were sent, by the frame's check sum: monotonic ns."""

    def __init__(self) -> None:
        self._of: dict[bytes, np.ndarray] = {}

    def note(self, body: bytes) -> bytes:
        """Read a frame unless it is known; its check sum."""
        key = body[-10:-2]
        if key not in self._of:
            self._of[key] = np.array([int(sent) for sent in SENT.findall(body)], dtype=np.int64)
        return key

    def latencies(self, came: Iterable[tuple[int, bytes]]) -> np.ndarray:
        """Milliseconds from sent to come, one for each fact."""
        parts = [(at - self._of[key]) / 1e6 for at, key in came]
        return np.concatenate(parts) if parts else np.zeros(0)

    def clear(self) -> None:
        self._of.clear()


class Cheap(asyncio.Protocol):
    """One wall: it shakes hands, subscribes, answers pings, and notes what comes."""

    def __init__(self, host: str, port: int, sums: Sums) -> None:
        self._host, self._port, self._sums = host, port, sums
        self._data = bytearray()
        self._open = False
        self.came: list[tuple[int, bytes]] = []
        self.ops: Counter[str] = Counter()
        self.bytes = 0
        self.live = asyncio.Event()
        self.cut = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(opening(self._host, self._port))

    def connection_lost(self, exc: Exception | None) -> None:
        self.cut = True

    def data_received(self, data: bytes) -> None:
        self._data += data
        self.bytes += len(data)
        if not self._open and not self._greet():
            return
        now = time.monotonic_ns()
        while (whole := self._next()) is not None:
            self._take(*whole, now)

    def _greet(self) -> bool:
        head, found, rest = self._data.partition(b"\r\n\r\n")
        if not found:
            return False
        assert head.startswith(b"HTTP/1.1 101"), bytes(head[:80])
        self._data, self._open = bytearray(rest), True
        self._say(1, frames.encode_frame(frames.Hello(name="cheap")))
        self._say(1, frames.encode_frame(frames.Sub(id="1")))
        return True

    def _next(self) -> tuple[int, bytes] | None:
        data = self._data
        if len(data) < 2:
            return None
        size, at = data[1], 2
        if size == 126:
            size, at = int.from_bytes(data[2:4], "big"), 4
        elif size == 127:
            size, at = int.from_bytes(data[2:10], "big"), 10
        if len(data) < at + size:
            return None
        opcode, body = data[0] & 15, bytes(data[at : at + size])
        del data[: at + size]
        return opcode, body

    def _take(self, opcode: int, body: bytes, now: int) -> None:
        if opcode == 9:
            self._say(10, body)
        if opcode != 1:
            return
        op = body[7 : body.index(b'"', 7)].decode()
        self.ops[op] += 1
        if op == "ev":
            self.came.append((now, self._sums.note(body)))
        elif op == "snap" and b'"last":true' in body[:200]:
            self.ops["picture"] += 1
            self.live.set()

    def _say(self, opcode: int, body: bytes) -> None:
        assert self.transport is not None
        self.transport.write(masked(opcode, body))

    def stall(self, still: bool) -> None:
        """Stop reading, or go on."""
        assert self.transport is not None
        if still:
            self.transport.pause_reading()
        elif not self.cut:
            self.transport.resume_reading()


class Crowd:
    """The walls of this process."""

    def __init__(self) -> None:
        self.sums = Sums()
        self.walls: list[Cheap] = []

    async def come(self, host: str, port: int, count: int) -> None:
        """All of them connect and have their picture."""
        loop = asyncio.get_running_loop()
        for _ in range(count):
            _, wall = await loop.create_connection(lambda: Cheap(host, port, self.sums), host, port)
            self.walls.append(wall)
            await wall.live.wait()

    def obey(self, word: str) -> object:
        """What one command answers."""
        order, _, number = word.partition(" ")
        if order == "begin":
            self.sums.clear()
            for wall in self.walls:
                wall.came.clear()
                wall.ops.clear()
                wall.bytes = 0
        elif order in ("stall", "go"):
            for wall in self.walls[: int(number)]:
                wall.stall(order == "stall")
        elif order == "end":
            return [self._report(wall) for wall in self.walls]
        return order

    def _report(self, wall: Cheap) -> dict[str, object]:
        found = self.sums.latencies(wall.came)
        step = max(1, len(found) // SAMPLES)
        return {
            "facts": len(found),
            "ms": [round(float(one), 2) for one in np.sort(found)[::step]],
            "worst": float(found.max()) if len(found) else 0.0,
            "ops": dict(wall.ops),
            "bytes": wall.bytes,
            "cut": wall.cut,
        }


async def main() -> None:
    """Connect, then obey until told to quit."""
    host, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    loop, crowd = asyncio.get_running_loop(), Crowd()
    await crowd.come(host, port, count)
    lines = asyncio.StreamReader(limit=1 << 16)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    print(json.dumps("here"), flush=True)
    while (line := (await lines.readline()).decode().strip()) and line != "quit":
        print(json.dumps(crowd.obey(line)), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
