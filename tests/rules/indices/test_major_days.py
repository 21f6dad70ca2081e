"""Major event days by IEEE 1366 (domain 5.3): T_MED = exp(alpha + 2.5 beta) of ln(daily SAIDI)."""

from math import exp, log

import pytest

from wallboard.rules.indices import major_days
from wallboard.rules.indices.major_days import YEARS_S, threshold_of

DAY = 86_400.0


def test_that_the_threshold_is_the_hand_worked_one() -> None:
    """ln of 1, e, e^2: mean 1, standard deviation 1; T_MED = e^3.5 = 33.1155 min."""
    daily = {0.0: 1.0, DAY: exp(1), 2 * DAY: exp(2)}
    assert threshold_of(daily, 3 * DAY, fewest=3) == (pytest.approx(exp(3.5)), 3)


def test_that_days_without_interruptions_are_left_out() -> None:
    daily = {n * DAY: saidi for n, saidi in enumerate([1.0, 0.0, exp(1), 0.0, exp(2)])}
    assert threshold_of(daily, 5 * DAY, fewest=3) == (pytest.approx(exp(3.5)), 3)


def test_that_days_older_than_five_years_do_not_set_it() -> None:
    daily = {-YEARS_S - DAY: 1e6, 0.0: 1.0, DAY: exp(1), 2 * DAY: exp(2)}
    assert threshold_of(daily, 3 * DAY, fewest=3)[1] == 3


def test_that_few_days_set_none() -> None:
    assert threshold_of({0.0: 1.0, DAY: 2.0}, 2 * DAY) == (None, 2)


def test_that_figures_are_told_with_and_without() -> None:
    daily = {n * DAY: 1.0 + 0.1 * (n % 5) for n in range(100)}
    daily[50 * DAY] = 400.0
    found = major_days(daily, 0.0, 100 * DAY)
    assert found.threshold is not None and 2.0 < found.threshold < 400.0
    assert found.days == (50 * DAY,)
    assert found.saidi - found.without == pytest.approx(400.0)
    assert log(found.threshold) > 0


def test_that_only_the_period_is_told_though_all_days_set_the_threshold() -> None:
    daily = {n * DAY: 1.0 + 0.1 * (n % 5) for n in range(100)}
    daily[50 * DAY] = 400.0
    assert major_days(daily, 60 * DAY, 100 * DAY).days == ()
