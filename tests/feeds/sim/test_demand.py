"""Demand follows the hour, the week and the heat; transformers that carry too much of it fail."""

from datetime import datetime

import numpy as np
import pytest

from feeds.sim import World
from feeds.sim.demand import USUAL_LOADING, demand, loading
from feeds.sim.failing import OVERLOAD_CAUSES
from feeds.sim.fault import Fault
from tests.feeds.sim.worlds import small, small_ground

GROUND = small_ground()


def at(text: str, heat: float = 26.0) -> float:
    return float(demand(datetime.fromisoformat(f"{text}+08:00").timestamp(), np.array([heat]))[0])


def overloads(name: str, **changes: object) -> list[Fault]:
    """Of many times as willing transformers, so that a twentieth of a prefecture shows them."""
    world = World(7, small(name, hazard=40.0, **changes), GROUND)
    return [fault for fault in world.faults if fault.cause in OVERLOAD_CAUSES]


def test_that_an_ordinary_evening_is_one_and_the_night_half_of_it() -> None:
    assert at("2026-06-09T20:00:00") == pytest.approx(1.0)
    assert at("2026-06-09T04:00:00") == pytest.approx(0.54)
    assert at("2026-06-09T12:00:00") < at("2026-06-09T11:00:00") < at("2026-06-09T19:30:00")


def test_that_weekends_draw_less() -> None:
    friday, saturday, sunday = (at(f"2026-06-{day}T11:00:00") for day in (12, 13, 14))
    assert friday > saturday > sunday > 0.85 * friday
    assert at("2026-06-15T11:00:00") == friday


def test_that_heat_adds_what_cooling_draws() -> None:
    assert at("2026-07-22T15:00:00", 20.0) == at("2026-07-22T15:00:00", 26.0)
    assert at("2026-07-22T15:00:00", 39.0) == pytest.approx(1.455 * at("2026-07-22T15:00:00"), rel=0.01)


def test_that_areas_are_loaded_about_the_atlas_s_mean_each_by_its_own_draw() -> None:
    rows = np.arange(20_000)
    found = loading(7, rows)
    assert np.median(found) == pytest.approx(USUAL_LOADING, rel=0.02)
    assert 0.001 < (found > 1.0).mean() < 0.005
    assert np.array_equal(found[500:600], loading(7, rows[500:600]))
    assert not np.array_equal(found, loading(8, rows))


def test_that_a_heat_wave_overloads_many_times_as_many_transformers() -> None:
    hot, day = overloads("heat-wave"), overloads("day")
    assert len(hot) > 3 * len(day) and len(hot) > 10
    assert {fault.kind for fault in hot} == {"area"}


def test_that_overloads_come_when_most_is_drawn() -> None:
    hot = overloads("heat-wave")
    scenario = small("heat-wave")
    drawn = [at(datetime.fromtimestamp(fault.at, scenario.start.tzinfo).isoformat()[:19]) for fault in hot]
    every = [at(f"2026-07-22T{hour:02d}:30:00") for hour in range(10, 24)]
    assert np.mean(drawn) > np.mean(every)


def test_that_what_ties_can_carry_follows_the_demand() -> None:
    scenario = small("heat-wave", hazard=0.0)
    world = World(7, scenario, GROUND)
    loads: list[float] = []
    for hour in range(14):
        world.step(scenario.start_at + hour * 3600.0)
        loads.append(world.grid.load)
    assert max(loads) > 1.2 and min(loads) < 0.95 * max(loads)
    cool = World(7, small("day", hazard=0.0), GROUND)
    cool.step(cool.scenario.start_at + 3600.0)
    assert cool.grid.load < 1.05
