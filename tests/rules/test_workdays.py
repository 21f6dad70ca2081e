"""Working days: by the shipped calendar against a count by hand and against a plain count day by day."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.config.calendars import load_calendar
from wallboard.config.load import resource
from wallboard.rules.workdays import NotPublished, WorkCalendar, Year

CHINA = load_calendar("china")
ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)


def at(text: str) -> float:
    """Local time in China."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


def counted_by_hand() -> dict[date, bool]:
    """Day -> worked, from the file's own words by nothing but a walk over the days."""
    file = tomllib.loads(resource("calendars", "china.toml").read_text(encoding="utf-8"))
    worked: dict[date, bool] = {}
    for year in file["years"]:
        number = year["year"]
        day = date(number, 1, 1)
        while day.year == number:
            mark = f"{day:%m-%d}"
            off = any(part.split("..")[0] <= mark <= part.split("..")[-1] for part in year["holidays"])
            worked[day] = mark in year["workdays"] or (day.isoweekday() <= 5 and not off)
            day += timedelta(days=1)
    return worked


WORKED = counted_by_hand()
DAYS = st.dates(FIRST, LAST)


def test_that_the_shipped_calendar_holds_every_day_from_2004_to_2026() -> None:
    assert CHINA.last_year == 2026
    assert (min(WORKED), max(WORKED)) == (FIRST, LAST)
    assert all(CHINA.works(day) is worked for day, worked in WORKED.items())


@pytest.mark.parametrize("day", ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"])
def test_that_the_make_up_days_of_2026_are_worked_although_they_are_weekend_days(day: str) -> None:
    made_up = date.fromisoformat(f"2026-{day}")
    assert made_up.isoweekday() >= 6 and CHINA.works(made_up)


@pytest.mark.parametrize("day", ["01-01", "02-16", "02-23", "04-06", "05-01", "06-19", "09-25", "10-07"])
def test_that_the_weekdays_off_in_2026_are_not_worked(day: str) -> None:
    off = date.fromisoformat(f"2026-{day}")
    assert off.isoweekday() <= 5 and not CHINA.works(off)


@given(start=DAYS, days=st.integers(1, 120), hour=st.integers(0, 23))
def test_that_a_due_date_agrees_with_a_count_day_by_day(start: date, days: int, hour: int) -> None:
    day, left = start, days
    while left and day <= LAST:
        day += timedelta(days=1)
        left -= WORKED.get(day, False)
    began = at(f"{start} {hour:02d}:30")
    if day > LAST:
        with pytest.raises(NotPublished) as caught:
            CHINA.due(began, days)
        assert caught.value.year == 2027
    else:
        assert CHINA.due(began, days) == at(f"{day} 00:00") + 86400


@given(first=DAYS, last=DAYS)
def test_that_a_span_of_days_agrees_with_a_count_day_by_day(first: date, last: date) -> None:
    first, last = min(first, last), max(first, last)
    number = sum(worked for day, worked in WORKED.items() if first <= day < last)
    assert CHINA.worked(at(f"{first} 00:00"), at(f"{last} 00:00")) == number


INSTANTS = st.floats(at("2004-01-01 00:00"), at("2026-12-31 23:59"), allow_nan=False)


@given(st.lists(INSTANTS, min_size=2, max_size=6).map(sorted))
def test_that_a_period_split_at_any_instant_adds_up(instants: list[float]) -> None:
    parts = sum(CHINA.worked(since, until) for since, until in pairwise(instants))
    assert parts == pytest.approx(CHINA.worked(instants[0], instants[-1]), abs=1e-6)


@given(start=INSTANTS, days=st.integers(1, 60), stood=st.floats(0, 30, allow_nan=False))
def test_that_standing_still_never_brings_a_due_date_nearer(start: float, days: int, stood: float) -> None:
    try:
        later = CHINA.due(start, days, stood)
    except NotPublished:
        return  # moved beyond what is published: not nearer
    assert later >= CHINA.due(start, days)
    assert CHINA.due_by_days(start, days, stood * 86400) >= CHINA.due_by_days(start, days)


def test_that_a_part_of_a_day_stood_still_moves_the_due_date_by_a_whole_one() -> None:
    began = at("2026-11-02 09:00")  # Monday; 3 working days: Tue 3, Wed 4, Thu 5
    assert CHINA.due(began, 3) == at("2026-11-06 00:00")
    assert CHINA.due(began, 3, stood=0.25) == at("2026-11-07 00:00")


def test_that_the_last_days_before_a_due_date_begin_where_a_count_back_says() -> None:
    due = at("2026-10-12 00:00")  # the end of Sunday 11 October: the last working day is Saturday the 10th
    assert CHINA.before(due, 1) == at("2026-10-10 00:00")  # make-up Saturday
    assert CHINA.before(due, 2) == at("2026-10-09 00:00")  # Friday
    assert CHINA.before(due, 3) == at("2026-10-08 00:00")  # Thursday, the first day after the holidays
    assert CHINA.before(due, 4) == at("2026-09-30 00:00")  # Wednesday, the last day before them


def test_that_the_last_published_day_can_still_be_due_and_the_next_cannot() -> None:
    began = at("2026-12-29 10:00")  # Tuesday; Wed 30, Thu 31
    assert CHINA.due(began, 2) == at("2027-01-01 00:00")
    assert CHINA.worked(at("2026-12-29 00:00"), at("2027-01-01 00:00")) == 3
    with pytest.raises(NotPublished, match="2027"):
        CHINA.worked(at("2026-12-29 00:00"), at("2027-01-01 00:01"))
    with pytest.raises(NotPublished, match="2027"):
        CHINA.due(began, 3)


def test_that_a_year_missing_between_others_is_not_guessed() -> None:
    gap = WorkCalendar(ZONE, [Year(2024), Year(2026)])
    with pytest.raises(NotPublished) as caught:
        gap.due(at("2024-12-31 10:00"), 1)
    assert caught.value.year == 2025
    with pytest.raises(NotPublished) as caught:
        gap.worked(at("2024-06-01 00:00"), at("2026-06-01 00:00"))
    assert caught.value.year == 2025
    with pytest.raises(NotPublished) as caught:
        gap.before(at("2026-01-02 00:00"), 5)
    assert caught.value.year == 2025


def test_that_days_begin_at_the_midnight_of_the_calendars_zone() -> None:
    late = datetime(2026, 11, 2, 16, 30, tzinfo=UTC).timestamp()  # 00:30 of Tuesday 3 November in China
    assert CHINA.day_of(late) == date(2026, 11, 3)
    assert CHINA.due(late, 1) == datetime(2026, 11, 4, 16, 0, tzinfo=UTC).timestamp()  # end of Wednesday


def test_that_a_day_of_25_hours_is_one_day() -> None:
    zone = ZoneInfo("America/New_York")
    calendar = WorkCalendar(zone, [Year(2026)], weekend=frozenset())
    begins = datetime(2026, 11, 1, tzinfo=zone).timestamp()  # clocks go back in this night
    ends = datetime(2026, 11, 2, tzinfo=zone).timestamp()
    assert ends - begins == 25 * 3600
    assert calendar.worked(begins, ends) == 1
    assert calendar.due_by_days(begins - 1, 1) == ends


def test_that_calendar_days_need_no_published_year() -> None:
    assert CHINA.due_by_days(at("2030-05-01 12:00"), 7) == at("2030-05-09 00:00")
