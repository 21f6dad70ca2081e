"""Triangles thin out to what roads look like; ways over them are shortest; draws hang on names alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.sim.geography.draws import draws, noise, shares
from feeds.sim.geography.graph import neighbours_in, parts_of, spread_from, triangulate, ways_over
from feeds.sim.geography.names import in_series, titles, village_names
from feeds.sim.geography.nearness import nearest
from feeds.sim.geography.substations import centres_of


def scattered(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    dice = draws(seed, "points")
    return dice.random(count) * 1000.0, dice.random(count) * 1000.0


@settings(max_examples=25, deadline=None)
@given(st.integers(4, 120), st.integers(0, 10_000))
def test_that_thinning_keeps_all_points_connected(count: int, seed: int) -> None:
    x, y = scattered(count, seed)
    edges, gabriel, relative = neighbours_in(x, y, triangulate(x, y))
    for kept in (edges[gabriel], edges[relative]):
        assert len(set(parts_of(count, kept).tolist())) == 1
    assert relative.sum() <= gabriel.sum() <= len(edges)


def test_that_a_block_has_no_diagonal() -> None:
    x, y = np.array([0.0, 140.0, 3.0, 139.0]), np.array([0.0, 2.0, 100.0, 98.0])
    edges, _, relative = neighbours_in(x, y, triangulate(x, y))
    assert sorted(map(tuple, edges[relative].tolist())) == [(0, 1), (0, 2), (1, 3), (2, 3)]


def test_that_a_way_is_the_shortest_one() -> None:
    x, y = scattered(150, 3)
    edges, gabriel, _ = neighbours_in(x, y, triangulate(x, y))
    edges = edges[gabriel]
    ways = ways_over(x, y, edges, np.ones(len(edges)))
    tree = spread_from(ways, [0])
    metres = np.hypot(x[edges[:, 0]] - x[edges[:, 1]], y[edges[:, 0]] - y[edges[:, 1]])
    for goal in range(1, 150, 7):
        assert float(metres[ways.way(0, goal, 1.0)].sum()) == pytest.approx(tree.cost[goal])
    assert tree.order[0] == 0 and [tree.cost[node] for node in tree.order] == sorted(tree.cost)


def test_that_no_way_is_said_to_be_none() -> None:
    x, y = np.array([0.0, 1.0, 5.0, 6.0]), np.zeros(4)
    ways = ways_over(x, y, np.array([[0, 1], [2, 3]]), np.ones(2))
    assert ways.way(0, 3, 1.0) == []


@given(st.lists(st.floats(0.01, 100.0), min_size=1, max_size=40), st.integers(0, 5000))
def test_that_shares_add_up(weights: list[float], whole: int) -> None:
    found = shares(np.array(weights), whole)
    assert found.sum() == whole and (found >= 0).all()


def test_that_draws_hang_on_seed_and_name_alone() -> None:
    assert draws(7, "hills").random() == draws(7, "hills").random()
    assert draws(7, "hills").random() != draws(8, "hills").random() != draws(7, "names").random()
    x, y = scattered(200, 1)
    found = noise(draws(7, "n"), x, y, 300.0)
    assert 0.0 <= found.min() < found.max() <= 1.0


def test_that_the_nearest_is_the_nearest() -> None:
    x, y = scattered(60, 5)
    rows, metres = nearest(x[:20], y[:20], x[20:], y[20:])
    far = np.hypot(x[:20, None] - x[None, 20:], y[:20, None] - y[None, 20:])
    assert np.allclose(metres, far.min(1)) and np.allclose(far[np.arange(20), rows], far.min(1))
    assert len(nearest(x[:0], y[:0], x, y)[0]) == 0


def test_that_centres_lie_where_the_weight_is() -> None:
    x, y = scattered(400, 9)
    points = np.stack([x, y], 1)
    weight = np.where(x < 300.0, 50.0, 1.0)
    found = centres_of(points, weight, 10, draws(1, "c"))
    assert len(found) == 10 and (found[:, 0] < 330.0).sum() >= 5


def test_that_village_names_are_enough_and_told_apart() -> None:
    names = village_names(draws(7, "names"), 1500)
    assert len({zh for zh, _ in names}) == 1500
    with pytest.raises(ValueError, match="only"):
        village_names(draws(7, "names"), 100_000)
    assert in_series(("南坑", "Nankeng"), 1, 3) == ("南坑乙", "Nankeng 2")
    assert in_series(("南坑", "Nankeng"), 0, 1) == ("南坑", "Nankeng")
    assert in_series(("南坑", "Nankeng"), 11, 12)[0] == "南坑乙2"
    assert titles([("白沙街道", "a"), ("会城街道", "b"), ("白沙镇", "c"), ("圭峰区", "d")]) == [
        ("白沙街道", "a"),
        ("会城", "b"),
        ("白沙镇", "c"),
        ("圭峰区", "d"),
    ]
