"""Seeds for tuning and seeds for reporting: never the same."""

TUNING = range(1000, 2000)
"""Thresholds and rates may be tuned on these, and on nothing else."""


class SeedsError(ValueError):
    """A seed is used for what it is not there for."""


def reporting(count: int) -> range:
    """The first seeds that are reported. Raises SeedsError where they would reach those for tuning."""
    found = range(1, count + 1)
    if count < 1 or set(found) & set(TUNING):
        raise SeedsError(f"{count} seeds: 1 to {TUNING[0] - 1} are kept for reports, the rest for tuning")
    return found


def tuning(count: int) -> range:
    """The first seeds for tuning. Raises SeedsError where there are not so many."""
    if not 1 <= count <= len(TUNING):
        raise SeedsError(f"{count} seeds: {len(TUNING)} are kept for tuning, from {TUNING[0]} on")
    return TUNING[:count]
