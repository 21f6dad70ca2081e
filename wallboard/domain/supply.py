"""Who was without supply, from when to when: what the indices are counted from (domain 5.3, 5.9).

The hub says it as facts, so that it outlives the outages: while an outage stands as ``outage.dark``, then by
day for a year.
"""

import msgspec

from wallboard.domain.facts import Count, Instant, Payload, fact
from wallboard.domain.terms import CountQuality, DeviceKind, FactKind, OutageNature


class Dark(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """So many customers without supply together.

    area: the atlas' transformer area; "": only their number is known, and nobody can tell whether another
    outage counts them too. whole: all customers of the area. ends: None while it lasts.
    """

    area: str = ""
    customers: Count
    whole: bool = False
    begins: Instant
    ends: Instant | None = None


@fact(
    "outage.dark",
    FactKind.VALUE,
    owner="hub",
    example={
        "rows": [
            {"area": "TA-0571", "customers": 124, "whole": True, "begins": "2026-11-23T08:20:00Z"},
            {
                "area": "TA-0572",
                "customers": 96,
                "whole": True,
                "begins": "2026-11-23T08:20:00Z",
                "ends": "2026-11-23T09:05:00Z",
            },
        ]
    },
)
class OutageDark(Payload, frozen=True, kw_only=True):
    """Whom an outage has left without supply so far, and each of them from when to when; whole each time."""

    rows: list[Dark] = []
    quality: CountQuality = CountQuality.EXACT


class DarkOutage(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One outage in a day's record: what it was, and whom it left without supply."""

    outage: str
    nature: OutageNature = OutageNature.UNKNOWN
    kind: DeviceKind = DeviceKind.UNKNOWN
    area_class: str = ""
    region: str = ""
    quality: CountQuality = CountQuality.EXACT
    rows: list[Dark] = []


@fact(
    "supply.day",
    FactKind.ENTRY,
    owner="hub",
    example={
        "day": "2026-11-22T16:00:00Z",
        "ends": "2026-11-23T16:00:00Z",
        "outages": [
            {
                "outage": "oms/O124",
                "nature": "unplanned",
                "kind": "feeder",
                "region": "台山市",
                "rows": [
                    {
                        "area": "TA-0572",
                        "customers": 96,
                        "whole": True,
                        "begins": "2026-11-23T08:20:00Z",
                        "ends": "2026-11-23T09:05:00Z",
                    }
                ],
            }
        ],
    },
)
class SupplyDay(Payload, frozen=True, kw_only=True):
    """The outages that touched one day of the room, each whole as it was known when this was written.

    day, ends: its local midnights. A day of very many outages is told in ``parts``. A later word on the same
    day takes the place of the earlier one.
    """

    day: Instant
    ends: Instant
    part: Count = 0
    parts: Count = 1
    customers: Count | None = None  # served that day
    areas: Count | None = None
    outages: list[DarkOutage] = []
