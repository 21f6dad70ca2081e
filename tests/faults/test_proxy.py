"""The fault proxy does what it is told, and nothing while it is told nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from feeds.failures import CONNECT_ERRORS
from tests.faults.pieces import Pieces
from tests.faults.proxy import FaultProxy


@asynccontextmanager
async def echo() -> AsyncIterator[tuple[FaultProxy, ClientConnection]]:
    """A server that answers with what it was told, and a client behind the proxy."""

    async def answer(one: ServerConnection) -> None:
        try:
            async for said in one:
                await one.send(said)
        except ConnectionClosed:
            return

    async with serve(
        answer, "127.0.0.1", 0, compression=None, close_timeout=0.1, ping_interval=None
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with FaultProxy(f"ws://127.0.0.1:{port}", 1).open() as proxy:
            client = await connect(
                proxy.url, compression=None, proxy=None, ping_interval=None, close_timeout=0.1
            )
            yield proxy, client
            client.transport.abort()
            await client.wait_closed()


def played(play: Callable[[FaultProxy, ClientConnection], Awaitable[None]]) -> None:
    async def story() -> None:
        async with echo() as (proxy, client):
            await client.send("first")
            assert await client.recv() == "first"
            await play(proxy, client)

    asyncio.run(story())


async def nothing_comes(client: ClientConnection, seconds: float = 0.15) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await client.recv()
    except TimeoutError:
        return True
    return False


def test_that_a_stream_is_cut_at_its_frames() -> None:
    head, small, long = b"GET / HTTP/1.1\r\n\r\n", b"\x81\x02hi", b"\x81\x7e\x00\x80" + b"x" * 128
    masked = b"\x81\x82abcdzz"
    stream = head + small + long + masked + b"\x81"
    for step in (1, 3, 1000):
        pieces = Pieces()
        found = [p for at in range(0, len(stream), step) for p in pieces.feed(stream[at : at + step])]
        assert found == [head, small, long, masked]
        assert pieces.rest() == b"\x81"


def test_that_delay_and_rate_take_their_time() -> None:
    async def play(proxy: FaultProxy, client: ClientConnection) -> None:
        loop = asyncio.get_running_loop()
        proxy.down.delay = 0.1
        begun = loop.time()
        for word in "abc":
            await client.send(word)
        assert [await client.recv() for _ in "abc"] == ["a", "b", "c"]
        assert 0.09 < loop.time() - begun < 0.25  # a delay, not a rate
        proxy.clean()
        proxy.up.rate = 1000.0
        begun = loop.time()
        await client.send("x" * 100)
        await client.recv()
        assert loop.time() - begun > 0.1

    played(play)


def test_that_one_way_is_stopped_or_swallowed_by_itself() -> None:
    async def play(proxy: FaultProxy, client: ClientConnection) -> None:
        proxy.down.stopped = True
        await client.send("waits")
        assert await nothing_comes(client)
        proxy.clean()
        assert await client.recv() == "waits"
        proxy.up.swallowed = True
        await client.send("lost")
        assert await nothing_comes(client)
        proxy.clean()
        await client.send("after")
        assert await client.recv() == "after"

    played(play)


def test_that_frames_are_doubled_swapped_and_lost() -> None:
    async def play(proxy: FaultProxy, client: ClientConnection) -> None:
        proxy.down.duplicate = 1.0
        await client.send("twice")
        assert [await client.recv(), await client.recv()] == ["twice", "twice"]
        proxy.clean()
        proxy.up.reorder = 1.0
        for word in "abcd":
            await client.send(word)
        assert [await client.recv() for _ in range(4)] == ["b", "a", "d", "c"]
        proxy.clean()
        proxy.up.lose = 1.0
        await client.send("lost")
        assert await nothing_comes(client)

    played(play)


@pytest.mark.parametrize("fault", ["corrupt", "truncate"])
def test_that_a_frame_is_damaged(fault: str) -> None:
    async def play(proxy: FaultProxy, client: ClientConnection) -> None:
        setattr(proxy.down, fault, 1.0)
        said = "the same words, as they were sent"
        try:
            for _ in range(5):
                await client.send(said)
                async with asyncio.timeout(0.3):
                    assert await client.recv() != said
        except (ConnectionClosed, TimeoutError):
            return

    played(play)


@pytest.mark.parametrize("end", ["cut", "reset"])
def test_that_connections_are_ended(end: str) -> None:
    async def play(proxy: FaultProxy, client: ClientConnection) -> None:
        getattr(proxy, end)()
        async with asyncio.timeout(1.0):
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
        assert isinstance(closed.value.__cause__, ConnectionResetError) == (end == "reset")

    played(play)


def test_that_a_frozen_connection_stays_open_and_dead() -> None:
    async def play(proxy: FaultProxy, client: ClientConnection) -> None:
        proxy.freeze()
        await client.send("anybody?")
        assert await nothing_comes(client)
        proxy.clean()
        assert await nothing_comes(client)
        async with connect(proxy.url, proxy=None, close_timeout=0.1) as other:
            await other.send("new")
            assert await other.recv() == "new"

    played(play)


@pytest.mark.parametrize("door", ["mute", "slam"])
def test_that_a_door_may_be_mute_or_slammed(door: str) -> None:
    async def play(proxy: FaultProxy, client: ClientConnection) -> None:
        proxy.door = door
        with pytest.raises(CONNECT_ERRORS) as refused:
            await connect(proxy.url, proxy=None, open_timeout=0.2)
        assert isinstance(refused.value, TimeoutError) == (door == "mute")

    played(play)
