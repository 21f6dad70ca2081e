"""The table of ways, mended, is the table made anew."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.dispatch.test_roads import street
from wallboard.rules.dispatch.way_table import WayTable

places = st.tuples(st.floats(112.99, 113.03), st.floats(22.49, 22.52))
boards = st.dictionaries(st.sampled_from("abcdef"), places, max_size=5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(boards, boards), min_size=1, max_size=4))
def test_that_a_table_after_any_changes_is_the_one_made_anew(
    course: list[tuple[dict[str, tuple[float, float]], dict[str, tuple[float, float]]]],
) -> None:
    roads = street()
    table = WayTable(roads)
    for orders, crews in course:
        table.update(orders, crews)
        anew = WayTable(roads)
        anew.update(orders, crews)
        assert table.seconds.shape == (len(orders), len(crews))
        assert np.allclose(table.seconds, anew.seconds)


def test_that_only_what_is_new_or_has_come_to_another_crossing_is_measured() -> None:
    table = WayTable(street())
    orders = {"o": (113.0, 22.5)}
    assert table.update(orders, {"c": (113.02, 22.5), "d": (113.01, 22.5)}) == 3
    assert table.update(orders, {"c": (113.0199, 22.5), "d": (113.01, 22.5)}) == 0
    assert table.update(orders, {"c": (113.0, 22.5), "d": (113.01, 22.5)}) == 1
    assert table.update({}, {}) == 0
    assert table.seconds.shape == (0, 0)
