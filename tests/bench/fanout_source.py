"""A publisher in a process of its own, which offers facts at a pace: a storm's mixture, stamped when sent.

``python -m tests.bench.fanout_source URL NAME PART`` connects and answers one JSON line for each line that it
is given: ``world`` (says what stands), ``run RATE EVERY SECONDS`` (offers so many facts a second in frames
EVERY seconds apart, and waits only where 16 of them are not acknowledged), ``quit``. Its world is one
PART-th of 2,000 outages, 5,000 orders and 1,300 crews; nine of ten facts are positions of crews, the tenth
is an outage's extent.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from feeds import frames
from feeds.codec import encode_fact
from tests.bench.crowd import standing, stream
from wallboard.domain.facts import Fact

OUTAGES, ORDERS, CREWS = 2_000, 5_000, 1_300
IN_FLIGHT = 16
"""Frames without an answer at which a publisher waits."""
TIME, ID = b"2000-01-01T00:00:00Z", b"t@"


def templates(name: str, part: int) -> list[bytes]:
    """Facts of this publisher as JSON, with a place for time and id: written once, sent many times."""
    made: list[bytes] = []
    for fact in stream(6_000, OUTAGES // part, CREWS // part, 1):
        key = own_key(fact.key, name)
        plain = Fact(fact.data, key, datetime(2000, 1, 1, tzinfo=UTC).timestamp(), name, ID.decode())
        made.append(encode_fact(plain))
    assert all(TIME in one and ID in one for one in made)
    return made


def own_key(key: str, name: str) -> str:
    """A key of the common crowd as this publisher's own."""
    return key.replace("oms/", f"{name}/").replace("gps/", f"{name}/")


def world(name: str, part: int) -> list[Fact]:
    """What stands before anything changes, as this publisher tells it."""
    facts = standing(OUTAGES // part, ORDERS // part, CREWS // part)
    return [Fact(fact.data, own_key(fact.key, name), fact.at, name, fact.id) for fact in facts]


class Source:
    """One connection that publishes."""

    def __init__(self, socket: ClientConnection, name: str, part: int) -> None:
        self._socket = socket
        self._world, self._templates = world(name, part), templates(name, part)
        self._made = 0
        self._open = 0
        self._room = asyncio.Event()
        self.refused = 0

    async def hear(self) -> None:
        """Count answers for ever."""
        async for data in self._socket:
            frame = frames.decode_frame(data)
            if isinstance(frame, frames.Ack):
                self._open -= 1
                self.refused += not frame.accepted or frame.reason is not None
                self._room.set()

    async def say_world(self) -> int:
        """Everything that stands; returns once it is acknowledged."""
        facts = self._world
        for at in range(0, len(facts), 400):
            await self._send([encode_fact(fact) for fact in facts[at : at + 400]])
        await self._settled()
        return len(facts)

    async def run(self, rate: float, every: float, seconds: float) -> dict[str, float]:
        """Offer facts for so long; what was sent, and in what time the last ack had come."""
        began = time.monotonic()
        sent = 0
        while (now := time.monotonic() - began) < seconds:
            due = int(now * rate) - sent
            if due > 0:
                bodies = self._facts(min(frames.MAX_FACTS, due))
                sent += len(bodies)
                await self._send(bodies)
            if due < frames.MAX_FACTS:
                await asyncio.sleep(every - (time.monotonic() - began) % every)
        await self._settled()
        return {"sent": sent, "took": time.monotonic() - began, "refused": self.refused}

    def _facts(self, count: int) -> list[bytes]:
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").encode()
        sent = time.monotonic_ns()
        found: list[bytes] = []
        for number in range(count):
            self._made += 1
            body = self._templates[self._made % len(self._templates)]
            found.append(body.replace(TIME, stamp).replace(ID, b"t%d" % (sent + number)))
        return found

    async def _send(self, bodies: list[bytes]) -> None:
        while self._open >= IN_FLIGHT:
            self._room.clear()
            await self._room.wait()
        self._open += 1
        frame = frames.Ev(id=str(self._made), facts=[msgspec.Raw(body) for body in bodies])
        await self._socket.send(frames.encode_frame(frame), text=True)

    async def _settled(self) -> None:
        while self._open:
            self._room.clear()
            await self._room.wait()


async def main() -> None:
    """Connect, then obey until told to quit."""
    url, name, part = sys.argv[1], sys.argv[2], int(sys.argv[3])
    loop = asyncio.get_running_loop()
    async with connect(url, subprotocols=[Subprotocol(frames.SUBPROTOCOL)], proxy=None) as socket:
        await socket.send(frames.encode_frame(frames.Hello(name=name, role="source")), text=True)
        source = Source(socket, name, part)
        hearing = loop.create_task(source.hear())
        lines = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        print(json.dumps("here"), flush=True)
        while (line := (await lines.readline()).decode().strip()) and line != "quit":
            order, *numbers = line.split()
            answer = await (source.run(*map(float, numbers)) if order == "run" else source.say_world())
            print(json.dumps(answer), flush=True)
        hearing.cancel()
        await asyncio.wait([hearing])


if __name__ == "__main__":
    asyncio.run(main())
