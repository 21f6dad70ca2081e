"""The curve: customer-hours and changes, by hand."""

import pytest

from wallboard.domain.rows import Trend
from wallboard.state.queries.curve import change_since, customer_hours, worth_since

HOUR = 3600.0


def curve(*samples: tuple[float, int]) -> list[Trend]:
    return [Trend(hour * HOUR, customers, 1) for hour, customers in samples]


@pytest.mark.parametrize(
    ("samples", "since", "now", "hours"),
    [
        ([], 0, 4, None),
        ([(0, 100), (1, 200), (2, 0)], 0, 3, 300.0),  # 1 h x 100 + 1 h x 200 + 1 h x 0
        ([(0, 100), (1, 200)], 0.5, 1.5, 150.0),  # half an hour of each
        ([(0, 100)], 0, 9, 100.0),  # a sample speaks for an hour at most
        ([(5, 100)], 0, 4, None),  # nothing of that time
    ],
)
def test_that_customer_hours_are_the_area_under_the_curve(
    samples: list[tuple[float, int]], since: float, now: float, hours: float | None
) -> None:
    assert customer_hours(curve(*samples), since * HOUR, now * HOUR) == hours


@pytest.mark.parametrize(
    ("samples", "then", "now", "change"),
    [
        ([(0, 100), (1, 250)], 0, 1, 150),
        ([(0, 100), (1, 250), (2, 20)], 1, 2, -230),
        ([(1, 250)], 0, 1, None),  # the curve begins later
        ([(0, 100), (5, 90)], 4, 5, None),  # what stood then is not known
    ],
)
def test_that_a_change_is_told_only_where_both_ends_are_known(
    samples: list[tuple[float, int]], then: float, now: float, change: int | None
) -> None:
    assert change_since(curve(*samples), then * HOUR, now * HOUR) == change


def test_that_hours_are_worth_what_the_curve_is_worth() -> None:
    whole = curve((0, 100), (1, 200), (2, 0))
    assert worth_since(whole, 0, 3 * HOUR) == (False, False)
    assert worth_since(curve((0, 100), (5, 9)), 0, 6 * HOUR) == (True, False)  # nobody counted for 4 h
    masked = [*whole[:2], Trend(2 * HOUR, 0, 1, at_least=True, about=True)]
    assert worth_since(masked, 0, 3 * HOUR) == (True, True)
    assert worth_since(masked, 0, 1.5 * HOUR) == (False, False)
