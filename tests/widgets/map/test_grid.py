"""A grid finds what looking at everything finds."""

import numpy as np
import pytest

from widgets.map.grid import Grid
from widgets.map.projection import Box


def everything(low: np.ndarray, high: np.ndarray, box: Box) -> list[int]:
    seen = (low[:, 0] <= box.right) & (high[:, 0] >= box.left)
    return np.flatnonzero(seen & (low[:, 1] <= box.top) & (high[:, 1] >= box.bottom)).tolist()


@pytest.mark.parametrize("longest", [0.0, 30.0, 4000.0])
def test_that_it_finds_what_looking_at_everything_finds(longest: float) -> None:
    chance = np.random.default_rng(3)
    low = chance.normal(0, 3000, (5000, 2))
    low[:3] = (9e6, 0.0), (-9e6, 5.0), (0.0, 9e6)
    high = low + chance.uniform(0, longest, (5000, 2)) ** 2 / max(longest, 1.0)
    grid = Grid(low, high)
    for _ in range(60):
        x, y = chance.normal(0, 4000, 2).tolist()
        box = Box(x, y, x + float(chance.uniform(0, 900)), y + float(chance.uniform(0, 6000)))
        found = everything(low, high, box)
        assert grid.within(box).tolist() == found
        assert grid.within(box, lambda rows: rows % 3 == 0).tolist() == [n for n in found if n % 3 == 0]
    for far in (Box(8e6, -10, 1e7, 10), Box(-1e8, -1e8, 1e8, 1e8), Box(3e7, 3e7, 4e7, 4e7)):
        assert grid.within(far).tolist() == everything(low, high, far)


def test_that_few_things_and_none_and_all_in_one_place_are_found() -> None:
    for count in (0, 1, 500):
        places = np.full((count, 2), 7.0)
        assert len(Grid(places, places).within(Box(7, 7, 7, 7))) == count
        assert len(Grid(places, places).within(Box(8, 8, 9, 9))) == 0


def test_that_a_small_box_looks_at_few_things() -> None:
    places = np.random.default_rng(1).uniform(0, 1000, (20_000, 2))
    about = Grid(places, places)._about(Box(500, 500, 510, 510))
    assert len(about) < 400
