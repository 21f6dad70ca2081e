"""A day's figures belong to the calendar day of the room's own zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from wallboard.state.queries.day_orders import day_of

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def at(zone: ZoneInfo, *when: int) -> float:
    return datetime(*when, tzinfo=zone).timestamp()  # type: ignore[misc]


def test_that_a_day_begins_at_the_rooms_own_midnight() -> None:
    evening = at(SHANGHAI, 2026, 6, 11, 23, 59)
    assert day_of(evening, SHANGHAI)[0] == "2026-06-11"
    assert day_of(evening + 60, SHANGHAI)[0] == "2026-06-12"
    assert day_of(evening + 60, BERLIN)[0] == "2026-06-11"


def test_that_a_day_on_which_the_clocks_change_has_its_own_length() -> None:
    _, begins, ends = day_of(at(BERLIN, 2026, 3, 29, 12), BERLIN)
    assert ends - begins == 23 * 3600


@given(
    st.integers(int(at(BERLIN, 2024, 1, 1)), int(at(BERLIN, 2027, 1, 1))), st.sampled_from([SHANGHAI, BERLIN])
)
def test_that_every_instant_lies_in_its_day_and_days_follow_each_other(now: int, zone: ZoneInfo) -> None:
    _, begins, ends = day_of(now, zone)
    assert begins <= now < ends
    assert day_of(ends, zone)[1] == ends
