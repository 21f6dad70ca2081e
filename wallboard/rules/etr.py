"""When the light may be back, from what repairs took lately (domain 5.9): computed, with its range.

The repairs of outages of the same cause at the same kind of device, else of the same kind, else of all; of
them only those that took longer than this one has lasted already. It is no promise: a person confirms it
before anybody is told. A promise that is about to pass is warned of before it does. Pure: epoch s.
"""

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


def repairs(outages: Iterable[Outage]) -> list[Repair]:
    """The repairs of those that are over; planned work and parts of others left out."""
    return [
        Repair(row.device_kind, row.cause, row.since - row.began)
        for row in outages
        if row.stage in BACK and not row.planned and not row.merged_into and row.since > row.began
    ]


def estimate(past: Sequence[Repair], outage: Outage, now: float) -> Estimate | None:
    """When ``outage`` may be back; None where too few repairs tell of it, or it is only a guess itself."""
    if not outage.dark or outage.planned or outage.merged_into or outage.stage not in ESTIMATED:
        return None
    lasted = max(0.0, now - outage.began)
    for alike in (_same_cause, _same_kind, _any):
        took = sorted(each.seconds for each in past if alike(each, outage) and each.seconds > lasted)
        if len(took) >= LEAST:
            at, low, high = (outage.began + _share(took, share) for share in (MIDDLE, LOW, HIGH))
            return Estimate(_rounded(at), _rounded(max(now, low)), _rounded(high), len(took))
    return None


def moved(before: float | None, found: Estimate, now: float) -> bool:
    """Whether a computed time has to be said anew."""
    return before is None or abs(found.at - before) >= MOVES_S or (before <= now < found.at)


def passes_soon(outage: Outage, now: float) -> bool:
    """Whether a time that was promised is about to pass, and its customers are still dark."""
    at = outage.promised if outage.dark and not outage.planned else None
    return at is not None and now <= at < now + WARN_BEFORE_S


def _same_cause(one: Repair, outage: Outage) -> bool:
    return bool(outage.cause) and one.cause == outage.cause and one.kind is outage.device_kind


def _same_kind(one: Repair, outage: Outage) -> bool:
    return one.kind is outage.device_kind


def _any(_: Repair, __: Outage) -> bool:
    return True


def _share(rising: Sequence[float], share: float) -> float:
    """The value below which so large a share lies."""
    return rising[min(len(rising) - 1, int(share * len(rising)))]


def _rounded(at: float) -> float:
    return -(-at // STEP_S) * STEP_S
