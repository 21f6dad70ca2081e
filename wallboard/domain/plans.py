"""Planned work, and what customers were told (d.12, d.14; domain 5.1, 5.9)."""

from wallboard.domain.facts import Count, Instant, Lat, Lon, Payload, fact
from wallboard.domain.terms import FactKind


@fact(
    "plan.work",
    FactKind.VALUE,
    owner="its source",
    example={
        "title": "10kV 沙坪线 消缺",
        "window_from": "2026-11-24T01:00:00Z",
        "window_to": "2026-11-24T09:00:00Z",
        "customers": 420,
    },
)
class PlanWork(Payload, frozen=True, kw_only=True):
    """A window, devices and customers; the notice is due 7 days or 24 h before."""

    title: str
    window_from: Instant
    window_to: Instant
    region: str = ""
    devices: list[str] = []
    customers: Count | None = None
    key_customers: Count = 0
    lon: Lon | None = None
    lat: Lat | None = None
    temporary: bool = False
    noticed_at: Instant | None = None
    customers_noticed: Count | None = None


@fact(
    "plan.course",
    FactKind.VALUE,
    owner="its source",
    example={"state": "running", "started_at": "2026-11-24T01:04:00Z"},
)
class PlanCourse(Payload, frozen=True, kw_only=True):
    """Planned against actual: waiting, running, returned, late, cancelled."""

    state: str
    started_at: Instant | None = None
    returned_at: Instant | None = None
    new_return_at: Instant | None = None


@fact(
    "outage.entered",
    FactKind.ENTRY,
    owner="its source",
    example={"entered_at": "2026-11-23T08:31:00Z", "etr_revision": 0},
)
class ToldEntered(Payload, frozen=True, kw_only=True):
    """Entered for 95598: due 5 min after confirmation and after each change (domain 5.9).

    restored: it was entered that the light is back.
    """

    entered_at: Instant
    etr_revision: Count = 0
    restored: bool = False


@fact(
    "outage.told",
    FactKind.ENTRY,
    owner="its source",
    example={"told_at": "2026-11-23T08:34:00Z", "customers": 2905, "etr_revision": 0, "channel": "sms"},
)
class Told(Payload, frozen=True, kw_only=True):
    """So many customers were told this ETR version; an older version is not told (d.12).

    delivered: how many of them it reached, once that is known. message: what was sent; a later report on the
    same message takes the place of an earlier one. restored: they were told that the light is back.
    """

    told_at: Instant
    customers: Count
    group: str = ""
    etr_revision: Count = 0
    channel: str = ""
    delivered: Count | None = None
    message: str = ""
    restored: bool = False
