"""Thinned lines stay within the tolerance, and shared borders stay shared."""

from itertools import pairwise

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from widgets.map.projection import Box
from widgets.map.simplify import Line, clipped, keep_mask, thin, thin_together, within

POINTS = st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 1000)), min_size=2, max_size=60)


def off_line(points: np.ndarray, line: np.ndarray) -> float:
    best = np.full(len(points), np.inf)
    for a, b in pairwise(line):
        along = b - a
        length = float(along @ along)
        share = np.clip(((points - a) @ along) / length, 0, 1) if length > 1e-18 else np.zeros(len(points))
        best = np.minimum(best, np.hypot(*(points - a - share[:, None] * along).T))
    return float(best.max())


@settings(max_examples=60, deadline=None)
@given(POINTS, st.floats(0.5, 200))
@example([(0.0, 9.6e-178), (0.0, 0.0), (0.0, 0.0)], 1.0)
def test_that_nothing_left_out_lies_further_off_than_the_tolerance(
    points: list[tuple[float, float]], tolerance: float
) -> None:
    xy = np.array(points)
    keep = keep_mask(xy, tolerance)
    assert keep[0] and keep[-1]
    assert off_line(xy, xy[keep]) <= tolerance + 1e-6


def test_that_a_ring_never_falls_below_a_triangle() -> None:
    turns = np.linspace(0, 2 * np.pi, 41)
    ring = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    thinned = thin(ring, 100.0, closed=True)
    assert len(thinned) >= 4
    assert np.allclose(thinned[0], thinned[-1], atol=1e-9)


@settings(max_examples=80, deadline=None)
@given(POINTS, st.lists(st.floats(0.0, 200), min_size=1, max_size=4), st.booleans())
@example([(0.0, 0.0)] * 6, [1.0], True)
def test_that_a_line_that_remembers_is_thinned_as_one_that_does_not(
    points: list[tuple[float, float]], tolerances: list[float], closed: bool
) -> None:
    xy = np.array([*points, points[0]] if closed else points)
    line = Line(xy, closed=closed)
    for tolerance in tolerances:
        assert np.array_equal(line.thinned(tolerance), thin(xy, tolerance, closed=closed))


def test_that_a_long_line_is_refined_in_steps() -> None:
    x = np.arange(2000.0)
    xy = np.stack([x, 50.0 * np.sin(x / 3.0)], axis=1)
    line = Line(xy, closed=False)
    assert sum(1 for _ in line.refining(0.5)) > 10
    assert list(line.refining(0.5)) == list(line.refining(5.0)) == [], "known"
    assert np.array_equal(line.thinned(5.0), thin(xy, 5.0, closed=False))


def test_that_neighbours_keep_their_common_border() -> None:
    wiggle = [(112.5 + 0.001 * (-1) ** i, 22.0 + 0.01 * i) for i in range(30)]
    west = [(112.0, 22.0), *wiggle, (112.0, 22.29), (112.0, 22.0)]
    east = [(113.0, 22.0), (113.0, 22.29), *wiggle[::-1], (113.0, 22.0)]
    first, second = thin_together([west, east], 500.0)
    shared = set(wiggle)
    assert set(first) & shared == set(second) & shared
    assert len(first) < len(west)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-300, 300), st.integers(-300, 300)), min_size=3, max_size=80),
    st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99)), min_size=1, max_size=20),
)
def test_that_what_is_left_out_beyond_the_view_changes_nothing_in_it(
    points: list[tuple[int, int]], looks: list[tuple[int, int]]
) -> None:
    """Every place in the view is on the same side of the ring as before."""
    ring = np.array([*points, points[0]], dtype=np.float64)
    short = within(ring, Box(-100, -100, 100, 100))
    assert len(short) <= len(ring)
    for x, y in looks:
        place = x + 0.37, y + 0.19
        assert winding(short, place) == winding(ring, place)


def winding(ring: np.ndarray, place: tuple[float, float]) -> int:
    """How often a ring goes round a place."""
    turns = 0
    for (ax, ay), (bx, by) in pairwise(ring.tolist()):
        side = (bx - ax) * (place[1] - ay) - (place[0] - ax) * (by - ay)
        if ay <= place[1] < by and side > 0:
            turns += 1
        elif by <= place[1] < ay and side < 0:
            turns -= 1
    return turns


def test_that_of_a_far_coast_little_is_left() -> None:
    angle = np.linspace(0, 2 * np.pi, 5001)
    coast = np.stack([1e5 * np.cos(angle), 1e5 * np.sin(angle)], axis=1)
    near = within(coast, Box(9.9e4, -2e3, 1.01e5, 2e3))
    assert 30 < len(near) < 60
    assert len(within(coast, Box(2e5, 2e5, 3e5, 3e5))) == 0


def test_that_an_area_is_cut_at_the_edges_of_a_view() -> None:
    ring = np.array([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)], dtype=np.float64)
    cut = clipped(ring, Box(-5, 4, 3, 20))
    assert {tuple(point) for point in cut.tolist()} == {(3, 4), (3, 10), (0, 10), (0, 4)}
    assert np.array_equal(cut[0], cut[-1])
    assert np.array_equal(clipped(ring, Box(-1, -1, 11, 11)), ring)
    assert len(clipped(ring, Box(20, 20, 30, 30))) == 0
    assert clipped(ring, Box(2, 2, 8, 8)).min() == 2, "a view within it is full of it"
