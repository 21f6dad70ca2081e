"""What a judgement says: hypotheses with their devices, chances, customers, stages and reasons."""

import msgspec

from wallboard.domain.reasons import Reason
from wallboard.domain.terms import DeviceKind, OutageStage
from wallboard.rules.diagnosis.doubts import LinkDoubt

OPENERS = {
    "breaker": DeviceKind.FEEDER,
    "switch": DeviceKind.SWITCH,
    "lateral_switch": DeviceKind.LATERAL,
    "fuse": DeviceKind.LATERAL,
    "tie": DeviceKind.SWITCH,
    "transformer": DeviceKind.TRANSFORMER_AREA,
    "service": DeviceKind.SERVICE,
    "station": DeviceKind.SUBSTATION,
}
"""The room's word for what opens."""


class Suspect(msgspec.Struct, frozen=True):
    """One device that may be it. device: its id; of a transformer or a service line the area's.

    opener: the network's word for it. probability: that it is open (of all worlds, not only of its set).
    """

    device: str
    opener: str
    probability: float

    @property
    def kind(self) -> DeviceKind:
        return OPENERS.get(self.opener, DeviceKind.UNKNOWN)


class Hypothesis(msgspec.Struct, frozen=True):
    """One outage as it is judged. suspects: devices that leave the same areas dark, most probable first.

    id: minted from its first device and its start, kept while it lives. probability: that one of the suspects
    is open. customers: that are dark by it. areas: ids of the areas behind it. since: earliest and latest
    start, epoch s. frozen: it is no longer rolled into another (rule 10). plan: the key of the planned work
    that it is. nested: it was there before what is open above it.
    """

    id: str
    suspects: tuple[Suspect, ...]
    probability: float
    customers: int
    areas: tuple[str, ...]
    stage: OutageStage
    since: tuple[float, float]
    reasons: tuple[Reason, ...] = ()
    frozen: bool = False
    plan: str = ""
    nested: bool = False

    @property
    def device(self) -> str:
        return self.suspects[0].device

    @property
    def kind(self) -> DeviceKind:
        return self.suspects[0].kind


class Hazard(msgspec.Struct, frozen=True):
    """A report of danger: a record of its own, linked to the outage there, "" for none (rule 13)."""

    call: str
    area: str
    outage: str


class Judgement(msgspec.Struct, frozen=True):
    """All that may be out at ``at``, by tree and then outermost first. expected: customers out, the mean over
    all worlds; unplaced: calls without a place; links: that look wrong; hazards:
    all that were reported."""

    at: float
    hypotheses: tuple[Hypothesis, ...]
    expected: float
    unplaced: int = 0
    links: tuple[LinkDoubt, ...] = ()
    hazards: tuple[Hazard, ...] = ()
