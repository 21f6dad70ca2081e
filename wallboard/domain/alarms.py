"""Alarms as facts: what is wrong, since when, who has seen it, who shelved it and until when (domain 5.5)."""

from enum import StrEnum

from wallboard.domain.facts import Count, Instant, Payload, fact
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import FactKind, Severity

ALARMS = "alarms"
"""The key of what concerns all alarms of the room."""


class AlarmKind(StrEnum):
    """What is wrong: the code of the alarm's words, and the name of its guidance in the catalogues."""

    BACK_FEED = "back_feed"
    HAZARD = "hazard_reported"
    KEY_CUSTOMER = "key_customer_dark"
    LARGE_OUTAGE = "large_outage"
    SOURCE_LOST = "source_lost"
    SOURCE_LATE = "source_late"
    NO_MANAGER = "cell_without_manager"
    NO_EQUIPMENT = "cell_without_equipment_owner"
    OFF_DUTY = "cell_nobody_on_duty"


SEVERITY: dict[AlarmKind, Severity] = {
    AlarmKind.BACK_FEED: Severity.CRITICAL,
    AlarmKind.HAZARD: Severity.CRITICAL,
    AlarmKind.KEY_CUSTOMER: Severity.HIGH,
    AlarmKind.LARGE_OUTAGE: Severity.LOW,
    AlarmKind.SOURCE_LOST: Severity.HIGH,
    AlarmKind.SOURCE_LATE: Severity.LOW,
    AlarmKind.NO_MANAGER: Severity.LOW,
    AlarmKind.NO_EQUIPMENT: Severity.LOW,
    AlarmKind.OFF_DUTY: Severity.HIGH,
}
"""How grave each is; every kind has one. Few are high: map and lists rank outages by their size already."""

HAZARDS = frozenset({AlarmKind.BACK_FEED.value, AlarmKind.HAZARD.value})
"""Where life and limb are at stake: never shelved, and named one by one in a flood."""


class AlarmStanding(StrEnum):
    """How an alarm stands (the states of ISA-18.2 that are shown; one that is normal is gone)."""

    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"  # over, and nobody has seen it yet
    SHELVED = "shelved"


class ShelfEnd(StrEnum):
    """Why an alarm is on the shelf no more."""

    BY_HAND = "by_hand"
    TIME = "time"
    GRAVER = "graver"


@fact(
    "alarm.state",
    FactKind.VALUE,
    owner="hub",
    example={
        "severity": "high",
        "active": True,
        "words": {"code": "key_customer_dark"},
        "since": "2026-11-23T08:21:00Z",
        "subject": "outage/oms/1",
        "raised": ["2026-11-23T08:21:00Z"],
    },
)
class AlarmState(Payload, frozen=True, kw_only=True):
    """Clears only when it returned AND was acknowledged (domain 5.5).

    severity: as it is now; worst: the gravest until somebody has seen it, where that is above it; worse_at:
    when it became graver, which is to be seen anew; raised: when it came lately, the oldest first.
    """

    severity: Severity
    active: bool
    acknowledged: bool = False
    words: Reason
    since: Instant | None = None  # when it was raised, kept when it returns: what was acknowledged
    subject: str = ""
    worst: Severity | None = None
    worse_at: Instant | None = None
    raised: list[Instant] = []


@fact(
    "alarm.acknowledged",
    FactKind.VALUE,
    owner="hub",
    example={"actor": "值班长", "role": "desk"},
)
class AlarmAcknowledged(Payload, frozen=True, kw_only=True):
    """Somebody at a desk has seen it; counts for what was active then, not for when it is raised again."""

    actor: str
    role: str = ""


@fact(
    "alarm.chatter",
    FactKind.VALUE,
    owner="hub",
    example={"since": "2026-11-23T08:21:00Z", "times": 4},
)
class AlarmChatter(Payload, frozen=True, kw_only=True):
    """It comes and goes: shown once, as active, until it has been calm; ``over`` says that it is.

    since: the first of the times that it came. times: so often until this was said.
    """

    since: Instant
    times: Count
    over: bool = False


@fact(
    "alarm.shelf",
    FactKind.VALUE,
    owner="hub",
    example={"actor": "服务调度 07", "role": "desk", "words": "现场已处理", "until": "2026-11-23T09:30:00Z"},
)
class AlarmShelf(Payload, frozen=True, kw_only=True):
    """Put aside by a desk until an instant, with the reason in its words; ``ended``: it is back.

    What ended by time, or because it grew graver, the hub says itself, and keeps who had shelved it.
    """

    actor: str
    role: str = ""
    words: str = ""
    lang: str = ""
    until: Instant | None = None
    ended: ShelfEnd | None = None


@fact("alarm.retired", FactKind.VALUE, owner="hub", example={"since": "2026-11-24T08:00:00Z"})
class AlarmRetired(Payload, frozen=True, kw_only=True):
    """Over and seen long enough ago to leave the store; the log keeps it."""

    since: Instant


@fact(
    "room.flood",
    FactKind.VALUE,
    owner="hub",
    example={"since": "2026-11-23T08:21:00Z", "times": 11},
)
class AlarmFlood(Payload, frozen=True, kw_only=True):
    """More alarms come than anybody can read: one summary is shown until it is calm (``over``).

    since: when the first of them came. times: so many had come when this was said.
    """

    since: Instant
    times: Count
    over: bool = False
