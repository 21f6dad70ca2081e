"""When a limit in days falls due, when it warns, and how many days are left (domain 5.1, 5.9).

Instants are epoch seconds UTC.
"""

import msgspec

from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order
from wallboard.rules.limits import Limit
from wallboard.rules.standstill import DAY_S, stood_seconds, stood_workdays
from wallboard.rules.workdays import ROUNDING, NotPublished, WorkCalendar

WARN_DAYS = 2
"""Limits in days warn so many working days before they fall due; shorter ones on their last day."""


class DayDue(msgspec.Struct, frozen=True):
    """due, warn_at: epoch s. stood: seconds that it stood still. left: days left, with fractions;
    working: they are working days.

    reason: the warning had to be taken in calendar days, for the year has no calendar.
    """

    due: float
    warn_at: float
    stood: float
    left: float
    working: bool
    reason: Reason | None = None


def day_due(
    order: Order, limit: Limit, calendar: WorkCalendar | None, start: float, end: float
) -> DayDue | Reason:
    """A limit in days that started at ``start``, seen at ``end``; a Reason where it has no due date."""
    if calendar is None:
        return Reason("calendar_not_configured")
    begins = calendar.day_after(start)
    stood = stood_seconds(order, start, end, utility_only=limit.utility_only)
    days, working = limit.working_days or 0, limit.working_days is not None
    try:
        if working:
            moved = 0.0
            if stood:
                moved = stood_workdays(order, calendar, begins, end, utility_only=limit.utility_only)
            due = calendar.due(start, days, moved)
            left = calendar.worked(end, due) - ROUNDING if end < due else 0.0
        else:
            days = _days(order, limit)
            counted = stood_seconds(order, begins, end, utility_only=limit.utility_only) if stood else 0.0
            due = calendar.due_by_days(start, days, counted)
            left = (due - end) / DAY_S - ROUNDING
    except NotPublished as gone:
        return _not_published(gone)
    lead = WARN_DAYS if days > WARN_DAYS else 1
    try:
        return DayDue(due, calendar.before(due, lead), stood, left, working)
    except NotPublished as gone:
        return DayDue(due, due - lead * DAY_S, stood, left, working, _not_published(gone))


def _days(order: Order, limit: Limit) -> int:
    """Calendar days, with those of an extension that was granted."""
    extended = order.complaint is not None and order.complaint.extended
    return (limit.days or 0) + ((limit.extend_days or 0) if extended else 0)


def _not_published(gone: NotPublished) -> Reason:
    return Reason("calendar_not_published", {"year": str(gone.year)})
