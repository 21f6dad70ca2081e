"""Whose word stands: one table for stage, device, extent, ETR, work and supply of an outage (design 4).

Operator over outage system over crew over analyst. For an ETR a person's word stands above a
calculated one first; between equals the later word.
"""

from collections.abc import Iterable

from wallboard.domain.facts import Fact, Payload
from wallboard.domain.outages import OutageEtr
from wallboard.domain.terms import Claimant

PRECEDENCE: dict[Claimant, int] = {claimant: rank for rank, claimant in enumerate(Claimant)}


def standing(claims: Iterable[Fact]) -> Fact | None:
    """The claim that stands among claims of one aspect; None where there is none."""
    return min(claims, key=_order, default=None)


def _order(claim: Fact) -> tuple[bool, int, float]:
    data: Payload = claim.data
    calculated = isinstance(data, OutageEtr) and data.calculated
    return calculated, PRECEDENCE[data.claimant], -claim.at  # type: ignore[attr-defined]
