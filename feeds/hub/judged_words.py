"""What the hub says of a judged outage, each word only where what stands differs from it.

Chances move with every call: a claim is said again when its device, its kinds of reason or its chance change
by something, else once a minute.
"""

from feeds.hub.judged_places import JudgedPlaces
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.outages import OutageDevice, OutageExtent, OutageStageClaim
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Claimant, CountQuality, DeviceKind, OutageNature, OutageStage
from wallboard.rules.diagnosis.judgement import Hypothesis
from wallboard.state.tables import Tables

Said = list[tuple[str, Payload]]

JUDGED = "judged/"
"""What the keys of the hub's own judged outages begin with."""

JUDGED_PREFIX = "YP"
"""And their numbers (研判): which desk gave a number is told by its prefix, as everywhere (domain 2.5)."""

MOVED = 0.05
"""A chance that moved by less is not said anew at once."""

AGAIN_S = 60.0

RISING = (OutageStage.SUSPECTED, OutageStage.PREDICTED, OutageStage.PROBABLE, OutageStage.CONFIRMED)
FROZEN = frozenset({OutageStage.PROBABLE, OutageStage.CONFIRMED})
MAY_END = frozenset({OutageStage.RESTORED_REPORTED, OutageStage.RESTORED_VERIFIED})
"""What the hub may say of an outage that a person has confirmed: never that there was none."""

AREA_KINDS = frozenset({DeviceKind.TRANSFORMER_AREA, DeviceKind.SERVICE})


def claim_of(tables: Tables, key: str, aspect: str) -> Fact | None:
    """The analyst's own standing claim of an aspect."""
    thing = tables.thing("outage", key)
    return thing.aspects.get(f"{aspect}/{Claimant.ANALYST.value}") if thing is not None else None


def by_person(tables: Tables, key: str) -> bool:
    """Whether a person has said which stage an outage is in, or at which device it is."""
    thing = tables.thing("outage", key)
    claims = [] if thing is None else [*thing.claims("stage"), *thing.claims("device")]
    return any(getattr(fact.data, "claimant", None) is Claimant.OPERATOR for fact in claims)


def matched(case: Hypothesis, outage: Outage, both: int, behind: int) -> bool:
    """Whether a case and an outage that explains it are the same thing: customers out by both are at least
    half of the outage's, or both speak of one area."""
    if case.kind in AREA_KINDS and outage.device_kind in AREA_KINDS:
        return case.device in (outage.device, outage.device_name)
    return case.kind is not DeviceKind.SERVICE and 2 * both >= behind


def stage_word(tables: Tables, key: str, stage: OutageStage, now: float) -> OutageStageClaim | None:
    """The stage; a frozen one never goes back to a guess, nor what is verified to what is reported."""
    standing = claim_of(tables, key, "stage")
    said = standing.data.stage if standing and isinstance(standing.data, OutageStageClaim) else None
    if said is stage:
        return None
    if said is OutageStage.RESTORED_VERIFIED and stage is OutageStage.RESTORED_REPORTED:
        return None
    if said in FROZEN and stage in RISING and RISING.index(stage) < RISING.index(said):
        return None
    return OutageStageClaim(claimant=Claimant.ANALYST, stage=stage, since=Instant(now))


def device_word(
    tables: Tables, key: str, case: Hypothesis, places: JudgedPlaces, now: float
) -> OutageDevice | None:
    """The judged device with its chance and reasons."""
    if case.probability <= 0.0:
        return None  # power is back behind it: what was judged stands
    device, name = places.device(case)
    word = OutageDevice(
        claimant=Claimant.ANALYST,
        kind=case.kind,
        device=device,
        name=name,
        probability=round(case.probability, 2),
        reasons=list(case.reasons),
    )
    standing = claim_of(tables, key, "device")
    if standing is None or not isinstance(said := standing.data, OutageDevice):
        return word
    if word == said:
        return None
    codes = [[reason.code for reason in one.reasons] for one in (word, said)]
    moved = abs((word.probability or 0.0) - (said.probability or 0.0)) >= MOVED
    other = (word.device, word.kind) != (said.device, said.kind)
    return word if other or moved or codes[0] != codes[1] or now - standing.at >= AGAIN_S else None


def extent_word(
    tables: Tables, key: str, case: Hypothesis, places: JudgedPlaces, customers: int, now: float
) -> OutageExtent | None:
    """Where and whom. customers: that no other outage counts."""
    if case.probability <= 0.0:
        return None
    standing = claim_of(tables, key, "extent")
    said = standing.data if standing and isinstance(standing.data, OutageExtent) else None
    word = OutageExtent(
        claimant=Claimant.ANALYST,
        nature=OutageNature.UNPLANNED,
        customers_out=customers,
        customers_served=max(customers, (said.customers_served or 0) if said else 0),
        count_quality=CountQuality.ESTIMATED,
        areas_out=0 if case.kind is DeviceKind.SERVICE else len(case.areas),
        lines_out=int(case.kind is DeviceKind.FEEDER),
        started_at=said.started_at if said else Instant(case.since[1]),
        reported_at=said.reported_at if said else Instant(now),
        **places.extent(case),
    )
    return None if word == said else word
