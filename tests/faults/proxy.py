"""A TCP proxy that misbehaves as told, each direction by itself; seeded, so that a find can be run again."""

import asyncio
import random
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import msgspec

from tests.faults.pieces import Pieces

Queue = asyncio.Queue[tuple[float, bytes] | None]


class Way(msgspec.Struct):
    """What happens to one direction. delay, jitter: s; rate: bytes a second, 0 for any.

    stopped: nothing passes, all waits. swallowed: what is sent is lost (a black hole). The others: share of
    frames that are hit.
    """

    delay: float = 0.0
    jitter: float = 0.0
    rate: float = 0.0
    stopped: bool = False
    swallowed: bool = False
    corrupt: float = 0.0
    truncate: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    lose: float = 0.0


class FaultProxy:
    """Forwards to a hub. ``up`` is towards the hub, ``down`` towards the wall.

    door: what a new connection meets: ``open``; ``mute``, accepted and never answered; ``slam``, accepted
    and closed at once; ``banner``, answered with ``banner`` and closed.
    """

    def __init__(self, target: str, seed: int = 0, *, whole: bool = False) -> None:
        self.retarget(target)
        self._whole = whole
        self.dice = random.Random(seed)
        self.up, self.down = Way(), Way()
        self.door, self.banner = "open", b""
        self.connects = 0
        self._served: set[asyncio.Task[None]] = set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._frozen: list[asyncio.StreamWriter] = []
        self._known: list[asyncio.StreamWriter] = []
        self.url = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator["FaultProxy"]:
        """Listen on a free port; ``url`` is where a wall connects to."""
        server = await asyncio.start_server(self._client, "127.0.0.1", 0)
        self.url = f"{self._scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            self.reset()
            for task in list(self._served):
                task.cancel()
            if self._served:
                await asyncio.wait(self._served)
            await self._bury()

    def retarget(self, url: str) -> None:
        """New connections go there."""
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._scheme = parts.scheme

    async def _bury(self) -> None:
        """Close what is left of every connection, so that nothing outlives the loop."""
        for writer in self._known:
            writer.transport.abort()
        for writer in self._known:
            try:
                await writer.wait_closed()
            except OSError:
                continue  # it ended badly, as it was told to

    def clean(self) -> None:
        """A good network from now on; connections that were frozen stay so."""
        self.up, self.down, self.door = Way(), Way(), "open"

    def cut(self) -> None:
        """End every connection politely (FIN)."""
        for writer in list(self._ends):
            writer.close()

    def reset(self) -> None:
        """End every connection with RST."""
        for writer in list(self._ends):
            end = writer.get_extra_info("socket")
            if end is not None and end.fileno() >= 0:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    def freeze(self) -> None:
        """Half-open: every connection there is stands for ever and carries nothing more."""
        for task in list(self._served):
            task.cancel("freeze")

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connects += 1
        self._known.append(writer)
        task = asyncio.current_task()
        assert task is not None
        self._served.add(task)
        if self.door in ("slam", "banner"):
            writer.write(self.banner if self.door == "banner" else b"")
            writer.close()
        elif self.door == "mute":
            self._frozen.append(writer)
        else:
            await self._forward(reader, writer)
        self._served.discard(task)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection(self._host, self._port)
        except OSError:
            writer.close()
            return
        self._known.append(back)
        ends = {writer, back}
        self._ends |= ends
        pumps = [
            asyncio.ensure_future(self._pump("up", reader, back)),
            asyncio.ensure_future(self._pump("down", there, writer)),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError as stop:
            if stop.args == ("freeze",):
                self._frozen += ends
                return
            raise
        finally:
            self._ends -= ends
            for pump in pumps:
                pump.cancel()
            await asyncio.wait(pumps)
            for end in ends - set(self._frozen):
                end.close()

    async def _pump(self, name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        queue: Queue = asyncio.Queue()
        sending = asyncio.ensure_future(self._send(name, queue, writer))
        try:
            await self._receive(name, reader, queue)
            await queue.put(None)
            await sending
        except OSError:
            return
        finally:
            sending.cancel()
            await asyncio.wait([sending])

    async def _receive(self, name: str, reader: asyncio.StreamReader, queue: Queue) -> None:
        """Until the end of the stream: frames in, damaged as told, with the time at which they are due."""
        loop, pieces, due = asyncio.get_running_loop(), Pieces(whole=self._whole), 0.0
        held: list[bytes] = []
        while data := await reader.read(65536):
            for piece in pieces.feed(data):
                way: Way = getattr(self, name)
                due = max(due, loop.time() + way.delay + way.jitter * self.dice.random())
                damaged = self._damaged(piece, way)
                if self.dice.random() < way.reorder and not held:
                    held = damaged
                    continue
                for one in [*damaged, *held]:
                    queue.put_nowait((due, one))
                held = []
        queue.put_nowait((due, pieces.rest()))

    def _damaged(self, piece: bytes, way: Way) -> list[bytes]:
        dice = self.dice
        if way.swallowed or dice.random() < way.lose:
            return []
        if dice.random() < way.corrupt:
            at = dice.randrange(len(piece))
            piece = piece[:at] + bytes([piece[at] ^ (1 << dice.randrange(8))]) + piece[at + 1 :]
        if dice.random() < way.truncate:
            piece = piece[: dice.randrange(len(piece))]
        return [piece, piece] if dice.random() < way.duplicate else [piece]

    async def _send(self, name: str, queue: Queue, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while (item := await queue.get()) is not None:
            due, piece = item
            await asyncio.sleep(max(0.0, due - loop.time()))
            way: Way = getattr(self, name)
            while way.stopped:
                await asyncio.sleep(0.01)
                way = getattr(self, name)
            if way.rate:
                await asyncio.sleep(len(piece) / way.rate)
            writer.write(piece)
            await writer.drain()
