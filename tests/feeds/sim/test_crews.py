"""Crews drive on roads at possible speeds, and do things in an order in which they can be done."""

import itertools

from feeds.sim.plane import Point, apart, metres
from tests.feeds.sim.worlds import FOLLOWS, lived
from wallboard.domain.crews import CrewPosition, CrewStatusValue
from wallboard.domain.outages import OutageExtent, OutageWork

WORLD, FACTS = lived(7, "town-storm")
NOISE = 45.0  # m: six standard deviations of a fix, both axes


def _off_road(point: Point) -> float:
    """Metres to the nearest road."""
    roads = WORLD.ground.roads

    def to_edge(a: Point, b: Point) -> float:
        dx, dy = b.x - a.x, b.y - a.y
        share = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy)
        share = min(max(share, 0.0), 1.0)
        return apart(point, Point(a.x + share * dx, a.y + share * dy))

    return min(to_edge(roads.crossings[a], roads.crossings[b]) for a, b in roads.metres)


def _tracks() -> dict[str, list[tuple[float, Point]]]:
    tracks: dict[str, list[tuple[float, Point]]] = {}
    for fact in FACTS:
        if isinstance(fact.data, CrewPosition):
            tracks.setdefault(fact.key, []).append((fact.at, metres(fact.data.lon, fact.data.lat)))
    return tracks


def test_that_no_crew_is_faster_than_90_km_an_hour() -> None:
    tracks = _tracks()
    assert len(tracks) == 12
    moved = 0
    for track in tracks.values():
        for (before, a), (after, b) in itertools.pairwise(track):
            assert after > before
            assert apart(a, b) <= 25.0 * (after - before) + NOISE
            moved += apart(a, b) > 50.0
    assert moved > 500


def test_that_every_fix_lies_on_a_road() -> None:
    for track in _tracks().values():
        for _, point in track[::5]:
            assert _off_road(point) < NOISE


def test_that_a_crew_arrives_after_it_set_out_and_where_the_fault_is() -> None:
    steps: dict[str, list[tuple[float, str]]] = {}
    for fact in FACTS:
        if isinstance(fact.data, CrewStatusValue):
            steps.setdefault(fact.key, []).append((fact.at, fact.data.status.value))
    for course in steps.values():
        assert [at for at, _ in course] == sorted(at for at, _ in course)
        for (_, before), (_, after) in itertools.pairwise(course):
            assert after in FOLLOWS[before]


def test_that_work_on_an_outage_starts_after_it_was_reported() -> None:
    reported: dict[str, float] = {}
    works = 0
    for fact in FACTS:
        if isinstance(fact.data, OutageExtent) and fact.data.reported_at is not None:
            assert fact.data.started_at is not None and fact.data.started_at <= fact.data.reported_at
            reported.setdefault(fact.key, fact.data.reported_at)
        if isinstance(fact.data, OutageWork) and fact.data.since is not None:
            works += 1
            assert fact.data.since > reported[fact.key]
    assert works > 100


def test_that_a_crew_stands_at_the_fault_while_it_works_there() -> None:
    places = {f"oms/{case.number}": case.fault for case in WORLD._desk.cases.values()}
    track = {key: dict(fixes) for key, fixes in _tracks().items()}
    checked = 0
    working: dict[str, tuple[float, str]] = {}
    for fact in FACTS:
        if not isinstance(fact.data, CrewStatusValue):
            continue
        if fact.data.status == "on_site":
            working[fact.key] = fact.at, fact.data.outage
        elif fact.data.status == "completed":
            since, outage = working.pop(fact.key)
            roads = WORLD.ground.roads
            there = roads.point(roads.spot_at(places[outage].point))
            fixes = [p for at, p in track[fact.key].items() if since < at < fact.at]
            checked += len(fixes)
            assert all(apart(p, there) < NOISE for p in fixes)
    assert checked > 200
