"""Crews: profile and status; positions go to their columns, not through here."""

from wallboard.domain.crews import CrewProfile, CrewStatusValue
from wallboard.domain.rows import Crew
from wallboard.domain.terms import CrewStatus
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Crew | None:
    """The crew, known by profile, status or a fix alone."""
    if not thing.aspects:
        return None
    profile, status = thing.aspects.get("profile"), thing.aspects.get("status")
    who = profile.data if profile and isinstance(profile.data, CrewProfile) else CrewProfile(name=key)
    doing = status.data if status and isinstance(status.data, CrewStatusValue) else None
    return Crew(
        id=key,
        source=next(iter(thing.aspects.values())).source,
        name=who.name,
        unit=who.unit,
        kind=who.kind,
        skills=tuple(who.skills),
        persons=who.persons,
        status=doing.status if doing else CrewStatus.OFF_SHIFT,
        since=doing.since if doing else 0.0,
        order=doing.order if doing else "",
        outage=doing.outage if doing else "",
        eta=doing.eta if doing else None,
    )
