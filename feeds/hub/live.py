"""The live hub: sources -> log -> Store -> judge -> fan-out, in that order.

Nothing is shown or acknowledged before it is durable, so that a killed hub has told nobody what it then
does not know. The judge's facts take the same way.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence

import msgspec

from feeds import frames
from feeds.codec import DECODE_ERRORS, BadFact, decode_fact, encode_fact, subject_of
from feeds.hub.access import Actor
from feeds.hub.authority import Authority, Refused
from feeds.hub.channel import Channel
from feeds.hub.dedupe import Seen
from feeds.hub.freshness import FreshnessBook
from feeds.hub.log import HubLog, LogError, Row
from feeds.hub.playback import Judge
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.state.store import Store

LOG = logging.getLogger(__name__)

UNFIT = (BadFact, NotImplementedError, TypeError, *DECODE_ERRORS)
"""What encoding and decoding again may raise for a fact of a faulty source."""

SLICE = 1_000
"""Facts of one publisher that go into a commit before the others have their turn."""
MOST_IN_COMMIT = 4_000
AGEING_EVERY = 1.0
"""Seconds between two looks of the judge at the time."""
FARTHEST_RESUME = 50_000
"""Facts behind which a snapshot is cheaper than the log."""


class LiveHub:
    """The room's own hub. ``run`` first; then ``publish`` may be called by any number of sources."""

    takes_facts = True

    def __init__(self, log: HubLog, clock: Clock, judge: Judge | None) -> None:
        self.log, self._judge = log, judge
        self.clock: Clock = clock
        self._store = Store()
        self.channel = Channel("room", log.epoch, self._store, log.last)
        self.freshness = FreshnessBook()
        self._seen = Seen()
        self.authority = Authority()
        self._committing = asyncio.Lock()
        self._waiting: deque[tuple[list[Fact], asyncio.Future[int]]] = deque()
        self._wake = asyncio.Event()
        self._last_seen = 0.0
        self.failed: LogError | None = None
        self.beat: Callable[[], None] = lambda: None

    async def start(self) -> None:
        """Rebuild the Store from the log and let the judge catch up. Raises LogError."""
        facts = await self.log.bodies()
        for fact in facts:
            self._seen.note(fact)
        self.authority.remember(facts)
        if facts:
            self._last_seen = facts[-1].seen
            change = self._store.load(facts, self.log.last)
            if self._judge is not None:
                judged = self._judge.on_facts(self._store, change, self._store.snapshot(), self.clock.now())
                await self._commit(judged)

    async def take_now(self, facts: Sequence[Fact]) -> None:
        """Before ``run``: take facts and let the judge look at the time, with nobody listening yet."""
        await self._commit(list(facts) + self.freshness.note(facts, self.clock.now()))
        if self._judge is not None:
            await self._commit(self._judge.on_time(self._store, self.clock.now()))

    async def run(self) -> None:
        """Commit and age for ever. Raises LogError once the log cannot be written any more."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._commit_all())
            group.create_task(self._age())

    async def publish(self, facts: Sequence[Fact]) -> int:
        """Take facts of a source; returns the log's last seq once all of them are durable.

        Repeated ones (same source, subject and id) are passed over. Raises LogError.
        """
        if self.failed is not None:
            raise self.failed
        news = [fact for fact in facts if not self._seen.holds(fact)]
        news += self.freshness.note(news, self.clock.now())
        last = self.channel.head
        for at in range(0, len(news), SLICE):
            future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
            self._waiting.append((news[at : at + SLICE], future))
            self._wake.set()
            last = await future
        return last

    async def rows(self, epoch: str, after: int) -> list[tuple[int, bytes]] | None:
        """(seq, body) from after a place to the head, from memory or from the log."""
        channel = self.channel
        if epoch != channel.epoch or not self.log.first - 1 <= after <= channel.head:
            return None
        recent = channel.after(after)
        if recent is not None or channel.head - after > FARTHEST_RESUME:
            return recent
        old = await self.log.read(after, FARTHEST_RESUME)
        return [row for row in old if row[0] <= channel.head]

    async def act(self, act: frames.Act, actor: Actor) -> frames.Ack:
        """Judge an act and commit its fact, nothing in between. The ack says where it stands."""
        if act.subject == "clock":
            return frames.Ack(id=act.id, accepted=False, reason=Reason("clock_is_live"))
        try:
            async with self._committing:
                fact = self.authority.decide(self._store, act, actor, self.clock.now())
                seq = fact.seq or self.log.last + 1
                if not fact.seq:
                    await self._commit([fact])
        except Refused as refused:
            return frames.Ack(id=act.id, accepted=False, reason=refused.reason)
        except LogError:
            return frames.Ack(id=act.id, accepted=False, reason=Reason("log_failed"))
        self.channel.flush()
        return frames.Ack(id=act.id, accepted=True, seq=seq)

    async def _commit_all(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                await self._commit_some()

    async def _commit_some(self) -> None:
        """One commit for whatever many publishers said meanwhile, then their answers."""
        facts: list[Fact] = []
        futures: list[asyncio.Future[int]] = []
        while self._waiting and len(facts) < MOST_IN_COMMIT:
            batch, future = self._waiting.popleft()
            facts += batch
            futures.append(future)
        try:
            async with self._committing:
                await self._commit(facts)
        except LogError as error:
            self.failed = error
            for future in futures + [waiting for _, waiting in self._waiting]:
                if not future.done():
                    future.set_exception(error)
            raise
        for future in futures:
            if not future.done():
                future.set_result(self.channel.head)

    async def _commit(self, facts: list[Fact]) -> None:
        """Write, then apply, judge and spread; what the judge says takes the same way."""
        while facts:
            now = self.clock.now()
            placed, rows = self._place(facts, now)
            await self.log.append(rows)
            for fact in placed:
                self._seen.note(fact)
            self.authority.remember(placed)
            change = self._store.apply(placed)
            await self.channel.pour(placed, [row.body for row in rows])
            facts = self._judge.on_facts(self._store, change, placed, now) if self._judge else []

    def _place(self, facts: list[Fact], now: float) -> tuple[list[Fact], list[Row]]:
        """Number facts and make them what a reader of the wire will see: times rounded, text safe.

        One that does not fit the wire is left out and logged: it must not take the hub with it.
        """
        placed: list[Fact] = []
        rows: list[Row] = []
        for fact in facts:
            seq = self.log.last + 1 + len(rows)
            seen = fact.seen if 0.0 < fact.seen <= now else now
            seen = max(seen, self._last_seen)
            try:
                body = encode_fact(msgspec.structs.replace(fact, seen=seen, seq=0))
                placed.append(msgspec.structs.replace(decode_fact(body), seq=seq))
            except UNFIT as error:
                LOG.error(
                    "%s: a fact of %r does not fit the wire (%s); left out", fact.source, fact.key, error
                )
                continue
            self._last_seen = seen
            rows.append(Row(seq, seen, subject_of(fact), body))
        return placed, rows

    async def _age(self) -> None:
        while self._judge is not None:
            await asyncio.sleep(AGEING_EVERY)
            judged = self._judge.on_time(self._store, self.clock.now())
            if judged:
                await self.publish(judged)
