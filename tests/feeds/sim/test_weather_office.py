"""The weather office reads the sky where it stands and errs about the track only ahead of time."""

import math
from functools import cache

import msgspec
import pytest

from feeds.sim import World
from feeds.sim.plane import degrees, metres
from feeds.sim.weather import GALE, Cyclone
from feeds.worlds import open_world
from tests.feeds.sim.worlds import small, small_ground
from wallboard.config.scenario import load_scenario
from wallboard.domain.facts import Fact
from wallboard.domain.network import RegionWeather, StormTrack
from wallboard.domain.outages import OutageExtent


@cache
def typhoon() -> tuple[World, list[Fact]]:
    """The first hours of a typhoon that blows over the demo town, where nothing else is set to happen."""
    town, far = load_scenario("town-day"), load_scenario("typhoon")
    scenario = msgspec.structs.replace(
        town, typhoon=far.typhoon, start=far.start, set_fault=[], planned=[], spell=[], lasts=7 * 3600.0
    )
    world = open_world(scenario, 7)
    return world, world.step(world.scenario.end_at)


def test_that_a_reading_says_where_it_was_taken_and_where_the_wind_comes_from() -> None:
    world, facts = typhoon()
    centres = {degrees(world.ground.regions[row].centre) for row in world.ground.bureaus}
    readings = [fact for fact in facts if isinstance(fact.data, RegionWeather)]
    assert len(readings) > 60
    eye = world.sky.systems[0]
    assert isinstance(eye, Cyclone)
    for fact in readings:
        data = fact.data
        assert isinstance(data, RegionWeather) and data.lon is not None and data.lat is not None
        assert (data.lon, data.lat) in centres and data.direction is not None
        here, centre = metres(data.lon, data.lat), eye.centre(fact.at)
        if (data.wind or 0.0) > 8.0:  # against the clock: the eye lies to the right of who faces the wind
            towards = math.degrees(math.atan2(centre.x - here.x, centre.y - here.y))
            assert 60.0 < (towards - data.direction) % 360.0 < 180.0
    assert max(fact.data.wind or 0 for fact in readings if isinstance(fact.data, RegionWeather)) > 14


def test_that_the_track_is_known_up_to_its_issue_and_expected_after_it() -> None:
    world, facts = typhoon()
    eye = world.sky.systems[0]
    assert isinstance(eye, Cyclone)
    issues = [fact.data for fact in facts if isinstance(fact.data, StormTrack)]
    assert len(issues) == 3
    astray = 0.0
    for track in issues:
        assert track.name and [fix.at for fix in track.fixes] == sorted(fix.at for fix in track.fixes)
        for fix in track.fixes:
            said, real = metres(fix.lon, fix.lat), eye.centre(fix.at)
            off = math.dist((said.x, said.y), (real.x, real.y))
            ahead = max(0.0, fix.at - track.issued_at) / 3600.0
            assert off <= 1.0 + 2500.0 * 4 * ahead
            astray = max(astray, off)
    assert astray > 3000.0
    assert any(fix.at == issues[2].issued_at for fix in issues[2].fixes)


def test_that_gales_end_where_the_track_says() -> None:
    world, facts = typhoon()
    eye = world.sky.systems[0]
    track = next(fact.data for fact in facts if isinstance(fact.data, StormTrack))
    assert isinstance(eye, Cyclone) and isinstance(track, StormTrack)
    fix = track.fixes[1]
    assert fix.gale_km is not None and 100 < fix.gale_km < 400
    assert eye.gale_reach(fix.at) == pytest.approx(fix.gale_km * 1000.0, abs=600)
    last = track.fixes[-1]
    assert last.wind is not None and last.wind < GALE and last.gale_km == 0


def test_that_the_day_s_breeze_comes_from_the_sea() -> None:
    world = open_world("town-day", 1)
    point = world.ground.regions[0].centre
    noon = load_scenario("town-day").start_at // 86400 * 86400 + 4 * 3600.0  # 12:00 in the town
    assert 90.0 < world.sky.direction(point, noon) < 270.0
    assert not 90.0 < world.sky.direction(point, noon + 12 * 3600.0) < 270.0


def test_that_an_outage_names_the_grid_cell_that_it_lies_in() -> None:
    ground = small_ground()
    world = World(7, small("thunderstorm", hazard=6.0, lasts=4 * 3600.0), ground)
    facts = world.step(world.scenario.end_at)
    said = [fact.data for fact in facts if isinstance(fact.data, OutageExtent)]
    towns = {
        (ground.cell_name(area), ground.bureau_name(area), ground.town_name(area))
        for area in range(len(ground.areas.id))
    }
    assert len(said) > 20 and len({data.cell for data in said}) > 5
    assert all(data.cell and (data.cell, data.region, data.town) in towns for data in said)
