"""Working time, by hand and against a count minute by minute."""

from datetime import datetime, timedelta, timezone
from random import Random

import pytest

from wallboard.config.calendars import load_calendar
from wallboard.rules.workdays import NotPublished
from wallboard.rules.workhours import WorkHours

ZONE = timezone(timedelta(hours=8))
HOUR = 3600.0
OFFICE = WorkHours(load_calendar("china"), 8 * 60 + 30, 17 * 60 + 30)


def at(words: str) -> float:
    return datetime.fromisoformat(words).replace(tzinfo=ZONE).timestamp()


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        ("2026-06-09T10:00", 4, "2026-06-09T14:00"),  # Tuesday
        ("2026-06-09T16:00", 4, "2026-06-10T11:00"),
        ("2026-06-09T13:30", 4, "2026-06-09T17:30"),  # the last second of a day is of that day
        ("2026-06-09T22:10", 1, "2026-06-10T09:30"),
        ("2026-06-09T03:00", 0, "2026-06-09T08:30"),
        ("2026-06-05T17:00", 1, "2026-06-08T09:00"),  # over a weekend
        ("2026-04-30T17:00", 1, "2026-05-06T09:00"),  # over the first of May
        ("2026-05-08T17:00", 1, "2026-05-09T09:00"),  # into a Saturday that is worked
        ("2026-06-09T10:00", 20, "2026-06-11T12:00"),
    ],
)
def test_that_only_the_hours_of_working_days_count(since: str, hours: float, until: str) -> None:
    assert OFFICE.after(at(since), hours * HOUR) == at(until)
    assert OFFICE.worked(at(since), at(until)) == hours * HOUR


def test_that_it_agrees_with_a_count_minute_by_minute() -> None:
    """Over the spring of 2026 with its holidays and make-up days."""
    dice, calendar = Random(5), load_calendar("china")
    start = at("2026-01-20T00:00")

    def works(minute: int) -> bool:
        when = datetime.fromtimestamp(start + minute * 60, ZONE)
        return calendar.works(when.date()) and 510 <= when.hour * 60 + when.minute < 1050

    counts = [0]
    for minute in range(60 * 24 * 60):
        counts.append(counts[-1] + works(minute))
    for _ in range(300):
        first, last = sorted(dice.sample(range(len(counts)), 2))
        worked = OFFICE.worked(start + first * 60, start + last * 60)
        assert worked == 60 * (counts[last] - counts[first])
        if worked:
            back = OFFICE.after(start + first * 60, worked)
            assert back <= start + last * 60 and OFFICE.worked(start + first * 60, back) == worked


def test_that_a_year_without_a_calendar_is_not_guessed() -> None:
    with pytest.raises(NotPublished):
        OFFICE.after(at("2031-03-03T09:00"), HOUR)
