"""The link's shell against servers that misbehave: it goes on trying and says why."""

import asyncio
import http
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from feeds import frames
from feeds.backoff import BackoffTimes
from feeds.dial import end_connection, is_loopback
from feeds.frames import decode_frame, encode_frame
from tests.feeds.small import ev, numbered, outage, snap, thread
from tests.feeds.walls import SOON, until, wall
from wallboard.domain.clock import ClockState
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode

WELCOME = encode_frame(
    frames.Welcome(
        clock=frames.to_wire(ClockState(ClockMode.REPLAY, 1000.0, 60.0, "replay-1")),
        heartbeat=0.1,
        channels=[frames.ChannelHead(name="room", epoch="e1", first=1, last=5)],
    )
)


def address(server: Server) -> str:
    return f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"


@asynccontextmanager
async def tcp(answer: bytes | None) -> AsyncIterator[tuple[str, list[int]]]:
    """A bare TCP server that answers with some bytes, or never."""
    connects: list[int] = []
    held: list[asyncio.StreamWriter] = []

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connects.append(1)
        held.append(writer)
        if answer is not None:
            writer.write(answer)
            writer.close()

    server = await asyncio.start_server(client, "127.0.0.1", 0)
    try:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", connects
    finally:
        server.close()
        for writer in held:
            writer.close()
        await server.wait_closed()


async def turned_away(socket: ServerConnection) -> None:
    """Nobody gets here."""


async def greet(socket: ServerConnection) -> frames.Sub:
    """hello and welcome; returns what the client subscribes to."""
    assert isinstance(decode_frame(await socket.recv()), frames.Hello)
    await socket.send(WELCOME, text=True)
    sub = decode_frame(await socket.recv())
    assert isinstance(sub, frames.Sub)
    return sub


def test_that_a_server_that_accepts_and_closes_is_not_stormed() -> None:
    connects: list[int] = []

    async def close(socket: ServerConnection) -> None:
        connects.append(1)

    async def play() -> None:
        async with serve(close, "127.0.0.1", 0) as server, wall(address(server)) as one:
            await asyncio.sleep(2.0)
            assert one.runner.status.state in ("lost", "connecting")

    asyncio.run(play())
    assert 2 <= len(connects) <= 10


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        (401, "link_refused", "refused"),
        (403, "link_refused", "refused"),
        (404, "link_not_found", "connecting"),
        (429, "link_busy", "connecting"),
        (500, "link_status", "connecting"),
    ],
)
def test_that_every_status_is_retried_with_the_right_words(status: int, code: str, state: str) -> None:
    tries: list[int] = []

    def refuse(connection: ServerConnection, request: Request) -> Response:
        tries.append(1)
        return connection.respond(http.HTTPStatus(status), "no\n")

    async def play() -> None:
        async with (
            serve(turned_away, "127.0.0.1", 0, process_request=refuse) as server,
            wall(address(server)) as one,
        ):
            await until(lambda: len(tries) >= 2)
            found = one.runner.status
            assert found.words is not None
            assert (found.state, found.words.code) == (state, code)

    asyncio.run(play())


BANNERS = [b"SSH-2.0-OpenSSH_9.2\r\n", b"\x00\xff" * 500, b"HTTP/1.1 200 OK\r\n\r\n"]


@pytest.mark.parametrize("answer", BANNERS)
def test_that_a_garbage_banner_is_retried(answer: bytes) -> None:
    async def play() -> None:
        async with tcp(answer) as (url, connects), wall(url) as one:
            await until(lambda: len(connects) >= 2)
            words = one.runner.status.words
            assert words is not None
            assert words.code in ("link_garbage", "link_status", "link_unreachable", "link_reset")

    asyncio.run(play())


def test_that_nobody_there_and_no_such_name_are_retried() -> None:
    async def play() -> None:
        async with wall("ws://127.0.0.1:9") as one, wall("ws://no-such-host.invalid:80") as other:
            await until(lambda: min(w.runner.counts["reconnects"] for w in (one, other)) >= 2)
            words = one.runner.status.words, other.runner.status.words
            assert [word.code for word in words if word] == ["link_nobody_there", "link_no_such_host"]

    asyncio.run(play())


def test_that_a_silent_peer_is_noticed_after_three_heartbeats() -> None:
    """Half-open: the connection stands and nothing comes any more."""

    async def silent(socket: ServerConnection) -> None:
        sub = await greet(socket)
        await socket.send(snap(numbered(thread(1)), 5, sub=sub.id), text=True)
        socket.transport.pause_reading()
        await over.wait()

    over = asyncio.Event()

    async def play() -> None:
        loop = asyncio.get_running_loop()
        async with serve(silent, "127.0.0.1", 0, close_timeout=0.1) as server, wall(address(server)) as one:
            await until(lambda: one.runner.status.state == "live", one)
            begun = loop.time()
            await until(lambda: one.runner.counts["reconnects"] >= 1, one)
            assert 0.2 <= loop.time() - begun < 1.0  # three heartbeats of 0.1 s
            assert one.runner.status.lost_since is not None
            assert one.store.tables.outages  # the last picture stays
            over.set()

    asyncio.run(play())


def test_that_an_oversized_frame_closes_the_link_and_it_comes_back() -> None:
    visits: list[int] = []

    async def shout(socket: ServerConnection) -> None:
        visits.append(1)
        sub = await greet(socket)
        if len(visits) == 1:
            await socket.send("x" * (frames.MAX_FRAME + 1))
        await socket.send(snap(numbered(thread(1)), 5, sub=sub.id), text=True)
        await socket.wait_closed()

    async def play() -> None:
        async with serve(shout, "127.0.0.1", 0) as server, wall(address(server)) as one:
            await until(lambda: len(visits) == 2 and bool(one.store.tables.outages), one)

    asyncio.run(play())


def test_that_the_hubs_clock_is_followed_and_small_differences_are_left() -> None:
    async def tell(socket: ServerConnection) -> None:
        sub = await greet(socket)
        await socket.send(snap(numbered(thread(1)), 5, sub=sub.id), text=True)
        await socket.send(ev([outage(2, 7)], 6), text=True)
        await socket.wait_closed()

    async def play() -> None:
        async with serve(tell, "127.0.0.1", 0) as server, wall(address(server)) as one:
            await until(lambda: len(one.store.tables.outages) == 2, one)
            state = one.runner.clock.state()
            assert (state.mode, state.rate, state.run) == (ClockMode.REPLAY, 60.0, "replay-1")
            assert 1000.0 <= one.runner.clock.now() < 1200.0
            assert one.runner.status.skew is None
            assert one.store.head == 6

    asyncio.run(play())


def test_that_an_act_without_a_link_is_refused_at_once() -> None:
    async def play() -> None:
        async with wall("ws://127.0.0.1:9") as one:
            ack = await one.runner.act("clock", "pause")
            assert ack.reason is not None
            assert (ack.accepted, ack.reason.code) == (False, "link_down")

    asyncio.run(play())


def test_that_the_environments_proxy_is_not_asked_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")

    async def play() -> None:
        async def tell(socket: ServerConnection) -> None:
            await greet(socket)
            await socket.wait_closed()

        async with serve(tell, "127.0.0.1", 0) as server, wall(address(server)) as one:
            await until(lambda: bool(one.runner.core.period == 0.1), one)

    asyncio.run(play())


def test_that_a_proxy_that_nobody_speaks_does_not_end_the_trying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond this machine the environment's proxy is asked; one of a kind that is not to be had is told."""
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)

    async def play() -> None:
        async with wall("ws://192.0.2.1:80") as one, wall("ws://" + "x" * 70 + ":80") as other:
            await until(lambda: min(w.runner.counts["reconnects"] for w in (one, other)) >= 2)
            words = one.runner.status.words
            assert words is not None and words.code in ("link_proxy", "link_nobody_there")

    asyncio.run(play())


def test_that_a_redirect_is_not_followed_with_the_token() -> None:
    async def play() -> None:
        visits: list[str] = []

        def lure(connection: ServerConnection, request: Request) -> Response:
            visits.append(request.path)
            answer = connection.respond(http.HTTPStatus.FOUND, "there\n")
            answer.headers["Location"] = "/elsewhere"
            return answer

        async with (
            serve(turned_away, "127.0.0.1", 0, process_request=lure) as server,
            wall(address(server)) as one,
        ):
            await until(lambda: len(visits) >= 2)
            assert set(visits) == {"/"}
            assert one.runner.status.words == Reason("link_status", {"status": 302})

    asyncio.run(play())


def test_that_this_machine_is_known_by_its_names() -> None:
    assert all(map(is_loopback, ("ws://localhost:1", "ws://127.0.0.1", "ws://[::1]:2/x")))
    assert not any(map(is_loopback, ("ws://10.0.0.1", "wss://hub.example", "ws://", "nonsense")))
    assert BackoffTimes().ceiling > SOON.ceiling


def test_that_a_cut_connection_has_ended_all_of_its_tasks() -> None:
    """What is left when the loop closes would complain at the end of the program (keepalive)."""

    async def tell(socket: ServerConnection) -> None:
        await socket.wait_closed()

    async def play() -> None:
        async with serve(tell, "127.0.0.1", 0, close_timeout=0.1) as server:
            before = asyncio.all_tasks()
            socket = await connect(address(server), ping_interval=5, ping_timeout=5)
            await asyncio.sleep(0.05)
            mine = asyncio.all_tasks() - before
            assert socket.keepalive_task in mine
            await end_connection(socket)
            assert socket.keepalive_task is None and socket.transport.is_closing()
            assert not [task for task in mine if "keepalive" in str(task.get_coro()) and not task.done()]

    asyncio.run(play())
