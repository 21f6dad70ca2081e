"""Orders: one owner, one clock, one thread of evidence, in three lanes with one grammar (d.62, d.63)."""

from enum import StrEnum
from typing import Annotated

import msgspec

from wallboard.domain.facts import Count, Instant, Lat, Lon, Payload, Seconds, fact
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import AreaClass, FactKind, Lane, OrderOrigin, OrderStage


@fact(
    "order.need",
    FactKind.VALUE,
    owner="hub, or its source",
    example={
        "lane": "restore",
        "origin": "network",
        "number": "DD10491",
        "title": "10kV 水口线",
        "outage": "oms/O124",
        "area_class": "urban",
        "received_at": "2026-11-23T08:28:00Z",
        "customers": 1260,
    },
)
class OrderNeed(Payload, frozen=True, kw_only=True):
    """What is needed, by whom, where, since when; the number keeps its source's prefix."""

    lane: Lane
    received_at: Instant
    origin: OrderOrigin = OrderOrigin.FOREIGN
    number: str = ""
    title: str = ""
    kind: str = ""  # e.g. low_voltage, meter, complaint; the feed's own word where unmapped
    lang: str = ""
    outage: str = ""
    place: str = ""
    region: str = ""
    town: str = ""
    cell: str = ""
    lon: Lon | None = None
    lat: Lat | None = None
    area_class: AreaClass | None = None
    segment: str = ""  # home | shop | factory | key | community
    channel: str = ""
    customers: Count | None = None
    key_customers: Count = 0
    kva: float | None = None
    promised_at: Instant | None = None  # a promise of this order's own, above the rule set's limit
    promise_doubtful: bool = False  # it ends before the order was received: shown, and no clock runs by it
    by_hand: str = ""  # who typed it in (手工, d.10); "" where a system raised it


@fact(
    "order.stage",
    FactKind.VALUE,
    owner="hub, or its source",
    example={
        "stage": "en_route",
        "since": "2026-11-23T08:35:00Z",
        "reached": {"accepted": "2026-11-23T08:30:00Z", "en_route": "2026-11-23T08:35:00Z"},
    },
)
class OrderStageValue(Payload, frozen=True, kw_only=True):
    """The stage now, and the earliest time at which each stage was reached (clocks use those)."""

    stage: OrderStage
    since: Instant
    reached: dict[str, Instant] = {}
    said: str = ""
    reason: Reason | None = None
    actor: str = ""
    reopened: Count = 0
    returned: Count = 0


@fact(
    "order.holder",
    FactKind.VALUE,
    owner="hub, or its source",
    example={"holder": "crew/JX2", "name": "抢修二组", "unit": "开平局", "since": "2026-11-23T08:31:00Z"},
)
class OrderHolder(Payload, frozen=True, kw_only=True):
    """Who has it now, and who asked first and stays responsible (首问, d.126)."""

    holder: str = ""
    name: str = ""
    unit: str = ""
    since: Instant | None = None
    accepted_at: Instant | None = None
    first_inquirer: str = ""
    hops: Count = 0
    cross_area: bool = False


Named = Annotated[str, msgspec.Meta(min_length=1)]
"""Words that must be given: who, and why."""


class Standstill(Payload, frozen=True, kw_only=True):
    """One pause that is over: from when until when, why and by whose word."""

    since: Instant
    until: Instant
    code: Named
    actor: Named


@fact(
    "order.pause",
    FactKind.VALUE,
    owner="hub",
    example={"paused": True, "since": "2026-11-23T09:00:00Z", "code": "safety_hold", "actor": "lead"},
)
class OrderPause(Payload, frozen=True, kw_only=True):
    """A clock that stands still names its reason and its actor (domain 5.1); without them it is refused.

    earlier: the pauses before this word, so that clocks in working days can tell what they cost.
    """

    paused: bool
    since: Instant
    code: Named
    actor: Named
    total: Seconds = 0.0  # paused before ``since``, s, ``earlier`` included
    earlier: list[Standstill] = []


@fact(
    "order.handover",
    FactKind.ENTRY,
    owner="hub",
    example={"frm": "服务调度 07", "to": "网格 0312", "sent_at": "2026-11-23T08:40:00Z"},
)
class OrderHandover(Payload, frozen=True, kw_only=True):
    """From whom to whom; sent and not accepted is a condition with a clock (d.23, d.74)."""

    frm: str
    to: str
    sent_at: Instant
    accepted_at: Instant | None = None
    declined_at: Instant | None = None  # sent back instead
    reason: str = ""


@fact(
    "order.lent",
    FactKind.VALUE,
    owner="hub",
    example={"crew": "恩平市抢修 7 组", "frm": "恩平市", "to": "开平市", "until": "2026-11-23T08:42:00Z"},
)
class OrderLent(Payload, frozen=True, kw_only=True):
    """The crew that an order was given to comes from another bureau. until: objections are heard so long."""

    crew: str
    frm: str
    to: str
    until: Instant
    objected_by: str = ""
    words: str = ""


@fact(
    "order.mark",
    FactKind.ENTRY,
    owner="hub",
    example={"verb": "urge", "actor": "服务调度 07", "words": "客户再次来电"},
)
class OrderMark(Payload, frozen=True, kw_only=True):
    """One act on an order: returned, urged, supervised, replied … (domain 5.9).

    The hub enters one beside each ``order.handling``, which the next one replaces. args: what else was said;
    stage: where the act led.
    """

    verb: str
    actor: str
    words: str = ""
    reason: Reason | None = None
    role: str = ""
    args: dict[str, str | float | bool] = {}
    stage: OrderStage | None = None


@fact(
    "order.note",
    FactKind.ENTRY,
    owner="hub",
    example={"actor": "值班长", "words": "道路积水, 绕行"},
)
class OrderNote(Payload, frozen=True, kw_only=True):
    """Words of a person, shown verbatim as plain text."""

    actor: str
    words: str
    lang: str = ""
    role: str = ""


@fact(
    "order.acknowledged",
    FactKind.VALUE,
    owner="hub",
    example={"actor": "服务调度 07", "role": "desk"},
)
class OrderAcknowledged(Payload, frozen=True, kw_only=True):
    """Somebody at a desk has seen it and says so, once; the fact's time is when, its id the act's."""

    actor: str
    role: str = ""


@fact(
    "order.callback",
    FactKind.ENTRY,
    owner="hub",
    example={"actor": "95598", "satisfied": True, "score": 5},
)
class OrderCallback(Payload, frozen=True, kw_only=True):
    """A call-back (回访): is it light, is the customer content."""

    actor: str
    satisfied: bool | None = None
    score: Count | None = None
    supplied: bool | None = None
    words: str = ""


class AskKind(StrEnum):
    """Who is asked: another department, a specialist (d.98), somebody who decides (d.27), the level above."""

    DEPARTMENT = "department"
    SPECIALIST = "specialist"
    DECISION = "decision"
    ESCALATION = "escalation"


class OrderAsk(Payload, frozen=True, kw_only=True):
    """A question that nobody has answered yet, with a clock of its own."""

    kind: AskKind
    at: Instant
    to: str = ""
    words: str = ""


@fact("order.retired", FactKind.VALUE, owner="hub", example={"since": "2026-11-24T08:00:00Z"})
class OrderRetired(Payload, frozen=True, kw_only=True):
    """Closed long enough ago to leave the store; the log keeps it."""

    since: Instant


@fact(
    "order.handling",
    FactKind.VALUE,
    owner="hub",
    example={
        "verb": "accept",
        "actor": "服务调度 07",
        "role": "desk",
        "stage": "accepted",
        "since": "2026-11-23T08:30:00Z",
        "reached": {"accepted": "2026-11-23T08:30:00Z"},
        "holder": "服务调度 07",
        "first_inquirer": "服务调度 07",
    },
)
class OrderHandling(Payload, frozen=True, kw_only=True):
    """What the room itself has done to an order up to now, and the act that said so last (domain 5.9).

    Written by acts only, whole each time. A source's own stage, holder or pause that comes later stands
    above the one here. aside: nothing has been done to stage, holder and pause yet, they are the source's.
    before: the stage to go back to after waiting. handover: on its way, or accepted now. contractor: who
    mends what is a customer's own, coordinator: who sees to it for a community (d.130, d.131). duplicates:
    those of ``linked`` that say the same again; part_of: the order of which this one is a duplicate.
    """

    verb: str
    actor: str
    role: str
    stage: OrderStage
    since: Instant
    args: dict[str, str | float | bool] = {}
    aside: bool = False
    reached: dict[str, Instant] = {}
    before: OrderStage | None = None
    holder: str = ""
    held_since: Instant | None = None
    first_inquirer: str = ""
    handover: OrderHandover | None = None
    pause: OrderPause | None = None
    asked: OrderAsk | None = None
    ruling: str = ""
    etr: Instant | None = None
    told_at: Instant | None = None
    contacted_at: Instant | None = None
    cannot_arrive_at: Instant | None = None
    satisfied: bool | None = None
    supplied: bool | None = None
    score: Count | None = None
    customer_owned_at: Instant | None = None
    contractor: str = ""
    coordinator: str = ""
    slot_from: Instant | None = None
    slot_to: Instant | None = None
    linked: list[str] = []
    duplicates: list[str] = []
    part_of: str = ""
    returned: Count = 0
    reopened: Count = 0
    urged: Count = 0
    supervised: Count = 0
    handed_over: Count = 0
