"""Heat keeps every customer, and its luminance only rises (dark) or falls (light)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.map.heat import STEPS, HeatScale, crop, density, image, palette
from widgets.theme import load_theme


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 79.9), st.floats(0, 49.9), st.integers(0, 5000)), min_size=1, max_size=60
    ),
    st.integers(0, 9),
)
def test_that_no_customer_is_lost_or_invented(rows: list[tuple[float, float, int]], radius: int) -> None:
    table = np.array(rows, dtype=np.float64)
    grid = density(table[:, :2], table[:, 2], 80, 50, radius)
    assert grid.sum() == pytest.approx(table[:, 2].sum(), rel=1e-9, abs=1e-6)
    assert grid.min() > -1e-6
    assert crop(grid, radius).shape == (50, 80)


def test_that_places_far_outside_count_for_nothing() -> None:
    grid = density(np.array([[-9999.0, 3.0]]), np.array([50.0]), 20, 20, 2)
    assert grid.sum() == 0


def test_that_the_scale_is_a_step_of_the_fixed_series() -> None:
    assert HeatScale.around(np.array([[0.0, 85.0]])).top == 100.0
    assert HeatScale.around(np.array([[1e9]])).top == STEPS[-1]
    assert HeatScale.around(np.empty((0, 0))).top == STEPS[0]


@pytest.mark.parametrize("name", ["dark", "light"])
def test_that_luminance_is_monotone_over_the_land(name: str) -> None:
    theme = load_theme(name)
    stops = [(c.red(), c.green(), c.blue()) for c in (theme.heat_low, theme.heat_mid, theme.heat_high)]
    table = palette(*stops).astype(np.float64)
    land = np.array([theme.land.blue(), theme.land.green(), theme.land.red()])
    seen = table[:, :3] + land * (1 - table[:, 3:] / 255)
    luminance = seen @ (0.0722, 0.7152, 0.2126)
    steps = np.diff(luminance)  # bytes are rounded: a step may be one unit off
    assert (steps >= -1.2).all() if theme.dark else (steps <= 1.2).all()
    assert abs(luminance[-1] - luminance[0]) > 60


def test_that_nothing_out_is_nothing_seen() -> None:
    table = palette((1, 2, 3), (4, 5, 6), (7, 8, 9))
    assert image(np.zeros((3, 4)), HeatScale(100.0), table).sum() == 0
