"""The clocks of orders against the limits of a rule set (domain 5.1, 5.9; design 4, 9).

An order has one clock at a time, and the clock names its target: the first target of its lane that is not
met, and of those that run beside each other the one that is due first. Published limits are often averages:
the single order's clock is a warning to the room, not a verdict, and the running mean stands beside it.
Everything is derived from facts at an instant and stored nowhere. docs/clocks.md says it on a page.
"""

from math import ceil

import msgspec

from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order, Outage, Response
from wallboard.domain.terms import AreaClass, Band, OrderStage
from wallboard.rules.day_clocks import DayDue, day_due
from wallboard.rules.limits import (
    ALWAYS,
    BEFORE_ARRIVAL,
    BESIDE,
    CONCLUDE,
    HANDOVER,
    HELD_BY_RESPONSE,
    MET_BY,
    PROMISE,
    STEPS,
    UNLIMITED,
    Kind,
    Limit,
    RuleSet,
    kind_of,
    narrowest,
)
from wallboard.rules.standstill import stood_seconds
from wallboard.rules.targets import Step, end_of, moves, open_step, runs, start_of

PROMISE_WARN_SHARE = 0.8
"""Share of a promise after which it warns where no rule set says otherwise."""

LATE_REPORT_S = 60.0
"""A stage of which the hub learned so much later than it was reached was reported late, s."""

TELLINGS = ("told", "mark_told", "cannot_arrive")
"""Marks of an order that say that its customer was told."""

SHORTEST_WINDOW_S = 60.0
"""An appointment to the minute is a window of this length, s."""


class OrderClock(msgspec.Struct, frozen=True, gc=False):
    """The one clock of an order. Times are epoch s UTC, durations s; remaining falls below 0 when late.

    warn_at: from when it warns. moving: the due time moves on with the time, for the clock stands still.
    days_left: days left, a begun one counted as one, None of limits in minutes; working: they are working
    days. average: the limit is a mean. reason: why it has no due time, is held, or was corrected.
    """

    target: str
    start: float
    due: float | None
    limit: float | None
    elapsed: float
    remaining: float | None
    share: float | None
    band: Band
    warn_at: float | None = None
    moving: bool = False
    days_left: int | None = None
    working: bool = False
    average: bool = False
    reason: Reason | None = None


class Clocks:
    """Clocks of many orders under one rule set: finds the limits of each kind of order once.

    response: the response level in force, which holds the arrival clocks of customers who were told.
    """

    def __init__(
        self, rules: RuleSet | None, area_class: AreaClass, response: Response | None = None
    ) -> None:
        self._rules = rules
        self._area_class = area_class
        self._response = response
        self._found: dict[Kind, tuple[list[Step], list[Step]]] = {}

    def of(
        self, order: Order, now: float, travel: float | None = None, outage: Outage | None = None
    ) -> OrderClock:
        """The clock of one order at ``now``. travel: seconds to reach it, where that is known.

        outage: the one that it restores. A closed order's clock stands still when it was closed.
        """
        end = end_of(order, now)
        if order.promised_at is not None and not order.promise_doubtful:
            return self._promise(order, order.promised_at, end)
        steps, beside = self._steps(order)
        running = self._beside(order, beside, end, travel) if beside else []
        step = open_step(order, steps) or (None if running else _last(order, steps))
        if step is not None and (step[1] is not None or not running):
            running.append(self._clock(order, step[0], step[1], end, travel))
        clock = running[0] if len(running) == 1 else _first_due(running)
        if self._response is not None and clock.target in HELD_BY_RESPONSE:
            clock = self._held(clock, self._response, order, outage)
        if order.stage_seen - order.since > LATE_REPORT_S and clock.reason is None:
            clock = self._corrected(clock, order, [*steps, *beside])
        return clock

    def all_of(
        self, order: Order, now: float, travel: float | None = None, outage: Outage | None = None
    ) -> list[OrderClock]:
        """Every clock that runs: the order's own first, then those beside it, and its hand-over."""
        first = self.of(order, now, travel, outage)
        end = end_of(order, now)
        beside = self._beside(order, self._steps(order)[1], end, travel)
        handover = self.handover(order, now)
        rest = [clock for clock in beside if clock.target != first.target]
        return [first, *rest, *([handover] if handover is not None else [])]

    def handover(self, order: Order, now: float) -> OrderClock | None:
        """The clock of a hand-over that was sent and not accepted; None where there is none, or no rule."""
        if order.handover is None or self._rules is None or not order.open:
            return None
        start = order.handover.sent_at
        return self._minutes(HANDOVER, start, self._rules.handling.handover_minutes * 60, now)

    def _promise(self, order: Order, promised_at: float, end: float) -> OrderClock:
        """A promise to a customer stands above every limit, and no pause moves it."""
        start = min(order.received_at, promised_at)
        return self._minutes(PROMISE, start, promised_at - start, end)

    def _minutes(
        self,
        target: str,
        start: float,
        seconds: float,
        end: float,
        *,
        stood: float = 0.0,
        travel: float | None = None,
        moving: bool = False,
        average: bool = False,
    ) -> OrderClock:
        """A clock round the clock. stood: seconds in which it stood still."""
        share = self._rules.warn_share if self._rules is not None else PROMISE_WARN_SHARE
        elapsed = max(0.0, end - start - stood)
        warn_after = share * seconds if travel is None else min(share * seconds, seconds - travel)
        return OrderClock(
            target,
            start,
            start + seconds + stood,
            seconds,
            elapsed,
            seconds - elapsed,
            elapsed / seconds if seconds else 1.0,
            band_of(elapsed, seconds, warn_after),
            start + stood + warn_after,
            moving,
            average=average,
        )

    def _clock(
        self, order: Order, target: str, limit: Limit | None, end: float, travel: float | None
    ) -> OrderClock:
        start = start_of(order, target, limit)
        if limit is None or self._rules is None:
            return _uncoloured(order, target, start, end, None)
        average = self._rules.is_average(limit)
        if limit.minutes is not None:
            runs = order.paused_since is None and not order.paused_total and not limit.utility_only
            return self._minutes(
                target,
                start,
                limit.minutes * 60,
                end,
                stood=0.0 if runs else stood_seconds(order, start, end, utility_only=limit.utility_only),
                travel=travel if target in BEFORE_ARRIVAL else None,
                moving=not runs and moves(order, limit),
                average=average,
            )
        if limit.window:
            return self._window(order, limit, end, travel)
        found = day_due(order, limit, self._rules.calendar, start, end)
        if isinstance(found, Reason):
            return _uncoloured(order, target, start, end, found, moves(order, limit))
        return _by_days(target, start, end, found, moving=moves(order, limit), average=average)

    def _window(self, order: Order, limit: Limit, end: float, travel: float | None) -> OrderClock:
        """An appointment (一次妥): due at the end of the window, its clock runs from the window's start."""
        project = order.project
        until = project.window_to if project is not None else None
        if until is None:  # only a running target is asked for: a window without an end has none
            return _uncoloured(order, limit.target, order.received_at, end, None)
        due = until + limit.grace_minutes * 60
        since = project.window_from if project is not None else None
        start = min(order.received_at if since is None else since, due - SHORTEST_WINDOW_S)
        clock = self._minutes(limit.target, start, due - start, end, travel=travel)
        return msgspec.structs.replace(clock, remaining=due - end)

    def _beside(self, order: Order, steps: list[Step], end: float, travel: float | None) -> list[OrderClock]:
        """The clocks that run beside each other now."""
        return [
            self._clock(order, target, limit, end, travel)
            for target, limit, met in steps
            if limit is not None and runs(order, target, met)
        ]

    def _held(self, clock: OrderClock, response: Response, order: Order, outage: Outage | None) -> OrderClock:
        """In a response the arrival clock is held, provided that the customer was told before it was due."""
        said = [order.marked.get(name) for name in TELLINGS]
        said.append(outage.told_first if outage is not None else None)
        told = min((at for at in said if at is not None), default=None)
        if clock.due is None or told is None or told > clock.due:
            return clock
        if response.since is not None and response.since > clock.due:
            return clock
        said = Reason("clock_held", {"level": response.level, "issuer": response.issuer})
        return OrderClock(
            clock.target, clock.start, None, None, clock.elapsed, None, None, Band.UNCOLOURED, reason=said
        )

    def _corrected(self, clock: OrderClock, order: Order, steps: list[Step]) -> OrderClock:
        """Says so where the glass showed a breach that a late report has withdrawn (design 4)."""
        stage = order.stage.value
        for target, limit, met in steps:
            if limit is None or stage not in met:
                continue
            if any(name in met and at < order.since for name, at in order.reached.items()):
                continue  # met before, by an earlier stage
            due = self._clock(order, target, limit, order.since, None).due
            if due is not None and order.since <= due < order.stage_seen:
                return msgspec.structs.replace(clock, reason=Reason("clock_corrected", {"target": target}))
        return clock

    def _steps(self, order: Order) -> tuple[list[Step], list[Step]]:
        """The targets of such an order: those that follow each other, and those that run beside."""
        kind = kind_of(order, self._area_class)
        found = self._found.get(kind)
        if found is None:
            steps = self._limited(STEPS[order.lane], kind)
            beside = self._limited(BESIDE[order.lane], kind)
            plain, ends = UNLIMITED.get(order.lane, ("", frozenset[str]()))
            if plain and not any(target in ends for target, _, _ in [*steps, *beside]):
                steps.append((plain, None, MET_BY[plain]))
            found = self._found[kind] = steps, beside
        return found

    def _limited(self, targets: tuple[str, ...], kind: Kind) -> list[Step]:
        """Those of the targets that are limited, or named at any rate."""
        found: list[Step] = []
        named = ALWAYS[kind[0]]
        for target in targets:
            limit = narrowest(self._rules.limits, target, kind) if self._rules is not None else None
            if limit is not None or target in named:
                found.append((target, limit, MET_BY.get(target, frozenset())))
        return found


def clock_of(
    order: Order,
    rules: RuleSet | None,
    now: float,
    *,
    area_class: AreaClass,
    travel: float | None = None,
    outage: Outage | None = None,
    response: Response | None = None,
) -> OrderClock:
    """The clock of one order; ``Clocks`` is the same for many. area_class: where the order says none."""
    return Clocks(rules, area_class, response).of(order, now, travel, outage)


def band_of(elapsed: float, limit: float, warn_after: float) -> Band:
    """The band of a clock (seconds).

    It warns while something can still be done; it is breached once the limit is exceeded; on the second it
    is still kept.
    """
    if elapsed > limit:
        return Band.BREACHED
    return Band.WARNING if elapsed >= warn_after else Band.CALM


def arrival_seconds(order: Order) -> float | None:
    """How long the crew took from the report to the site, s; None before it arrived."""
    at = order.reached.get(OrderStage.ON_SITE.value)
    return None if at is None else max(0.0, at - order.received_at)


def repair_seconds(order: Order) -> tuple[float, float] | None:
    """When supply was back (epoch s), and how long that took from the arrival without standstill, s.

    None before, and where nobody told both.
    """
    there, ends = (
        order.reached.get(OrderStage.ON_SITE.value),
        [
            at
            for stage in (OrderStage.DONE, OrderStage.VERIFIED)
            if (at := order.reached.get(stage.value)) is not None
        ],
    )
    if there is None or not ends:
        return None
    back = min(ends)
    return back, max(0.0, back - there - stood_seconds(order, there, back))


def _last(order: Order, steps: list[Step]) -> Step:
    """What an order's clock shows once all targets are met: the last one's, at a connection no limit's."""
    return (CONCLUDE, None, MET_BY[CONCLUDE]) if BESIDE[order.lane] or not steps else steps[-1]


def _first_due(clocks: list[OrderClock]) -> OrderClock:
    """The clock that is due first; one that moves can be overtaken, so then the choice moves too."""
    first = min(clocks, key=lambda clock: (clock.due is None, clock.due or 0.0, clock.target))
    if first.moving or not any(clock.moving for clock in clocks):
        return first
    return msgspec.structs.replace(first, moving=True)


def _uncoloured(
    order: Order, target: str, start: float, end: float, reason: Reason | None, moving: bool = False
) -> OrderClock:
    """A clock without a due time: it counts what has passed and judges nothing."""
    elapsed = max(0.0, end - start - stood_seconds(order, start, end))
    return OrderClock(
        target, start, None, None, elapsed, None, None, Band.UNCOLOURED, moving=moving, reason=reason
    )


def _by_days(
    target: str, start: float, end: float, found: DayDue, *, moving: bool, average: bool
) -> OrderClock:
    limit = max(1.0, found.due - start - found.stood)
    elapsed = max(0.0, end - start - found.stood)
    late = end > found.due
    band = Band.BREACHED if late else Band.WARNING if end >= found.warn_at else Band.CALM
    return OrderClock(
        target,
        start,
        found.due,
        limit,
        elapsed,
        found.due - end,
        elapsed / limit,
        band,
        found.warn_at,
        moving,
        0 if late else max(0, ceil(found.left)),
        found.working,
        average,
        found.reason,
    )
