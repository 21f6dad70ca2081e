"""The headline curve: how the figure moved."""

from collections.abc import Sequence

from wallboard.domain.rows import Trend

LONGEST_STEP_S = 3600.0
"""A sample speaks for at most so long: a gap in the curve is not counted as an outage."""


def change_since(curve: Sequence[Trend], then: float, now: float) -> int | None:
    """Customers out at ``now`` less those at ``then``; None where the curve does not reach back so far."""
    upto = [sample for sample in curve if sample.at <= now]
    before = [sample for sample in upto if sample.at <= then]
    if not before or then - before[-1].at > LONGEST_STEP_S:
        return None
    return upto[-1].customers_out - before[-1].customers_out
