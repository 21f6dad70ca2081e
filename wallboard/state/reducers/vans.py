"""Generator vans: profile and status."""

from wallboard.domain.crews import VanProfile, VanSent, VanStatusValue
from wallboard.domain.rows import Van
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Van | None:
    """The van, known by profile, status or a fix alone."""
    source = thing.source("profile", "status", "position")
    if source is None:
        return None
    who = thing.value("profile", VanProfile) or VanProfile(name=key)
    doing = thing.value("status", VanStatusValue)
    return Van(
        id=key,
        source=source,
        name=who.name,
        unit=who.unit,
        kva=who.kva,
        status=doing.status if doing else None,
        since=doing.since if doing else 0.0,
        area=doing.area if doing else "",
        outage=doing.outage if doing else "",
        fuel_hours=doing.fuel_hours if doing else None,
        fuel_read_at=doing.fuel_read_at if doing else None,
        sent=thing.value("sent", VanSent),
    )
