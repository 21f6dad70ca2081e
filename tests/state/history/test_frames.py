"""A frame of the map: every customer in its square, the heaviest where there are too many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.state.history.frames import SQUARE_DEG, frame_of, square_of

SQUARES = st.dictionaries(
    st.tuples(st.integers(-18000, 17999), st.integers(-9000, 8999)), st.integers(1, 10**6), max_size=40
)


@given(SQUARES)
def test_that_a_frame_holds_every_customer(out: dict[tuple[int, int], int]) -> None:
    frame = frame_of(60.0, out, 100)
    lon, lat, customers = frame.places()
    assert customers.sum() == sum(out.values())
    found = {square_of(x, y): int(n) for x, y, n in zip(lon, lat, customers, strict=True)}
    assert found == out


@given(SQUARES, st.integers(0, 10))
def test_that_of_too_many_squares_the_heaviest_stay(out: dict[tuple[int, int], int], most: int) -> None:
    kept = frame_of(0.0, out, most).customers.tolist()
    assert kept == sorted(out.values(), reverse=True)[:most]


@given(st.floats(-180, 179.99), st.floats(-90, 89.99))
def test_that_a_place_lies_in_its_square(lon: float, lat: float) -> None:
    column, row = square_of(lon, lat)
    assert column * SQUARE_DEG <= lon + 1e-9 and lon < (column + 1) * SQUARE_DEG + 1e-9
    assert row * SQUARE_DEG == pytest.approx(lat, abs=SQUARE_DEG)
