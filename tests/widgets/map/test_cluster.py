"""Crowds: every mark is counted exactly once, and centres stay."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.map.cluster import gather

ROWS = st.lists(
    st.tuples(st.floats(0, 1200), st.floats(0, 800), st.integers(1, 9000)), min_size=0, max_size=80
)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(20, 120))
def test_that_counts_add_up(rows: list[tuple[float, float, int]], reach: int) -> None:
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    groups = gather(table[:, :2], table[:, 2], float(reach))
    members = sorted(member for group in groups for member in group.members)
    assert members == list(range(len(rows)))
    for group in groups:
        assert group.centre in group.members
        away = np.hypot(*(table[list(group.members), :2] - table[group.centre, :2]).T)
        assert away.max(initial=0) <= reach


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_that_crowds_stand_apart(rows: list[tuple[float, float, int]]) -> None:
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    groups = [group for group in gather(table[:, :2], table[:, 2], 90.0) if not group.alone]
    middles = table[[group.centre for group in groups], :2]
    for i, middle in enumerate(middles):
        others = np.delete(middles, i, axis=0)
        assert (np.hypot(*(others - middle).T) > 90.0).all()


def test_that_a_centre_stays_although_another_outgrows_it() -> None:
    xy = np.array([(100.0, 100.0), (120.0, 100.0), (110.0, 120.0), (105.0, 90.0), (95.0, 95.0)])
    weights = np.array([50.0, 60.0, 40.0, 45.0, 55.0])
    ids = list("abcde")
    assert gather(xy, weights, 90.0, ids)[0].centre == 1
    assert gather(xy, weights, 90.0, ids, {"a"})[0].centre == 0


def test_that_a_mark_that_outweighs_its_neighbours_stands_alone() -> None:
    xy = np.array([(100.0, 100.0), (120.0, 100.0), (110.0, 120.0)])
    assert len(gather(xy, np.array([3000.0, 10.0, 20.0]), 90.0)) == 3


def test_that_nothing_makes_no_group() -> None:
    assert gather(np.empty((0, 2)), np.empty(0), 90.0) == []
