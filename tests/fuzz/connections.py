"""Hostile connections against the product's hub, a process: raw bytes where a websocket should be."""

import asyncio
import os
import random
import socket
import struct
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from feeds import frames
from feeds.backoff import BackoffTimes
from feeds.link_parts import LinkTimes
from tests.bench.bench_fanout import hub_of
from tests.feeds.walls import until, wall
from tests.fuzz.hostile import NASTY, broken, corpus

AT_ONCE = 64

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: hub\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: wb.feed.v1\r\n\r\n"
)
PRODUCT: dict[str, Any] = {"times": LinkTimes(), "backoff": BackoffTimes()}
"""A wall with the patience that it has in a room."""
HELLO = frames.encode_frame(frames.Hello(name="hostile"))
SUB = frames.encode_frame(frames.Sub(id="1"))


class Assault(msgspec.Struct):
    """What was done, and what it left. mb: resident memory of the hub; fds: its open descriptors."""

    connections: int = 0
    seconds: float = 0.0
    mb_before: float = 0.0
    mb_after: float = 0.0
    fds_before: int = 0
    fds_after: int = 0
    answers: Counter[str] = Counter()


def masked(
    opcode: int, body: bytes, *, first: int = 0x80, mask: bool = True, length: int | None = None
) -> bytes:
    """A websocket frame of a client, with any fault: first: its upper bits; length: what it claims."""
    size = len(body) if length is None else length
    flag = 0x80 if mask else 0
    head = bytes([first | opcode])
    if size < 126:
        head += bytes([flag | size])
    elif size < 65536:
        head += bytes([flag | 126]) + struct.pack(">H", size)
    else:
        head += bytes([flag | 127]) + struct.pack(">Q", size)
    return head + (b"\0\0\0\0" if mask else b"") + body


def bad_frames(dice: random.Random, noise: bytes) -> bytes:
    """One thing that RFC 6455 forbids, or that the feed does not expect."""
    kinds: list[Callable[[], bytes]] = [
        lambda: masked(1, noise),
        lambda: masked(2, noise),
        lambda: masked(1, noise, mask=False),
        lambda: masked(dice.randrange(16), noise[:120], first=dice.randrange(16) << 4),
        lambda: masked(1, noise, length=dice.choice((1 << 20, (1 << 20) + 1, 1 << 40, (1 << 63) - 1))),
        lambda: masked(8, struct.pack(">H", dice.randrange(65536)) + noise[:100]),
        lambda: masked(9, noise[:125]) * 20,
        lambda: masked(1, noise, first=0) + masked(0, noise, first=0) + masked(9, b"x" * 126),
        lambda: masked(1, dice.choice(NASTY)),
        lambda: os.urandom(dice.randrange(1, 400)),
    ]
    return dice.choice(kinds)()


def attack(dice: random.Random, noise: bytes) -> bytes:
    """All that one connection sends."""
    match dice.randrange(6):
        case 0:
            return os.urandom(dice.randrange(1, 600))
        case 1:
            return HANDSHAKE[: dice.randrange(len(HANDSHAKE))]
        case 2:
            at = dice.randrange(len(HANDSHAKE))
            return HANDSHAKE[:at] + noise[:50] + HANDSHAKE[at:]
        case 3:
            return HANDSHAKE + bad_frames(dice, noise)
        case 4:
            return HANDSHAKE + masked(1, HELLO) + bad_frames(dice, noise)
        case _:
            return HANDSHAKE + masked(1, HELLO) + masked(1, SUB) + bad_frames(dice, noise) * 3


async def strike(host: str, port: int, data: bytes, end: int) -> str:
    """One connection; the first bytes of the answer. end: 0 waits a little, 1 closes, 2 resets."""
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return "no connection"
    try:
        writer.write(data)
        if end == 2:
            peer = writer.get_extra_info("socket")
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return "reset by us"
        if end == 1:
            return "closed by us"
        async with asyncio.timeout(0.05):
            answer = await reader.read(64)
        return (
            answer[9:12].decode("ascii", "replace")
            if answer.startswith(b"HTTP/")
            else "closed" * (not answer)
        )
    except TimeoutError:
        return "waited"
    except OSError:
        return "reset"
    finally:
        writer.transport.abort()


def footprint(pid: int) -> tuple[float, int]:
    """Resident MB and open descriptors of a process (Linux). Raises OSError where it has ended."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(os.listdir(f"/proc/{pid}/fd"))


async def assault(connections: int, seed: int) -> Assault:
    """So many hostile connections, beside one wall that must not notice. Raises AssertionError if it does."""
    loop, done = asyncio.get_running_loop(), Assault()
    with tempfile.TemporaryDirectory() as folder:
        async with hub_of(Path(folder)) as hub, wall(hub.url, **PRODUCT) as good:
            await until(lambda: good.runner.status.state == "live", good, seconds=60.0)
            await blows(hub.host, hub.port, min(1_000, connections), seed, Counter())  # a warm-up
            await asyncio.sleep(1.0)
            done.mb_before, done.fds_before = footprint(hub.pid)
            begun = loop.time()
            await blows(hub.host, hub.port, connections, seed + 1, done.answers)
            done.connections, done.seconds = connections, loop.time() - begun
            await asyncio.sleep(7.0)  # what waits for a handshake or a hello is cut after 5 s
            done.mb_after, done.fds_after = footprint(hub.pid)
            assert good.runner.counts["reconnects"] == 0, good.runner.diagnostics.last_ends
            async with wall(hub.url, **PRODUCT) as late:
                await until(lambda: late.runner.status.state == "live", late, seconds=60.0)
    return done


async def blows(host: str, port: int, connections: int, seed: int, answers: Counter[str]) -> None:
    """Hostile connections, some at a time."""
    dice, noise = random.Random(seed), broken(seed, corpus())
    left = iter(range(connections))

    async def worker() -> None:
        for _ in left:
            answers[await strike(host, port, attack(dice, next(noise)), dice.randrange(3))] += 1

    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
