"""Fate: drawn per device, the same under any policy, and as often as the weather has it."""

from collections import Counter

import numpy as np
import pytest

from feeds.sim import World
from feeds.sim.fault import Fault
from feeds.sim.hazard import failures
from feeds.sim.policy import NearestFree
from feeds.sim.splitmix import exponential, uniform
from feeds.sim.weather import Weather
from tests.feeds.sim.worlds import small, small_ground

GROUND = small_ground()


def drawn(name: str, seed: int = 7) -> list[Fault]:
    return World(seed, small(name), GROUND).faults


def test_that_a_row_s_draw_is_its_own() -> None:
    rows = np.arange(1000)
    whole = uniform(7, "bears", rows)
    assert np.array_equal(whole[500:600], uniform(7, "bears", rows[500:600]))
    assert not np.array_equal(whole, uniform(8, "bears", rows))
    assert not np.array_equal(whole, uniform(7, "other", rows))
    assert whole.min() >= 0.0 and whole.max() < 1.0 and abs(whole.mean() - 0.5) < 0.05
    assert abs(exponential(7, "bears", np.arange(20_000)).mean() - 1.0) < 0.03


def test_that_every_kind_of_device_fails_as_often_as_its_rates_say() -> None:
    scenario = small("day", hazard=40.0)
    found = failures(7, scenario, GROUND, Weather(scenario, GROUND.areas.point, 7))
    counts = Counter(found.kind.tolist())
    hours = scenario.lasts / 3600.0
    served = sum(c for c, own in zip(GROUND.areas.customers, GROUND.areas.own, strict=True) if not own)
    assert counts[2] == pytest.approx(40 * 4.7e-6 * served * hours, rel=0.25)
    assert counts[1] == pytest.approx(40 * 1.4e-5 * len(GROUND.areas.id) * hours, rel=0.3)
    assert counts[0] > 5


def test_that_storms_bring_more_than_an_ordinary_day() -> None:
    day, thunder, typhoon, heat = (
        Counter(fault.kind for fault in drawn(name))
        for name in ("day", "thunderstorm", "typhoon", "heat-wave")
    )
    assert thunder["feeder"] + thunder["lateral"] > day["feeder"] + day["lateral"]
    assert typhoon.total() > 5 * thunder.total()
    assert heat["service"] > 1.5 * day["service"]


def test_that_faults_fall_where_and_when_the_storm_is() -> None:
    scenario = small("typhoon")
    sky = Weather(scenario, GROUND.areas.point, 7)
    faults = World(7, scenario, GROUND).faults
    gusts = [float(sky.at(fault.point, fault.at).gust[0]) for fault in faults]
    assert sorted(gusts)[len(gusts) // 2] > 25.0
    assert [fault.at for fault in faults] == sorted(fault.at for fault in faults)


def test_that_another_policy_meets_the_same_day() -> None:
    class Nobody(NearestFree):
        """Sends nobody anywhere."""

        def choose(self, waiting, free, distance, now):  # type: ignore[no-untyped-def, override]
            return []

    scenario = small("thunderstorm")
    idle = World(7, scenario, GROUND, policy=Nobody())
    busy = World(7, scenario, GROUND)
    struck: list[list[tuple[str, float, float]]] = []
    for world in (idle, busy):
        world.step(scenario.start_at + 5 * 3600)
        struck.append([(fault.id, fault.at, fault.work) for fault in world.faults])
    assert struck[0] == struck[1]
    assert len(idle.supply.standing) > len(busy.supply.standing)


def test_that_some_faults_pass_and_some_guards_fail() -> None:
    faults = drawn("typhoon")
    lines = [fault for fault in faults if fault.id.startswith("line/")]
    assert 0.1 < sum(fault.recloses for fault in lines) / len(lines) < 0.5
    assert any(fault.guard_fails and fault.kind == "feeder" for fault in faults)
    assert all(fault.isolate_after for fault in lines if fault.kind == "feeder")
    assert {fault.kind for fault in faults} == {"feeder", "lateral", "area", "service"}


def test_that_a_small_prefecture_lives_through_a_storm_with_the_town_s_engine() -> None:
    scenario = small("thunderstorm", hazard=6.0)
    world = World(7, scenario, GROUND)
    facts = world.step(scenario.start_at + 4.5 * 3600)
    assert len(facts) > 3000
    assert sum(world.truth().dark.values()) > 0
