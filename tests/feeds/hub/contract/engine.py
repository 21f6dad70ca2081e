"""What the contract suite asks of an engine, and the embedded hub as one.

Another engine (NATS JetStream) is bound by writing one more class with these methods and adding it to
``ENGINES``: the tests know nothing but this.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from feeds import frames
from feeds.codec import decode_fact, encode_fact
from feeds.hub.access import Access
from feeds.hub.limits import ServerLimits
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.retention import Retention, keep_within
from feeds.hub.server import HubServer
from feeds.hub.subscriber import QueueLimits
from wallboard.domain.clock import SystemClock
from wallboard.domain.facts import Fact

Said = frames.Snap | frames.Ev | frames.Gap | frames.Hb | frames.Ack | frames.Err


class Client(Protocol):
    """One connection of a role."""

    async def publish(self, facts: Sequence[Fact]) -> frames.Ack: ...

    async def send(self, data: bytes) -> None:
        """Raw bytes, for what no honest client says."""
        ...

    async def act(
        self, own: str, subject: str, verb: str, expect_seq: int | None, **args: str
    ) -> frames.Ack: ...

    async def subscribe(self, since: str = "") -> None: ...

    async def hear(self) -> Said:
        """The next thing said, heartbeats included. Raises ConnectionClosed or TimeoutError (3 s)."""
        ...


class Engine(Protocol):
    """A durable, ordered feed of one channel."""

    def client(self, role: str, name: str = "") -> AbstractAsyncContextManager[Client]: ...

    async def kill(self) -> None:
        """End without a word, as a power failure does, and come back on what was durable."""
        ...

    async def cut(self, kept: Retention) -> None:
        """Keep no more than this of the past."""
        ...

    def held(self) -> int:
        """Bytes held in memory for clients."""
        ...


class Peer:
    """A client over the websocket."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._frames = 0
        self._early: list[Said] = []

    async def send(self, data: bytes) -> None:
        await self._socket.send(data, text=True)

    async def publish(self, facts: Sequence[Fact]) -> frames.Ack:
        self._frames += 1
        own = f"f{self._frames}"
        raws = [msgspec.Raw(encode_fact(fact)) for fact in facts]
        await self.send(frames.encode_frame(frames.Ev(id=own, facts=raws)))
        return await self._answer(own)

    async def act(self, own: str, subject: str, verb: str, expect_seq: int | None, **args: str) -> frames.Ack:
        said = frames.Act(id=own, subject=subject, verb=verb, args=args, expect_seq=expect_seq)
        await self.send(frames.encode_frame(said))
        return await self._answer(own)

    async def subscribe(self, since: str = "") -> None:
        await self.send(frames.encode_frame(frames.Sub(id="s", since=since)))

    async def hear(self) -> Said:
        return self._early.pop(0) if self._early else await self._receive()

    async def _answer(self, own: str) -> frames.Ack:
        async with asyncio.timeout(5.0):
            while True:
                said = await self._receive()
                if isinstance(said, frames.Ack) and said.id == own:
                    return said
                assert not isinstance(said, frames.Err), said
                self._early.append(said)

    async def _receive(self) -> Said:
        while True:
            async with asyncio.timeout(3.0):
                frame = frames.decode_frame(await self._socket.recv(decode=False))
            if isinstance(frame, Said):
                return frame


class Embedded:
    """The product's own hub: its log on disk, its server on a port of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lives = folder, 0
        self._stop = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Start on what is there."""
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._stop = asyncio.Event()
        self._life = asyncio.get_running_loop().create_task(self._live(ready))
        await asyncio.wait([ready, self._life], return_when=asyncio.FIRST_COMPLETED)
        if self._life.done():
            self._life.result()

    async def end(self) -> None:
        if self._life is not None:
            self._stop.set()
            await self._life

    async def kill(self) -> None:
        """The files as they are this instant are those of the next life."""
        before, self._lives = self._folder / str(self._lives), self._lives + 1
        after = self._folder / str(self._lives)
        copied(before, after)
        await self.end()
        await self.begin()

    async def cut(self, kept: Retention) -> None:
        await self.hub.upkeep.checkpoint()
        await keep_within(self.hub.log, kept, SystemClock().now())

    def held(self) -> int:
        return sum(client._bytes for client in self.server.clients)

    @asynccontextmanager
    async def client(self, role: str, name: str = "") -> AsyncIterator[Client]:
        subprotocol = [Subprotocol(frames.SUBPROTOCOL)]
        async with connect(self.url, subprotocols=subprotocol, proxy=None, max_size=None) as socket:
            await socket.send(frames.encode_frame(frames.Hello(name=name or role, role=role)), text=True)
            yield Peer(socket)

    async def _live(self, ready: "asyncio.Future[None]") -> None:
        with HubLog(self._folder / str(self._lives) / "hub.wblog") as log:
            self.hub = LiveHub(log, SystemClock(), None)
            await self.hub.start()
            limits = ServerLimits(heartbeat=0.1, queue=QueueLimits(facts=2_000, bytes=1 << 20))
            self.server = HubServer(self.hub, Access(), limits)
            loop = asyncio.get_running_loop()
            async with self.server.open("127.0.0.1:0") as self.url:
                tasks = [loop.create_task(self.hub.run()), loop.create_task(self.server.beats())]
                ready.set_result(None)
                await self._stop.wait()
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)


def copied(before: Path, after: Path) -> None:
    """A log's files as a kill leaves them."""
    after.mkdir()
    for part in before.iterdir():
        if not part.name.endswith("-shm"):
            shutil.copy(part, after / part.name)


@asynccontextmanager
async def embedded(folder: Path) -> AsyncIterator[Engine]:
    engine = Embedded(folder)
    (folder / "0").mkdir()
    await engine.begin()
    try:
        yield engine
    finally:
        await engine.end()


ENGINES: dict[str, Callable[[Path], AbstractAsyncContextManager[Engine]]] = {"embedded": embedded}
"""One entry an engine; one that is not on this machine skips its tests."""


async def facts_of(client: Client, count: int) -> tuple[list[Fact], list[int]]:
    """So many facts of the flow and their seqs, which the frames number without a hole."""
    facts: list[Fact] = []
    seqs: list[int] = []
    async with asyncio.timeout(5.0):
        while len(facts) < count:
            said = await client.hear()
            assert not isinstance(said, frames.Gap | frames.Err), said
            if isinstance(said, frames.Ev):
                facts += [decode_fact(raw) for raw in said.facts]
                seqs += range(said.seq, said.seq + len(said.facts))
    return facts, seqs


async def picture_of(client: Client) -> tuple[list[Fact], str, int, list[str]]:
    """A snapshot's facts, epoch and seq up to its end marker, and the reasons of the gaps before it."""
    facts: list[Fact] = []
    gaps: list[str] = []
    async with asyncio.timeout(5.0):
        while True:
            said = await client.hear()
            if isinstance(said, frames.Gap):
                gaps.append(said.reason.code)
            if isinstance(said, frames.Snap):
                facts += [decode_fact(raw) for raw in said.facts]
                if said.last:
                    return facts, said.epoch, said.seq, gaps
