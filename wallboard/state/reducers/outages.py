"""Outages: claims resolved by the one table of ``rules/claims``, listing and told beside them."""

from typing import Any

from wallboard.domain.facts import Fact
from wallboard.domain.outages import (
    OutageAcknowledged,
    OutageAlias,
    OutageDevice,
    OutageEtr,
    OutageExtent,
    OutageListing,
    OutageStageClaim,
    OutageSupply,
    OutageWork,
)
from wallboard.domain.rows import Outage
from wallboard.domain.terms import OUTAGE_OPEN, OutageStage
from wallboard.rules.claims import standing, standing_stage
from wallboard.state.reducers.telling import telling_fields
from wallboard.state.tables import Thing

EXTENT_FIELDS = tuple(name for name in OutageExtent.__struct_fields__ if name not in ("claimant", "polygon"))
"""Fields that the row takes as they are."""


def resolve(key: str, thing: Thing) -> Outage | None:
    """The outage as the room knows it; None while nobody said where or in which stage it is."""
    extent = standing(thing.claims("extent"))
    stage = standing_stage(thing.claims("stage"))
    first = extent or stage
    if first is None:
        return None
    fields: dict[str, Any] = {"id": key, "source": first.source}
    _extent(fields, extent)
    _stage(fields, stage)
    _device(fields, standing(thing.claims("device")))
    _etr(fields, standing(thing.claims("etr")))
    _work(fields, standing(thing.claims("work")))
    _supply(fields, standing(thing.claims("supply")))
    _listing(fields, thing.aspects.get("listing"))
    _threads(fields, thing)
    return Outage(**fields)


def _extent(fields: dict[str, Any], fact: Fact | None) -> None:
    if fact is None or not isinstance(data := fact.data, OutageExtent):
        return
    for name in EXTENT_FIELDS:
        fields[name] = getattr(data, name)
    fields["polygon"] = tuple(data.polygon or ())


def _stage(fields: dict[str, Any], fact: Fact | None) -> None:
    if fact is None or not isinstance(data := fact.data, OutageStageClaim):
        return
    fields["stage"], fields["stage_by"], fields["said"] = data.stage, data.claimant, data.said
    fields["since"] = fact.at if data.since is None else data.since


def _device(fields: dict[str, Any], fact: Fact | None) -> None:
    if fact is None or not isinstance(data := fact.data, OutageDevice):
        return
    fields["device_kind"], fields["device"], fields["device_name"] = data.kind, data.device, data.name
    fields["device_by"], fields["probability"] = data.claimant, data.probability
    fields["reasons"] = tuple(data.reasons)


def _etr(fields: dict[str, Any], fact: Fact | None) -> None:
    if fact is None or not isinstance(data := fact.data, OutageEtr):
        return
    fields["etr"], fields["etr_by"], fields["etr_calculated"] = data.etr, data.claimant, data.calculated
    fields["etr_default"] = data.default
    fields["etr_revision"], fields["etr_first"] = data.revision, data.first
    fields["etr_at"] = fact.at
    fields["etr_earliest"], fields["etr_latest"] = data.earliest, data.latest


def _work(fields: dict[str, Any], fact: Fact | None) -> None:
    if fact is None or not isinstance(data := fact.data, OutageWork):
        return
    fields["work"], fields["work_crew"], fields["work_eta"] = data.status, data.crew, data.eta
    said_at = None if data.status is None else fact.at
    fields["work_since"] = said_at if data.since is None else data.since
    fields["work_said"] = data.said


def _supply(fields: dict[str, Any], fact: Fact | None) -> None:
    if fact is not None and isinstance(data := fact.data, OutageSupply):
        fields["supply"], fields["van"] = data.supply, data.van
        fields["supply_since"] = fact.at if data.since is None else data.since


def _listing(fields: dict[str, Any], fact: Fact | None) -> None:
    """Not listed any more closes it as *unlisted*, unless the poll that lost it is doubted."""
    if fact is None or not isinstance(data := fact.data, OutageListing):
        return
    fields["listed"], fields["listing_since"] = data.listed, data.since
    fields["listing_reason"], fields["held"] = data.reason, data.held
    fields["doubtful"], fields["reopened"] = data.doubtful, data.reopened
    stage = fields.get("stage", OutageStage.SUSPECTED)
    if not data.listed and not data.held and stage in OUTAGE_OPEN:
        fields["stage"], fields["since"] = OutageStage.UNLISTED, data.since


def _threads(fields: dict[str, Any], thing: Thing) -> None:
    seen = thing.aspects.get("acknowledged")
    if seen is not None and isinstance(seen.data, OutageAcknowledged):
        fields["acknowledged_by"], fields["acknowledged_at"] = seen.data.actor, seen.at
    if not thing.entries:
        return
    merged = [
        (f.at, f.id, f.data.other)
        for f in thing.entries.get("alias", {}).values()
        if isinstance(f.data, OutageAlias) and f.data.how == "merged"
    ]
    fields["merged_into"] = max(merged)[2] if merged else ""
    fields["corrections"] = len(thing.entries.get("correction", ()))
    fields["evidence"] = len(thing.entries.get("evidence", ()))
    fields["notes"] = len(thing.entries.get("note", ()))
    fields.update(telling_fields(thing, fields))
