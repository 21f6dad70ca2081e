"""What might ride along, from facts; and the response level by which all of it waits (d.124, domain 5.9)."""

import numpy as np
import pytest

from tests.rules.dispatch.test_roads import street
from tests.state.queries.faces import MIN, NOW, Room
from tests.state.queries.test_candidates import crew, room_with_an_order
from wallboard.rules.dispatch.bundling import Job
from wallboard.rules.dispatch.roads import Ways
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.queries.candidates import candidates_of
from wallboard.state.queries.riding import along_with

RULES = DispatchRules()


def request(room: Room, key: str, kind: str = "voltage", **need: object) -> None:
    place = {"lon": 113.0, "lat": 22.5, "region": "开平"}
    words = {"lane": "request", "received_at": NOW, "kind": kind, **place, **need}
    room.say(key, source="hub", order_need=words)


def room() -> Room:
    made = room_with_an_order("service")
    made.outage("oms/1", region="开平", cell="0312", lon=113.0, lat=22.5)
    made.say("grid/0312", source="grid", cell_owners={"name": "0312"})
    made.say("grid/0312", source="roster", cell_work={"patrols_overdue": 2, "inspections_overdue": 0})
    return made


def test_that_orders_nobody_is_under_way_to_and_the_list_of_the_cell_ride_along() -> None:
    made = room()
    request(made, "hub/Q-1")
    request(made, "hub/Q-2", kind="theft")
    request(made, "hub/Q-3", kind="reading_anomaly")
    made.say("hub/Q-3", source="hub", order_stage={"stage": "on_site", "since": NOW})
    found = along_with(made.tables, made.tables.orders["hub/R-1"], RULES)
    assert (found.cell, found.overdue) == ("0312", {Job.PATROL: 2})
    assert [(one.order, one.job) for one in found.errands] == [("hub/Q-1", Job.VOLTAGE)]


def test_that_each_crew_is_told_what_it_can_do_on_its_own_trip() -> None:
    made = room()
    request(made, "hub/Q-1", lon=113.01)
    crew(made, "gps/home", 113.02)
    found = candidates_of(made.tables, "hub/R-1", Ways(street()), NOW + MIN, RULES)
    assert found is not None and found.stopped is None
    (one,) = found.proposed
    assert [(ride.job, ride.order) for ride in one.rides] == [(Job.PATROL, ""), (Job.VOLTAGE, "hub/Q-1")]
    assert one.rides[1].detour == pytest.approx(0.0, abs=1.0), "it lies between them"
    assert np.isfinite(one.seconds)


@pytest.mark.parametrize(
    ("level", "stops_at", "stops"), [(4, 4, True), (4, 3, False), (2, 3, True), (0, 4, False)]
)
def test_that_nothing_rides_along_from_the_response_level_of_the_rule_on(
    level: int, stops_at: int, stops: bool
) -> None:
    made = room()
    request(made, "hub/Q-1")
    crew(made, "gps/home", 113.02)
    words = {"level": level, "words": "防风防汛响应", "issuer": "市防指", "since": NOW}
    made.say("roster/response", source="roster", response_level=words)
    rules = DispatchRules(ride_stops_level=stops_at)
    found = candidates_of(made.tables, "hub/R-1", Ways(street()), NOW + MIN, rules)
    assert found is not None
    assert (found.stopped is not None and found.stopped.issuer == "市防指") is stops
    assert bool(found.proposed[0].rides) is not stops


def test_that_of_two_levels_the_stronger_one_is_named() -> None:
    made = room()
    for key, level in (("roster/a", 4), ("roster/b", 2)):
        made.say(key, source="roster", response_level={"level": level, "issuer": key, "since": NOW})
    found = along_with(made.tables, made.tables.orders["hub/R-1"], RULES)
    assert found.stopped is not None and found.stopped.issuer == "roster/b"
