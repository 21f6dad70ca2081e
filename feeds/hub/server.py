"""The hub's websocket server: greets, serves channels, takes acts and what sources publish (design 5, 6)."""

import asyncio
import http
import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from feeds import frames
from feeds.codec import BadFact, decode_fact
from feeds.hub.access import Access, Role, bearer, is_local, split_address
from feeds.hub.channel import Channel
from feeds.hub.log import LogError
from feeds.hub.subscriber import QueueLimits, Subscriber
from feeds.safe_text import safe_text
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason

_log = logging.getLogger(__name__)

HUB_SOURCES = frozenset({"hub", "analyst"})
"""Names that no source may take."""


class Actor(msgspec.Struct, frozen=True):
    """Who acts: role, the name it gave, and whether it sits on this machine."""

    role: Role
    name: str
    local: bool


class Room(Protocol):
    """What the server serves: a live hub or a replay."""

    @property
    def channel(self) -> Channel: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def takes_facts(self) -> bool:
        """Whether sources may publish here."""
        ...

    async def publish(self, facts: Sequence[Fact]) -> int:
        """Take facts of a source; returns the seq of the last once all are durable."""
        ...

    async def act(self, act: frames.Act, actor: Actor) -> frames.Ack: ...

    async def rows(self, epoch: str, after: int) -> list[tuple[int, bytes]] | None:
        """(seq, body) from after a place up to the channel's head; None where that cannot be had."""
        ...


class ServerLimits(msgspec.Struct, frozen=True):
    """heartbeat, hello: seconds. frames: a client's frames a second (sources excepted), with a burst."""

    heartbeat: float = 2.0
    hello: float = 5.0
    clients: int = 400
    per_address: int = 300
    frames: float = 50.0
    burst: float = 200.0
    queue: QueueLimits = QueueLimits()


class HubServer:
    """Serves one room. ``counts`` tells what went wrong, by reason code."""

    def __init__(self, room: Room, access: Access, limits: ServerLimits | None = None) -> None:
        self.room, self.access = room, access
        self.limits = limits or ServerLimits()
        self.clients: set[Subscriber] = set()
        self.counts: Counter[str] = Counter()
        self._addresses: Counter[str] = Counter()

    @asynccontextmanager
    async def open(self, listen: str) -> AsyncIterator[str]:
        """Listen; gives the URL that clients connect to. Raises AccessError or OSError."""
        host, port = split_address(listen)
        self.access.check_address(host)
        tls = self.access.tls()
        async with serve(
            self._client,
            host,
            port,
            ssl=tls,
            origins=[None],  # browsers name their page: refused with 403
            subprotocols=[Subprotocol(frames.SUBPROTOCOL), Subprotocol(frames.CLOUDEVENTS)],
            process_request=self._check,
            compression=None,
            open_timeout=5,
            ping_interval=5,
            ping_timeout=5,
            close_timeout=1,
            max_size=frames.MAX_FRAME,
            server_header=None,
        ) as server:
            try:
                yield f"{'wss' if tls else 'ws'}://{_shown(host)}:{_port(server)}"
            finally:
                await self._say_bye()

    async def beats(self) -> None:
        """Heartbeats for ever; a task of whoever opened the server."""
        while True:
            await asyncio.sleep(self.limits.heartbeat)
            self.beat()

    def beat(self) -> None:
        """Heartbeats to everybody now (also after a change of the clock)."""
        for client in tuple(self.clients):
            client.beat()

    async def _say_bye(self) -> None:
        bye = frames.Bye(reason=Reason("hub_restarts"), retry_after=0.5)
        for client in tuple(self.clients):
            client.say(bye)
        await asyncio.sleep(0.05 if self.clients else 0.0)

    def _check(self, connection: ServerConnection, request: Request) -> Response | None:
        """Before the handshake: a token that is there must be right, and there is room for one more."""
        token = bearer(request.headers.get("Authorization"))
        if token is not None and self.access.tokens and not self.access.knows(token):
            self.counts["link_refused"] += 1
            return connection.respond(http.HTTPStatus.UNAUTHORIZED, "wrong token\n")
        if len(self.clients) >= self.limits.clients:
            self.counts["link_busy"] += 1
            return connection.respond(http.HTTPStatus.SERVICE_UNAVAILABLE, "too many clients\n")
        return None

    async def _client(self, connection: ServerConnection) -> None:
        """One connection from greeting to end."""
        address = str((connection.remote_address or ("",))[0])
        if self._addresses[address] >= self.limits.per_address:
            self.counts["link_busy"] += 1
            await connection.close(1013, "too many connections")
            return
        self._addresses[address] += 1
        try:
            if connection.subprotocol == frames.CLOUDEVENTS:
                await self._producer(connection, address)
            else:
                await self._reader(connection, address)
        except ConnectionClosed as closed:
            self.counts[f"closed_{closed.rcvd.code if closed.rcvd else 1006}"] += 1
        finally:
            self._addresses[address] -= 1
            if not self._addresses[address]:
                del self._addresses[address]

    async def _reader(self, connection: ServerConnection, address: str) -> None:
        actor = await self._greet(connection, address)
        if actor is None:
            return
        room = self.room
        client = Subscriber(room.channel, room.clock, self._beat_frame, self.limits.queue)
        self.clients.add(client)
        room.channel.listeners.add(client)
        client.say(self._welcome())
        _log.info("client joined", extra={"role": actor.role.value, "client": actor.name})
        pump = asyncio.get_running_loop().create_task(self._pump(client, connection))
        try:
            await self._listen(connection, client, actor)
        finally:
            pump.cancel()
            await asyncio.wait([pump])
            self.clients.discard(client)
            room.channel.listeners.discard(client)
            self.counts["slow_consumer"] += client.slow
            _log.info("client left", extra={"role": actor.role.value, "client": actor.name})

    async def _pump(self, client: Subscriber, connection: ServerConnection) -> None:
        async def send(frame: bytes) -> None:
            await connection.send(frame, text=True)

        try:
            await client.pump(send)
        except ConnectionClosed:
            return  # the listener sees the same and ends

    async def _greet(self, connection: ServerConnection, address: str) -> Actor | None:
        """Wait for hello; None (and the connection closed) where the client is refused."""
        try:
            async with asyncio.timeout(self.limits.hello):
                frame = frames.decode_frame(await connection.recv())
        except (TimeoutError, frames.FrameError):
            self.counts["no_hello"] += 1
            await connection.close(1002, "hello expected")
            return None
        if not isinstance(frame, frames.Hello) or frames.SUBPROTOCOL not in frame.versions:
            await self._refuse(connection, Reason("link_version"))
            return None
        request = connection.request
        token = bearer(request.headers.get("Authorization")) if request is not None else None
        role = self.access.role_of(token or frame.token, frame.role)
        if role is None:
            await self._refuse(connection, Reason("link_refused", {"role": safe_text(frame.role)[:20]}))
            return None
        return Actor(role, safe_text(frame.name)[:64], is_local(address))

    async def _refuse(self, connection: ServerConnection, reason: Reason) -> None:
        self.counts[reason.code] += 1
        _log.warning("client refused", extra={"reason": reason.code})
        await connection.send(frames.encode_frame(frames.Err(reason=reason, fatal=True)), text=True)
        await connection.close(1008, reason.code)

    async def _listen(self, connection: ServerConnection, client: Subscriber, actor: Actor) -> None:
        clock = self.room.clock
        tokens, at = self.limits.burst, clock.monotonic()
        async for data in connection:
            now = clock.monotonic()
            tokens = min(self.limits.burst, tokens + (now - at) * self.limits.frames) - 1
            at = now
            if tokens < 0 and actor.role is not Role.SOURCE:
                self.counts["too_fast"] += 1
                await connection.close(1008, "too many frames")
                return
            try:
                frame = frames.decode_frame(data)
            except frames.FrameError as error:
                self.counts[error.reason.code] += 1
                client.say(frames.Err(reason=error.reason))
                continue
            await self._answer(frame, client, actor)

    async def _answer(
        self, frame: frames.AnyFrame | frames.UnknownOp, client: Subscriber, actor: Actor
    ) -> None:
        match frame:
            case frames.Hb():
                return
            case frames.Sub():
                await self._subscribe(frame, client)
            case frames.Act():
                client.say(await self.room.act(frame, actor))
            case frames.Ev():
                client.say(await self._publish(frame, actor))
            case frames.UnknownOp():
                self.counts["unknown_op"] += 1
            case _:
                self.counts["unexpected_op"] += 1

    async def _subscribe(self, sub: frames.Sub, client: Subscriber) -> None:
        channel = self.room.channel
        if sub.channel != channel.name:
            client.say(frames.Err(reason=Reason("link_no_channel", {"channel": safe_text(sub.channel)[:40]})))
            return
        epoch, _, seq = sub.since.rpartition(":")
        if not sub.since:
            client.subscribe(sub.id, None)
            return
        if epoch != channel.epoch or not seq.isdecimal():
            client.subscribe(sub.id, Reason("new_epoch"))
            return
        after = int(seq[:18])
        rows = await self.room.rows(epoch, after)
        channel.flush()
        if rows is None or epoch != channel.epoch or after + len(rows) != channel.head:
            client.subscribe(sub.id, Reason("too_far_behind"))
        else:
            client.follow(sub.id, after, rows)

    async def _publish(self, frame: frames.Ev, actor: Actor) -> frames.Ack:
        """Facts of a source: its own only; bad ones are counted and the rest is taken."""
        if actor.role not in (Role.SOURCE, Role.ADMIN):
            return frames.Ack(
                id=frame.id, accepted=False, reason=Reason("role_may_not", {"role": actor.role})
            )
        good: list[Fact] = []
        for raw in frame.facts:
            fact = self._own_fact(raw, actor)
            if fact is not None:
                good.append(fact)
        if not good:
            return frames.Ack(id=frame.id, accepted=False, reason=Reason("no_good_fact"))
        try:
            seq = await self.room.publish(good)
        except LogError:
            return frames.Ack(id=frame.id, accepted=False, reason=Reason("log_failed"))
        bad = len(frame.facts) - len(good)
        return frames.Ack(
            id=frame.id, accepted=True, seq=seq, reason=Reason("some_bad", {"bad": bad}) if bad else None
        )

    def _own_fact(self, raw: bytes | msgspec.Raw, actor: Actor) -> Fact | None:
        try:
            fact = decode_fact(raw)
        except BadFact as bad:
            self.counts[bad.reason.code] += 1
            if self.counts[bad.reason.code] == 1:  # once: a producer's author has to find it, not a disk
                _log.warning("%s: fact refused: %s", actor.name, bad.words())
            return None
        if fact.source != actor.name or fact.source in HUB_SOURCES:
            self.counts["foreign_source"] += 1
            return None
        return fact

    async def _producer(self, connection: ServerConnection, address: str) -> None:
        """A CloudEvents producer: one event a frame, no answers (the binding has none)."""
        request = connection.request
        token = bearer(request.headers.get("Authorization")) if request is not None else None
        role = self.access.role_of(token or "", Role.SOURCE)
        if role is None or not self.room.takes_facts:
            self.counts["link_refused"] += 1
            await connection.close(1008, "access refused")
            return
        async for data in connection:
            try:
                fact = decode_fact(data.encode() if isinstance(data, str) else data)
            except (BadFact, UnicodeEncodeError):
                self.counts["bad_event"] += 1
                continue
            if fact.source in HUB_SOURCES:
                self.counts["foreign_source"] += 1
                continue
            try:
                await self.room.publish([fact])
            except LogError:
                await connection.close(1011, "the log cannot be written")
                return

    def _welcome(self) -> frames.Welcome:
        channel = self.room.channel
        head = frames.ChannelHead(
            name=channel.name, epoch=channel.epoch, first=channel.first(), last=channel.head
        )
        return frames.Welcome(
            server="wallboard",
            clock=frames.to_wire(self.room.clock.state()),
            heartbeat=self.limits.heartbeat,
            channels=[head],
        )

    def _beat_frame(self, heads: dict[str, str]) -> bytes:
        return frames.encode_frame(frames.Hb(clock=frames.to_wire(self.room.clock.state()), heads=heads))


def _port(server: Server) -> int:
    return int(next(iter(server.sockets)).getsockname()[1])


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
