"""Crews: profile and status; positions go to their columns, not through here."""

from wallboard.domain.crews import CrewProfile, CrewStatusValue
from wallboard.domain.rows import Crew
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Crew | None:
    """The crew, known by profile, status or a fix alone."""
    source = thing.source("profile", "status", "position")
    if source is None:
        return None
    who = thing.value("profile", CrewProfile) or CrewProfile(name=key)
    doing = thing.value("status", CrewStatusValue)
    return Crew(
        id=key,
        source=source,
        name=who.name,
        unit=who.unit,
        kind=who.kind,
        skills=tuple(who.skills),
        authorised=tuple(who.authorised_units),
        spares=tuple(who.spares),
        persons=who.persons,
        vehicle=who.vehicle,
        on_since=who.on_since,
        shift_ends_at=who.shift_ends_at,
        status=doing.status if doing else None,
        since=doing.since if doing else 0.0,
        order=doing.order if doing else "",
        outage=doing.outage if doing else "",
        eta=doing.eta if doing else None,
    )
