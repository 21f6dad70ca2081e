"""The link's shell: one upstream hub, connected to for ever (design 5, pitfalls 0.5 and A).

Runs under plain asyncio and under qasync. Feeds a sink (an ``Inbox``), keeps the hub's clock and a status
that a window may read at any time; never raises because of what the other end does.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Protocol, TypeVar

import msgspec
from websockets.asyncio.client import ClientConnection

from feeds import frames
from feeds.backoff import Backoff, BackoffTimes
from feeds.diagnostics import LinkDiagnostics, Tally, diagnostics_of
from feeds.dial import dial, end_connection, is_loopback
from feeds.failures import CONNECT_ERRORS, DIAL_ERRORS, is_refusal, reason_of, was_accepted
from feeds.link import LinkCore
from feeds.link_events import AckCame, ClockCame, Ended, FactsCame, GapCame, LinkEvent, PastCame, SnapshotCame
from feeds.link_parts import LinkTimes, Phase
from feeds.status import LinkStatus, status_of
from wallboard.domain.clock import AnchoredClock, Clock, ClockState, SystemClock
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode

Asked = frames.Act | frames.Past
Answer = TypeVar("Answer", frames.Ack, frames.Was)

LOCAL_CEILING = 1.0
"""Longest wait, s, before trying a hub of this same machine again: nobody else is in its way."""


class Sink(Protocol):
    """Where facts go: ``feeds.inbox.Inbox``, or a recorder."""

    def put(self, facts: Sequence[Fact], epoch: str, seq: int) -> None: ...

    def put_snapshot(self, facts: Sequence[Fact], epoch: str, seq: int) -> None: ...

    def hold(self, held: bool) -> None:
        """While the link catches up nothing is to be shown yet."""
        ...

    def take_overflow(self) -> bool:
        """It could not hold what came and needs a snapshot."""
        ...


class FeedRunner:
    """Connects to one hub, resumes, and fills ``inbox``.

    url: ws:// or wss://. token: goes in the Authorization header. random: injectable for tests.
    on_status: called when the state or its words change.
    """

    def __init__(
        self,
        url: str,
        token: str | None,
        inbox: Sink,
        name: str = "wall",
        role: str = "wall",
        *,
        local: Clock | None = None,
        times: LinkTimes | None = None,
        backoff: BackoffTimes | None = None,
        random: Random | None = None,
        on_status: Callable[[LinkStatus], None] | None = None,
        tls: Any = None,
    ) -> None:
        self.url, self.inbox, self.on_status = url, inbox, on_status
        self._token, self._tls = token, tls
        self._local = local or SystemClock()
        self._loopback = is_loopback(url)
        self.core = LinkCore(name, role, token or "", times=times)
        self.clock = AnchoredClock(ClockState(ClockMode.LIVE, self._local.now(), 1.0, ""))
        self._backoff = Backoff(backoff or self._backoff_times(), random or Random())
        self._trouble: Reason | None = Reason("link_connecting")
        self._refused = False
        self._since = self._lost_since = self._local.monotonic()
        self._asked: dict[str, tuple[asyncio.Future[Any], Any]] = {}  # by id, and what it gets with no answer
        self._socket: ClientConnection | None = None
        self._ended: Ended | None = None
        self._pictures = 0
        self._tally = Tally(self._local.now())
        self._looked = self._settling = 0.0
        self._frames_seen = 0
        self._wake = asyncio.Event()
        self._status = LinkStatus("connecting", self._since, self._trouble)
        self.counts: Counter[str] = self.core.counts

    @property
    def status(self) -> LinkStatus:
        """The link now, as a window shows it."""
        return self._refresh()

    @property
    def diagnostics(self) -> LinkDiagnostics:
        """Counters, last bad frames, versions and reasons, for a diagnostics panel."""
        waiting = getattr(self.inbox, "waiting", 0)
        return diagnostics_of(self.core, self._tally, self.url, self._local.monotonic(), waiting)

    async def run(self) -> None:
        """Connect, follow and reconnect until cancelled."""
        while True:
            before = self._pictures
            trouble, refused, accepted, after = await self._connection()
            now = self._local.monotonic()
            self.core.closed()
            self.inbox.hold(False)
            self._fail_asked()
            self._tally.ended(self._local.now(), trouble)
            self._trouble, self._refused = trouble, refused
            if self._lost_since is None:
                self._lost_since = now
            barren = accepted and self._pictures == before
            wait = self._backoff.failed(now, refused=refused, barren=barren)
            self.counts["reconnects"] += 1
            self._refresh()
            await asyncio.sleep(max(wait, after))

    async def act(
        self,
        subject: str,
        verb: str,
        args: Mapping[str, Any] | None = None,
        *,
        expect_seq: int | None = None,
        within: float = 5.0,
        act_id: str | None = None,
    ) -> frames.Ack:
        """Send a verb and wait for its ack. Without a link, or without an answer in ``within`` s, the ack
        is a refusal that says so (the act may still have happened: ask again with the same ``act_id``)."""
        act_id = act_id or secrets.token_hex(8)
        act = frames.Act(id=act_id, subject=subject, verb=verb, args=dict(args or {}), expect_seq=expect_seq)
        down = frames.Ack(id=act_id, accepted=False, reason=Reason("link_down"))
        late = msgspec.structs.replace(down, reason=Reason("act_unanswered"))
        return await self._ask(act, down, late, within)

    async def past(self, ask: frames.Past, within: float = 10.0) -> frames.Was:
        """One page of the past. Without a link, or without an answer in ``within`` s (a hub that does not
        know how), it is a refusal that says so."""
        down = frames.Was(id=ask.id, facts=[], reason=Reason("link_down"))
        late = msgspec.structs.replace(down, reason=Reason("past_unanswered"))
        return await self._ask(ask, down, late, within)

    async def _ask(self, frame: Asked, down: Answer, late: Answer, within: float) -> Answer:
        """Send a frame and wait for its answer by id. down: without a link; late: without an answer."""
        if self._socket is None or self.core.phase is Phase.GREETING:
            return down
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._asked[frame.id] = future, down
        self.core.say(frame)
        self._wake.set()
        try:
            return await asyncio.wait_for(future, within)
        except TimeoutError:
            return late
        finally:
            self._asked.pop(frame.id, None)

    # one connection

    async def _connection(self) -> tuple[Reason, bool, bool, float]:
        """One connection from dial to end: (why it ended, refused, accepted by a server, wait at least s)."""
        self._tally.tries += 1
        try:
            times = self.core.times
            socket = await dial(self.url, self._token, tls=self._tls, within=times.opening, ping=times.ping)
        except DIAL_ERRORS as error:
            return reason_of(error), is_refusal(error), was_accepted(error), 0.0
        self._tally.connects += 1
        self._looked, self._settling = self._local.monotonic(), 0.0
        self._ended = None
        self._socket = socket
        try:
            self.core.opened(self._local.monotonic())
            trouble = await self._follow(socket)
        finally:
            self._socket = None
            await end_connection(socket)
        ended = self._ended or Ended(trouble)
        return ended.reason, ended.refused, True, ended.retry_after

    async def _follow(self, socket: ClientConnection) -> Reason:
        async with asyncio.TaskGroup() as group:
            beat = group.create_task(self._watch(socket))
            try:
                return await self._read(socket)
            finally:
                beat.cancel()

    async def _read(self, socket: ClientConnection) -> Reason:
        local = self._local
        try:
            await self._flush(socket)
            while self._ended is None:
                data = await socket.recv(decode=False)
                now = local.monotonic()
                self._tally.bytes_in += len(data)
                self._mind_stall(now)
                self._handle(self.core.received(data, now, local.now()))
                self._hold(now)
                await self._flush(socket)
                await asyncio.sleep(0)  # a queue of frames must not hold the window's loop
        except CONNECT_ERRORS as error:
            return reason_of(error)
        return Reason("link_closed")

    async def _watch(self, socket: ClientConnection) -> None:
        """The watchdog: heartbeats out, silence and holes noticed, acts sent; never a timer a message."""
        pause = min(self.core.times.look, self.core.times.heartbeat / 4)
        while True:
            due = self.core.deadline()
            soon = pause if due is None else min(pause, max(0.001, due - self._local.monotonic()))
            try:
                async with asyncio.timeout(soon):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()
            now = self._local.monotonic()
            self._mind_stall(now)
            frames_now = self.core.reader.frames
            if now >= self._settling or frames_now == self._frames_seen:
                self._settling = 0.0
            self._looked, self._frames_seen = now, frames_now
            self._handle(self.core.tick(now))
            self._hold(now)
            if self.inbox.take_overflow():
                self.core.resync(now)
            if self.core.phase is Phase.LIVE:
                self._backoff.healthy(now)
            self._refresh()
            if self._ended is not None:
                socket.transport.abort()
                return
            try:
                await self._flush(socket)
            except CONNECT_ERRORS:
                return  # the reader sees the same and says why

    def _mind_stall(self, now: float) -> None:
        """This process stood still, and what it reads now is from then: take it in before it is shown."""
        if now - self._looked > self.core.times.stall:
            self._settling = now + self.core.times.settle
            self._looked = now
            self._frames_seen = -1
            self.counts["stalls"] += 1

    def _hold(self, now: float) -> None:
        self.inbox.hold(self.core.phase is Phase.SYNCING or now < self._settling)

    async def _flush(self, socket: ClientConnection) -> None:
        for data in self.core.take_outgoing():
            self._tally.bytes_out += len(data)
            await socket.send(data, text=True)

    def _handle(self, events: list[LinkEvent]) -> None:
        for event in events:
            match event:
                case FactsCame():
                    self.inbox.put(event.facts, event.epoch, event.seq)
                case SnapshotCame():
                    self._pictures += 1
                    self.inbox.put_snapshot(event.facts, event.epoch, event.seq)
                case ClockCame():
                    self._set_clock(event.state)
                case AckCame():
                    self._answered(event.ack)
                case PastCame():
                    self._answered(event.page)
                case GapCame():
                    self._trouble = event.reason
                case Ended():
                    self._ended = event
        if self.core.phase is Phase.LIVE and not self.core.in_gap:
            self._pictures += self._lost_since is not None
            self._trouble, self._refused, self._lost_since = None, False, None
        if events:
            self._refresh()

    def _set_clock(self, state: ClockState) -> None:
        """Follow the hub's clock; differences below half a real second are the network's and are left."""
        mine = self.clock.state()
        same = (mine.mode, mine.rate, mine.run, mine.ended) == (
            state.mode,
            state.rate,
            state.run,
            state.ended,
        )
        if not same or abs(mine.now - state.now) > 0.5 * max(1.0, state.rate):
            self.clock.set(state)

    def _refresh(self) -> LinkStatus:
        now = self._local.monotonic()
        fresh = status_of(
            self.core, now, connected=self._socket is not None, trouble=self._trouble, refused=self._refused
        )
        old = self._status
        if fresh[0] != old.state:
            self._since = now
        self._status = LinkStatus(
            fresh[0],
            self._since,
            fresh[1],
            self.core.skew,
            self._lost_since,
            self.core.heard or None,
            self.core.data_at,
            self.core.reader.degraded(now),
        )
        if self.on_status is not None and fresh != (old.state, old.words):
            self.on_status(self._status)
        return self._status

    def _answered(self, answer: frames.Ack | frames.Was) -> None:
        """Give an answer to who waits for one of its kind under its id."""
        future, down = self._asked.get(answer.id, (None, None))
        if future is not None and type(down) is type(answer) and not future.done():
            future.set_result(answer)

    def _fail_asked(self) -> None:
        for future, down in self._asked.values():
            if not future.done():
                future.set_result(down)

    def _backoff_times(self) -> BackoffTimes:
        times = BackoffTimes()
        return msgspec.structs.replace(times, ceiling=LOCAL_CEILING) if self._loopback else times
