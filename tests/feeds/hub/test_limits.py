"""Paces and the door: what one client may ask of the hub, from its first byte on."""

import asyncio
import socket

import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from feeds import frames
from feeds.frames import encode_frame
from feeds.hub.limits import MOST_BUCKETS, Bucket, Door, Paces, ServerLimits
from tests.feeds.hub.served import served
from tests.feeds.walls import until, wall

FEED = [Subprotocol(frames.SUBPROTOCOL)]


def test_that_a_bucket_gives_a_burst_and_then_the_pace() -> None:
    bucket = Bucket(10.0, 20.0, 0.0)
    assert [bucket.take(0.0) for _ in range(20)] == [0.0] * 20
    assert bucket.take(0.0) == pytest.approx(0.1)
    assert bucket.take(0.05) == pytest.approx(0.05)
    assert bucket.take(0.1) == 0.0
    assert bucket.take(0.1) > 0.0


def test_that_each_actor_has_a_pace_and_strangers_do_not_gather() -> None:
    paces = Paces(1.0, 1.0)
    assert paces.allows("a", 0.0)
    assert not paces.allows("a", 0.5)
    assert paces.allows("b", 0.5)
    assert paces.allows("a", 1.0)
    for number in range(2 * MOST_BUCKETS):
        paces.allows(str(number), 2.0)
    assert len(paces._buckets) == MOST_BUCKETS


def test_that_the_door_counts_by_address_and_in_all() -> None:
    full: list[int] = []
    door = Door(2, 3, lambda: full.append(1))
    assert door.enter("a")
    assert door.enter("a")
    assert not door.enter("a")
    assert door.enter("b")
    assert not door.enter("c")
    door.leave("a")
    assert door.enter("c")
    assert (len(full), door.inside) == (2, 3)


def test_that_one_address_cannot_take_every_place_with_half_handshakes() -> None:
    """300 sockets that say nothing: those beyond the address's share are cut, the rest after the time-out."""

    async def play() -> None:
        limits = ServerLimits(heartbeat=0.1, handshake=0.5, per_address=20)
        async with served(limits=limits) as hub, wall(hub.url) as good:
            await until(lambda: good.runner.status.state == "live", good)
            port = int(hub.url.rpartition(":")[2])
            loop, idle = asyncio.get_running_loop(), []
            for number in range(300):
                one = socket.create_connection(("127.0.0.1", port))
                one.setblocking(False)
                one.send(b"GET / HTTP/1.1\r\nX: "[: number % 20])
                idle.append(one)
                await asyncio.sleep(0)
            await until(lambda: hub.server.counts["link_busy"] >= 281, good)
            gone = [loop.create_task(_closed(one)) for one in idle]
            await asyncio.wait_for(asyncio.gather(*gone), 5)
            for one in idle:
                one.close()
            async with wall(hub.url) as late:
                await until(lambda: late.runner.status.state == "live", late, good)
            assert good.runner.counts["reconnects"] == 0

    asyncio.run(play())


async def _closed(one: socket.socket) -> None:
    """Read until the other end closes or resets."""
    loop = asyncio.get_running_loop()
    try:
        while await loop.sock_recv(one, 4096):
            pass
    except ConnectionError:
        return


def test_that_a_client_that_never_says_hello_is_let_go() -> None:
    async def play() -> None:
        async with served(limits=ServerLimits(heartbeat=0.1, hello=0.2)) as hub:
            mute = await connect(hub.url, subprotocols=FEED, proxy=None)
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(mute.recv(), 3)
            assert hub.server.counts["no_hello"] == 1

    asyncio.run(play())


def test_that_compression_is_not_spoken_and_a_bomb_is_answered_and_harms_nobody() -> None:
    """An offer of deflate is declined; a compressed frame is then a fault of the protocol (1002)."""

    async def play() -> None:
        async with served() as hub, wall(hub.url) as good:
            await until(lambda: good.runner.status.state == "live", good)
            bomb = await connect(hub.url, subprotocols=FEED, proxy=None, compression="deflate")
            assert bomb.protocol.extensions == []
            bomb.transport.write(b"\xc1\xfe\x00\x7e" + b"\x00" * 4 + b"\xff" * 126)  # FIN + RSV1, masked
            with pytest.raises(ConnectionClosed) as closed:
                await bomb.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1002
            assert good.runner.counts["reconnects"] == 0

    asyncio.run(play())


def test_that_more_clients_than_there_is_room_for_are_told_so() -> None:
    async def play() -> None:
        async with served(limits=ServerLimits(heartbeat=0.1, clients=1)) as hub, wall(hub.url) as good:
            await until(lambda: good.runner.status.state == "live", good)
            with pytest.raises(InvalidHandshake, match="503"):
                await connect(hub.url, subprotocols=FEED, proxy=None)

    asyncio.run(play())


def test_that_a_fast_source_is_read_slowly_and_loses_nothing() -> None:
    async def play() -> None:
        limits = ServerLimits(heartbeat=0.1, source_frames=200.0, source_burst=10.0)
        async with (
            served(limits=limits) as hub,
            connect(hub.url, subprotocols=FEED, proxy=None) as source,
        ):
            await source.send(encode_frame(frames.Hello(name="oms", role="source")), text=True)
            for number in range(60):
                await source.send(
                    encode_frame(frames.Ev(id=str(number), facts=[msgspec.Raw(b"{}")])), text=True
                )
            answered = 0
            async with asyncio.timeout(5):
                while answered < 60:
                    answered += isinstance(frames.decode_frame(await source.recv()), frames.Ack)
            assert hub.server.counts["source_slowed"] >= 30

    asyncio.run(play())
