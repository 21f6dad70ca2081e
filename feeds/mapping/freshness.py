"""What a source says of itself: how fresh, how much, whether it is to be believed, and why not."""

from collections import deque

import msgspec

from feeds.mapping.dating import old
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.rows import Source
from wallboard.domain.terms import SourceFlag, SourceState
from wallboard.state.queries.sources import LATE_AT, LOST_AT

DEGRADED_FROM = 0.10
"""Share of bad records from which a source is degraded (design 5)."""

STREAM_WINDOW = 60.0  # s, in which a stream's bad records are counted
STREAM_BEAT = 30.0  # s, at most this often a stream's freshness is written

Flags = tuple[list[SourceFlag], Reason | None]


class Freshness:
    """Writes ``source.freshness`` of one source.

    ``last_poll_at`` is the time of the newest document that could be read (its own where it bears one),
    ``last_fact_at`` of the newest that told something. Both are None until the first one came: such a
    source has delivered nothing and is lost, never live. Trouble changes neither: the age goes on growing.
    """

    def __init__(self, mapping: MappingFile, *, replayed: bool) -> None:
        self._mapping = mapping
        self._last_fact_at: float | None = None
        self._last_poll_at: float | None = None
        self._last = SourceFreshness(
            state=SourceState.LOST,
            title=mapping.title,
            attribution=mapping.attribution,
            expect_every=None if mapping.expect_every is None else float(mapping.expect_every),
            lanes=list(mapping.lanes),
            kinds=sorted({rule.type for rule in mapping.fact}),
            replayed=replayed,
        )
        self._recent: deque[tuple[float, int, int, int]] = deque()
        self._written: float | None = None
        self._troubled = False

    @property
    def flags(self) -> list[SourceFlag]:
        """The flags that were written last."""
        return self._last.flags

    @property
    def delivered(self) -> bool:
        """Whether a document that could be read has ever come."""
        return self._last_poll_at is not None

    def resume(self, row: Source) -> None:
        """What the Store held when the hub came back: its age goes on from there."""
        self._last_fact_at, self._last_poll_at = row.last_fact_at, row.last_poll_at
        self._last = msgspec.structs.replace(self._last, records=row.records, flags=list(row.flags))

    def poll_flags(self, *, before: int, gone: int, rows: int, doubtful: bool, capped: bool) -> Flags:
        """Flags and reason of one poll; the gravest reason is told."""
        flags: list[SourceFlag] = []
        reason: Reason | None = None
        if capped:
            flags.append(SourceFlag.CAPPED)
            reason = Reason("capped_at", {"rows": rows})
        if doubtful:
            flags.append(SourceFlag.DOUBTFUL)
            reason = Reason("poll_lost_rows", {"lost": gone, "of": before, "rows": rows})
        return flags, reason

    def fact(
        self,
        flags: Flags,
        t: float,
        spoke: bool,
        records: int,
        bad: int,
        odd: int = 0,
        *,
        at: float | None = None,
        undated: Reason | None = None,
    ) -> Fact:
        """The freshness after one poll, received at ``t``.

        spoke: the poll yielded facts of things. odd: see ``dropped``. at: when the document was true;
        undated: why that could not be told.
        """
        at = t if at is None else at
        self._last_poll_at = at
        if spoke or self._last_fact_at is None:
            self._last_fact_at = at
        named, reason = flags
        if bad and bad > DEGRADED_FROM * max(records, 1):
            named = [*named, SourceFlag.DEGRADED]
            reason = reason or Reason("bad_records", {"bad": bad, "of": records})
        reason = self._too_old(t) or reason or undated
        return self._write(t, named, reason, records, bad, odd)

    def unreadable(self, reason: Reason, t: float) -> list[Fact]:
        """A document that could not be read or taken: the last good one stays, its age is told."""
        named = [*(f for f in self.flags if f is not SourceFlag.DEGRADED), SourceFlag.DEGRADED]
        last = self._last
        return [self._write(t, named, reason, last.records, last.bad_records, last.dropped)]

    def trouble(self, reason: Reason, t: float) -> list[Fact]:
        """No document came, for this reason: told when it is new, and when the state has worsened since."""
        self._troubled = True
        return self._again(reason, t)

    def well(self, t: float) -> list[Fact]:
        """The way to the source is open again, whatever it has to say."""
        if not self._troubled:
            return []
        self._troubled = False
        return self._again(self._too_old(t), t)

    def unchanged(self, t: float) -> list[Fact]:
        """The document is the one of before: told once it is too old, and again as its age grows."""
        reason = self._too_old(t)
        return [] if reason is None else self._again(reason, t)

    def event(
        self, t: float, spoke: bool, records: int, bad: int, odd: int = 0, *, at: float | None = None
    ) -> list[Fact]:
        """The freshness after one event; nothing where it was told a moment ago and has not changed."""
        at = t if at is None else at
        self._recent.append((t, records, bad, odd))
        while self._recent and t - self._recent[0][0] > STREAM_WINDOW:
            self._recent.popleft()
        total = sum(n for _, n, _, _ in self._recent)
        faulty = sum(n for _, _, n, _ in self._recent)
        self._last_poll_at = at if self._last_poll_at is None else max(at, self._last_poll_at)
        if spoke:
            self._last_fact_at = self._last_poll_at
        named: list[SourceFlag] = []
        reason: Reason | None = None
        if faulty and faulty > DEGRADED_FROM * max(total, 1):
            named, reason = [SourceFlag.DEGRADED], Reason("bad_records", {"bad": faulty, "of": total})
        reason = self._too_old(t) or reason
        same = self._last.flags == named and self._last.state is self._state(t) and not self._troubled
        if same and self._written is not None and t - self._written < STREAM_BEAT:
            return []
        return [self._write(t, named, reason, total, faulty, sum(n for _, _, _, n in self._recent))]

    def _age(self, t: float) -> float | None:
        known = [at for at in (self._last_fact_at, self._last_poll_at) if at is not None]
        return t - max(known) if known else None

    def _state(self, t: float) -> SourceState:
        """By the age of what was read last, as every reader ages it too."""
        age, expect = self._age(t), self._last.expect_every
        if age is None:
            return SourceState.LOST
        if expect is None or age <= LATE_AT * expect:
            return SourceState.LIVE
        return SourceState.LATE if age <= LOST_AT * expect else SourceState.LOST

    def _too_old(self, t: float) -> Reason | None:
        age = self._age(t)
        return None if age is None or self._state(t) is SourceState.LIVE else old(age)

    def _again(self, reason: Reason | None, t: float) -> list[Fact]:
        """What was said last with another reason; nothing where reason and state are the same."""
        last = self._last
        if self._written is not None and (last.reason, last.state) == (reason, self._state(t)):
            return []
        return [self._write(t, last.flags, reason, last.records, last.bad_records, last.dropped, ended=False)]

    def _write(
        self,
        t: float,
        flags: list[SourceFlag],
        reason: Reason | None,
        records: int,
        bad: int,
        odd: int,
        *,
        ended: bool = True,
    ) -> Fact:
        self._written = t
        self._troubled = self._troubled and not ended
        self._last = msgspec.structs.replace(
            self._last,
            state=self._state(t),
            last_fact_at=None if self._last_fact_at is None else Instant(self._last_fact_at),
            last_poll_at=None if self._last_poll_at is None else Instant(self._last_poll_at),
            flags=flags,
            reason=reason,
            records=records,
            bad_records=bad,
            dropped=odd,
        )
        source = self._mapping.source
        return Fact(self._last, source, t, source, "", t)
