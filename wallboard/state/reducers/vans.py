"""Generator vans: profile and status."""

from wallboard.domain.crews import VanProfile, VanStatusValue
from wallboard.domain.rows import Van
from wallboard.domain.terms import VanStatus
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Van | None:
    if not thing.aspects:
        return None
    profile, status = thing.aspects.get("profile"), thing.aspects.get("status")
    who = profile.data if profile and isinstance(profile.data, VanProfile) else VanProfile(name=key)
    doing = status.data if status and isinstance(status.data, VanStatusValue) else None
    return Van(
        id=key,
        source=next(iter(thing.aspects.values())).source,
        name=who.name,
        unit=who.unit,
        kva=who.kva,
        status=doing.status if doing else VanStatus.OFF_SHIFT,
        since=doing.since if doing else 0.0,
        area=doing.area if doing else "",
        outage=doing.outage if doing else "",
        fuel_hours=doing.fuel_hours if doing else None,
        fuel_read_at=doing.fuel_read_at if doing else None,
    )
