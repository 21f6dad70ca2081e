"""Generator vans: who gets one, what it can carry, that it is off before anything is switched."""

from feeds.sim.chronicle import Generated, Mended, Switched
from feeds.sim.policy import NearestFree
from feeds.sim.vans import ESTATE, POWER_FACTOR
from tests.feeds.sim.worlds import lived_through
from wallboard.domain.crews import VanProfile, VanStatusValue
from wallboard.domain.outages import OutageSupply
from wallboard.domain.terms import Supply, VanStatus


def test_that_vans_feed_key_customers_and_estates_that_they_can_carry() -> None:
    world, facts, lines = lived_through(NearestFree)
    kva = {f.key: f.data.kva for f in facts if isinstance(f.data, VanProfile)}
    areas = world.ground.areas
    on = [line for line in lines if isinstance(line, Generated) and line.van]
    assert on
    for line in on:
        row = areas.id.index(line.area)
        assert areas.key[row] or areas.customers[row] >= ESTATE
        assert areas.kw[row] <= kva[line.van] * POWER_FACTOR


def test_that_a_van_is_off_before_its_outage_is_mended_or_its_devices_close() -> None:
    on: dict[str, str] = {}
    checked = 0
    for line in lived_through(NearestFree)[2]:
        if isinstance(line, Generated):
            assert bool(line.van) != (line.fault in on)
            if line.van:
                on[line.fault] = line.van
            else:
                del on[line.fault]
                checked += 1
        elif isinstance(line, Mended):
            assert line.id not in on
        elif isinstance(line, Switched) and line.closed:
            assert line.fault not in on
    assert checked > 0


def test_that_what_a_van_feeds_is_told_as_that_and_its_fuel_falls() -> None:
    facts = lived_through(NearestFree)[1]
    told = [f.data for f in facts if isinstance(f.data, OutageSupply)]
    assert {one.supply for one in told if one.van} <= {Supply.GENERATOR, Supply.PARTIAL}
    assert any(one.van for one in told) and any(not one.van for one in told)
    hours: dict[tuple[str, float], list[float]] = {}
    for fact in facts:
        data = fact.data
        if isinstance(data, VanStatusValue) and data.status is VanStatus.CONNECTED and data.area:
            assert data.fuel_hours is not None
            hours.setdefault((fact.key, data.since), []).append(data.fuel_hours)
    assert any(len(of) > 1 for of in hours.values())
    for of in hours.values():
        assert of == sorted(of, reverse=True) and of[-1] >= 0.5
