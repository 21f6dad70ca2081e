"""Crews and generator vans (d.9, d.77, d.114, d.132)."""

from typing import Annotated

import msgspec

from wallboard.domain.facts import Count, Instant, Lat, Lon, Payload, fact
from wallboard.domain.terms import CrewStatus, FactKind, VanStatus

Heading = Annotated[float, msgspec.Meta(ge=0, lt=360, description="degrees clockwise from north")]


@fact(
    "crew.profile",
    FactKind.VALUE,
    owner="its source",
    example={"name": "抢修二组", "unit": "开平局", "skills": ["lv", "mv"], "persons": 3},
)
class CrewProfile(Payload, frozen=True, kw_only=True):
    """Who they are; the home unit and the skills stay theirs wherever they are sent (d.68).

    spares: what the vehicle carries; on_since: since when they are on duty, with called-in hours.
    """

    name: str
    unit: str = ""
    kind: str = "repair"
    skills: list[str] = []
    authorised_units: list[str] = []
    persons: Count = 0
    vehicle: str = ""
    spares: list[str] = []
    on_since: Instant | None = None
    shift_ends_at: Instant | None = None


@fact(
    "crew.status",
    FactKind.VALUE,
    owner="its source",
    example={"status": "en_route", "since": "2026-11-23T08:31:00Z", "order": "hub/R-124"},
)
class CrewStatusValue(Payload, frozen=True, kw_only=True):
    """What they do now, and for which order."""

    status: CrewStatus
    since: Instant
    order: str = ""
    outage: str = ""
    said: str = ""
    eta: Instant | None = None


@fact(
    "crew.position",
    FactKind.READING,
    owner="its source",
    example={"lon": 112.71, "lat": 22.31, "heading": 140.0},
)
class CrewPosition(Payload, frozen=True, kw_only=True):
    """One fix of the vehicle; the newest ``at`` wins."""

    lon: Lon
    lat: Lat
    heading: Heading | None = None
    speed: float | None = None  # m/s
    accuracy: float | None = None  # m


@fact(
    "van.profile",
    FactKind.VALUE,
    owner="its source",
    example={"name": "应急发电车 03", "unit": "新会局", "kva": 400.0},
)
class VanProfile(Payload, frozen=True, kw_only=True):
    """A generator van: who owns it, what it can carry."""

    name: str
    unit: str = ""
    kva: float = 0.0
    tank_hours: float | None = None


@fact(
    "van.status",
    FactKind.VALUE,
    owner="its source",
    example={"status": "connected", "since": "2026-11-23T09:05:00Z", "area": "TA-0571", "fuel_hours": 3.5},
)
class VanStatusValue(Payload, frozen=True, kw_only=True):
    """Where it is used. Connected means a back-feed hazard until it is off (domain 5.9)."""

    status: VanStatus
    since: Instant
    area: str = ""
    outage: str = ""
    fuel_hours: float | None = None
    fuel_read_at: Instant | None = None


@fact(
    "van.sent",
    FactKind.VALUE,
    owner="hub",
    example={
        "order": "restore/oms/O124",
        "outage": "oms/O124",
        "actor": "配网值班",
        "role": "desk",
        "since": "2026-11-23T08:40:00Z",
    },
)
class VanSent(Payload, frozen=True, kw_only=True):
    """A desk has sent it to an outage, or called it back. What it does about it is its source's to say."""

    order: str
    outage: str
    actor: str
    role: str = ""
    since: Instant
    called_back: bool = False


@fact("van.position", FactKind.READING, owner="its source", example={"lon": 113.03, "lat": 22.46})
class VanPosition(Payload, frozen=True, kw_only=True):
    """One fix of the van; the newest ``at`` wins."""

    lon: Lon
    lat: Lat
    heading: Heading | None = None
