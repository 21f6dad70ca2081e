"""The nearest crew: as the crow flies, against the great circle."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.rules.geo import distance_m
from wallboard.rules.travel import ROWS_AT_ONCE, nearest_seconds

PLACES = st.lists(st.tuples(st.floats(112, 114), st.floats(21.5, 23)), min_size=1, max_size=8)


@given(PLACES, PLACES)
def test_that_it_is_the_shortest_way_at_the_given_speed(
    places: list[tuple[float, float]], crews: list[tuple[float, float]]
) -> None:
    found = nearest_seconds(np.array(places), np.array(crews), 36.0)  # 10 m/s
    for place, seconds in zip(places, found, strict=True):
        nearest = min(distance_m(*place, *crew) for crew in crews)
        assert seconds * 10 == pytest.approx(nearest, rel=0.01, abs=1.0)


def test_that_without_crews_nobody_comes_and_many_places_are_all_answered() -> None:
    many = np.full((2 * ROWS_AT_ONCE + 1, 2), 22.0)
    assert np.isinf(nearest_seconds(many, np.empty((0, 2)), 30.0)).all()
    assert (nearest_seconds(many, many[:1], 30.0) == 0).all()
    assert len(nearest_seconds(np.empty((0, 2)), many, 30.0)) == 0
