"""Between the link and the tick: what came and was not yet applied, one entry a subject.

Values and readings coalesce (the last wins), so that catching up never fast-forwards through the past;
entries are never dropped. A snapshot replaces everything. Bounded: beyond ``limit`` waiting facts all is
let go and a new snapshot is asked for. While the link catches up the inbox is held: nothing of it is
drained, so that the glass goes from the old picture to the present one. No asyncio, no threads.
"""

from collections.abc import Callable, Hashable, Sequence
from itertools import islice

import msgspec

from wallboard.domain.facts import Fact, Removed, aspect_token, spec_of
from wallboard.domain.terms import FactKind

LIMIT = 400_000
"""Waiting facts at which the inbox gives up and asks for a snapshot."""


class Batch(msgspec.Struct, frozen=True):
    """What one tick takes. snapshot: replace everything by ``facts`` (``Store.load(facts, seq)``).

    seq: the link's place in the log; everything up to it is applied once ``left`` is 0.
    """

    facts: list[Fact]
    snapshot: bool = False
    seq: int = 0
    epoch: str = ""
    left: int = 0


class Inbox:
    """Filled by the link, drained by the tick.

    wake: called when the first fact arrives after the inbox was empty.
    """

    def __init__(self, wake: Callable[[], None] | None = None, limit: int = LIMIT) -> None:
        self.wake = wake
        self.limit = limit
        self.epoch = ""
        self.seq = 0
        self.coalesced = 0
        self.overflows = 0
        self._waiting: dict[Hashable, Fact] = {}
        self._whole: list[Fact] = []  # the waiting snapshot: it does not count against the limit
        self._snapshot = False
        self._overflowed = False  # everything is let go until the next snapshot
        self._gave_up = False
        self._held = False

    def __len__(self) -> int:
        """Facts that a drain may take."""
        return 0 if self._held else self.waiting

    @property
    def waiting(self) -> int:
        """Facts that are here, held or not."""
        return len(self._whole) + len(self._waiting)

    @property
    def renewed(self) -> bool:
        """Whether a snapshot waits."""
        return self._snapshot

    def hold(self, held: bool) -> None:
        """Keep what comes until it is let go again; what gathered meanwhile comes as one picture."""
        was, self._held = self._held, held
        if was and not held and (self._waiting or self._snapshot) and self.wake is not None:
            self.wake()

    def put(self, facts: Sequence[Fact], epoch: str, seq: int) -> None:
        """Facts of the log, in its order, up to ``seq``. Dropped while a snapshot is being waited for."""
        if self._overflowed:
            return
        was_empty = not self._waiting and not self._snapshot
        self._merge(facts)
        self.epoch, self.seq = epoch, seq
        if len(self._waiting) > self.limit:
            self._give_up()
        elif was_empty and facts and self.wake is not None and not self._held:
            self.wake()

    def put_snapshot(self, facts: Sequence[Fact], epoch: str, seq: int) -> None:
        """A whole picture: it replaces all that waits, and at the next drain all that was applied.

        It holds each subject once already: it is kept as it came, and costs the link's turn nothing.
        """
        self._overflowed = False
        self._waiting = {}
        self._snapshot, self._whole = True, list(facts)
        self.epoch, self.seq = epoch, seq
        if self.wake is not None and not self._held:
            self.wake()

    def drain(self, budget: int) -> Batch:
        """At most ``budget`` facts, oldest first; a snapshot comes whole, with all that followed it."""
        if self._held:
            return Batch([], epoch=self.epoch, left=self.waiting)
        waiting = self._waiting
        snapshot = self._snapshot
        if snapshot or budget >= len(waiting):
            facts, self._waiting = [*self._whole, *waiting.values()], {}
        else:
            facts = [waiting.pop(key) for key in list(islice(waiting, budget))]
        self._snapshot, self._whole = False, []
        return Batch(facts, snapshot, self.seq, self.epoch, len(self._waiting))

    def take_overflow(self) -> bool:
        """True once after the inbox gave up: the link must ask for a snapshot."""
        gave_up, self._gave_up = self._gave_up, False
        return gave_up

    def _merge(self, facts: Sequence[Fact]) -> None:
        waiting = self._waiting
        for fact in facts:
            spec = spec_of(fact.data)
            key = (spec.noun, fact.key, aspect_token(fact.data))
            if spec.kind is FactKind.ENTRY:
                waiting.setdefault((*key, fact.source, fact.id), fact)
                continue
            if spec.ends and type(fact.data) is Removed:  # the store passes it over; it must not hide the end
                continue
            old = waiting.get(key)
            if old is not None:
                self.coalesced += 1
                if spec.by_time and fact.at < old.at:
                    continue
            waiting[key] = fact

    def _give_up(self) -> None:
        self.overflows += 1
        self._waiting = {}
        self._snapshot, self._whole = False, []
        self._overflowed = self._gave_up = True
