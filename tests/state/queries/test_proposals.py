"""The plan for all orders that wait for a crew, from facts and the roads of an atlas (d.114-d.116)."""

import numpy as np

from tests.rules.dispatch.test_roads import street
from tests.state.queries.faces import MIN, NOW, Room
from tests.state.queries.test_candidates import crew
from wallboard.rules.dispatch.roads import Ways
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.queries.proposals import Planner, open_orders, plan_of

RULES = DispatchRules()


def order(room: Room, key: str, lon: float, customers: int, region: str = "开平", **stage: object) -> None:
    """A repair, received a minute ago, for which nobody was sent unless something else is said."""
    need = {"lane": "restore", "received_at": NOW - MIN, "lon": lon, "lat": 22.5, "region": region}
    room.say(f"hub/{key}", source="hub", order_need={**need, "customers": customers})
    if stage:
        room.say(f"hub/{key}", source="hub", order_stage={"since": NOW, **stage})


def two_orders() -> Room:
    room = Room()
    order(room, "R-1", 113.0, 40)
    order(room, "R-2", 113.02, 900)
    crew(room, "gps/near", 113.01)
    crew(room, "gps/next", 113.02, unit="恩平")
    return room


def test_that_every_order_that_waits_is_given_a_crew_the_heaviest_first_with_why() -> None:
    plan = plan_of(two_orders().tables, Ways(street()), NOW, RULES)
    assert [one.order for one in plan.proposals] == ["hub/R-2", "hub/R-1"]
    assert [why.code for why in plan.proposals[0].priority.reasons] == ["weighs_customers", "weighs_waiting"]
    assert {key: one.name for key, one in plan.going.items()} == {"hub/R-1": "near", "hub/R-2": "next"}
    assert plan.going["hub/R-2"].across and not plan.going["hub/R-1"].across
    assert plan.free == 2 and plan.now == NOW
    assert 0 < plan.nearest["hub/R-1"] <= plan.going["hub/R-1"].seconds
    loses = plan.going["hub/R-1"].loses
    assert loses is not None and 0 < loses < np.inf, "the other one is a way off"


def test_that_what_was_taken_is_over_stands_still_or_is_no_repair_waits_for_nobody() -> None:
    room = two_orders()
    order(room, "R-3", 113.0, 10, stage="assigned")
    order(room, "R-4", 113.0, 10, stage="done")
    order(room, "R-5", 113.0, 10)
    room.say(
        "hub/R-5", source="hub", order_pause={"paused": True, "since": NOW, "code": "weather", "actor": "x"}
    )
    room.say(
        "hub/Q-1", source="hub", order_need={"lane": "request", "received_at": NOW, "lon": 113.0, "lat": 22.5}
    )
    asked = open_orders(room.tables, NOW, RULES)
    assert {each.order.id for each in asked.orders} == {"hub/R-1", "hub/R-2"}


def test_that_an_order_without_a_place_is_counted_and_not_forgotten() -> None:
    room = two_orders()
    room.say("hub/R-9", source="hub", order_need={"lane": "restore", "received_at": NOW})
    plan = plan_of(room.tables, Ways(street()), NOW, RULES)
    assert plan.unplaced == ("hub/R-9",) and len(plan.proposals) == 2


def test_that_a_minute_later_the_plan_is_that_from_nothing() -> None:
    room, planner = two_orders(), Planner(Ways(street()))
    planner.answer(open_orders(room.tables, NOW, RULES), RULES)
    order(room, "R-6", 113.01, 5)
    crew(room, "gps/third", 113.0)
    crew(room, "gps/next", 113.02, unit="恩平", status="on_site")
    later = planner.answer(open_orders(room.tables, NOW + MIN, RULES), RULES)
    assert later == plan_of(room.tables, Ways(street()), NOW + MIN, RULES)
    assert later.going["hub/R-2"].name == "near", "the heavier one has it now"


def test_that_the_plan_sends_a_free_van_by_road_to_one_area_that_is_dark() -> None:
    room = Room()
    room.outage("oms/1", lon=113.0, lat=22.5, customers_out=150)
    room.say("oms/1", outage_device={"kind": "transformer_area", "device": "B1"})
    for key, lon, status in (("gps/V1", 113.01, "available"), ("gps/V2", 113.0, "connected")):
        room.say(key, van_profile={"name": key[4:], "kva": 500}, van_status={"status": status, "since": NOW})
        room.say(key, van_position={"lon": lon, "lat": 22.5})
    plan = plan_of(room.tables, Ways(street()), NOW, RULES)
    (one,) = plan.vans
    assert (one.outage, one.name, one.customers) == ("oms/1", "V1", 150)
    assert 0 < one.seconds < 10 * MIN and one.saved > RULES.van_least
    assert [why.code for why in one.cautions] == ["van_repair_assumed", "van_fuel_unknown"]
