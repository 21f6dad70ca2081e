"""The crews for one order, from facts and the roads of an atlas (d.7, d.114, d.115)."""

import numpy as np

from tests.rules.dispatch.test_roads import street
from tests.state.queries.faces import HOUR, MIN, NOW, Room
from wallboard.rules.dispatch.roads import Ways
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.queries.candidates import candidates_of

RULES = DispatchRules()


def room_with_an_order(device: str = "feeder") -> Room:
    room = Room()
    room.outage("oms/1", region="开平", lon=113.0, lat=22.5)
    room.say("oms/1", outage_device={"kind": device, "device": "B1"})
    room.say("hub/R-1", source="hub", order_need={"lane": "restore", "received_at": NOW, "outage": "oms/1"})
    return room


def crew(room: Room, key: str, lon: float, unit: str = "开平", status: str = "available") -> None:
    skills = {"skills": ["lv"]} if key == "gps/lv" else {}
    room.say(key, crew_profile={"name": key[4:], "unit": unit, "persons": 3, **skills})
    room.say(key, crew_status={"status": status, "since": NOW})
    room.say(key, crew_position={"lon": lon, "lat": 22.5})


def test_that_the_crews_of_an_order_are_ranked_by_the_road_and_not_by_the_straight_line() -> None:
    room = room_with_an_order()
    crew(room, "gps/home", 113.02)
    crew(room, "gps/next", 113.01, unit="恩平")
    found = candidates_of(room.tables, "hub/R-1", Ways(street()), NOW + MIN, RULES)
    assert found is not None
    assert [(one.name, one.across) for one in found.proposed] == [("next", True), ("home", False)]
    assert found.proposed[0].sooner is not None and found.proposed[0].sooner > 0
    assert found.proposed[0].fix_age == MIN
    assert found.proposed[0].loses is not None and 0 < found.proposed[0].loses < HOUR
    beyond = street().without([1])  # the road to the home crew is flooded
    found = candidates_of(room.tables, "hub/R-1", Ways(beyond), NOW, RULES)
    assert found is not None
    assert [one.name for one in found.proposed] == ["next"]
    assert found.unable == {"crew_no_road": 1}
    assert found.proposed[0].loses == np.inf, "nobody is left who could come"


def test_that_medium_voltage_asks_for_who_has_learnt_it() -> None:
    for device, able in (("feeder", 0), ("service", 1)):
        room = room_with_an_order(device)
        crew(room, "gps/lv", 113.01)
        found = candidates_of(room.tables, "hub/R-1", Ways(street()), NOW, RULES)
        assert found is not None and len(found.proposed) == able, device


def test_that_an_order_without_a_place_or_one_that_is_over_has_no_candidates() -> None:
    room = Room()
    room.say("hub/R-2", source="hub", order_need={"lane": "restore", "received_at": NOW})
    assert candidates_of(room.tables, "hub/R-2", Ways(street()), NOW, RULES) is None
    assert candidates_of(room.tables, "hub/nothing", Ways(street()), NOW, RULES) is None
