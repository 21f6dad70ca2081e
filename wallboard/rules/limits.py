"""Service limits as data: what a rule set may limit, by which amount, for which orders (domain 5.1).

Rule sets are read by ``wallboard.config.rule_sets``; ``wallboard.rules.sla`` runs clocks against them.
"""

import msgspec

from wallboard.domain.rows import Order
from wallboard.domain.terms import CUSTOMER_STEPS, AreaClass, ConnectStep, Lane, Measure
from wallboard.rules.alarms import AlarmLimit
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.rules.restoration import RestorationRules
from wallboard.rules.telling_limits import TellingLimit
from wallboard.rules.workdays import WorkCalendar
from wallboard.rules.workhours import WorkHours

PROMISE = "promise"
"""The target of a promise of the order's own."""

VISIT, UTILITY, CONCLUDE, HANDOVER = "visit", "utility", "conclude", "handover"

STEPS: dict[Lane, tuple[str, ...]] = {
    Lane.RESTORE: ("accept", "dispatch", "arrive", "restore"),
    Lane.REQUEST: ("accept", "contact", "restore", "answer", CONCLUDE),
    Lane.CONNECT: ("accept",),
}
"""The targets of each lane that are met one after the other: the first one open has the clock."""

CONNECT_STEPS: tuple[str, ...] = tuple(step.value for step in ConnectStep if step not in CUSTOMER_STEPS)
"""Steps of a connection in which the utility acts."""

BESIDE: dict[Lane, tuple[str, ...]] = {
    Lane.RESTORE: (),
    Lane.REQUEST: (),
    Lane.CONNECT: (VISIT, *CONNECT_STEPS, UTILITY, CONCLUDE),
}
"""Targets whose clocks run beside each other; the one that is due first is the order's clock."""

TARGETS: tuple[str, ...] = tuple(
    dict.fromkeys(target for table in (STEPS, BESIDE) for targets in table.values() for target in targets)
)
"""Everything that a rule set may limit; hand-overs and promises have clocks beside these."""

ALWAYS: dict[Lane, frozenset[str]] = {
    Lane.RESTORE: frozenset({"arrive", "restore"}),
    Lane.REQUEST: frozenset(),
    Lane.CONNECT: frozenset(),
}
"""Targets that are named even where no limit is configured; the others only where there is one."""

UNLIMITED: dict[Lane, tuple[str, frozenset[str]]] = {
    Lane.REQUEST: ("answer", frozenset({"answer", CONCLUDE})),
    Lane.CONNECT: (CONCLUDE, frozenset({UTILITY, CONCLUDE})),
}
"""What a lane's clock runs for where none of the targets beside it is limited."""

_COURSE = ("accepted", "assigned", "en_route", "on_site", "done", "verified", "archived")

MET_BY: dict[str, frozenset[str]] = {
    "accept": frozenset(_COURSE),
    "dispatch": frozenset(_COURSE[1:]),
    "contact": frozenset(_COURSE[3:]),
    "arrive": frozenset(_COURSE[3:]),
    VISIT: frozenset(_COURSE[3:]),
    "restore": frozenset(_COURSE[4:]),
    "answer": frozenset(_COURSE[4:]),
    UTILITY: frozenset(_COURSE[4:]),
    CONCLUDE: frozenset(_COURSE[5:]),
}
"""The order stages, once reached, that show a target as met."""

BEFORE_ARRIVAL = frozenset({"accept", "dispatch", "arrive", VISIT})
"""Targets that somebody must travel for."""

HELD_BY_RESPONSE = frozenset({"arrive"})
"""Targets that a response level holds, provided that the customer was told (domain 5.9)."""

RECEIVED, APPLIED, COMPLAINT, STEP = "received", "applied", "complaint", "step"
"""What starts a clock beside the stages: report, application, a complaint's acceptance, the step."""

KEY_SEGMENTS = frozenset({"life", "key"})
"""Segments on which a life or a key customer hangs."""

COMPLAINED = "complaint"
"""The kind that every order with a complaint has."""


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One limit of a rule set.

    area_class (of the order's place), kind (an order's kind, segment or connection category), channel and
    key_customer narrow it; the narrowest one that fits counts. Its amount is one of: minutes round the clock,
    working_days, calendar days, or the window that was agreed with the customer. grace_minutes: after a
    window. extend_days: days more once an extension was granted. after: what starts the clock; a stage, or
    ``received``, ``applied``, ``complaint``, ``step``. utility_only: it stops while the customer acts.
    average: the figure is a mean (default: what the set says). status: how sure it is; source: where it
    stands. rule_set: whose it is, where it was borrowed.
    """

    lane: Lane
    target: str
    area_class: AreaClass | None = None
    kind: str | None = None
    channel: str | None = None
    key_customer: bool = False
    minutes: float | None = None
    working_days: int | None = None
    days: int | None = None
    window: bool = False
    grace_minutes: float = 0.0
    extend_days: int | None = None
    after: str = RECEIVED
    utility_only: bool = False
    average: bool | None = None
    status: str = "to_verify"
    source: str = ""
    rule_set: str = ""

    @property
    def what(self) -> tuple[object, ...]:
        """What it limits: two limits of a set may not limit the same."""
        return self.lane, self.target, self.area_class, self.kind, self.channel, self.key_customer


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long before planned work something must be said, s: one of days and hours is given.

    what: planned (announced), temporary (announced), hand_in (the plan is handed in).
    """

    what: str
    days: int | None = None
    hours: float | None = None
    key_customer: bool = False
    status: str = "to_verify"
    source: str = ""


class AttentionRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When something needs a person (all proposals, a room may change them).

    van_swap_minutes: to bring another generator van or fuel. many_customers: out at once. near_minutes: how
    far ahead the queue looks. travel_kmh: km of straight line that a crew covers in an hour, roads and
    traffic included.
    """

    van_swap_minutes: float = 45.0
    many_customers: int = 500
    near_minutes: float = 240.0
    travel_kmh: float = 25.0


class Goal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a measure is held to: at_least or at_most, in the measure's own unit (a share from 0 to 1)."""

    measure: Measure
    at_least: float | None = None
    at_most: float | None = None
    status: str = "to_verify"
    source: str = ""

    def missed(self, value: float) -> bool:
        """Whether a value is on the wrong side of it."""
        return value < self.at_least if self.at_least is not None else value > (self.at_most or 0.0)


class HandlingMinutes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long an order's handling may stand still, minutes (all proposals, a room may change them).

    unclaimed: nobody has it. handover: sent and not accepted. follow: taken over, and nothing since.
    department, specialist, decision: asked and not answered. calm: the fault is the customer's own, until
    somebody has spoken to him; contractor: until somebody is named who mends it. ping_pong: times that it was
    returned or passed on.
    """

    unclaimed_minutes: float = 30.0
    handover_minutes: float = 10.0
    follow_minutes: float = 30.0
    department_minutes: float = 240.0
    specialist_minutes: float = 60.0
    decision_minutes: float = 240.0
    calm_minutes: float = 15.0
    contractor_minutes: float = 60.0
    ping_pong: int = 3


class HandlingRules(HandlingMinutes, frozen=True, kw_only=True):
    """The same with the working time in which questions are answered; None: they are at any hour."""

    hours: WorkHours | None = None


class OwnershipRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """By how many customers a station is large or medium (proposals): who does specialised business there."""

    large_customers: int = 100_000
    medium_customers: int = 30_000


class RuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """A named set of limits, with the issuer and date that stand on the glass.

    warn_share: share of a limit in minutes (0 to 1) after which its clock warns. averages: the issuer
    promises means and not maxima. calendar: None where no limit counts in days.
    """

    id: str
    name: dict[str, str]
    issuer: dict[str, str]
    date: str
    limits: list[Limit]
    warn_share: float = 0.8
    averages: bool = False
    calendar: WorkCalendar | None = None
    notices: list[Notice] = []
    tellings: list[TellingLimit] = []
    alarms: list[AlarmLimit] = []
    attention: AttentionRules = AttentionRules()
    restoration: RestorationRules = RestorationRules()
    goals: list[Goal] = []
    handling: HandlingRules = HandlingRules()
    ownership: OwnershipRules = OwnershipRules()
    dispatch: DispatchRules = DispatchRules()

    def is_average(self, limit: Limit) -> bool:
        return self.averages if limit.average is None else limit.average


Kind = tuple[Lane, AreaClass, str, str, str, bool, str, bool]
"""All that decides which limits an order has: lane, area class, kind, segment, category, complaint, channel,
key customer."""


def kind_of(order: Order, area_class: AreaClass) -> Kind:
    """What decides an order's limits. area_class: where the order says none."""
    complaint, project, segment = order.complaint, order.project, order.segment
    return (
        order.lane,
        order.area_class or area_class,
        order.kind,
        segment,
        project.category if project is not None else "",
        complaint is not None,
        complaint.channel if complaint is not None else order.channel,
        order.key_customers > 0 or segment in KEY_SEGMENTS,
    )


def narrowest(limits: list[Limit], target: str, kind: Kind) -> Limit | None:
    """The limit that fits most narrowly: key customer, channel, kind, area class; else the first."""
    lane, area, own, segment, category, complained, channel, key = kind
    words = {own, segment, category, COMPLAINED if complained else own}
    best: tuple[tuple[bool, bool, bool, bool], Limit] | None = None
    for limit in limits:
        if limit.lane is not lane or limit.target != target or (limit.key_customer and not key):
            continue
        if limit.area_class not in (None, area) or limit.channel not in (None, channel):
            continue
        if limit.kind is not None and limit.kind not in words:
            continue
        weight = (
            limit.key_customer,
            limit.channel is not None,
            limit.kind is not None,
            limit.area_class is not None,
        )
        if best is None or weight > best[0]:
            best = weight, limit
    return best[1] if best else None


def has_limits(rules: RuleSet | None, lane: Lane) -> bool:
    """Whether a rule set limits anything in a lane; days count only with a calendar."""
    if rules is None:
        return False
    return any(
        limit.lane is lane and (limit.minutes is not None or limit.window or rules.calendar is not None)
        for limit in rules.limits
    )
