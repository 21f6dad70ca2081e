"""The outbox of messages to customers: nobody is told twice, nobody is forgotten, whatever dies in between.

What is to be told stands in the hub's log: a message that was released and has no end. Before its first
request leaves, a step in the log says so; until its report is in the log it is asked for again, under the
same key, and a channel tells a key's customers once. What was never asked for and is not so any more is
withdrawn.
"""

import asyncio
import logging
from random import Random
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

import msgspec

from feeds.backoff import Backoff, BackoffTimes
from feeds.hub.log import LogError
from feeds.hub.publishing import Taker
from wallboard.domain.clock import ClockState
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.messages import Message, MessageCourse, MessageStep
from wallboard.domain.plans import Told
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.rows import Outage
from wallboard.domain.source_names import HUB
from wallboard.domain.terms import ClockMode, SourceState
from wallboard.rules.notification import held_until, outdated, too_late
from wallboard.rules.telling_limits import TellingLimit

LOG = logging.getLogger(__name__)

LOOK_EVERY = 0.25
"""Seconds between two looks into the outbox."""
AT_ONCE = 4
"""Messages that are on their way at a time: one that hangs holds up only itself."""
TIMES = BackoffTimes(floor=1.0, ceiling=60.0, refused=30.0)
FRESH_EVERY = 60.0
"""Operational seconds after which a channel that works says so again."""


class Order(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a channel is asked to do. key: told once, however often it is asked. times: epoch s.

    not_after: after it nobody is told any more; the report then says that it expired.
    """

    key: str
    room: str
    outage: str
    group: str
    customers: int
    lang: str
    words: str
    etr: Instant | None = None
    restored: bool = False
    not_after: Instant | None = None
    region: str = ""
    town: str = ""
    cell: str = ""
    feeder: str = ""
    device: str = ""
    place: str = ""


class Report(msgspec.Struct, frozen=True):
    """What a channel says of a key.

    accepted: it has it, and is not done; delivered: how many were reached.
    """

    key: str
    state: Literal["accepted", "done", "expired"]
    delivered: int | None = None


class ChannelError(Exception):
    """No report came. refused: it will never take this one; barred: it does not let us in."""

    def __init__(self, reason: Reason, *, refused: bool = False, barred: bool = False) -> None:
        super().__init__(reason.code)
        self.reason, self.refused, self.barred = reason, refused, barred


class TellingPort(Protocol):
    """A way to customers. name: as the room file says it."""

    name: str

    async def post(self, order: Order) -> Report:
        """Ask for it, or how it stands. Raises ChannelError."""
        ...


class Teller:
    """Carries what was released through one channel. room: its name; limits: of its rule set."""

    def __init__(
        self,
        hub: Taker,
        port: TellingPort,
        room: str,
        limits: list[TellingLimit],
        zone: str,
        times: BackoffTimes | None = None,
        random: Random | None = None,
    ) -> None:
        self._hub, self._port, self._room = hub, port, room
        self._limits, self._zone = limits, ZoneInfo(zone)
        self._times, self._random = times or TIMES, random or Random()
        self._tries: dict[str, Backoff] = {}
        self._again: dict[str, float] = {}  # monotonic s from which a message is tried again
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._state, self._why, self._fresh_at = SourceState.QUIET, "", float("-inf")

    async def run(self) -> None:
        """Look and carry until cancelled."""
        await self._say_state(SourceState.QUIET, None)
        try:
            while True:
                self._look()
                await asyncio.sleep(LOOK_EVERY)
        finally:
            for task in self._under_way.values():
                task.cancel()

    def _look(self) -> None:
        """Begin with what is due; what is on its way already is left alone."""
        now = self._hub.clock.monotonic()
        for outage in self._hub.channel.store.tables.outages.values():
            for message in outage.messages:
                if len(self._under_way) >= AT_ONCE:
                    return
                open_ = message.step in (MessageStep.READY, MessageStep.SENDING)
                if open_ and message.id not in self._under_way and self._again.get(message.id, now) <= now:
                    task = asyncio.get_running_loop().create_task(self._carry(outage.id, message))
                    self._under_way[message.id] = task
                    task.add_done_callback(lambda done, key=message.id: self._done(key, done))

    def _outage(self, key: str) -> Outage | None:
        return self._hub.channel.store.tables.outages.get(key)

    def _done(self, key: str, task: asyncio.Task[None]) -> None:
        self._under_way.pop(key, None)
        failure = None if task.cancelled() else task.exception()
        if failure is not None:  # a fault of ours: the message stays in the outbox
            LOG.error("a message could not be carried", exc_info=failure)
            self._again[key] = self._hub.clock.monotonic() + self._times.ceiling

    async def _carry(self, outage: str, message: Message) -> None:
        """One turn of one message: let it leave, ask for its report, write down what came."""
        try:
            if message.step is MessageStep.READY and not await self._left(outage, message):
                return
            row = self._outage(outage)
            now = next((each for each in row.messages if each.id == message.id), message) if row else message
            if now.step is not MessageStep.SENDING:
                return  # somebody withdrew it just before
            report = await self._port.post(self._order(row, outage, now))
            await self._take(outage, message, report)
        except ChannelError as error:
            await self._failed(outage, message, error)
        except LogError:
            self._later(message.id, barred=False)

    async def _left(self, outage: str, message: Message) -> bool:
        """Write down that it leaves; False where it waits, or is withdrawn because it is not so any more."""
        now = self._hub.clock.now()
        row = self._outage(outage)
        end = too_late(message, self._limits)
        if outdated(message, row) or (end is not None and now >= end):
            reason = Reason("message_outdated")
            await self._step(outage, message.id, MessageStep.WITHDRAWN, reason=reason)
            return False
        if held_until(message, self._limits, now, self._zone) is not None:
            return False
        await self._step(outage, message.id, MessageStep.SENDING, channel=self._port.name)
        return True

    def _order(self, row: Outage | None, outage: str, message: Message) -> Order:
        said = message.said
        state: ClockState = self._hub.clock.state()
        end = too_late(message, self._limits) if state.mode is ClockMode.LIVE else None
        place = (
            {}
            if row is None
            else {
                name: getattr(row, name) for name in ("region", "town", "cell", "feeder", "device", "place")
            }
        )
        return Order(
            key=message.id,
            room=self._room,
            outage=outage,
            group=said.group.value,
            customers=said.customers,
            lang=said.lang,
            words=said.words,
            etr=said.etr,
            restored=said.restored,
            not_after=None if end is None else Instant(end),
            **place,
        )

    async def _take(self, outage: str, message: Message, report: Report) -> None:
        """A report: believed where it fits what was asked."""
        said = message.said
        reached = report.delivered
        if report.key != message.id or (report.state == "done" and not 0 <= (reached or 0) <= said.customers):
            raise ChannelError(Reason("channel_answer"))
        await self._say_state(SourceState.LIVE, None)
        if report.state == "accepted":
            self._later(message.id, barred=False)
            return
        if report.state == "expired":
            await self._step(outage, message.id, MessageStep.EXPIRED, channel=self._port.name)
        elif reached is None:
            raise ChannelError(Reason("channel_answer"))
        else:
            told = Told(
                told_at=Instant(self._hub.clock.now()),
                customers=said.customers,
                group=said.group.value,
                etr_revision=said.etr_revision,
                channel=self._port.name,
                delivered=reached,
                message=message.id,
                restored=said.restored,
            )
            await self._step(
                outage,
                message.id,
                MessageStep.DELIVERED,
                told,
                channel=self._port.name,
                delivered=reached,
            )
        self._tries.pop(message.id, None)
        self._again.pop(message.id, None)

    async def _failed(self, outage: str, message: Message, error: ChannelError) -> None:
        try:
            if error.refused:
                await self._step(
                    outage, message.id, MessageStep.REFUSED, channel=self._port.name, reason=error.reason
                )
                return
            self._later(message.id, barred=error.barred)
            await self._say_state(SourceState.LOST, error.reason)
        except LogError:
            self._later(message.id, barred=False)

    def _later(self, key: str, *, barred: bool) -> None:
        """Try again after a while, longer each time."""
        now = self._hub.clock.monotonic()
        tries = self._tries.setdefault(key, Backoff(self._times, self._random))
        self._again[key] = now + tries.failed(now, refused=barred, barren=False)

    async def _step(
        self,
        outage: str,
        message: str,
        step: MessageStep,
        *beside: Payload,
        channel: str = "",
        delivered: int | None = None,
        reason: Reason | None = None,
    ) -> None:
        """Write a step down, and what goes with it in the same commit. The ids are the same in every try."""
        now = self._hub.clock.now()
        course = MessageCourse(
            message=message, step=step, channel=channel, delivered=delivered, reason=reason
        )
        facts = [
            Fact(payload, outage, now, HUB, f"{message}/{step.value}{number or ''}", now)
            for number, payload in enumerate((course, *beside))
        ]
        await self._hub.publish(facts)

    async def _say_state(self, state: SourceState, reason: Reason | None) -> None:
        """How the channel is, as the freshness of a source of its name; once for each change."""
        now, why = self._hub.clock.now(), reason.code if reason is not None else ""
        stale = state is SourceState.LIVE and not 0 <= now - self._fresh_at < FRESH_EVERY
        if (state, why) == (self._state, self._why) and not stale and self._fresh_at > float("-inf"):
            return
        self._state, self._why, self._fresh_at = state, why, now
        fresh = SourceFreshness(
            state=state,
            last_fact_at=Instant(now) if state is SourceState.LIVE else None,
            reason=reason,
            kinds=["outage.told"],
        )
        name = self._port.name
        await self._hub.publish([Fact(fresh, name, now, name, "", now)])
