"""A producer that outlives its hub: it repeats what was not acknowledged, and knows what was."""

import asyncio
import random
from collections import deque

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from feeds import frames
from feeds.codec import encode_fact
from wallboard.domain.calls import Evidence
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import EvidenceKind, OutageNature, OutageStage

T0 = 1_732_060_800.0
OUTAGES = 300
IN_FLIGHT = 8


def number_of(fact_id: str) -> int:
    """The number in a fact's id, the publisher's name before it."""
    return int(fact_id.rpartition("-")[2])


class Publisher:
    """Frames of 1 to 200 facts about 300 outages, ``IN_FLIGHT`` of them unanswered at most."""

    def __init__(self, url: str, chance: random.Random, name: str = "oms") -> None:
        self.url, self.name = url, name
        self.acked = 0
        self._acked: set[int] = set()  # numbers of facts, not yet taken
        self.repeated = 0
        self._chance = chance
        self._made = 0
        self._open: deque[tuple[str, list[str], bytes]] = deque()  # frame id, its facts' ids, the frame
        self._going = asyncio.Event()
        self._room = asyncio.Event()

    @property
    def idle(self) -> bool:
        """Nothing waits for its acknowledgement."""
        return not self._open

    def go(self) -> None:
        self._going.set()

    def pause(self) -> None:
        """Say nothing new; what is open is still repeated until it is acknowledged."""
        self._going.clear()

    def take_acked(self) -> set[int]:
        """The numbers of the facts that were acknowledged since this was last asked."""
        acked, self._acked = self._acked, set()
        return acked

    async def run(self) -> None:
        """For ever: connect, repeat, publish."""
        while True:
            try:
                async with connect(
                    self.url, subprotocols=[Subprotocol(frames.SUBPROTOCOL)], proxy=None
                ) as one:
                    await one.send(
                        frames.encode_frame(frames.Hello(name=self.name, role="source")), text=True
                    )
                    for _, ids, frame in tuple(self._open):
                        self.repeated += len(ids)
                        await one.send(frame, text=True)
                    await self._talk(one)
            except (OSError, ConnectionClosed, WebSocketException, TimeoutError):
                await asyncio.sleep(0.02)

    async def _talk(self, one: ClientConnection) -> None:
        loop = asyncio.get_running_loop()
        both = [loop.create_task(self._say(one)), loop.create_task(self._hear(one))]
        try:
            done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            await asyncio.wait(both)
        for task in done:
            task.result()

    async def _hear(self, one: ClientConnection) -> None:
        while True:
            frame = frames.decode_frame(await one.recv())
            if isinstance(frame, frames.Ack):
                self._answered(frame)

    def _answered(self, ack: frames.Ack) -> None:
        frame_id, ids, _ = self._open.popleft()
        assert ack.id == frame_id, "answers come in order"
        assert ack.accepted and ack.reason is None, ack
        self.acked += len(ids)
        self._acked.update(number_of(one) for one in ids)
        self._room.set()

    async def _say(self, one: ClientConnection) -> None:
        while True:
            await self._going.wait()
            while len(self._open) >= IN_FLIGHT:
                self._room.clear()
                await self._room.wait()
            if self._going.is_set():
                frame = self._frame()
                self._open.append(frame)
                await one.send(frame[2], text=True)

    def _frame(self) -> tuple[str, list[str], bytes]:
        facts = [self._fact() for _ in range(self._chance.choice((1, 5, 40, 200)))]
        raws = [msgspec.Raw(encode_fact(fact)) for fact in facts]
        frame = frames.encode_frame(frames.Ev(id=facts[0].id, facts=raws))
        return facts[0].id, [fact.id for fact in facts], frame

    def _fact(self) -> Fact:
        self._made += 1
        chance, at = self._chance, T0 + self._made
        key = f"{self.name}/{chance.randrange(OUTAGES)}"
        kind = chance.random()
        data: Payload
        if kind < 0.7:
            count = chance.randrange(5000)
            data = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=count, lon=113.0, lat=22.5)
        elif kind < 0.995:
            stage = chance.choice(
                (OutageStage.SUSPECTED, OutageStage.CONFIRMED, OutageStage.RESTORED_VERIFIED)
            )
            data = OutageStageClaim(stage=stage, since=at)
        else:
            data = Evidence(kind=EvidenceKind.CALL)
        return Fact(data, key, at, self.name, f"{self.name}-{self._made}", at)
