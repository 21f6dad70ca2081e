"""At its lively moment every part of the overview has something true to show."""

from collections import Counter

import pytest

from feeds.sim import load_scenario
from tests.feeds.sim.worlds import Watched
from wallboard.domain.terms import AreaClass, Band, Lane, OutageStage, SourceState, Supply, VanStatus
from wallboard.rules.sla import Clocks
from wallboard.state.queries import lane, source_faces, totals

DEFAULT_SEED = 7


@pytest.fixture(scope="module")
def room() -> Watched:
    watched = Watched(DEFAULT_SEED, "town-storm")
    watched.watch(watched.world.scenario.moment)
    return watched


def test_that_the_storm_leaves_some_thousand_customers_dark(room: Watched) -> None:
    face = totals(room.store.tables, room.world.now)
    assert face.outages is not None and face.customers_out is not None
    assert 14 <= face.outages - (face.planned or 0) <= 25
    assert 1500 <= face.customers_out <= 9000
    assert face.planned and face.lines_out and face.areas_out and face.key_customers_out
    assert face.customers_restored and face.told and face.untold
    assert face.customers_served == room.world.ground.customers
    assert face.lines_served == 6 and face.areas_served == 300


def test_that_orders_on_site_are_in_time_and_the_level_holds_those_that_wait(room: Watched) -> None:
    face = lane(room.store.tables, Lane.RESTORE, None, room.world.now, AreaClass.URBAN, 8)
    assert 14 <= face.open <= 25
    clocks = Clocks(room.rules, AreaClass.URBAN)  # as if no response level stood
    orders = [order for order in room.store.tables.orders.values() if order.open]
    bands = Counter(clocks.of(order, room.world.now).band for order in orders)
    assert 1 <= bands[Band.BREACHED] <= 3
    judged = lane(room.store.tables, Lane.RESTORE, room.rules, room.world.now, AreaClass.URBAN, 8)
    assert judged.calm >= 8
    assert judged.uncoloured >= 5  # a response level suspends the clock of arrival
    assert judged.mean_arrival is not None and 5 * 60 < judged.mean_arrival < 60 * 60


def test_that_the_response_holds_the_clocks_of_those_who_were_told_and_of_nobody_else(room: Watched) -> None:
    tables = room.store.tables
    face = lane(tables, Lane.RESTORE, room.rules, room.world.now, AreaClass.URBAN, 99)
    held = [line for line in face.rows if line.clock.reason and line.clock.reason.code == "clock_held"]
    assert len(held) >= 3
    assert all(line.outage is not None and line.outage.told_first is not None for line in held)
    late = [line for line in face.rows if line.clock.target == "arrive" and line.clock.band is Band.BREACHED]
    assert not [line for line in late if line.outage and line.outage.told_first is not None]


def test_that_crews_are_in_many_states_and_a_van_feeds_the_hospital(room: Watched) -> None:
    tables = room.store.tables
    statuses = {crew.status.value for crew in tables.crews.values()}
    assert {"available", "on_site", "made_safe"} <= statuses and len(statuses) >= 3
    assert any(van.status is VanStatus.CONNECTED for van in tables.vans.values())
    fed = [o for o in tables.outages.values() if o.supply is Supply.GENERATOR]
    assert [o.place for o in fed] == ["人民医院专变"]


def test_that_outages_are_in_many_stages_and_etrs_were_revised(room: Watched) -> None:
    rows = [o for o in room.store.tables.outages.values() if not o.planned]
    stages = {o.stage for o in rows}
    assert {OutageStage.SUSPECTED, OutageStage.PREDICTED, OutageStage.CONFIRMED} <= stages
    assert {OutageStage.PARTLY_RESTORED, OutageStage.RESTORED_REPORTED, OutageStage.CLOSED} <= stages
    revised = [o for o in rows if o.etr_revision and o.etr is not None and o.etr_first is not None]
    later = [o for o in revised if o.etr is not None and o.etr_first is not None and o.etr > o.etr_first]
    assert len(revised) >= 5 and later


def test_that_the_room_knows_its_shift_its_level_and_its_plans(room: Watched) -> None:
    tables, now = room.store.tables, room.world.now
    shift = next(iter(tables.shifts.values()))
    assert shift.starts_at < now < shift.ends_at and shift.service_lead and shift.network_lead
    assert [r.words for r in tables.responses.values()] == ["防风防汛 Ⅳ 级响应"]
    assert {plan.state for plan in tables.plans.values()} == {"running", "late"}


def test_that_one_source_is_late_and_the_others_are_not(room: Watched) -> None:
    faces = {face.id: face.state for face in source_faces(room.store.tables, room.world.now)}
    assert faces.pop("gps") is SourceState.LATE
    assert set(faces.values()) <= {SourceState.LIVE, SourceState.QUIET}


def test_that_an_ordinary_day_is_quiet() -> None:
    watched = Watched(DEFAULT_SEED, "town-day")
    watched.watch(watched.world.scenario.moment)
    face = totals(watched.store.tables, watched.world.now)
    assert face.outages is not None and 2 <= face.outages <= 8
    assert not watched.store.tables.responses


def test_that_the_moment_lies_within_the_scenario() -> None:
    for name in ("town-day", "town-storm"):
        scenario = load_scenario(name)
        assert scenario.name == name and 0 < scenario.moment < scenario.lasts
