"""What was reached today, this month and this year beside its goal, from the days' figures (d.3, d.6).

Calendar months and years of the room. A figure that no source speaks of in the whole period is None with no
basis; one whose period holds nothing is None with the basis 0: neither is a zero.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from statistics import median
from zoneinfo import ZoneInfo

import msgspec

from wallboard.domain.days import DayOrders
from wallboard.domain.terms import Lane
from wallboard.rules.day_orders import DAY_S, EDGES, answer_time
from wallboard.rules.limits import Goal, RuleSet
from wallboard.state.queries.day_orders import known_days
from wallboard.state.queries.measures import SERVICE
from wallboard.state.tables import Tables

WHOLE_DAY_MINUTES = 23 * 60
"""A day that was watched for so long counts as a day without a complaint where none came."""


class Period(StrEnum):
    TODAY = "today"
    MONTH = "month"
    YEAR = "year"


class Actual(StrEnum):
    """What is added up."""

    SETTLED_RESTORE = "settled.restore"
    SETTLED_REQUEST = "settled.request"
    SETTLED_CONNECT = "settled.connect"
    IN_TIME_RESTORE = "in_time.restore"
    IN_TIME_REQUEST = "in_time.request"
    IN_TIME_CONNECT = "in_time.connect"
    ANSWER = "answer"
    ANSWER_90 = "answer_90"
    FIRST_TIME = "first_time"
    ONLINE = "online"
    SATISFIED = "satisfied"
    COMPLAINT_FREE = "complaint_free"
    LV_DAYS = "lv_days"
    MV_DAYS = "mv_days"
    KVA_CONNECTED = "kva_connected"
    ONE_VISIT = "one_visit"
    REMOVED = "removed"


class Kind(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    SHARE = "share"
    SPAN = "span"
    DAYS = "days"
    KVA = "kva"


class ActualFigure(msgspec.Struct, frozen=True):
    """value: a count, a share from 0 to 1, s, days or kVA. n: what it is taken from, None: nobody speaks."""

    value: float | None = None
    n: int | None = None


class ActualLine(msgspec.Struct, frozen=True):
    """One figure in each period, in the order of ``Period``."""

    actual: Actual
    kind: Kind
    figures: tuple[ActualFigure, ...]
    goal: Goal | None = None


class Actuals(msgspec.Struct, frozen=True):
    """lines; days: how many days each period has figures of; until: up to when they count, epoch s."""

    lines: tuple[ActualLine, ...]
    days: tuple[int, ...]
    until: float | None


Days = Sequence[DayOrders]
Sum = Callable[[Days], ActualFigure]


def actuals(tables: Tables, rules: RuleSet | None, zone: ZoneInfo, now: float) -> Actuals:
    """All figures at ``now`` (epoch s). Costs the days of a year."""
    goals = {goal.measure.value: goal for goal in rules.goals} if rules is not None else {}
    periods = [days_of(tables, zone, now, period) for period in Period]
    lines = [
        ActualLine(actual, kind, tuple(count(days) for days in periods), goals.get(actual.value))
        for actual, (kind, count) in COUNTED.items()
    ]
    until = max((day.until for day in periods[-1]), default=None)
    return Actuals(tuple(lines), tuple(map(len, periods)), until)


def days_of(tables: Tables, zone: ZoneInfo, now: float, period: Period) -> list[DayOrders]:
    """The days of the period that ``now`` lies in, up to ``now``, oldest first."""
    today = datetime.fromtimestamp(now, zone).date().isoformat()
    same = {Period.TODAY: 10, Period.MONTH: 7, Period.YEAR: 4}[period]  # characters of the date
    return [
        day for key, day in sorted(known_days(tables).items()) if key[:same] == today[:same] and key <= today
    ]


def complaint_free(days: Days) -> ActualFigure:
    """Whole days without a complaint, of those that were watched (d.80)."""
    known = [day for day in days if day.complaints is not None and day.over and _whole(day)]
    if all(day.complaints is None for day in days):
        return ActualFigure()
    return ActualFigure(float(sum(day.complaints == 0 for day in known)) if known else None, len(known))


def _whole(day: DayOrders) -> bool:
    return day.watched >= WHOLE_DAY_MINUTES


def _settled(lane: Lane) -> Sum:
    def count(days: Days) -> ActualFigure:
        told = [day.done[lane.value] for day in days if lane.value in day.done]
        return ActualFigure(float(sum(told)), sum(told)) if told else ActualFigure()

    return count


def _in_time(lane: Lane) -> Sum:
    def count(days: Days) -> ActualFigure:
        if not any(lane.value in day.done for day in days):
            return ActualFigure()
        return _share(
            sum(day.in_time.get(lane.value, 0) for day in days),
            sum(day.judged.get(lane.value, 0) for day in days),
        )

    return count


def _answer(share: float) -> Sum:
    """Of requests: from the report to the first answer (d.22)."""

    def count(days: Days) -> ActualFigure:
        if not any(Lane.REQUEST.value in day.came for day in days):
            return ActualFigure()
        told = [counts for day in days if (counts := day.answers.get(Lane.REQUEST.value))]
        counts = [sum(each[i] for each in told if i < len(each)) for i in range(len(EDGES) + 1)]
        return ActualFigure(answer_time(counts, share), sum(counts))

    return count


def _first_time(days: Days) -> ActualFigure:
    if not any(lane.value in day.done for day in days for lane in SERVICE):
        return ActualFigure()
    met = sum(day.first_time.get(lane.value, 0) for day in days for lane in SERVICE)
    return _share(met, sum(day.done.get(lane.value, 0) for day in days for lane in SERVICE))


def _online(days: Days) -> ActualFigure:
    told = [day for day in days if day.online is not None]
    if not told:
        return ActualFigure()
    came = sum(day.came.get(lane.value, 0) for day in told for lane in SERVICE)
    return _share(sum(day.online or 0 for day in told), came)


def _both(of: Callable[[DayOrders], list[int]], lanes: tuple[Lane, ...]) -> Sum:
    """Of yes and no, the share of yes."""

    def count(days: Days) -> ActualFigure:
        if not any(lane.value in day.came for day in days for lane in lanes):
            return ActualFigure()
        told = [found for day in days if (found := of(day))]
        return _share(sum(yes for yes, _ in told), sum(map(sum, told)))

    return count


def _cycle(group: str) -> Sum:
    """The median from application to energised, days."""

    def count(days: Days) -> ActualFigure:
        if not any(Lane.CONNECT.value in day.came for day in days):
            return ActualFigure()
        took = [seconds / DAY_S for day in days for seconds in day.cycles.get(group, ())]
        return ActualFigure(median(took) if took else None, len(took))

    return count


def _kva(days: Days) -> ActualFigure:
    told = [day.kva for day in days if day.kva is not None]
    took = sum(len(found) for day in days for found in day.cycles.values())
    return ActualFigure(sum(told), took) if told else ActualFigure()


def _removed(days: Days) -> ActualFigure:
    told = [day.removed for day in days if day.removed is not None]
    return ActualFigure(float(sum(told)), len(told)) if told else ActualFigure()


def _share(met: int, of: int) -> ActualFigure:
    return ActualFigure(met / of if of else None, of)


COUNTED: dict[Actual, tuple[Kind, Sum]] = {
    Actual.SETTLED_RESTORE: (Kind.COUNT, _settled(Lane.RESTORE)),
    Actual.IN_TIME_RESTORE: (Kind.SHARE, _in_time(Lane.RESTORE)),
    Actual.SETTLED_REQUEST: (Kind.COUNT, _settled(Lane.REQUEST)),
    Actual.IN_TIME_REQUEST: (Kind.SHARE, _in_time(Lane.REQUEST)),
    Actual.SETTLED_CONNECT: (Kind.COUNT, _settled(Lane.CONNECT)),
    Actual.IN_TIME_CONNECT: (Kind.SHARE, _in_time(Lane.CONNECT)),
    Actual.ANSWER: (Kind.SPAN, _answer(0.5)),
    Actual.ANSWER_90: (Kind.SPAN, _answer(0.9)),
    Actual.FIRST_TIME: (Kind.SHARE, _first_time),
    Actual.ONLINE: (Kind.SHARE, _online),
    Actual.SATISFIED: (Kind.SHARE, _both(lambda day: day.content, tuple(Lane))),
    Actual.COMPLAINT_FREE: (Kind.DAYS, complaint_free),
    Actual.LV_DAYS: (Kind.DAYS, _cycle("lv")),
    Actual.MV_DAYS: (Kind.DAYS, _cycle("mv")),
    Actual.KVA_CONNECTED: (Kind.KVA, _kva),
    Actual.ONE_VISIT: (Kind.SHARE, _both(lambda day: day.visits, (Lane.CONNECT,))),
    Actual.REMOVED: (Kind.COUNT, _removed),
}
"""Of each: how it is written, and how it is added up over days; in the order in which they are shown."""
