"""The road graph is one piece, crosses no sea but by ferry, and is made of roads as they are."""

import numpy as np
import shapely

from feeds.sim.geography.graph import parts_of
from feeds.sim.geography.streets import CLASSES, FERRY, SPEEDS_KMH
from tests.feeds.sim.geography.prefectures import atlas, prefecture
from wallboard.state.atlas_schema import ROAD_KINDS


def test_that_every_crossing_can_be_reached() -> None:
    streets = prefecture().streets
    parts = parts_of(len(streets.x), np.stack([streets.a, streets.b], 1))
    assert len(set(parts.tolist())) == 1


def test_that_no_road_crosses_the_sea() -> None:
    whole = prefecture()
    streets, ground = whole.streets, whole.ground
    dry = ground.holds_lines(
        streets.x[streets.a], streets.y[streets.a], streets.x[streets.b], streets.y[streets.b]
    )
    assert (streets.kind[~dry] == FERRY).all()
    assert (streets.kind == FERRY).sum() <= 3


def test_that_no_two_roads_cross_but_at_a_crossing() -> None:
    streets = prefecture().streets
    ends = np.stack(
        [
            np.stack([streets.x[streets.a], streets.y[streets.a]], 1),
            np.stack([streets.x[streets.b], streets.y[streets.b]], 1),
        ],
        1,
    )[streets.kind != FERRY]
    lines = shapely.linestrings(ends)
    first, second = shapely.STRtree(lines).query(lines, predicate="crosses")
    assert len(first) <= 0.002 * len(lines), "smoothing may make a few"
    assert len(first) == len(second)


def test_that_all_classes_are_there_with_their_speeds() -> None:
    roads = atlas().tables["roads"]
    assert ROAD_KINDS == CLASSES
    found = {CLASSES[kind] for kind in roads["kind"].tolist()}
    assert found >= {"motorway", "trunk", "county", "street", "village", "lane"}
    assert np.allclose(roads["speed_kmh"], np.array(SPEEDS_KMH)[roads["kind"]])
    assert (roads["metres"] > 0).all()


def test_that_every_town_is_on_the_road() -> None:
    whole = prefecture()
    streets, ground = whole.streets, whole.ground
    for x, y in zip(ground.town_x.tolist(), ground.town_y.tolist(), strict=True):
        assert float(np.hypot(streets.x - x, streets.y - y).min()) < 900.0
