"""The hub's websocket server: greets, serves channels, takes acts and what sources publish (design 5, 6)."""

import asyncio
import http
import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from feeds import frames
from feeds.hub.access import Access, Actor, Right, Role, bearer, split_address
from feeds.hub.atlas_service import AtlasService, is_atlas
from feeds.hub.channel import Channel
from feeds.hub.limits import Bucket, Door, Paces, ServerLimits
from feeds.hub.looking import Looking
from feeds.hub.publishing import Publishing
from feeds.hub.subscriber import Subscriber
from feeds.safe_text import safe_text
from wallboard.config.urls import is_loopback
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason

_log = logging.getLogger(__name__)


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

    async def publish(self, facts: Sequence[Fact], *, decoded: bool = False) -> int:
        """Take facts of a source; returns the seq of the last once all are durable."""
        ...

    async def act(self, act: frames.Act, actor: Actor) -> frames.Ack: ...

    async def past(self, ask: frames.Past) -> frames.Was:
        """A page of what stood at a past time and came after it; or why there is none."""
        ...

    async def rows(self, epoch: str, after: int) -> list[tuple[int, bytes]] | None:
        """(seq, body) from after a place up to the channel's head; None where that cannot be had."""
        ...


class HubServer:
    """Serves one room. ``counts`` tells what went wrong, by reason code."""

    def __init__(
        self,
        room: Room,
        access: Access,
        limits: ServerLimits | None = None,
        atlases: AtlasService | None = None,
    ) -> None:
        self.room, self.access = room, access
        self.atlases = atlases or AtlasService()
        self.limits = limits or ServerLimits()
        self.clients: set[Subscriber] = set()
        self.counts: Counter[str] = Counter()
        self.publishing = Publishing(room, self.limits, self.counts)
        self._acts = Paces(self.limits.acts, self.limits.acts_burst)

    @asynccontextmanager
    async def open(self, listen: str) -> AsyncIterator[str]:
        """Listen; gives the URL that clients connect to. Raises AccessError or OSError."""
        host, port = split_address(listen)
        self.access.check_address(host)
        tls = self.access.tls()
        limits = self.limits
        most = limits.clients + limits.handshakes
        door = Door(limits.per_address, most, lambda: self._count("link_busy"))
        async with serve(
            self._client,
            host,
            port,
            ssl=tls,
            origins=[None],  # browsers name their page: refused with 403
            subprotocols=[Subprotocol(frames.SUBPROTOCOL), Subprotocol(frames.CLOUDEVENTS)],
            process_request=self._check,
            compression=None,
            open_timeout=limits.handshake,
            ping_interval=limits.ping,
            ping_timeout=limits.ping,
            close_timeout=1,
            max_size=frames.MAX_FRAME,
            server_header=None,
            create_connection=door.connection(),
            ssl_handshake_timeout=limits.handshake if tls else None,
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
        if token is not None and self.access.guarded and not self.access.knows(token):
            self.counts["link_refused"] += 1
            return connection.respond(http.HTTPStatus.UNAUTHORIZED, "wrong token\n")
        if is_atlas(request.path):
            if self.access.tokens and token is None:
                return connection.respond(http.HTTPStatus.UNAUTHORIZED, "a token is needed\n")
            return self.atlases.answer(request)
        if len(self.clients) >= self.limits.clients:
            self.counts["link_busy"] += 1
            return connection.respond(http.HTTPStatus.SERVICE_UNAVAILABLE, "too many clients\n")
        return None

    async def _client(self, connection: ServerConnection) -> None:
        """One connection from greeting to end."""
        local = is_loopback(str((connection.remote_address or ("",))[0]))
        try:
            if connection.subprotocol == frames.CLOUDEVENTS:
                await self._producer(connection)
            else:
                await self._reader(connection, local=local)
        except ConnectionClosed as closed:
            self._count(f"closed_{closed.rcvd.code if closed.rcvd else 1006}")

    def _count(self, word: str) -> None:
        self.counts[word] += 1

    async def _reader(self, connection: ServerConnection, *, local: bool) -> None:
        actor = await self._greet(connection, local=local)
        if actor is None:
            return
        room = self.room
        client = Subscriber(room.channel, room.clock, self._beat_frame, self.limits.queue)
        self.clients.add(client)
        room.channel.listeners.add(client)
        client.say(self._welcome())
        _log.info("client joined", extra={"role": actor.role.value, "client": actor.name})
        pump = asyncio.get_running_loop().create_task(self._pump(client, connection))
        looking = Looking(room, client)
        try:
            await self._listen(connection, client, actor, looking)
        finally:
            looking.end()
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

    async def _greet(self, connection: ServerConnection, *, local: bool) -> Actor | None:
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
        grant = self.access.grant_of(token or frame.token, frame.role)
        if grant is None:
            await self._refuse(connection, Reason("link_refused", {"role": safe_text(frame.role)[:20]}))
            return None
        return Actor(grant.role, grant.name or safe_text(frame.name)[:64], local, grant.kinds)

    async def _refuse(self, connection: ServerConnection, reason: Reason) -> None:
        self.counts[reason.code] += 1
        _log.warning("client refused", extra={"reason": reason.code})
        await connection.send(frames.encode_frame(frames.Err(reason=reason, fatal=True)), text=True)
        await connection.close(1008, reason.code)

    async def _listen(
        self, connection: ServerConnection, client: Subscriber, actor: Actor, looking: Looking
    ) -> None:
        clock, limits = self.room.clock, self.limits
        publisher = actor.may(Right.PUBLISH)
        bucket = Bucket(limits.frames, limits.burst, clock.monotonic())
        if publisher:
            bucket = self.publishing.bucket()
        async for data in connection:
            if publisher:
                await self.publishing.paced(bucket)
            elif bucket.take(clock.monotonic()):
                self._count("too_fast")
                await connection.close(1008, "too many frames")
                return
            try:
                frame = frames.decode_frame(data)
            except frames.FrameError as error:
                self.counts[error.reason.code] += 1
                client.say(frames.Err(reason=error.reason))
                continue
            await self._answer(frame, client, actor, looking)

    async def _answer(
        self,
        frame: frames.AnyFrame | frames.UnknownOp,
        client: Subscriber,
        actor: Actor,
        looking: Looking,
    ) -> None:
        match frame:
            case frames.Hb():
                return
            case frames.Sub():
                if actor.may(Right.READ):
                    await self._subscribe(frame, client)
                else:
                    client.say(frames.Err(reason=Reason("role_may_not", {"role": actor.role.value})))
            case frames.Past():
                if actor.may(Right.READ):
                    looking.ask(frame)
                else:
                    client.say(frames.Err(reason=Reason("role_may_not", {"role": actor.role.value})))
            case frames.Act():
                client.say(await self._act(frame, actor))
            case frames.Ev():
                client.say(await self.publishing.take(frame, actor))
            case frames.UnknownOp():
                self.counts["unknown_op"] += 1
            case _:
                self.counts["unexpected_op"] += 1

    async def _act(self, act: frames.Act, actor: Actor) -> frames.Ack:
        """An act, at the pace that one actor may have; a refused one is counted and logged."""
        if not self._acts.allows(f"{actor.role}/{actor.name}", self.room.clock.monotonic()):
            ack = frames.Ack(id=act.id, accepted=False, reason=Reason("acts_too_fast"))
        elif not self.room.takes_facts and act.subject != "clock":
            ack = frames.Ack(id=act.id, accepted=False, reason=Reason("replay_takes_no_acts"))
        else:
            ack = await self.room.act(act, actor)
        if ack.reason is not None and not ack.accepted:
            self._count(f"act_{ack.reason.code}")
            said = {"verb": safe_text(act.verb)[:40], "subject": safe_text(act.subject)[:120]}
            who = {"role": actor.role.value, "client": actor.name, "act": safe_text(act.id)[:64]}
            _log.warning("act refused", extra={"reason": ack.reason.code, **said, **who})
        return ack

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

    async def _producer(self, connection: ServerConnection) -> None:
        """A CloudEvents producer: one event a frame, no answers (the binding has none).

        Its token's name is its source's; without one it speaks for the source that its events name.
        """
        request = connection.request
        token = bearer(request.headers.get("Authorization")) if request is not None else None
        grant = self.access.grant_of(token or "", Role.SOURCE)
        if grant is None or not self.room.takes_facts:
            self._count("link_refused")
            await connection.close(1008, "access refused")
            return
        await self.publishing.events(connection, grant)

    def _welcome(self) -> frames.Welcome:
        channel = self.room.channel
        head = frames.ChannelHead(
            name=channel.name, epoch=channel.epoch, first=channel.first(), last=channel.head
        )
        return frames.Welcome(
            server="wallboard",
            clock=frames.to_wire(self.room.clock.state()),
            heartbeat=self.limits.heartbeat,
            atlas=self.atlases.digests,
            channels=[head],
        )

    def _beat_frame(self, heads: dict[str, str]) -> bytes:
        return frames.encode_frame(frames.Hb(clock=frames.to_wire(self.room.clock.state()), heads=heads))


def _port(server: Server) -> int:
    return int(next(iter(server.sockets)).getsockname()[1])


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
