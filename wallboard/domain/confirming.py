"""What a desk says of whether an outage is one: it confirms what was judged, or says that there is none.

A person's word stands above the outage system's and the analyst's (design 4). It is evidence too, so that the
judgement goes by it: a device that was denied is not named again. Pure.
"""

from collections.abc import Callable

from wallboard.domain.calls import Evidence
from wallboard.domain.facts import Instant, Payload
from wallboard.domain.outages import OutageDevice, OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.scene import Saying, Scene
from wallboard.domain.telling import no_outage
from wallboard.domain.terms import Claimant, DeviceKind, EvidenceKind, OutageStage

GUESSED = frozenset({OutageStage.SUSPECTED, OutageStage.PREDICTED, OutageStage.PROBABLE})
"""Stages of which a person can still say whether it is so."""


def unsure(scene: Scene) -> Reason | None:
    """Only what is suspected, predicted or probable is confirmed or denied; the rest was seen already."""
    why, outage = no_outage(scene), scene.outage
    if why is not None or outage is None:
        return why
    return None if outage.stage in GUESSED else Reason("outage_known", {"stage": outage.stage.value})


def _confirmed(scene: Scene) -> list[Saying]:
    return _of(scene, OutageStage.CONFIRMED)


def _denied(scene: Scene) -> list[Saying]:
    return _of(scene, OutageStage.CANCELLED)


def _of(scene: Scene, stage: OutageStage) -> list[Saying]:
    if (outage := scene.outage) is None:
        return []
    said = words(outage.device_kind, outage.device, outage.device_name, stage, scene.now)
    return [(outage.id, word) for word in said]


def words(
    kind: DeviceKind, device: str, name: str, stage: OutageStage, now: float, said: str = ""
) -> list[Payload]:
    """An operator's stage of an outage: confirmed at its device, or cancelled; and, where a device is named,
    the evidence that it is open, or is not. said: in words, on site."""
    at, by = Instant(now), Claimant.OPERATOR
    claim = OutageStageClaim(claimant=by, stage=stage, since=at, said=said)
    if not device:
        return [claim]
    there = stage is OutageStage.CONFIRMED
    known = [OutageDevice(claimant=by, kind=kind, device=device, name=name)] if there else []
    n = int(there)
    evidence = Evidence(kind=EvidenceKind.OPERATOR, device_kind=kind, device=device, n=n, happened_at=at)
    return [*known, claim, evidence]


SAYS: dict[str, Callable[[Scene], list[Saying]]] = {"confirm_outage": _confirmed, "deny_outage": _denied}
"""What each of these verbs says of the outage."""

ASKS: dict[str, Callable[[Scene], Reason | None]] = {"confirm_outage": unsure, "deny_outage": unsure}
"""What each of them asks of the outage."""
