"""Where vehicles truly drive, edge by edge, and that what is heard of it is that and a radio's error.

What was so is read from the lines of the truth alone; the road graph is the atlas'.
"""

import itertools
from bisect import bisect_right
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from feeds.sim.chronicle import Drove, Shut
from feeds.sim.fixes import EVERY
from feeds.sim.plane import Point, along, apart, metres
from feeds.sim.policy import NearestFree
from feeds.sim.roads import Edge
from feeds.sim.travel import CREW_TOP, CUT_OFF, ROUND, VAN_TOP
from tests.feeds.sim.worlds import lived_through
from wallboard.domain.crews import CrewPosition, CrewStatusValue, VanPosition
from wallboard.domain.terms import CrewStatus

NOISE = 45.0  # m: more than seven standard deviations of a fix on one axis


class Leg(NamedTuple):
    """One road of a drive, or a part of it: when it is entered and left, and where."""

    road: Edge
    begins: float
    ends: float
    here: Point
    there: Point
    metres: float


def _drives() -> dict[str, list[Drove]]:
    found: dict[str, list[Drove]] = {}
    for line in lived_through(NearestFree)[2]:
        if isinstance(line, Drove):
            found.setdefault(line.vehicle, []).append(line)
    return found


def _legs(drive: Drove) -> Iterator[Leg]:
    roads = lived_through(NearestFree)[0].ground.roads
    (a, b, first), (c, d, last) = drive.begins, drive.ends
    start = along(roads.crossings[a], roads.crossings[b], first)
    end = along(roads.crossings[c], roads.crossings[d], last)
    points = [start, *(roads.crossings[node] for node in drive.via), end]
    edges = [(a, b), *((min(pair), max(pair)) for pair in itertools.pairwise(drive.via)), (c, d)]
    if not drive.via:
        edges = [(a, b)]
        assert (a, b) == (c, d)
        shares = [abs(last - first)]
    else:
        shares = [first if drive.via[0] == a else 1.0 - first, *[1.0] * (len(edges) - 2)]
        shares.append(last if drive.via[-1] == c else 1.0 - last)
        assert drive.via[0] in (a, b) and drive.via[-1] in (c, d)
    for row, edge in enumerate(edges):
        long = shares[row] * roads.metres[edge]
        yield Leg(edge, drive.times[row], drive.times[row + 1], points[row], points[row + 1], long)


def test_that_every_drive_leads_road_by_road_no_faster_than_each_allows() -> None:
    world = lived_through(NearestFree)[0]
    roads, vans = world.ground.roads, {van.home.id for van in world._vans.vans}
    checked, fast, by_van = 0, set[float](), 0
    for drive in itertools.chain(*_drives().values()):
        assert len(drive.times) == len(drive.via) + 2
        top = VAN_TOP if drive.vehicle in vans else CREW_TOP
        by_van += drive.vehicle in vans
        for leg in _legs(drive):
            assert leg.road in roads.metres and leg.ends >= leg.begins
            if leg.metres > 5.0:
                speed = leg.metres / (leg.ends - leg.begins)
                assert speed <= min(roads.speed[leg.road], top) * 1.02
                fast.add(round(speed * 3.6, -1))
                checked += 1
    assert checked > 5_000 and by_van > 0
    assert {20.0, 40.0} < fast and max(fast) > 50.0  # by the road, not one speed for all


def test_that_a_vehicle_drives_on_from_where_it_was() -> None:
    follows = 0
    for drives in _drives().values():
        for before, after in itertools.pairwise(drives):
            assert after.at >= before.times[-1]
            (*_, last), (first, *_) = _legs(before), _legs(after)
            assert apart(last.there, first.here) < 0.1
            follows += 1
    assert follows > 100


def test_that_nobody_is_on_a_road_while_it_is_shut() -> None:
    shut: dict[Edge, list[Shut]] = {}
    for line in lived_through(NearestFree)[2]:
        if isinstance(line, Shut):
            shut.setdefault(line.road, []).append(line)
    assert len(shut) > 5
    before_or_after = 0
    for drive in itertools.chain(*_drives().values()):
        for leg in _legs(drive):
            for closed in shut.get(leg.road, ()) if leg.metres > 0.1 else ():
                assert leg.ends < closed.at or leg.begins > closed.until
                before_or_after += 1
    assert before_or_after > 0


def test_that_crews_say_that_they_go_round_the_water_and_that_they_cannot_arrive() -> None:
    said = [f.data for f in lived_through(NearestFree)[1] if isinstance(f.data, CrewStatusValue)]
    rounds = [one for one in said if one.said == ROUND]
    assert rounds and all(one.status in (CrewStatus.EN_ROUTE, CrewStatus.RELEASED) for one in rounds)
    assert all(one.eta is not None and one.eta > one.since for one in rounds)
    assert all(one.status is CrewStatus.SUSPENDED for one in said if one.said == CUT_OFF)


def _truly(legs: list[Leg], begins: list[float], at: float) -> Point:
    """Where a vehicle of these legs is at a time."""
    row = bisect_right(begins, at) - 1
    if row < 0:
        return legs[0].here
    leg = legs[row]
    if at >= leg.ends:
        return leg.there
    return along(leg.here, leg.there, (at - leg.begins) / (leg.ends - leg.begins))


def test_that_a_fix_is_the_truth_and_its_radio_s_error() -> None:
    drives = _drives()
    legs = {name: [leg for drive in of for leg in _legs(drive)] for name, of in drives.items()}
    begins = {name: [leg.begins for leg in of] for name, of in legs.items()}
    off: list[float] = []
    moved = 0
    for fact in lived_through(NearestFree)[1]:
        name = fact.key.removeprefix("gps/")
        if isinstance(fact.data, CrewPosition | VanPosition) and name in legs:
            there = _truly(legs[name], begins[name], fact.at)
            off.append(apart(there, metres(fact.data.lon, fact.data.lat)))
            moved += isinstance(fact.data, CrewPosition) and bool(fact.data.speed)
    assert max(off) < NOISE and 4.0 < median(off) < 12.0
    assert moved > 1_000


def test_that_moving_vehicles_speak_as_often_as_recorded_ones_and_fall_silent_now_and_then() -> None:
    heard: dict[str, list[tuple[float, bool]]] = {}
    for fact in lived_through(NearestFree)[1]:
        if isinstance(fact.data, CrewPosition):
            heard.setdefault(fact.key, []).append((fact.at, bool(fact.data.speed)))
    gaps = [
        after[0] - before[0] for of in heard.values() for before, after in itertools.pairwise(of) if after[1]
    ]
    assert median(gaps) == EVERY == 24.0
    assert max(gaps) > 600.0 and sum(gap > 120.0 for gap in gaps) < 0.1 * len(gaps)
