"""Whose word stands: one table for stage, device, extent, ETR, work and supply of an outage (design 4).

Operator over outage system over crew over analyst. For an ETR a person's word stands above a
calculated one first; between equals the later word.
"""

from collections.abc import Iterable

from wallboard.domain.facts import Fact, Payload
from wallboard.domain.outages import OutageEtr, OutageStageClaim
from wallboard.domain.terms import Claimant, OutageStage

PRECEDENCE: dict[Claimant, int] = {claimant: rank for rank, claimant in enumerate(Claimant)}

BACK = frozenset(
    {
        OutageStage.PARTLY_RESTORED,
        OutageStage.RESTORED_REPORTED,
        OutageStage.RESTORED_VERIFIED,
        OutageStage.CLOSED,
    }
)
"""What may follow an operator's confirmation without him. That there was none is his alone to say."""


def standing(claims: Iterable[Fact]) -> Fact | None:
    """The claim that stands among claims of one aspect; None where there is none."""
    return min(claims, key=_order, default=None)


def standing_stage(claims: Iterable[Fact]) -> Fact | None:
    """The stage that stands. Who says that light is back after somebody confirmed that it was gone says no
    other word but more; so does who verifies a restoration after it was reported."""
    known = list(claims)
    first = standing(known)
    if first is not None and _stage(first) is OutageStage.CONFIRMED and _by_person(first):
        later = [claim for claim in known if _stage(claim) in BACK and _since(claim) >= _since(first)]
        first = min(later, key=_order, default=first)
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


def _by_person(claim: Fact) -> bool:
    return isinstance(claim.data, OutageStageClaim) and claim.data.claimant is Claimant.OPERATOR


def _since(claim: Fact) -> float:
    since = claim.data.since if isinstance(claim.data, OutageStageClaim) else None
    return float(claim.at if since is None else since)


def _order(claim: Fact) -> tuple[bool, int, float]:
    data: Payload = claim.data
    calculated = isinstance(data, OutageEtr) and data.calculated
    return calculated, PRECEDENCE[data.claimant], -claim.at  # type: ignore[attr-defined]
