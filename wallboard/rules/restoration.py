"""Restored is not verified: what meters say of an outage that was reported as restored (domain 4.5, 5.4).

Meters that answer decide, silent ones neither for nor against. Customers who are dark although the others
have supply have an outage of their own.
"""

from collections.abc import Sequence

import msgspec

from wallboard.domain.outages import OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Claimant, OutageStage

METERS_AGREE = "meters_agree"
DARK_AFTER = "dark_after_restoration"

STILL = "still/"
"""What the keys of outages begin with that stayed dark below another one, ``still/<outage>/<area>``."""


class RestorationRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When a restoration is verified (domain 5.4: 0.95 PROPOSAL; the others are ours).

    share: of the meters that answer, on. answered: of the meters, so many must have answered since.
    settles_s: readings so soon after the report may still tell of before it. fewest: meters off in one area
    from which on they are an outage of their own; a single one is a call for its own line.
    """

    share: float = 0.95
    answered: float = 0.5
    settles_s: float = 60.0
    fewest: int = 2


class AreaHeard(msgspec.Struct, frozen=True):
    """What the meters of one area said last, and when (epoch s); None: never."""

    area: str
    customers: int
    on: int = 0
    off: int = 0
    at: float | None = None


class Verdict(msgspec.Struct, frozen=True):
    """on, answered, customers: meters. dark: areas whose meters say that they are dark, wholly or in part.

    at: of the newest reading that counted, epoch s.
    """

    on: int
    answered: int
    customers: int
    verified: bool
    dark: tuple[AreaHeard, ...]
    at: float | None


def verdict(areas: Sequence[AreaHeard], restored_at: float, rules: RestorationRules) -> Verdict:
    """What is heard since an outage's restoration was reported. Readings of before it say nothing of it."""
    heard = [one for one in areas if one.at is not None and one.at >= restored_at + rules.settles_s]
    on, off = sum(one.on for one in heard), sum(one.off for one in heard)
    customers = sum(one.customers for one in areas)
    enough = customers > 0 and on + off >= rules.answered * customers
    dark = tuple(one for one in heard if is_dark(one, rules))
    at = max((one.at for one in heard if one.at is not None), default=None)
    return Verdict(on, on + off, customers, enough and on >= rules.share * (on + off), dark, at)


def is_dark(area: AreaHeard, rules: RestorationRules) -> bool:
    """Whether customers of an area are still dark by their meters."""
    answered = area.on + area.off
    few = area.off < rules.fewest and area.on > 0
    return answered > 0 and not few and area.on < rules.share * answered


def verification(outage: Outage, found: Verdict) -> OutageStageClaim | None:
    """The claim that verifies a reported restoration; None where the meters do not carry it."""
    if outage.stage is not OutageStage.RESTORED_REPORTED or not found.verified or found.at is None:
        return None
    return OutageStageClaim(
        claimant=Claimant.ANALYST,
        stage=OutageStage.RESTORED_VERIFIED,
        since=max(outage.since, found.at),
        reason=Reason(METERS_AGREE, {"on": found.on, "of": found.answered}),
    )
