"""The demo town looks like a place, and its map file is what its program writes."""

import json

from feeds.sim import outline
from feeds.sim.geography.town import AREA_COUNT, KEY_CUSTOMERS, build_town
from feeds.sim.network import FEEDER_PLANS
from feeds.sim.plane import Point, apart, degrees, metres
from feeds.sim.town_map import town_map
from wallboard.config.load import resource

TOWN = build_town()


def test_that_the_map_file_is_what_the_program_writes() -> None:
    shipped = resource("maps", "town.geojson").read_bytes()
    assert town_map(build_town()).encode() == shipped, "run: python -m feeds.sim.town_map > resources/maps/…"


def test_that_the_map_names_every_feeder_area_and_substation_and_says_that_it_is_schematic() -> None:
    document = json.loads(town_map(TOWN))
    assert "schematic" in document["note"]
    by_role: dict[str, list[dict]] = {}
    for feature in document["features"]:
        by_role.setdefault(feature["properties"]["role"], []).append(feature)
    assert set(by_role) == {"district", "water", "road", "feeder", "substation", "area"}
    assert len(by_role["area"]) == AREA_COUNT and len(by_role["substation"]) == 2
    assert {f["properties"]["feeder"] for f in by_role["feeder"]} == {p.name for p in FEEDER_PLANS}
    for feature in by_role["district"]:
        ring = feature["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1] and len(ring) > 40


def test_that_the_town_has_the_size_that_was_asked_for() -> None:
    assert len(TOWN.areas) == AREA_COUNT
    assert len(TOWN.feeder_names) == 6
    assert 23_500 < TOWN.customers < 24_500
    assert {a.key_customer for a in TOWN.areas} - {""} == {name for name, _ in KEY_CUSTOMERS}
    assert len({a.bureau for a in TOWN.areas}) == 2 and len({a.town for a in TOWN.areas}) == 3


def test_that_every_area_hangs_on_a_line_of_its_feeder_and_lies_beside_its_road() -> None:
    lines = {line.id: line for line in TOWN.lines}
    for area in TOWN.areas:
        assert apart(area.point, TOWN.roads.point(area.spot)) < 60.0
        if area.lateral:
            assert lines[area.lateral].feeder == area.feeder
            edges = {(min(e), max(e)) for e in lines[area.lateral].edges}
            assert area.spot.edge in edges


def test_that_every_crossing_can_be_reached_and_every_trunk_starts_at_its_substation() -> None:
    reached, _ = TOWN.roads.reach([(0, 0.0)])
    assert len(reached) == len(TOWN.roads.crossings)
    for plan in FEEDER_PLANS:
        first = next(x for x in TOWN.lines if x.feeder == plan.id and not x.lateral and x.section == 0)
        others = {x.edges[0][0] for x in TOWN.lines if not x.lateral and x.section == 0}
        assert first.edges[0][0] in others and len(others) == 2


def test_that_a_lateral_branches_off_its_own_feeder_section_and_is_one_tree() -> None:
    for line in TOWN.lines:
        if not line.lateral:
            continue
        trunk = next(
            x for x in TOWN.lines if x.feeder == line.feeder and x.section == line.section and not x.lateral
        )
        on_trunk = {node for edge in trunk.edges for node in edge}
        assert line.edges[0][0] in on_trunk
        known = {line.edges[0][0]}
        for near, far in line.edges:
            assert near in known
            known.add(far)


def test_that_people_live_more_densely_near_the_centre() -> None:
    def per_km2(low: float, high: float) -> float:
        inside = [a for a in TOWN.areas if low <= apart(a.point, Point(0.0, 0.0)) < high]
        return sum(a.customers for a in inside) / (3.14159 * (high**2 - low**2) / 1e6)

    assert per_km2(0, 1500) > 2 * per_km2(1500, 3000) > 3 * per_km2(5500, 7000)


def test_that_only_bridges_cross_the_river() -> None:
    for a, b in TOWN.roads.edges:
        assert outline.road_allowed(TOWN.roads.crossings[a], TOWN.roads.crossings[b])


def test_that_places_survive_the_way_to_degrees_and_back() -> None:
    for area in TOWN.areas[:50]:
        assert apart(metres(*degrees(area.point)), area.point) < 0.2
