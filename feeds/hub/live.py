"""The live hub: sources -> log -> Store -> judge -> fan-out, in that order.

Nothing is shown or acknowledged before it is durable, so that a killed hub has told nobody what it then
does not know. The judge's facts take the same way. A log that cannot be written ends nothing: publishers
are refused, walls are told, and the hub tries until it can.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence

from feeds import frames
from feeds.hub.access import Actor
from feeds.hub.authority import Authority, Refused
from feeds.hub.channel import Channel
from feeds.hub.dedupe import REMEMBERED
from feeds.hub.fitting import fitted
from feeds.hub.freshness import FreshnessBook
from feeds.hub.log import HubLog, LogError, Row
from feeds.hub.log_file import ending
from feeds.hub.log_words import mended, troubled, words_at_start
from feeds.hub.past import Past
from feeds.hub.placing import Placed, Placer
from feeds.hub.playback import Judge
from feeds.hub.retention import Retention
from feeds.hub.starting import recalled, replayed
from feeds.hub.upkeep import Upkeep
from feeds.hub.waiting import Waiting, answer, refuse
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.source_names import HUB
from wallboard.domain.walls import Walls
from wallboard.state.changes import Change
from wallboard.state.store import Store

LOG = logging.getLogger(__name__)

SLICE = 1_000
"""Facts of one publisher that go into a commit before the others have their turn."""
MOST_IN_COMMIT = 4_000
AGEING_EVERY = 1.0
"""Seconds between two looks of the judge at the time."""
FARTHEST_RESUME = 50_000
"""Facts behind which a snapshot is cheaper than the log."""
AGAIN_AFTER = 1.0
"""Seconds until a log that could not be written is tried again."""


class LiveHub:
    """The room's own hub. ``run`` first; then ``publish`` may be called by any number of sources."""

    takes_facts = True

    def __init__(
        self,
        log: HubLog,
        clock: Clock,
        judge: Judge | None,
        kept: Retention | None = None,
        walls: Walls | None = None,
    ) -> None:
        self.log, self._judge = log, judge
        self.clock: Clock = clock
        self._store = Store()
        self.channel = Channel("room", log.epoch, self._store, log.last)
        self.freshness = FreshnessBook()
        self.authority = (
            Authority(walls=walls)
            if judge is None
            else Authority(
                judge.handover, judge.second_key_above, judge.object_within, walls, judge.shelf_most
            )
        )
        self.upkeep = Upkeep(log, self._store, clock, kept, self._note_failure)
        self._placer = Placer()
        self.past = Past(log, clock).page
        self._committing = asyncio.Lock()
        self._waiting = Waiting()
        self._wake = asyncio.Event()
        self._recalled = asyncio.Event()
        self._mended = asyncio.Event()
        self._unsaid: list[Fact] = []  # what could not be said at the start
        self._unjudged = False  # facts are in the log whose judgements are not
        self._told: list[Row] = []  # what walls know and the log does not
        self.failed: LogError | None = None
        self.beat: Callable[[], None] = lambda: None

    async def start(self) -> None:
        """Rebuild the Store from the log and let the judge catch up. Raises LogError."""
        try:
            read = await replayed(self.log, self._store)
        except LogError as error:
            if not error.damaged:
                raise
            await self.log.salvage(str(error))
            read = await replayed(self.log, self._store)
        self.channel.epoch, self.channel.head = self.log.epoch, self.log.last
        self.upkeep.newest, self._placer.seen = read.place, read.seen
        told = HUB in self._store.tables.sources
        self._unsaid = words_at_start(self.log, read.unreadable, told, self.clock.now())
        self._unjudged = True
        await self._go_on([])

    async def take_now(self, facts: Sequence[Fact]) -> None:
        """Before ``run``: take facts and let the judge look at the time, with nobody listening yet."""
        await self._commit(list(facts) + self.freshness.note(facts, self.clock.now()))
        if self._judge is not None:
            await self._commit(self._judge.on_time(self._store, self.clock.now()))

    async def run(self) -> None:
        """Commit, age and look after the log until cancelled; who publishes from then on is refused."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._commit_all())
                group.create_task(self._age())
                group.create_task(self.upkeep.run())
        finally:
            self.failed = ending()
            self._waiting.refuse(self.failed)
            self._recalled.set()

    async def publish(self, facts: Sequence[Fact], *, decoded: bool = False) -> int:
        """Take facts of a source; returns the log's last seq once all of them are durable.

        decoded: they come from the codec as they are. Repeated ones (same source, subject and id) are passed
        over. Raises LogError at once while the log cannot be written.
        """
        await self._recalled.wait()
        news = [fact for fact in facts if not self._placer.known.holds(fact)]
        news += self.freshness.note(news, self.clock.now())
        last = self.channel.head
        for at in range(0, len(news), SLICE):
            last = await self._queue(news[at : at + SLICE], decoded)
        return last

    async def deliver(self, facts: Sequence[Fact]) -> int:
        """``publish`` for the hub's own sources, which wait while the log cannot be written."""
        news = list(facts) + self.freshness.note(facts, self.clock.now())
        last, at = self.channel.head, 0
        while at < len(news):
            try:
                last = await self._queue(news[at : at + SLICE], False)
                at += SLICE
            except LogError:
                await self._mended.wait()
        return last

    async def rows(self, epoch: str, after: int) -> list[tuple[int, bytes]] | None:
        """(seq, body) from after a place to the head, from memory or from the log."""
        channel = self.channel
        if epoch != channel.epoch or not self.log.first - 1 <= after <= channel.head:
            return None
        recent = channel.after(after)
        if recent is not None or channel.head - after > FARTHEST_RESUME:
            return recent
        try:
            old = await self.log.read(after, FARTHEST_RESUME)
        except LogError as error:
            if error.damaged:
                self._note_failure(error)
            return None
        return [row for row in old if row[0] <= channel.head]

    async def act(self, act: frames.Act, actor: Actor) -> frames.Ack:
        """Judge an act and commit its facts, nothing in between. The ack says where it stands."""
        if act.subject == "clock":
            return frames.Ack(id=act.id, accepted=False, reason=Reason("clock_is_live"))
        try:
            async with self._committing:
                facts = self.authority.decide(self._store, act, actor, self.clock.now())
                seq = facts[-1].seq or self.log.last + len(facts)
                if not facts[-1].seq:
                    await self._commit(facts)
        except Refused as refused:
            return frames.Ack(id=act.id, accepted=False, reason=refused.reason)
        except LogError as error:
            return frames.Ack(id=act.id, accepted=False, reason=error.refusal)
        self.channel.flush()
        return frames.Ack(id=act.id, accepted=True, seq=seq)

    async def _queue(self, facts: list[Fact], decoded: bool) -> int:
        """Wait for a commit that holds these facts; the log's last seq. Raises LogError."""
        if self.failed is not None:
            raise self.failed
        future = self._waiting.join(facts if decoded else fitted(facts))
        self._wake.set()
        return await future

    async def _commit_all(self) -> None:
        """Know again what came before a restart, by id; then commit what comes, for ever."""
        async with self._committing:
            try:
                self.authority.remember(await recalled(self.log, self._placer.known, REMEMBERED))
            except LogError as error:
                self._note_failure(error)
        self._recalled.set()
        while True:
            if self.failed is not None:
                await self._mend(self.failed)
                continue
            await self._wake.wait()
            self._wake.clear()
            while self._waiting and self.failed is None:
                await self._commit_some()

    async def _commit_some(self) -> None:
        """One commit for whatever many publishers said meanwhile, then their answers."""
        facts, futures = self._waiting.take(MOST_IN_COMMIT)
        try:
            async with self._committing:
                await self._commit(facts, decoded=True)
            answer(futures, self.channel.head)
        except LogError as error:
            refuse(futures, error)
        finally:
            refuse(futures, ending())  # cancelled meanwhile: those that have no answer yet

    async def _commit(self, facts: list[Fact], *, decoded: bool = False) -> None:
        """Write, then apply, judge and spread; what the judge says takes the same way.

        Raises LogError where the facts are not durable. Judgements that are not are made again later.
        """
        if self.failed is not None:
            raise self.failed
        now = self.clock.now()
        placed, change = await self._write(facts if decoded else fitted(facts), now)
        while placed and self._judge is not None:
            judged = self._judge.on_facts(self._store, change, placed, now)
            try:
                placed, change = await self._write(fitted(judged), now)
            except LogError:
                self._unjudged = True
                return

    async def _write(self, facts: list[Fact], now: float) -> tuple[list[Fact], Change]:
        """Make facts durable, then apply and spread them. Raises LogError and remembers why."""
        placed = self._placer.place(facts, now, self.log.last + 1)
        try:
            await self.log.append(placed.rows)
        except LogError as error:
            self._note_failure(error)
            raise
        self._placer.keep(placed)
        return placed.facts, await self._take(placed)

    async def _take(self, placed: Placed) -> Change:
        self.authority.remember(placed.facts)
        change = self._store.apply(placed.facts)
        await self.channel.pour(placed.facts, [row.body for row in placed.rows])
        return change

    def _note_failure(self, error: LogError) -> None:
        """From now on publishers are refused, until the log can be written again."""
        if self.failed is None:
            LOG.error("%s", error)
            self.failed, self.upkeep.paused = error, True
            self._mended.clear()
            self._wake.set()

    async def _mend(self, error: LogError) -> None:
        """Refuse who waits, tell the walls, and try again; one turn."""
        self._waiting.refuse(error)
        async with self._committing:
            if error.damaged:
                await self._start_anew(error)
            else:
                await self._tell(Reason(error.code))
        if self.failed is None:
            return
        await asyncio.sleep(AGAIN_AFTER)
        async with self._committing:
            await self._try_again()

    async def _tell(self, reason: Reason) -> None:
        """Say on the walls what cannot be written now; it is written first when it can."""
        if self._told:
            return
        if not self.log.owe():  # a restart could not know that walls saw more than the log: a new order
            self.channel.renew(secrets.token_hex(8), self._store, self.channel.head, reason)
        now = self.clock.now()
        placed = self._placer.place(fitted([troubled(reason, now)]), now, self.log.last + 1)
        self._told = placed.rows
        await self._take(placed)

    async def _try_again(self) -> None:
        """Write what the walls were told and that it is over; still failed where that fails too."""
        if self.failed is not None and self.failed.damaged:
            return
        now = self.clock.now()
        first = self.log.last + 1 + len(self._told)
        placed = self._placer.place(fitted([mended(now)]), now, first)
        try:
            await self.log.settle(self._told + placed.rows, self.channel.epoch)
        except LogError as error:
            self.failed = error
            return
        LOG.warning("the log is written again")
        self._told = []
        await self._take(placed)
        await self._go_on([])

    async def _start_anew(self, error: LogError) -> None:
        """A damaged file is put aside for a fresh one that begins with what stands."""
        try:
            aside = await self.log.start_anew(self._store.snapshot(), self.channel.head, self.channel.epoch)
        except LogError as another:
            self.failed = LogError(str(another), "log_damaged")
            return
        LOG.error("the damaged log is kept as %s", aside)
        self._told = []
        await self._go_on([troubled(Reason("log_damaged", {"file": aside.name}), self.clock.now())])

    async def _go_on(self, news: list[Fact]) -> None:
        """Take facts, after saying and judging what could not be said meanwhile."""
        self.failed, self.upkeep.paused = None, False
        news = self._unsaid + news
        judged = (
            _judge_all(self._judge, self._store, self.clock.now())
            if self._unjudged and self._judge is not None
            else []
        )
        try:
            await self._commit(news + judged)
        except LogError:
            self._unsaid, self._unjudged = news, True
            return
        self._unsaid, self._unjudged = [], False
        self._mended.set()

    async def _age(self) -> None:
        while self._judge is not None:
            await asyncio.sleep(AGEING_EVERY)
            if self.failed is not None:
                continue
            judged = self._judge.on_time(self._store, self.clock.now())
            if judged:
                try:
                    await self.publish(judged)
                except LogError:
                    continue  # the same follows from the time that is then


def _judge_all(judge: Judge, store: Store, now: float) -> list[Fact]:
    """What the judge says of everything that stands."""
    return judge.on_facts(store, Change(store.revision, reset=True), store.snapshot(), now)
