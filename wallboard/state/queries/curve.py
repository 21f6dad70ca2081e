"""The headline curve: customer-hours lost since an instant, and how the figure moved (domain 5.9)."""

from collections.abc import Sequence

from wallboard.domain.rows import Trend

LONGEST_STEP_S = 3600.0
"""A sample speaks for at most so long: a gap in the curve is not counted as an outage."""


def customer_hours(curve: Sequence[Trend], since: float, now: float) -> float | None:
    """Customer-hours out of supply from ``since`` to ``now`` (epoch s); None without a sample in between.

    Each sample holds until the next one, for an hour at most.
    """
    total, seen = 0.0, False
    for i, sample in enumerate(curve):
        end = min(now, curve[i + 1].at if i + 1 < len(curve) else now, sample.at + LONGEST_STEP_S)
        start = max(since, sample.at)
        if end > start:
            total += sample.customers_out * (end - start) / 3600.0
            seen = True
    return total if seen else None


def worth_since(curve: Sequence[Trend], since: float, now: float) -> tuple[bool, bool]:
    """(at_least, about) of the customer-hours from ``since`` to ``now`` (epoch s).

    They are a least number where a sample is one, or where the curve has a gap that nobody counted.
    """
    used = [sample for sample in curve if since - LONGEST_STEP_S < sample.at <= now]
    ends = [*(sample.at for sample in used[1:]), now]
    gap = any(end - sample.at > LONGEST_STEP_S for sample, end in zip(used, ends, strict=False))
    return gap or any(sample.at_least for sample in used), any(sample.about for sample in used)


def change_since(curve: Sequence[Trend], then: float, now: float) -> int | None:
    """Customers out at ``now`` less those at ``then``; None where the curve does not reach back so far."""
    upto = [sample for sample in curve if sample.at <= now]
    before = [sample for sample in upto if sample.at <= then]
    if not before or then - before[-1].at > LONGEST_STEP_S:
        return None
    return upto[-1].customers_out - before[-1].customers_out
