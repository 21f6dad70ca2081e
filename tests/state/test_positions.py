"""Vehicles in columns: rows are given once, grow, and are kept for their vehicle's return."""

import numpy as np
import pytest

from wallboard.state.positions import Positions


def test_that_the_last_fix_stands() -> None:
    fixes = Positions()
    fixes.put("a", 113.0, 22.0, 90.0, 1.0)
    fixes.put("a", 113.5, 22.5, None, 2.0)
    found = fixes.of("a")
    assert found is not None
    assert found[:2] == (113.5, 22.5)
    assert np.isnan(found[2])
    assert fixes.of("b") is None


def test_that_it_grows_and_keeps_what_it_had() -> None:
    fixes = Positions()
    for number in range(1000):
        fixes.put(f"v{number}", float(number) / 10, 22.0, 0.0, float(number))
    assert fixes.keys[999] == "v999"
    assert fixes.columns().shape == (4, 1000)
    assert fixes.of("v7") == (0.7, 22.0, 0.0, 7.0)


def test_that_a_dropped_vehicle_leaves_a_gap_and_comes_back_to_its_row() -> None:
    fixes = Positions()
    fixes.put("a", 113.0, 22.0, 0.0, 1.0)
    fixes.put("b", 114.0, 23.0, 0.0, 1.0)
    fixes.drop("a")
    fixes.drop("never seen")
    assert fixes.of("a") is None
    assert np.isnan(fixes.columns()[:, 0]).all()
    fixes.put("a", 115.0, 24.0, 0.0, 2.0)
    assert fixes.keys == ("a", "b")
    assert fixes.columns()[0, 0] == 115.0


def test_that_readers_cannot_write() -> None:
    fixes = Positions()
    fixes.put("a", 113.0, 22.0, 0.0, 1.0)
    with pytest.raises(ValueError, match="read-only"):
        fixes.columns()[0, 0] = 0.0
    fixes.clear()
    assert fixes.keys == ()


@pytest.mark.parametrize("count", [0, 1, 62, 63, 64, 65, 127, 128, 129, 1000])
def test_that_rows_are_found_together_and_nobody_has_none(count: int) -> None:
    fixes = Positions()
    for number in range(count):
        fixes.put(f"v{number}", 113.0 + number / 10_000, 22.0, None, float(number))
    asked = ["nobody", *(f"v{number}" for number in range(0, count, 7))]
    lon, lat, heading, at = fixes.rows(asked)
    assert np.isnan([lon[0], lat[0], heading[0], at[0]]).all()
    assert at[1:].tolist() == [float(number) for number in range(0, count, 7)]
    assert np.isnan(heading).all()
