"""The distributions of the evidence, against sums and the standard library."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallboard.rules.diagnosis.likelihood import beta_binomial, log_gamma, negative_binomial

QUICK = settings(deadline=None, max_examples=50)


@QUICK
@given(st.floats(1e-3, 1e4))
def test_that_log_gamma_is_that_of_the_standard_library(x: float) -> None:
    assert log_gamma(np.array([x]))[0] == pytest.approx(math.lgamma(x), rel=1e-9, abs=1e-9)


@QUICK
@given(st.integers(0, 40), st.floats(0.01, 0.99), st.floats(0.5, 50.0))
def test_that_all_splits_of_the_meters_add_up_to_one(meters: int, mean: float, strength: float) -> None:
    yes = np.arange(meters + 1.0)
    ways = np.array([math.log(math.comb(meters, int(k))) for k in yes])
    assert np.exp(beta_binomial(yes, meters - yes, mean, strength) + ways).sum() == pytest.approx(1.0)


@QUICK
@given(st.floats(0.01, 5.0), st.floats(0.2, 5.0))
def test_that_all_counts_of_calls_add_up_to_one(mean: float, shape: float) -> None:
    count = np.arange(3000.0)
    chance = np.exp(negative_binomial(count, np.full(3000, mean), shape))
    assert chance.sum() == pytest.approx(1.0)
    assert (chance * count).sum() == pytest.approx(mean)
