"""Working time goes on over nights and weekends, there and back."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from feeds.sim.business.office import WORKDAY, Office

ZONE = timezone(timedelta(hours=8))
OFFICE = Office(8 * 3600.0)


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


def test_that_work_left_on_a_friday_evening_goes_on_on_monday() -> None:
    assert OFFICE.after(at("2026-06-12T17:00"), 3600.0) == at("2026-06-15T09:00")
    assert OFFICE.after(at("2026-06-13T11:00"), 600.0) == at("2026-06-15T08:40")
    assert OFFICE.before(at("2026-06-15T09:00"), 3600.0) == at("2026-06-12T17:00")


def test_that_the_office_is_open_on_weekdays_by_day() -> None:
    assert OFFICE.opens(at("2026-06-11T10:00")) == at("2026-06-11T10:00")
    assert OFFICE.opens(at("2026-06-11T03:00")) == at("2026-06-11T08:30")
    assert OFFICE.opens(at("2026-06-12T17:30")) == at("2026-06-15T08:30")
    assert [OFFICE.weekday(OFFICE.day(at(f"2026-06-{day:02d}T00:00"))) for day in (8, 13, 14)] == [0, 5, 6]
    assert OFFICE.date(OFFICE.day(at("2026-06-08T00:00"))).isoformat() == "2026-06-08"


@given(st.floats(0, 30 * 86_400), st.floats(1, 9 * WORKDAY))
def test_that_going_back_and_forth_meets(after: float, worked: float) -> None:
    end = OFFICE.after(at("2026-06-01T00:00") + after, worked)
    begin = OFFICE.before(end, worked)
    assert abs(OFFICE.after(begin, worked) - end) < 1e-3
