"""The sky does what its file says: fronts pass, typhoons turn and move, heat comes in the afternoon."""

import math

import numpy as np
import pytest

from feeds.sim.plane import Point, metres
from feeds.sim.weather import Cyclone, Weather
from wallboard.config.scenario import Scenario, load_scenario


def sky(name: str, places: list[Point] | None = None, seed: int = 7) -> tuple[Scenario, Weather]:
    scenario = load_scenario(name)
    return scenario, Weather(
        scenario, places or [Point(-40_000.0, 20_000.0), Point(40_000.0, -20_000.0)], seed
    )


def test_that_an_ordinary_day_is_mild() -> None:
    scenario, weather = sky("day")
    for hour in range(14):
        air = weather.at(Point(0.0, 0.0), scenario.start_at + hour * 3600)
        assert air.gust[0] < 10 and not air.rain[0] and not air.strokes[0]
    assert weather.words(Point(0.0, 0.0), scenario.start_at) == ""


def test_that_a_front_reaches_the_first_places_when_it_says_and_moves_on() -> None:
    places = [Point(-40_000.0, 20_000.0), Point(40_000.0, -20_000.0)]
    scenario, weather = sky("thunderstorm", places)
    front = scenario.front[0]

    def first_rain(place: Point) -> float:
        return next(
            t
            for t in np.arange(0.0, scenario.lasts, 60.0).tolist()
            if weather.at(place, scenario.start_at + t).rain[0] > 1
        )

    near, far = (first_rain(place) for place in places)
    assert front.reaches < near < front.reaches + 600
    turn = math.radians(front.towards)
    apart = 80_000.0 * math.sin(turn) - 40_000.0 * math.cos(turn)
    assert far - near == pytest.approx(apart / (front.speed_kmh / 3.6), abs=300)
    assert not weather.at(places[0], scenario.end_at).strokes[0]


def test_that_a_front_is_stronger_here_and_weaker_there_and_another_seed_has_other_cells() -> None:
    x = np.linspace(-30_000.0, -20_000.0, 40)
    found = []
    for seed in (1, 2):
        scenario, weather = sky("thunderstorm", seed=seed)
        rains = [weather.over(x, x * 0.0, scenario.start_at + t).rain for t in range(9000, 14_000, 300)]
        found.append(np.max(rains, axis=0))
    assert found[0].max() > 1.25 * found[0].min()
    assert not np.allclose(found[0], found[1])


def test_that_a_typhoon_blows_hardest_at_its_radius_on_its_right() -> None:
    scenario, _ = sky("typhoon")
    assert scenario.typhoon is not None
    cyclone = Cyclone(scenario.typhoon, scenario.start_at)
    now = scenario.start_at + 6 * 3600
    eye, later = cyclone.centre(now), cyclone.centre(now + 600)
    length = math.hypot(later.x - eye.x, later.y - eye.y)
    right = (later.y - eye.y) / length, -(later.x - eye.x) / length
    away = np.array([2_000.0, 41_000.0, 41_000.0, 250_000.0])
    side = np.array([1.0, 1.0, -1.0, 1.0])
    wind, rain, _ = cyclone.over(eye.x + away * side * right[0], eye.y + away * side * right[1], now)
    assert (
        wind[1] == wind.max()
        and wind[1] > wind[2] + 2
        and wind[0] < 0.5 * wind[1]
        and wind[3] < 0.6 * wind[1]
    )
    assert rain[1] > rain[3]


def test_that_a_typhoon_follows_its_track() -> None:
    scenario, weather = sky("typhoon")
    assert scenario.typhoon is not None
    fix = scenario.typhoon.track[2]
    centre = weather.systems[0].centre(scenario.start_at + fix.after)  # type: ignore[attr-defined]
    assert math.dist((centre.x, centre.y), (metres(fix.lon, fix.lat).x, metres(fix.lon, fix.lat).y)) < 1.0
    assert weather.words(metres(112.9, 22.0), scenario.start_at + 8 * 3600) == "台风红色预警"


def test_that_a_heat_wave_is_hottest_in_the_afternoon_and_says_so() -> None:
    scenario, weather = sky("heat-wave")
    heat = [float(weather.at(Point(0.0, 0.0), scenario.start_at + h * 3600).heat[0]) for h in range(14)]
    assert max(heat) == pytest.approx(scenario.warmest, abs=0.6) and 3 <= int(np.argmax(heat)) <= 6
    assert weather.words(Point(0.0, 0.0), scenario.start_at + 5 * 3600).startswith("高温")


def test_that_the_town_s_storm_is_everywhere_at_once() -> None:
    scenario, weather = sky("town-storm")
    assert scenario.storm is not None
    forces = [
        weather.force(Point(x, 0.0), scenario.start_at + scenario.storm.peak) for x in (-5000.0, 0.0, 5000.0)
    ]
    assert len(set(forces)) == 1 and 0.9 < forces[0] < 1.1
