"""Heat keeps every customer, and a colour stands for one density, whatever else is out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.map.heat import CELLS_OF_KERNEL, FAINT, PAD, STEPS, crop, density, image, over, palette, share_of

TABLE = palette((1, 2, 3), (4, 5, 6), (7, 8, 9))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 79.9), st.floats(0, 49.9), st.integers(0, 5000)), min_size=1, max_size=60
    ),
)
def test_that_no_customer_is_lost_or_invented(rows: list[tuple[float, float, int]]) -> None:
    table = np.array(rows, dtype=np.float64)
    grid = density(table[:, :2], table[:, 2], 80, 50)
    assert grid.sum() == pytest.approx(table[:, 2].sum(), rel=1e-9, abs=1e-6)
    assert grid.min() >= 0
    assert crop(grid).shape == (50, 80)


def test_that_a_lone_outage_is_round_however_large() -> None:
    side = 2 * PAD + 1
    grid = crop(density(np.array([[PAD + 0.5, PAD + 0.5]]), np.array([1e6]), side, side))
    rows, columns = np.mgrid[0:side, 0:side] - PAD
    for least in (1.0, 30.0, 1000.0):
        reach = np.hypot(rows, columns)[grid >= least].max()
        edge = np.abs(np.hypot(rows, columns) - reach) < 0.7
        assert (grid[edge] > least / 3).all() and (grid[edge] < least * 3).all()


def test_that_places_far_outside_count_for_nothing() -> None:
    grid = density(np.array([[-9999.0, 3.0]]), np.array([50.0]), 20, 20)
    assert grid.sum() == 0


def test_that_six_of_seven_customers_lie_within_the_named_reach() -> None:
    side = 2 * PAD + 1
    grid = crop(density(np.array([[side / 2, side / 2]]), np.array([1.0]), side, side))
    rows, columns = np.mgrid[0:side, 0:side] - side // 2
    within = np.hypot(rows, columns) <= CELLS_OF_KERNEL
    assert grid[within].sum() == pytest.approx(0.865, abs=0.02)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=30))
def test_that_the_scale_is_fixed_and_never_falls(densities: list[float]) -> None:
    shares = share_of(np.array(sorted(densities)))
    assert (np.diff(shares) >= 0).all()
    alone = [float(share_of(np.array([each]))[0]) for each in sorted(densities)]
    assert shares.tolist() == alone, "what else is out changes nothing"
    assert share_of(np.array([0.0, FAINT, STEPS[-1], 1e9])).tolist() == [0.0, 0.0, 1.0, 1.0]


def test_that_equal_factors_are_equal_steps() -> None:
    assert np.diff(share_of(np.array(STEPS))) == pytest.approx([2 / 7] * 3)


def test_that_nothing_out_is_nothing_seen() -> None:
    assert image(np.zeros((3, 4)), TABLE).sum() == 0
    assert image(np.full((1, 1), FAINT), TABLE).sum() == 0


def test_that_the_ground_is_seen_where_nothing_is_out() -> None:
    seen = over(TABLE, (200, 100, 50))
    assert seen[0].tolist() == [200, 100, 50]
    assert seen[255][0] < 100 > seen[255][2], "the highest colour hides most of it"
