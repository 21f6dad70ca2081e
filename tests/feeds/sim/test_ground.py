"""The ground of the town and of a small prefecture: rows that fit together, roads that lead everywhere."""

import itertools

import networkx as nx
import pytest

from feeds.sim import roadmap
from feeds.sim.ground import Ground
from feeds.sim.plane import apart
from feeds.sim.roadmap import Drive, Edge, RoadMap
from feeds.sim.staff import crews_of, vans_of
from feeds.worlds import ground_of
from tests.feeds.sim.geography.prefectures import atlas


@pytest.fixture(scope="module", params=["town", "prefecture"])
def ground(request: pytest.FixtureRequest) -> Ground:
    return ground_of("town") if request.param == "town" else Ground(atlas())


def test_that_every_area_has_a_transformer_a_feeder_and_regions(ground: Ground) -> None:
    areas = ground.areas
    assert all(ground.edges.b[edge] == node for edge, node in zip(areas.edge, areas.node, strict=True))
    assert sorted(itertools.chain(*ground.feeders.areas)) == list(range(len(areas.id)))
    for kind in (ground.towns, ground.bureaus):
        assert sorted(itertools.chain(*(ground.regions[row].areas for row in kind))) == list(
            range(len(areas.id))
        )
    assert all(
        ground.regions[town].parent == bureau for town, bureau in zip(areas.town, areas.bureau, strict=True)
    )
    assert sum(areas.customers) == ground.customers
    assert set(areas.area_class) >= {"urban", "rural"}


def test_that_a_region_s_lines_are_those_that_have_most_of_their_areas_there(ground: Ground) -> None:
    for row in ground.bureaus:
        region = ground.regions[row]
        for line in region.lines:
            mine = ground.feeders.areas[line]
            assert 2 * sum(ground.areas.bureau[area] == row for area in mine) > len(mine)


def test_that_a_breaker_stands_at_the_head_of_each_feeder(ground: Ground) -> None:
    for row, edge in enumerate(ground.feeders.breaker):
        assert ground.feeders.first[row] <= edge < ground.feeders.end[row]


def test_that_ways_lead_along_roads_from_anywhere_to_anywhere(ground: Ground) -> None:
    roads = ground.roads
    spots = [roads.spot_at(point) for point in ground.areas.point[:: max(1, len(ground.areas.point) // 12)]]
    for start, goal in itertools.pairwise(spots):
        via = roads.way(start, goal)
        assert via is not None
        drive = Drive(start, via, goal, ())
        way, edges, metres = roads.points(drive), drive.roads(), roads.metres_of(drive)
        assert all(edge in roads.metres for edge in edges) and len(edges) == len(metres) == len(way) - 1
        length = sum(apart(a, b) for a, b in itertools.pairwise(way))
        assert abs(sum(metres) - length) < 0.01 * length + 1.0
        assert apart(way[0], way[-1]) <= length + 1.0 < 8.0 * apart(way[0], way[-1]) + 4_000.0


def test_that_a_way_leads_round_a_shut_road_and_there_is_none_to_a_place_on_it(ground: Ground) -> None:
    roads = ground.roads
    spots = [roads.spot_at(point) for point in ground.areas.point[:: max(1, len(ground.areas.point) // 12)]]
    round_it = 0
    for start, goal in itertools.pairwise(spots):
        via = roads.way(start, goal) or ()
        for edge in Drive(start, via, goal, ()).roads()[1:-1][:2]:
            other = roads.way(start, goal, {edge})
            round_it += other is not None
            assert other is None or edge not in Drive(start, other, goal, ()).roads()
        if 0.0 < goal.share < 1.0 and start.edge != goal.edge:
            assert roads.way(start, goal, {goal.edge}) is None
    assert round_it > 5


def test_that_where_water_parts_the_roads_there_is_a_way_on_each_side_and_none_across(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both parts may be large: a search in vain ends early, and finds what it would have found."""
    monkeypatch.setattr(roadmap, "POCKET", 0)
    monkeypatch.setattr(roadmap, "LONG", 4)
    roads = ground.roads
    xs = sorted(point.x for point in roads.crossings)
    middle = xs[len(xs) // 2]
    shut = {edge for edge in roads.metres if len({roads.crossings[end].x < middle for end in edge}) == 2}
    spots = [roads.spot_at(point) for point in ground.areas.point[:: max(1, len(ground.areas.point) // 12)]]
    spots = [spot for spot in spots if spot.edge not in shut]
    west = [roads.point(spot).x < middle for spot in spots]
    assert 0 < sum(west) < len(west)
    part = _parts(roads, shut)
    for one, other in itertools.permutations(range(len(spots)), 2):
        via = roads.way(spots[one], spots[other], shut)
        joined = part[spots[one].edge[0]] == part[spots[other].edge[0]]
        assert (via is not None) is joined and (joined or via is None)
        assert west[one] == west[other] or not joined


def _parts(roads: RoadMap, shut: set[Edge]) -> dict[int, int]:
    """Which part each crossing lies in, by the independent library."""
    graph = nx.Graph(edge for edge in roads.metres if edge not in shut)
    return {node: n for n, nodes in enumerate(nx.connected_components(graph)) for node in nodes}


def test_that_a_place_beside_a_road_is_found_on_it(ground: Ground) -> None:
    far = [apart(ground.roads.point(ground.roads.spot_at(p)), p) for p in ground.areas.point[:40]]
    assert sorted(far)[20] < 80.0


def test_that_crews_and_vans_wait_where_the_customers_are(ground: Ground) -> None:
    crews = crews_of(ground, 24, 1)
    assert len({crew.id for crew in crews}) == len({crew.name for crew in crews}) == 24
    assert {crew.unit for crew in crews} <= {ground.regions[row].name for row in ground.bureaus}
    assert len(vans_of(ground, 3)) == 3


def test_that_a_device_is_found_by_its_id_and_by_its_name() -> None:
    town = ground_of("town")
    assert town.named["F3"] == town.named["10kV 学府线"] == ("feeder", "F3")
    assert town.named["人民医院专变"][0] == "area" and town.named["F4-Z01"][0] == "lateral"
