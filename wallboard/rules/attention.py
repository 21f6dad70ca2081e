"""What needs a person next: the last moment at which an action can still prevent harm (domain 5.7, 5.8).

First by tier (life and key customers; many customers; complaints; the rest), then by the minutes that are
left. What is overdue stays until somebody has acknowledged it since, then folds to a count. Pure: the
caller brings the clocks, the vans and the travel times. Instants are epoch seconds UTC.
"""

from collections.abc import Iterable, Sequence
from math import ceil

import msgspec

from wallboard.domain.lending import lent_now
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order, Outage, Van
from wallboard.domain.terms import Lane, Supply
from wallboard.rules.limits import BEFORE_ARRIVAL, COMPLAINED, AttentionRules
from wallboard.rules.order_conditions import Condition, Wrong
from wallboard.rules.ranking import customers_of, tier
from wallboard.rules.sla import OrderClock

LIFE, MANY, COMPLAINT, REST = range(4)
"""The tiers, most pressing first."""

MOST_REASONS = 3

SAID_OF: dict[Condition, str] = {
    Condition.NO_OWNER: "no_owner",
    Condition.NOT_ACCEPTED: "handover_unaccepted",
    Condition.NOT_FOLLOWED: "not_followed",
    Condition.PING_PONG: "passed_round",
    Condition.NOT_ANSWERED: "question_unanswered",
    Condition.NOT_CALMED: "customer_not_calmed",
    Condition.NO_CONTRACTOR: "nobody_mends",
}
"""The reason of each condition."""

ANSWERABLE = frozenset(
    {Condition.NOT_ACCEPTED, Condition.NOT_ANSWERED, Condition.NOT_CALMED, Condition.NO_CONTRACTOR}
)
"""Conditions that somebody can end in time; the others stand beside the clock's reason."""

Moment = tuple[float, Reason]
"""The last moment for one action, and what it is about."""


class Concern(msgspec.Struct, frozen=True, gc=False):
    """One order that needs somebody. at: the last moment; reasons: the top three, the nearest first.

    seen: somebody acknowledged it after the moment had passed.
    """

    order: str
    lane: Lane
    tier: int
    at: float
    reasons: tuple[Reason, ...]
    seen: bool = False

    def minutes(self, now: float) -> int:
        """Minutes left, a begun one counted as one; 0 and below once it is over."""
        return ceil((self.at - now) / 60)

    @property
    def rank(self) -> tuple[int, float, str]:
        return self.tier, self.at, self.order


class AttentionQueue(msgspec.Struct, frozen=True):
    """rows: what is shown, most pressing first; more: open beside them; folded: overdue and acknowledged."""

    rows: list[Concern]
    more: int
    folded: int


class Weighed(msgspec.Struct, frozen=True, gc=False):
    """Why an order needs somebody, and the instants (epoch s) at which that may change by itself."""

    concern: Concern | None
    turns: tuple[float, ...]


def weigh(
    order: Order,
    clock: OrderClock,
    now: float,
    rules: AttentionRules,
    *,
    outage: Outage | None = None,
    wrongs: Sequence[Wrong] = (),
    van: Van | None = None,
    travel: float | None = None,
) -> Weighed:
    """Why an open order needs somebody, or no concern while it does not.

    wrongs: what is wrong with how it is handled. van: the one that supplies the outage. travel: seconds that
    the nearest able crew needs.
    """
    rank = _tier(order, outage, rules)
    moments = sorted(
        _moments(order, clock, rules, outage, wrongs, van, travel, now),
        key=lambda each: (each[0], each[1].code),
    )
    if not moments and rank == LIFE and outage is not None and outage.dark:
        moments = [(order.received_at, Reason("no_time_given"))]  # no limit, no estimate: never left out
    if not moments:
        return Weighed(None, tuple(wrong.due for wrong in wrongs))
    at, near = moments[0][0], rules.near_minutes * 60
    turns = (at, at - near, *(wrong.due for wrong in wrongs))
    if clock.warn_at is not None:
        turns = (*turns, clock.warn_at)
    if order.lent is not None:
        turns = (*turns, order.lent.until)
    warned = clock.warn_at is not None and clock.warn_at <= now
    if not warned and at - now > near:
        return Weighed(None, turns)
    why = _why(order, outage, rank)
    passed = [_said(wrong) for wrong in wrongs if wrong.condition not in ANSWERABLE and wrong.over(now)]
    reasons = [
        moments[0][1],
        *([why] if why is not None else []),
        *(reason for _, reason in moments[1:]),
        *passed,
    ]
    seen = at < now and order.acknowledged_at is not None and order.acknowledged_at >= at
    return Weighed(Concern(order.id, order.lane, rank, at, tuple(reasons[:MOST_REASONS]), seen), turns)


def queue_of(concerns: Iterable[Concern], n: int) -> AttentionQueue:
    """The ``n`` that are shown. Of lives and key customers none is left out for the sake of another lane.

    Of the others no lane takes over half of the rows while another lane has something to show.
    """
    standing: list[Concern] = []
    folded = 0
    for concern in concerns:
        if concern.seen:
            folded += 1
        else:
            standing.append(concern)
    standing.sort(key=lambda each: each.rank)
    rows = _shared(standing, n)
    return AttentionQueue(rows, len(standing) - len(rows), folded)


def _shared(ranked: list[Concern], n: int) -> list[Concern]:
    """The first ``n``, with at most half for one lane; what is left free goes to the next in rank."""
    most = max(1, n // 2)
    taken, waiting = [], []
    lanes = dict.fromkeys(Lane, 0)
    for concern in ranked:
        if len(taken) == n:
            break
        if concern.tier == LIFE or lanes[concern.lane] < most:
            lanes[concern.lane] += 1
            taken.append(concern)
        else:
            waiting.append(concern)
    return sorted(taken + waiting[: n - len(taken)], key=lambda each: each.rank)


def _moments(
    order: Order,
    clock: OrderClock,
    rules: AttentionRules,
    outage: Outage | None,
    wrongs: Sequence[Wrong],
    van: Van | None,
    travel: float | None,
    now: float,
) -> list[Moment]:
    """The last moment of each action that can still prevent something."""
    found: list[Moment] = []
    if clock.due is not None and not clock.moving:
        away = travel if travel is not None and clock.target in BEFORE_ARRIVAL else 0.0
        args: dict[str, str | int | float] = {"target": clock.target}
        if away:
            args["travel"] = ceil(away / 60)
        found.append((clock.due - away, Reason("limit_ends", args)))
    lent = order.lent
    if lent is not None and lent_now(order) and now <= lent.until:
        found.append((lent.until, Reason("crew_lent", {"crew": lent.crew, "unit": lent.frm})))
    found += [(wrong.due, _said(wrong)) for wrong in wrongs if wrong.condition in ANSWERABLE]
    if outage is not None and outage.dark and outage.promised is not None:
        found.append((outage.promised, Reason("etr_expires", {"revision": outage.etr_revision})))
    fed = outage is not None and outage.supply is Supply.GENERATOR
    if fed and van is not None and van.fuel_hours is not None and van.fuel_read_at is not None:
        empty = van.fuel_read_at + van.fuel_hours * 3600
        found.append((empty - rules.van_swap_minutes * 60, Reason("fuel_ends", {"van": van.name or van.id})))
    return found


def _said(wrong: Wrong) -> Reason:
    return Reason(SAID_OF[wrong.condition], {"to": wrong.who, "n": wrong.times})


def _tier(order: Order, outage: Outage | None, rules: AttentionRules) -> int:
    if tier(order, outage) == 0:
        return LIFE
    if (customers_of(order, outage) or 0) >= rules.many_customers:
        return MANY
    return COMPLAINT if order.complaint is not None or order.kind == COMPLAINED else REST


def _why(order: Order, outage: Outage | None, rank: int) -> Reason | None:
    """What lifts it above the rest."""
    if rank == LIFE:
        number = (outage.key_customers if outage is not None else 0) or order.key_customers or 1
        return Reason("key_customers_wait", {"n": number})
    if rank == MANY:
        return Reason("customers_wait", {"n": customers_of(order, outage) or 0})
    if rank == COMPLAINT:
        channel = order.complaint.channel if order.complaint is not None else order.channel
        return Reason("complaint_open", {"channel": channel})
    return None
