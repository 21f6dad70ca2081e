"""Outages: claims about stage, device, extent, ETR and supply, each by a claimant (design 4, d.8-14, d.77).

Names follow the CIM / ODIN outage profile where it has one (domain 5.6): customers_out is ODIN's
``metersAffected`` view of now, customers_served its ``originalCustomersServed``.
"""

from typing import Annotated

import msgspec

from wallboard.domain.facts import Count, Instant, Lat, Lon, Payload, Share, fact
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import (
    Claimant,
    CountQuality,
    CrewStatus,
    DeviceKind,
    FactKind,
    OutageNature,
    OutageStage,
    Supply,
)

Polygon = Annotated[
    list[tuple[float, float]], msgspec.Meta(description="outer ring, (lon, lat) pairs, WGS-84")
]


@fact(
    "outage.extent",
    FactKind.VALUE,
    owner="its source",
    claimed=True,
    example={
        "nature": "unplanned",
        "lon": 112.79,
        "lat": 22.25,
        "region": "台山市",
        "place": "台城 环北大道",
        "feeder": "10kV 台城线",
        "customers_out": 3140,
        "started_at": "2026-11-23T08:20:00Z",
    },
)
class OutageExtent(Payload, frozen=True, kw_only=True):
    """Where it is, whom it leaves dark and since when."""

    claimant: Claimant = Claimant.OUTAGE_SYSTEM
    nature: OutageNature = OutageNature.UNKNOWN
    lon: Lon | None = None
    lat: Lat | None = None
    polygon: Polygon | None = None
    region: str = ""  # county bureau or the feed's own region
    town: str = ""
    cell: str = ""  # grid cell of the location, by name
    place: str = ""
    feeder: str = ""
    area_class: str = ""  # urban | rural | remote, of the location
    customers_out: Count | None = None  # of a masked count the least that it can be
    customers_most: Count | None = None  # the most that a masked count can be: "<5" is 1 to 4; "5+" has none
    customers_served: Count | None = None
    customers_restored: Count | None = None
    count_quality: CountQuality = CountQuality.EXACT
    key_customers: Count = 0
    areas_out: Count | None = None
    lines_out: Count | None = None
    clustered: Count = 1  # how many outages of the feed this one row stands for
    cause: str = ""  # the feed's words, shown verbatim
    lang: str = ""
    started_at: Instant | None = None
    reported_at: Instant | None = None


@fact(
    "outage.stage",
    FactKind.VALUE,
    owner="its source",
    claimed=True,
    example={"stage": "confirmed", "since": "2026-11-23T08:26:00Z", "said": "Crew assigned"},
)
class OutageStageClaim(Payload, frozen=True, kw_only=True):
    """Which stage it is in, and since when; ``said`` keeps the claimant's own word."""

    claimant: Claimant = Claimant.OUTAGE_SYSTEM
    stage: OutageStage
    since: Instant | None = None
    said: str = ""
    reason: Reason | None = None


@fact(
    "outage.device",
    FactKind.VALUE,
    owner="its source",
    claimed=True,
    example={"kind": "feeder", "device": "F-TC-01", "name": "10kV 台城线", "probability": 0.92},
)
class OutageDevice(Payload, frozen=True, kw_only=True):
    """Which device is open or broken, how probable, and why (d.13)."""

    claimant: Claimant = Claimant.OUTAGE_SYSTEM
    kind: DeviceKind = DeviceKind.UNKNOWN
    device: str = ""
    name: str = ""
    probability: Share | None = None
    reasons: list[Reason] = []


@fact(
    "outage.etr",
    FactKind.VALUE,
    owner="its source",
    claimed=True,
    example={"etr": "2026-11-23T09:40:00Z", "revision": 1, "first": "2026-11-23T09:10:00Z"},
)
class OutageEtr(Payload, frozen=True, kw_only=True):
    """Estimated time of restoration. ``revision`` counts changes, ``first`` is the first word given."""

    claimant: Claimant = Claimant.OUTAGE_SYSTEM
    etr: Instant | None
    calculated: bool = False  # a person's word stands above a calculated one
    revision: Count = 0
    first: Instant | None = None
    previous: Instant | None = None
    earliest: Instant | None = None  # of a calculated one, its range
    latest: Instant | None = None
    repairs: Count | None = None  # how many past repairs a calculated one is taken from
    default: bool = False  # a calculated one that is only the room's table of a response level


@fact(
    "outage.work",
    FactKind.VALUE,
    owner="its source",
    claimed=True,
    example={"status": "en_route", "since": "2026-11-23T08:31:00Z", "crew": "抢修二组"},
)
class OutageWork(Payload, frozen=True, kw_only=True):
    """What the owner of the outage says of the crew on it; the restore order follows it."""

    claimant: Claimant = Claimant.OUTAGE_SYSTEM
    status: CrewStatus | None = None
    since: Instant | None = None
    crew: str = ""
    eta: Instant | None = None
    said: str = ""


@fact(
    "outage.supply",
    FactKind.VALUE,
    owner="its source",
    claimed=True,
    example={"supply": "generator", "since": "2026-11-23T09:05:00Z", "van": "V03"},
)
class OutageSupply(Payload, frozen=True, kw_only=True):
    """What the customers have now. Generator-supplied is not restored (domain 4.6, d.132)."""

    claimant: Claimant = Claimant.OUTAGE_SYSTEM
    supply: Supply
    since: Instant | None = None
    van: str = ""


@fact(
    "outage.listing",
    FactKind.VALUE,
    owner="its source",
    example={"listed": False, "since": "2024-11-20T05:10:00Z", "reason": {"code": "vanished"}},
)
class OutageListing(Payload, frozen=True, kw_only=True):
    """Whether a polled feed still names it. Not named any more means *unlisted*, never "restored".

    held: the poll that lost it is doubted, so it stays open until the next poll decides.
    doubtful: it was closed at once and half of what vanished with it came back.
    """

    listed: bool
    since: Instant
    held: bool = False
    doubtful: bool = False
    reopened: Count = 0
    reason: Reason | None = None


@fact(
    "outage.correction",
    FactKind.ENTRY,
    owner="its source",
    example={"field": "started_at", "old": "2026-11-23T08:20:00Z", "new": "2026-11-23T08:12:00Z"},
)
class OutageCorrection(Payload, frozen=True, kw_only=True):
    """A past statement that the source changed: a start that moved, a place that moved."""

    field: str
    old: str
    new: str


@fact(
    "outage.alias",
    FactKind.ENTRY,
    owner="hub",
    example={"other": "oms/O124", "how": "merged"},
)
class OutageAlias(Payload, frozen=True, kw_only=True):
    """Merge and split leave aliases.

    merged: this outage is from now on a part of ``other`` and is no longer counted. split: it came out
    of ``other``. renumbered: its source calls (or called) it ``other`` too.
    """

    other: str
    how: str  # merged | split | renumbered


@fact(
    "outage.acknowledged",
    FactKind.VALUE,
    owner="hub",
    example={"actor": "配网值班", "role": "desk"},
)
class OutageAcknowledged(Payload, frozen=True, kw_only=True):
    """Somebody at a desk has seen it and says so, once; the fact's time is when, its id the act's."""

    actor: str
    role: str = ""


@fact(
    "outage.note",
    FactKind.ENTRY,
    owner="hub",
    example={"actor": "配网值班", "words": "现场有积水, 先断开联络开关"},
)
class OutageNote(Payload, frozen=True, kw_only=True):
    """Words of a person about an outage, shown verbatim as plain text."""

    actor: str
    words: str
    lang: str = ""
    role: str = ""


@fact("outage.retired", FactKind.VALUE, owner="hub", example={"since": "2026-11-24T08:00:00Z"})
class OutageRetired(Payload, frozen=True, kw_only=True):
    """Closed long enough ago to leave the store; the log keeps it."""

    since: Instant
