"""Walks a recording: a cursor, the Store at that place, and checkpoints to come back to. No asyncio.

Facts are numbered anew and densely, because a record that cannot be read must leave no hole in the
order. A recording that holds no judgements is judged here, by the code that judges live.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import msgspec

from feeds.checkpoints import CheckpointError
from feeds.codec import decode_fact, encode_fact
from feeds.recording import Recording
from wallboard.domain.facts import Fact
from wallboard.state.changes import Change
from wallboard.state.queries.handover import Report
from wallboard.state.store import Store

SPACING = 5_000
"""Facts between two checkpoints at first; doubled whenever there are more than MOST_CHECKPOINTS."""
MOST_CHECKPOINTS = 64


class Judge(Protocol):
    """What raises the hub's own facts: ``feeds.hub.analyst.Analyst``."""

    @property
    def second_key_above(self) -> int: ...

    @property
    def object_within(self) -> float: ...

    @property
    def shelf_most(self) -> float | None: ...

    def on_facts(self, store: Store, change: Change, facts: list[Fact], now: float) -> list[Fact]: ...

    def on_time(self, store: Store, now: float) -> list[Fact]: ...

    def handover(self, store: Store, now: float) -> Report: ...


class Checkpoint(msgspec.Struct, frozen=True):
    """The Store after the recording's ``row``. seen: epoch s of that row; seq: our own number."""

    seen: float
    row: int
    seq: int
    facts: list[Fact]


class Shelf:
    """Checkpoints of one recording, in its order, thinned so that they stay few.

    recording: where it was judged already, the checkpoints in its own file serve as well.
    """

    def __init__(self, recording: Recording | None = None) -> None:
        self.spacing = SPACING
        self._points: list[Checkpoint] = []
        self._recording = recording
        judged = recording is not None and recording.manifest.judged
        self._filed = recording.places() if recording is not None and judged else []

    def __len__(self) -> int:
        return len(self._points)

    def wants(self, row: int) -> bool:
        """Whether a place is far enough from the checkpoint before it."""
        place = bisect_right(self._points, row, key=lambda point: point.row)
        before = self._points[place - 1].row if place else 0
        return row - before >= self.spacing

    def put(self, point: Checkpoint) -> None:
        """Keep one more; with too many, every second one goes."""
        self._points.insert(bisect_right(self._points, point.row, key=lambda p: p.row), point)
        if len(self._points) > MOST_CHECKPOINTS:
            self._points = self._points[1::2]
            self.spacing *= 2

    def before(self, seen: float) -> Checkpoint | None:
        """The last checkpoint that holds nothing received after ``seen``."""
        place = bisect_right(self._points, seen, key=lambda point: point.seen)
        kept = self._points[place - 1] if place else None
        return self._from_file(seen, kept.row if kept is not None else 0) or kept

    def _from_file(self, seen: float, after: int) -> Checkpoint | None:
        """The file's last checkpoint up to ``seen`` that lies behind a row; a damaged one is passed over."""
        while self._recording is not None:
            place = bisect_right(self._filed, seen, key=lambda filed: filed.seen) - 1
            if place < 0 or self._filed[place].seq <= after:
                return None
            filed = self._filed.pop(place)
            try:
                point = Checkpoint(filed.seen, filed.seq, filed.seq, self._recording.standing(filed))
            except CheckpointError:
                continue
            self.put(point)
            return point
        return None

    def last(self) -> Checkpoint | None:
        """The farthest one."""
        return self._points[-1] if self._points else None


class Playback:
    """One walk through a recording, from its start or from a checkpoint.

    judge: makes the judge of a recording without judgements; None where it was judged already.
    """

    def __init__(
        self,
        recording: Recording,
        shelf: Shelf,
        judge: Callable[[], Judge] | None = None,
        start: Checkpoint | None = None,
    ) -> None:
        self.shelf = shelf
        self.store = Store()
        self.row = self.seq = 0
        self.seen = float("-inf")  # of the last fact applied, epoch s
        self._judge = judge() if judge is not None else None
        if start is not None:
            self.store.load(start.facts, start.seq)
            self.row, self.seq, self.seen = start.row, start.seq, start.seen
        self._rows: Iterator[Fact] = recording.facts(after_seq=self.row)
        self._next = next(self._rows, None)

    def due(self) -> float | None:
        """When the next fact was received, epoch s; None at the end of the recording."""
        return self._next.seen if self._next is not None else None

    def take(self, until: float, limit: int) -> list[Fact]:
        """Apply what was received up to ``until``, about ``limit`` facts, and return it as placed.

        What was received at one instant stays together, so that judgements do not depend on cuts.
        """
        taken: list[Fact] = []
        while len(taken) < limit and self._next is not None and self._next.seen <= until:
            taken += self._take_instant()
        return taken

    def _take_instant(self) -> list[Fact]:
        assert self._next is not None
        seen, batch = self._next.seen, []
        while self._next is not None and self._next.seen == seen:
            batch.append(self._next)
            self.row = self._next.seq
            self._next = next(self._rows, None)
        self.seen = seen
        placed = self._place(batch)
        change = self.store.apply(placed)
        if self._judge is not None:
            placed += self._judged(self._judge, change, placed, seen)
        if self.shelf.wants(self.row):
            self.shelf.put(Checkpoint(seen, self.row, self.seq, self.store.snapshot()))
        return placed

    def _judged(self, judge: Judge, change: Change, facts: list[Fact], seen: float) -> list[Fact]:
        """The judge's facts about a batch, as they would travel, applied."""
        all_of_them: list[Fact] = []
        judged = judge.on_facts(self.store, change, facts, seen) + judge.on_time(self.store, seen)
        while judged:
            placed = self._place([decode_fact(encode_fact(fact)) for fact in judged])
            change = self.store.apply(placed)
            all_of_them += placed
            judged = judge.on_facts(self.store, change, placed, seen)
        return all_of_them

    def _place(self, facts: Sequence[Fact]) -> list[Fact]:
        first = self.seq + 1
        self.seq += len(facts)
        return [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(facts, first)]
