"""Customer-hours against the budget (domain 5.9)."""

import pytest

from wallboard.rules.indices import pace_of

DAY = 86_400.0


def test_that_a_budget_is_used_slower_or_faster_than_time_passes() -> None:
    pace = pace_of(300.0, 1000.0, 0.0, 30 * DAY, 15 * DAY)
    assert pace is not None
    assert (pace.share, pace.passed, pace.left, pace.ahead) == (0.3, 0.5, 700.0, False)
    fast = pace_of(700.0, 1000.0, 0.0, 30 * DAY, 15 * DAY)
    assert fast is not None and fast.ahead


def test_that_overspent_is_a_negative_rest() -> None:
    pace = pace_of(1200.0, 1000.0, 0.0, 30 * DAY, 15 * DAY)
    assert pace is not None and pace.left == pytest.approx(-200.0)


@pytest.mark.parametrize("budget", [None, 0.0, -5.0])
def test_that_no_budget_has_no_pace(budget: float | None) -> None:
    assert pace_of(5.0, budget, 0.0, DAY, 1.0) is None
