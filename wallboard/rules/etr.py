"""When the light may be back, from what repairs took lately (domain 5.9): computed, with its range.

The repairs of outages of the same cause at the same kind of device, else of the same kind, else of all; of
them only those that took longer than this one has lasted already. It is no promise: a person confirms it
before anybody is told. A promise that is about to pass is warned of before it does. Pure: epoch s.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence

import msgspec

from wallboard.domain.rows import Outage
from wallboard.domain.terms import DeviceKind, OutageStage

BACK = frozenset({OutageStage.RESTORED_REPORTED, OutageStage.RESTORED_VERIFIED, OutageStage.CLOSED})
"""Stages whose beginning ends a repair; what was cancelled or vanished tells of none."""
ESTIMATED = frozenset({OutageStage.PROBABLE, OutageStage.CONFIRMED, OutageStage.PARTLY_RESTORED})

LEAST = 5
"""Repairs from which on a kind speaks for itself. PROPOSAL."""
LOW, MIDDLE, HIGH = 0.25, 0.6, 0.85
"""Shares of the repairs that are over by the earliest, the named and the latest time. PROPOSAL: a time that
is kept more often than not."""
STEP_S = 300.0
"""Times are said to five minutes, rounded up."""
MOVES_S = 900.0
"""A computed time is said anew when it moves by so much, or is about to pass."""
WARN_BEFORE_S = 900.0
"""A promised time is warned of so long before it passes. PROPOSAL."""


class Repair(msgspec.Struct, frozen=True):
    """One that is over. seconds: from when it began to when it was back."""

    kind: DeviceKind
    cause: str
    seconds: float


class Estimate(msgspec.Struct, frozen=True):
    """Epoch s. n: repairs that it is taken from."""

    at: float
    earliest: float
    latest: float
    n: int


class Past:
    """What repairs took, rising, by what they are alike in: an estimate of each of thousands of outages looks
    its place up and does not go through all repairs."""

    def __init__(self, over: Iterable[Repair] = ()) -> None:
        self._all: list[float] = []
        self._of_kind: dict[DeviceKind, list[float]] = {}
        self._of_cause: dict[tuple[DeviceKind, str], list[float]] = {}
        for one in sorted(over, key=lambda one: one.seconds):
            self.add(one)

    def add(self, one: Repair) -> None:
        """One more is over."""
        for took in self._lists(one):
            insort(took, one.seconds)

    def leave(self, one: Repair) -> None:
        """One that was added counts no longer."""
        for took in self._lists(one):
            del took[bisect_left(took, one.seconds)]

    def _lists(self, one: Repair) -> tuple[list[float], list[float], list[float]]:
        of_kind = self._of_kind.setdefault(one.kind, [])
        return self._all, of_kind, self._of_cause.setdefault((one.kind, one.cause), [])

    def alike(self, outage: Outage) -> tuple[Sequence[float], ...]:
        """Seconds of those of the same kind and cause (none where nobody said why), of the kind, of all."""
        kind = outage.device_kind
        same = self._of_cause.get((kind, outage.cause), ()) if outage.cause else ()
        return same, self._of_kind.get(kind, ()), self._all


def repairs(outages: Iterable[Outage]) -> list[Repair]:
    """The repairs of those that are over."""
    return [found for row in outages if (found := repair_of(row)) is not None]


def repair_of(row: Outage) -> Repair | None:
    """The repair of one that is over; none of planned work and of what is part of another."""
    if row.stage not in BACK or row.planned or row.merged_into or row.since <= row.began:
        return None
    return Repair(row.device_kind, row.cause, row.since - row.began)


def estimate(past: Past, outage: Outage, now: float) -> Estimate | None:
    """When ``outage`` may be back; None where too few repairs tell of it, or it is only a guess itself."""
    if not outage.dark or outage.planned or outage.merged_into or outage.stage not in ESTIMATED:
        return None
    lasted = max(0.0, now - outage.began)
    for took in past.alike(outage):
        longer = bisect_right(took, lasted)
        n = len(took) - longer
        if n >= LEAST:
            at, low, high = (outage.began + _share(took, longer, share) for share in (MIDDLE, LOW, HIGH))
            return Estimate(rounded(at), rounded(max(now, low)), rounded(high), n)
    return None


def moved(before: float | None, found: Estimate, now: float) -> bool:
    """Whether a computed time has to be said anew."""
    return before is None or abs(found.at - before) >= MOVES_S or (before <= now < found.at)


def passes_soon(outage: Outage, now: float) -> bool:
    """Whether a time that was promised is about to pass, and its customers are still dark."""
    at = outage.promised if outage.dark and not outage.planned else None
    return at is not None and now <= at < now + WARN_BEFORE_S


def _share(rising: Sequence[float], first: int, share: float) -> float:
    """The value below which so large a share lies of those from a place on."""
    n = len(rising) - first
    return rising[first + min(n - 1, int(share * n))]


def rounded(at: float) -> float:
    """Up to five minutes, epoch s."""
    return -(-at // STEP_S) * STEP_S
