"""Many orders at once (d.116): against every possible assignment of small ones."""

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wallboard.rules.dispatch.assignment import assign

HORIZON = 7200.0


def test_that_with_too_few_crews_the_heavy_order_is_served_even_if_the_light_one_is_nearer() -> None:
    seconds = np.array([[300.0], [1500.0]])
    assert assign(seconds, np.array([1.0, 4000.0]), np.ones((2, 1), bool), HORIZON) == [(1, 0)]


def test_that_two_crews_cross_where_that_serves_both_sooner() -> None:
    seconds = np.array([[600.0, 900.0], [700.0, 4000.0]])
    assert assign(seconds, np.ones(2), np.ones((2, 2), bool), HORIZON) == [(0, 1), (1, 0)]


def test_that_nobody_is_sent_who_may_not_or_who_comes_too_late() -> None:
    seconds = np.array([[600.0, 8000.0]])
    assert assign(seconds, np.ones(1), np.array([[False, True]]), HORIZON) == []
    assert assign(np.empty((0, 3)), np.empty(0), np.empty((0, 3), bool), HORIZON) == []


@settings(deadline=None)
@given(st.data())
def test_that_no_other_assignment_gains_more(data: st.DataObject) -> None:
    n, m = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    seconds = data.draw(arrays(float, (n, m), elements=st.floats(0, 9000)))
    weights = data.draw(arrays(float, n, elements=st.floats(1, 5000)))
    able = data.draw(arrays(bool, (n, m)))
    gain = np.where(able, weights[:, None] * np.maximum(0, HORIZON - seconds), 0)
    ours = assign(seconds, weights, able, HORIZON)
    assert all(able[pair] and seconds[pair] < HORIZON for pair in ours)
    assert len({order for order, _ in ours}) == len({crew for _, crew in ours}) == len(ours)
    wide = gain if n <= m else gain.T
    each = permutations(range(wide.shape[1]), len(wide))
    best = max(sum(wide[row, column] for row, column in enumerate(one)) for one in each)
    assert sum(gain[pair] for pair in ours) >= best * (1 - 1e-9)
