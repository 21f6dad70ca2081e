"""Service limits and the clocks that run against them (domain 5.1, 5.9; design 4, 9).

An order has one clock at a time, and the clock names its target. Before arrival the target is arrival
(acceptance and dispatch first, where the rule set limits them), counted from when the report was
received; after arrival it is restoration, counted from the arrival. Published limits are averages: the
single order's clock is a warning to the room, not a verdict, and the running mean stands beside it.
"""

import msgspec

from wallboard.domain.rows import Order
from wallboard.domain.terms import ORDER_CLOSED, AreaClass, Band, Lane, OrderStage

TARGETS = ("accept", "dispatch", "arrive", "restore", "answer", "conclude")
"""What a rule set may limit; a promise of the order's own is the target ``promise``."""

PROMISE = "promise"

STEPS: dict[Lane, tuple[str, ...]] = {
    Lane.RESTORE: ("accept", "dispatch", "arrive", "restore"),
    Lane.REQUEST: ("accept", "answer", "conclude"),
    Lane.CONNECT: ("accept", "conclude"),
}
"""The targets of each lane in the order in which they are met."""

ALWAYS: dict[Lane, frozenset[str]] = {
    Lane.RESTORE: frozenset({"arrive", "restore"}),
    Lane.REQUEST: frozenset({"answer"}),
    Lane.CONNECT: frozenset({"conclude"}),
}
"""Targets that are named even where no limit is configured; the others only where there is one."""

_COURSE = ("accepted", "assigned", "en_route", "on_site", "done", "verified", "archived")

MET_BY: dict[str, frozenset[str]] = {
    "accept": frozenset(_COURSE),
    "dispatch": frozenset(_COURSE[1:]),
    "arrive": frozenset(_COURSE[3:]),
    "restore": frozenset(_COURSE[4:]),
    "answer": frozenset(_COURSE[4:]),
    "conclude": frozenset(_COURSE[5:]),
}
"""The order stages, once reached, that show a target as met."""

Kind = tuple[Lane, AreaClass, str, str, bool]
"""All that decides which limits an order has: lane, area class, kind, segment, key customer."""

BEFORE_ARRIVAL = frozenset({"accept", "dispatch", "arrive"})


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One limit of a rule set.

    area_class, kind (an order's kind or segment) and key_customer narrow it; the narrowest one that
    fits counts. minutes run round the clock. A limit in working_days has no due time before a calendar
    of working days is configured: its clock runs uncoloured. after: the stage that starts the clock.
    status: how sure the figure is; source: where it stands.
    """

    lane: Lane
    target: str
    area_class: AreaClass | None = None
    kind: str | None = None
    key_customer: bool = False
    minutes: float | None = None
    working_days: int | None = None
    after: str = "received"
    status: str = "to_verify"
    source: str = ""


class RuleSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A named set of limits, with the issuer and date that stand on the glass.

    warn_share: share of a limit (0 to 1) after which a clock warns. averages: the issuer promises
    means and not maxima.
    """

    id: str
    name: dict[str, str]
    issuer: dict[str, str]
    date: str
    limits: list[Limit]
    warn_share: float = 0.8
    averages: bool = False


class OrderClock(msgspec.Struct, frozen=True, gc=False):
    """The one clock of an order. Times are epoch s UTC, durations s; remaining falls below 0 when late."""

    target: str
    start: float
    due: float | None
    limit: float | None
    elapsed: float
    remaining: float | None
    share: float | None
    band: Band


class Clocks:
    """Clocks of many orders under one rule set: finds the limit of each kind of order once."""

    def __init__(self, rules: RuleSet | None, area_class: AreaClass) -> None:
        self._rules = rules
        self._area_class = area_class
        self._found: dict[Kind, list[tuple[str, Limit | None, frozenset[str]]]] = {}

    def of(self, order: Order, now: float, travel: float | None = None) -> OrderClock:
        """The clock of one order at ``now``. travel: seconds to reach it, where that is known.

        A closed order's clock stands still at the time at which it was closed.
        """
        end = min(now, order.since) if order.stage in ORDER_CLOSED else now
        if order.promised_at is not None and not order.promise_doubtful:
            return self._promise(order, order.promised_at, end)
        target, limit = self._target(order)
        start = _start(order, target, limit)
        paused = _paused(order, start, end)
        elapsed = max(0.0, end - start - paused)
        seconds = limit.minutes * 60 if limit is not None and limit.minutes is not None else None
        if seconds is None:
            return OrderClock(target, start, None, None, elapsed, None, None, Band.UNCOLOURED)
        known = travel if target in BEFORE_ARRIVAL else None
        return OrderClock(
            target,
            start,
            start + seconds + paused,
            seconds,
            elapsed,
            seconds - elapsed,
            elapsed / seconds if seconds else 1.0,
            band_of(elapsed, seconds, self._rules.warn_share if self._rules else 1.0, known),
        )

    def _promise(self, order: Order, promised_at: float, end: float) -> OrderClock:
        """A promise to a customer stands above every limit, and no pause moves it."""
        start = min(order.received_at, promised_at)
        limit, elapsed = promised_at - start, max(0.0, end - start)
        share = self._rules.warn_share if self._rules else 0.8
        return OrderClock(
            PROMISE,
            start,
            promised_at,
            limit,
            elapsed,
            limit - elapsed,
            elapsed / limit if limit else 1.0,
            band_of(elapsed, limit, share, None),
        )

    def _target(self, order: Order) -> tuple[str, Limit | None]:
        """The first target that is not met yet, with its limit; the last one once all are met."""
        reached, stage = order.reached, order.stage.value
        target, limit = "", None
        for target, limit, met in self._steps(order):  # noqa: B007 - the last one stands after the loop
            if stage not in met and met.isdisjoint(reached):
                break
        return target, limit

    def _steps(self, order: Order) -> list[tuple[str, Limit | None, frozenset[str]]]:
        """The targets of such an order, each with its limit and the stages that show it as met."""
        key = order.key_customers > 0 or order.segment == "key"
        kind = (order.lane, order.area_class or self._area_class, order.kind, order.segment, key)
        steps = self._found.get(kind)
        if steps is None:
            steps = self._found[kind] = []
            for target in STEPS[order.lane]:
                limit = _narrowest(self._rules.limits, target, *kind) if self._rules else None
                if limit is not None or target in ALWAYS[order.lane]:
                    steps.append((target, limit, MET_BY[target]))
        return steps


def clock_of(
    order: Order, rules: RuleSet | None, now: float, *, area_class: AreaClass, travel: float | None = None
) -> OrderClock:
    """The clock of one order; ``Clocks`` is the same for many. area_class: where the order says none."""
    return Clocks(rules, area_class).of(order, now, travel)


def band_of(elapsed: float, limit: float, warn_share: float, travel: float | None) -> Band:
    """The band of a clock (seconds).

    It warns while something can still be done: when what remains is no more than the larger of
    (1 - warn_share) of the limit and the travel time, where that is known. It is breached once the
    limit is exceeded; on the second it is still kept.
    """
    if elapsed > limit:
        return Band.BREACHED
    warn_at = warn_share * limit if travel is None else min(warn_share * limit, limit - travel)
    return Band.WARNING if elapsed >= warn_at else Band.CALM


def _narrowest(
    limits: list[Limit], target: str, lane: Lane, area: AreaClass, kind: str, segment: str, key: bool
) -> Limit | None:
    """The limit that fits most narrowly: key customer, then kind, then area class; else the first."""
    best: tuple[tuple[bool, bool, bool], Limit] | None = None
    for limit in limits:
        if limit.lane is not lane or limit.target != target or (limit.key_customer and not key):
            continue
        if limit.area_class not in (None, area) or limit.kind not in (None, kind, segment):
            continue
        weight = (limit.key_customer, limit.kind is not None, limit.area_class is not None)
        if best is None or weight > best[0]:
            best = weight, limit
    return best[1] if best else None


def _start(order: Order, target: str, limit: Limit | None) -> float:
    """When the clock of a target started: the report, or the stage that the limit counts from."""
    after = limit.after if limit is not None else ("on_site" if target == "restore" else "received")
    return order.received_at if after == "received" else order.reached.get(after, order.received_at)


def _paused(order: Order, start: float, end: float) -> float:
    """Seconds of pause within the clock's run; what was over before its start does not count."""
    if not order.paused_total and order.paused_since is None:
        return 0.0
    changed = order.pause_changed if order.pause_changed is not None else end
    earlier = min(order.paused_total, max(0.0, changed - start))
    running = 0.0 if order.paused_since is None else max(0.0, end - max(start, order.paused_since))
    return earlier + running


def arrival_seconds(order: Order) -> float | None:
    """How long the crew took from the report to the site, s; None before it arrived."""
    at = order.reached.get(OrderStage.ON_SITE.value)
    return None if at is None else max(0.0, at - order.received_at)
