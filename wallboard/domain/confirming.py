"""What a desk says of whether an outage is one: it confirms what was judged, or says that there is none.

A person's word stands above the outage system's and the analyst's (design 4). It is evidence too, so that the
judgement goes by it: a device that was denied is not named again. Pure.
"""

from collections.abc import Callable

from wallboard.domain.calls import Evidence
from wallboard.domain.facts import Instant
from wallboard.domain.outages import OutageDevice, OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage
from wallboard.domain.scene import Saying, Scene
from wallboard.domain.telling import no_outage
from wallboard.domain.terms import Claimant, EvidenceKind, OutageStage

GUESSED = frozenset({OutageStage.SUSPECTED, OutageStage.PREDICTED, OutageStage.PROBABLE})
"""Stages of which a person can still say whether it is so."""


def unsure(scene: Scene) -> Reason | None:
    """Only what is suspected, predicted or probable is confirmed or denied; the rest was seen already."""
    why, outage = no_outage(scene), scene.outage
    if why is not None or outage is None:
        return why
    return None if outage.stage in GUESSED else Reason("outage_known", {"stage": outage.stage.value})


def _confirmed(scene: Scene) -> list[Saying]:
    outage = scene.outage
    if outage is None:
        return []
    device = OutageDevice(
        claimant=Claimant.OPERATOR, kind=outage.device_kind, device=outage.device, name=outage.device_name
    )
    known = [(outage.id, device)] if outage.device else []
    return [*known, *_said(outage, OutageStage.CONFIRMED, 1, scene.now)]


def _denied(scene: Scene) -> list[Saying]:
    return [] if scene.outage is None else _said(scene.outage, OutageStage.CANCELLED, 0, scene.now)


def _said(outage: Outage, stage: OutageStage, open_: int, now: float) -> list[Saying]:
    """The operator's stage, and what he says of its device (1: it is open)."""
    at = Instant(now)
    claim = OutageStageClaim(claimant=Claimant.OPERATOR, stage=stage, since=at)
    evidence = Evidence(
        kind=EvidenceKind.OPERATOR,
        device_kind=outage.device_kind,
        device=outage.device,
        n=open_,
        happened_at=at,
    )
    return [(outage.id, claim), *([(outage.id, evidence)] if outage.device else [])]


SAYS: dict[str, Callable[[Scene], list[Saying]]] = {"confirm_outage": _confirmed, "deny_outage": _denied}
"""What each of these verbs says of the outage."""

ASKS: dict[str, Callable[[Scene], Reason | None]] = {"confirm_outage": unsure, "deny_outage": unsure}
"""What each of them asks of the outage."""
