"""Whose word stands: one table for stage, device, extent, ETR, work and supply of an outage (design 4).

Operator over outage system over crew over analyst. For an ETR a person's word stands above a
calculated one first; between equals the later word.
"""

from collections.abc import Iterable

from wallboard.domain.facts import Fact, Payload
from wallboard.domain.outages import OutageEtr, OutageStageClaim
from wallboard.domain.terms import Claimant, OutageStage

PRECEDENCE: dict[Claimant, int] = {claimant: rank for rank, claimant in enumerate(Claimant)}


def standing(claims: Iterable[Fact]) -> Fact | None:
    """The claim that stands among claims of one aspect; None where there is none."""
    return min(claims, key=_order, default=None)


def standing_stage(claims: Iterable[Fact]) -> Fact | None:
    """The stage that stands. Who verifies a restoration after it was reported says no other word but more."""
    known = list(claims)
    first = standing(known)
    if first is None or _stage(first) is not OutageStage.RESTORED_REPORTED:
        return first
    verified = [
        claim
        for claim in known
        if _stage(claim) is OutageStage.RESTORED_VERIFIED and _since(claim) >= _since(first)
    ]
    return min(verified, key=_order, default=first)


def _stage(claim: Fact) -> OutageStage | None:
    return claim.data.stage if isinstance(claim.data, OutageStageClaim) else None


def _since(claim: Fact) -> float:
    since = claim.data.since if isinstance(claim.data, OutageStageClaim) else None
    return float(claim.at if since is None else since)


def _order(claim: Fact) -> tuple[bool, int, float]:
    data: Payload = claim.data
    calculated = isinstance(data, OutageEtr) and data.calculated
    return calculated, PRECEDENCE[data.claimant], -claim.at  # type: ignore[attr-defined]
