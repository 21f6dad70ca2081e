"""The curve: changes, by hand."""

import pytest

from wallboard.domain.rows import Trend
from wallboard.state.queries.curve import change_since

HOUR = 3600.0


def curve(*samples: tuple[float, int]) -> list[Trend]:
    return [Trend(hour * HOUR, customers, 1) for hour, customers in samples]


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
