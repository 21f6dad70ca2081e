"""What a log needs while it is written: checkpoints, retention, and the check of a large file.

All of it in small steps between the commits, so that no publisher waits for it.
"""

import asyncio
import logging
from collections.abc import Callable

from feeds.checkpoints import Place, Writer, encoded, sweep
from feeds.hub.log import HubLog, LogError
from feeds.hub.log_file import check_beside
from feeds.hub.retention import DAY, Retention, keep_within
from wallboard.domain.clock import Clock
from wallboard.state.store import Store

LOG = logging.getLogger(__name__)

LOOK_EVERY = 0.25
"""Seconds between two looks whether a checkpoint is due."""

RETAIN_EVERY = 60.0
"""Seconds between two looks whether the log is too old or too large."""

SPACING = 10_000
"""Facts after which a checkpoint is made at the soonest; as many as stand where that is more.

So a start reads at most twice what stands, and all checkpoints together stay a fraction of the log.
"""

AT_LEAST_EVERY = DAY
"""A quiet log has a checkpoint a day, s, so that it can be cut by age."""


class Upkeep:
    """Looks after one log. damaged: told what the check of a large file found."""

    def __init__(
        self,
        log: HubLog,
        store: Store,
        clock: Clock,
        kept: Retention | None = None,
        damaged: Callable[[LogError], None] | None = None,
    ) -> None:
        self.log, self.store, self.kept = log, store, kept or Retention()
        self.newest = Place(0, 0.0, 0)
        self.paused = False
        self._clock, self._damaged = clock, damaged
        self._one = asyncio.Lock()

    async def run(self) -> None:
        """For ever; a log that cannot be written now is looked after later."""
        if self.log.path is None:
            return  # nothing is kept
        async with asyncio.TaskGroup() as group:
            group.create_task(self._check())
            group.create_task(self._look())

    async def _look(self) -> None:
        looked = self._clock.monotonic()
        while True:
            try:
                if self.due() and not self.paused:
                    await self.checkpoint()
                if self._clock.monotonic() - looked >= RETAIN_EVERY and not self.paused:
                    looked = self._clock.monotonic()
                    await self.retain()
            except LogError as error:
                LOG.warning("the log's upkeep waits: %s", error)
                if error.damaged and self._damaged is not None:
                    self._damaged(error)
            await asyncio.sleep(LOOK_EVERY)

    def due(self) -> bool:
        """Whether enough was written since the newest checkpoint."""
        behind = self.store.head - self.newest.seq
        old = self._clock.now() - self.newest.seen >= AT_LEAST_EVERY
        return behind >= max(SPACING, self.newest.facts) or (behind > 0 and old)

    async def checkpoint(self) -> Place:
        """Write what stands now. Raises LogError; what was written until then is swept away."""
        async with self._one:
            if self.store.head == self.newest.seq > 0:
                return self.newest
            facts, seq = self.store.snapshot(), self.store.head
            writer = Writer(seq)
            await self.log.work(sweep)
            for bodies in encoded(facts):
                await self.log.work(lambda db, bodies=bodies: writer.put(db, bodies))
            seen = max((fact.seen for fact in facts), default=0.0)
            self.newest = await self.log.work(lambda db: writer.seal(db, seen))
        return self.newest

    async def retain(self) -> int:
        """Cut the log where it holds more than it may; how many facts went. Raises LogError."""
        gone = await keep_within(self.log, self.kept, self._clock.now())
        if gone:
            LOG.info("the log begins at %d now; %d facts were let go", self.log.first, gone)
        return gone

    async def _check(self) -> None:
        if not self.log.unchecked or self.log.path is None:
            return
        self.log.unchecked = False
        problem = await asyncio.to_thread(check_beside, self.log.path)
        if problem is not None and self._damaged is not None:
            self._damaged(LogError(f"{self.log.path}: {problem}", "log_damaged"))
