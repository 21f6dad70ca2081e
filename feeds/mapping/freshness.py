"""What a source says of itself: how fresh, how much, and whether it is to be believed."""

from collections import deque

from wallboard.config.mapping_file import MappingFile
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import SourceFlag, SourceState

DEGRADED_FROM = 0.10
"""Share of bad records from which a source is degraded (design 5)."""

STREAM_WINDOW = 60.0  # s, in which a stream's bad records are counted
STREAM_BEAT = 30.0  # s, at most this often a stream's freshness is written

Flags = tuple[list[SourceFlag], Reason | None]


class Freshness:
    """Writes ``source.freshness`` of one source."""

    def __init__(self, mapping: MappingFile, *, replayed: bool) -> None:
        self._mapping = mapping
        self._replayed = replayed
        self._kinds = sorted({rule.type for rule in mapping.fact})
        self._last_fact_at: float | None = None
        self._last_poll_at: float | None = None
        self._last: SourceFreshness | None = None
        self._recent: deque[tuple[float, int, int, int]] = deque()
        self._written = 0.0

    @property
    def flags(self) -> list[SourceFlag]:
        """The flags that were written last."""
        return self._last.flags if self._last else []

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

    def fact(self, flags: Flags, t: float, spoke: bool, records: int, bad: int, odd: int = 0) -> Fact:
        """The freshness after one poll. spoke: the poll yielded facts of things. odd: see ``dropped``."""
        self._last_poll_at = t
        if spoke or self._last_fact_at is None:
            self._last_fact_at = t
        named, reason = flags
        if bad and bad > DEGRADED_FROM * max(records, 1):
            named = [*named, SourceFlag.DEGRADED]
            reason = reason or Reason("bad_records", {"bad": bad, "of": records})
        return self._write(t, named, reason, records, bad, odd)

    def unreadable(self, error: str, t: float, reason: Reason | None = None) -> list[Fact]:
        """A document that could not be read or taken: the last good one stays, its age is told."""
        flags = self._last.flags if self._last else []
        named = [*(f for f in flags if f is not SourceFlag.DEGRADED), SourceFlag.DEGRADED]
        reason = reason or Reason("unreadable_document", {"error": error[:120]})
        records = self._last.records if self._last else 0
        return [self._write(t, named, reason, records, 1, self._last.dropped if self._last else 0)]

    def event(self, t: float, spoke: bool, records: int, bad: int, odd: int = 0) -> list[Fact]:
        """The freshness after one event; nothing where it was told a moment ago and has not changed."""
        self._recent.append((t, records, bad, odd))
        while self._recent and t - self._recent[0][0] > STREAM_WINDOW:
            self._recent.popleft()
        total = sum(n for _, n, _, _ in self._recent)
        faulty = sum(n for _, _, n, _ in self._recent)
        if spoke:
            self._last_fact_at = t
        named: list[SourceFlag] = []
        reason: Reason | None = None
        if faulty and faulty > DEGRADED_FROM * max(total, 1):
            named, reason = [SourceFlag.DEGRADED], Reason("bad_records", {"bad": faulty, "of": total})
        same = self._last is not None and self._last.flags == named
        if same and t - self._written < STREAM_BEAT:
            return []
        return [self._write(t, named, reason, total, faulty, sum(n for _, _, _, n in self._recent))]

    def _write(
        self, t: float, flags: list[SourceFlag], reason: Reason | None, records: int, bad: int, odd: int
    ) -> Fact:
        mapping = self._mapping
        self._written = t
        self._last = SourceFreshness(
            state=SourceState.LIVE,
            title=mapping.title,
            attribution=mapping.attribution,
            last_fact_at=self._last_fact_at,
            last_poll_at=self._last_poll_at,
            expect_every=None if mapping.expect_every is None else float(mapping.expect_every),
            flags=flags,
            reason=reason,
            records=records,
            bad_records=bad,
            dropped=odd,
            lanes=list(mapping.lanes),
            kinds=self._kinds,
            replayed=self._replayed,
        )
        return Fact(self._last, mapping.source, t, mapping.source, "", t)
