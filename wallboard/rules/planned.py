"""Planned work against its rules: the notice, the window, a late return, the same customers again (domain
5.1).

The notice is due days or hours before the window opens and has to reach all of its customers; work that is
not given back in time needs a new notice with the new time. Pure: times are epoch s, ``now`` is given.
"""

from collections.abc import Iterable
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from wallboard.domain.rows import Outage, Plan
from wallboard.rules.limits import Notice
from wallboard.rules.notices import latest_notice, notice_for
from wallboard.rules.notification import TellingClock, untold
from wallboard.rules.telling_limits import NEW_NOTICE, REPEAT, TellingLimit, limit_of, seconds_of

OVER = frozenset({"returned", "cancelled"})
BEGUN = frozenset({"running", "late"})
"""Words of a plan's course: it is over; it has begun and was not returned."""

DAY = 86_400.0


class NoticeState(StrEnum):
    """How a notice stands.

    missing: due and nobody was told; late: told after it was due; short: not to all.
    """

    MISSING = "missing"
    LATE = "late"
    SHORT = "short"
    SERVED = "served"
    AHEAD = "ahead"  # not yet due
    UNKNOWN = "unknown"  # nobody says whether it was served, or no limit fits


class Standing(msgspec.Struct, frozen=True, gc=False):
    """One plan as it stands. due: of its notice; served: share of its customers, None where nobody counts.

    over: s past the end of its window, begun and not given back. delay: of its return once it was given back,
    negative where that was early. new_notice: the clock of telling the new time. repeat: which outage of the
    same customers it is within the days of the rule set, 1 for the first; often: that is too many.
    """

    notice: NoticeState
    due: float | None
    served: float | None
    over: float
    delay: float | None
    new_notice: TellingClock | None
    repeat: int
    often: bool

    @property
    def wrong(self) -> bool:
        """Its notice is not as it should be."""
        return self.notice in (NoticeState.MISSING, NoticeState.LATE, NoticeState.SHORT)


def standing(
    plan: Plan,
    now: float,
    notices: list[Notice],
    limits: list[TellingLimit],
    zone: ZoneInfo,
    outage: Outage | None = None,
    others: Iterable[float] = (),
) -> Standing:
    """How a plan stands. outage: the one that it makes. others: when its customers were out besides."""
    fitting = notice_for(
        notices, "temporary" if plan.temporary else "planned", key_customer=plan.key_customers > 0
    )
    due = None if fitting is None else latest_notice(plan.window_from, fitting, zone)
    limit = limit_of(limits, REPEAT)
    since = plan.window_from - (limit.days or 0) * DAY if limit is not None else plan.window_from
    repeat = 1 + sum(since <= at < plan.window_from for at in others)
    begun = plan.state in BEGUN
    return Standing(
        notice=_notice(plan, due, now),
        due=due,
        served=served(plan),
        over=max(0.0, now - plan.window_to) if begun else 0.0,
        delay=None if plan.returned_at is None else plan.returned_at - plan.window_to,
        new_notice=_new_notice(plan, now, limits, outage) if begun else None,
        repeat=repeat,
        often=limit is not None and limit.times is not None and repeat >= limit.times,
    )


def served(plan: Plan) -> float | None:
    """The share of its customers that got the notice; None where nobody counts them."""
    if plan.customers is None or plan.customers_noticed is None:
        return None
    return min(1.0, plan.customers_noticed / plan.customers) if plan.customers else 1.0


def _notice(plan: Plan, due: float | None, now: float) -> NoticeState:
    if plan.noticed_at is None:
        if due is None:
            return NoticeState.UNKNOWN
        return NoticeState.AHEAD if now < due else NoticeState.MISSING
    if due is not None and plan.noticed_at > due:
        return NoticeState.LATE
    share = served(plan)
    return NoticeState.SHORT if share is not None and share < 1.0 else NoticeState.SERVED


def _new_notice(
    plan: Plan, now: float, limits: list[TellingLimit], outage: Outage | None
) -> TellingClock | None:
    """From the end of the window, until its customers know a later time that was said after it."""
    if now <= plan.window_to:
        return None
    within = seconds_of(limits, NEW_NOTICE)
    told = outage.told_at if outage is not None and not untold(outage) else None
    done = told if told is not None and told >= plan.window_to and outage and outage.etr_revision else None
    return TellingClock(
        "late_return", plan.window_to, None if within is None else plan.window_to + within, done
    )
