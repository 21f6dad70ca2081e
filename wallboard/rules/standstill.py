"""When a clock stands still: pauses that name reason and actor, and steps in which the customer acts.

All from the order's facts; nothing is stored. Instants are epoch seconds UTC.
"""

from wallboard.domain.rows import Order
from wallboard.domain.terms import CUSTOMER_STEPS
from wallboard.rules.workdays import WorkCalendar

Span = tuple[float, float]

DAY_S = 86400.0


def pausing(order: Order) -> bool:
    """Whether a pause runs on with the time, or nobody said when the last one ended."""
    return order.paused_since is not None or bool(order.paused_total and order.pause_changed is None)


def customer_acts(order: Order) -> bool:
    """Whether the customer has the next step."""
    return bool(order.course) and order.course[-1].step in CUSTOMER_STEPS


def stood_seconds(order: Order, start: float, end: float, *, utility_only: bool = False) -> float:
    """Seconds between ``start`` and ``end`` in which the clock stood still."""
    if not order.paused_total and order.paused_since is None and not (utility_only and order.course):
        return 0.0
    spans = stood_spans(order, start, end, utility_only=utility_only)
    return sum(until - since for since, until in spans) + _unplaced(order, start, end)


def stood_workdays(
    order: Order, calendar: WorkCalendar, start: float, end: float, *, utility_only: bool = False
) -> float:
    """Working days between ``start`` and ``end`` in which it stood still. Raises NotPublished.

    A pause of which only the length is known counts in full, which never makes a date nearer.
    """
    spans = stood_spans(order, start, end, utility_only=utility_only)
    days = sum(calendar.worked(since, until) for since, until in spans)
    return days + _unplaced(order, start, end) / DAY_S


def stood_spans(order: Order, start: float, end: float, *, utility_only: bool = False) -> list[Span]:
    """The spans between ``start`` and ``end`` in which it stood still, in order and without overlap."""
    found: list[Span] = [(each.since, each.until) for each in order.pauses]
    if order.paused_since is not None:
        found.append((order.paused_since, end))
    if utility_only:
        found += _customer_spans(order, end)
    whole: list[Span] = []
    for since, until in sorted(found):
        since, until = max(since, start), min(until, end)
        if until <= since:
            continue
        if whole and since <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], until))
        else:
            whole.append((since, until))
    return whole


def _customer_spans(order: Order, end: float) -> list[Span]:
    """From each step of the customer's to the next step; the last one runs on."""
    course = order.course
    if not course:
        return []
    ends = [*(entered.at for entered in course[1:]), end]
    return [
        (entered.at, until)
        for entered, until in zip(course, ends, strict=True)
        if entered.step in CUSTOMER_STEPS
    ]


def _unplaced(order: Order, start: float, end: float) -> float:
    """Seconds of earlier pauses of which only the sum is known, without those over before ``start``."""
    rest = order.paused_total - sum(each.until - each.since for each in order.pauses)
    if rest < 0.001:
        return 0.0
    changed = order.pause_changed if order.pause_changed is not None else end
    return min(rest, max(0.0, changed - start))
