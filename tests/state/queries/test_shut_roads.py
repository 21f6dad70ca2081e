"""Roads that are said to be shut: who cannot come, that it is said, and for how long it is believed."""

import numpy as np

from tests.state.queries.faces import HOUR, MIN, NOW, Room
from tests.state.queries.test_candidates import crew, room_with_an_order
from tests.state.queries.test_proposals import order
from tests.widgets.roads import road
from wallboard.rules.dispatch.candidates import Candidates
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.queries.candidates import RoadBook, answered, asked, detours_of, shut_now
from wallboard.state.queries.proposals import Planner, SendPlan, open_orders

RULES = DispatchRules()
STREET = (113.0, 113.01, 113.02, 113.03)


def flooded(room: Room, *, shut: bool = True, at: float = NOW, **more: object) -> None:
    """The second of three roads in a row, as its issuer tells of it."""
    data = {
        "shut": shut,
        "lon": 113.01,
        "lat": 22.5,
        "to_lon": 113.02,
        "to_lat": 22.5,
        "why": "water",
        **more,
    }
    room.say("roster/road-1", at=at, road_closure=data)


def found(room: Room, now: float = NOW) -> Candidates:
    question = asked(room.tables, "hub/R-1", now, RULES)
    assert question is not None
    return answered(question, RoadBook(road(STREET, 22.5)), RULES)


def test_that_a_crew_beyond_a_shut_road_is_not_proposed_and_that_is_why() -> None:
    room = room_with_an_order()
    crew(room, "gps/beyond", 113.02)
    crew(room, "gps/this side", 113.01)
    assert [one.name for one in found(room).proposed] == ["this side", "beyond"]
    flooded(room)
    assert [one.name for one in found(room).proposed] == ["this side"]
    assert found(room).unable == {"crew_road_shut": 1}


def test_that_a_road_that_is_open_again_leads_there_again() -> None:
    room = room_with_an_order()
    crew(room, "gps/beyond", 113.02)
    flooded(room)
    assert not found(room).proposed
    flooded(room, shut=False, at=NOW + MIN)
    assert found(room, NOW + MIN).proposed


def test_that_a_closure_that_nobody_repeats_or_whose_time_is_over_is_not_believed_for_ever() -> None:
    room = room_with_an_order()
    flooded(room)
    assert len(shut_now(room.tables, NOW + 11 * HOUR, RULES)) == 1
    assert shut_now(room.tables, NOW + 13 * HOUR, RULES) == ()
    flooded(room, at=NOW + 10 * HOUR)
    assert len(shut_now(room.tables, NOW + 13 * HOUR, RULES)) == 1
    flooded(room, at=NOW + 11 * HOUR, until=NOW + 12 * HOUR)
    assert shut_now(room.tables, NOW + 12 * HOUR, RULES) == ()


def test_that_what_a_shut_road_costs_is_the_difference_and_infinite_where_nothing_else_leads_there() -> None:
    were, left = np.array([60.0, 60.0, 60.0, np.inf]), np.array([60.0, 200.0, np.inf, np.inf])
    assert detours_of(left, were).tolist() == [0.0, 140.0, np.inf, 0.0]


def test_that_the_ways_are_made_anew_only_where_other_roads_are_shut() -> None:
    book = RoadBook(road(STREET, 22.5))
    assert book.past(()) is book.ways
    shut = ((113.01, 22.5, 113.02, 22.5),)
    assert book.past(shut) is book.past(shut) and book.past(shut) is not book.ways


def test_that_the_plan_for_all_sends_nobody_through_water_and_says_how_many_roads_are_shut() -> None:
    room = Room()
    order(room, "R-1", 113.0, 40)
    crew(room, "gps/beyond", 113.02)
    book = RoadBook(road(STREET, 22.5))
    assert Planner(book.ways).answer(open_orders(room.tables, NOW, RULES), RULES).going
    flooded(room)
    asked_now = open_orders(room.tables, NOW, RULES)
    plan = Planner(book.past(asked_now.shut)).answer(asked_now, RULES)
    assert plan.shut == 1 and not plan.going and plan.proposals[0].unable


def planned(room: Room) -> SendPlan:
    """The plan for all, past what is shut now."""
    question, book = open_orders(room.tables, NOW, RULES), RoadBook(road(STREET, 22.5))
    planner = Planner(book.past(question.shut), were=book.ways if question.shut else None)
    return planner.answer(question, RULES)


def test_that_the_plan_says_of_every_order_that_nobody_can_reach_what_shut_its_road() -> None:
    room = Room()
    for name, lon in (("R-1", 113.0), ("R-2", 113.02)):
        order(room, name, lon, 40)
    crew(room, "gps/this side", 113.03)
    assert len(planned(room).going) == 1 and not any(one.cut for one in planned(room).proposals)
    flooded(room)
    plan = planned(room)
    cut = {one.order for one in plan.proposals if one.cut}
    assert len(cut) == 1 and cut == set(plan.cut) and not cut & set(plan.going)
    (beyond,) = (one for one in plan.proposals if one.cut)
    assert beyond.unable == {"crew_road_shut": 1}
    assert plan.cut[beyond.order].why == "water"


def test_that_who_is_not_able_for_another_reason_does_not_make_an_order_cut_off() -> None:
    room = Room()
    order(room, "R-1", 113.0, 40)
    flooded(room)
    assert not any(one.cut for one in planned(room).proposals), "nobody is free at all"
    crew(room, "gps/beside", 113.0, status="on_site")
    assert planned(room).proposals[0].unable == {"crew_busy": 1}
    room.say("gps/one", crew_profile={"name": "one", "unit": "开平", "persons": 1})
    room.say("gps/one", crew_status={"status": "available", "since": NOW})
    room.say("gps/one", crew_position={"lon": 113.0, "lat": 22.5})
    (one,) = planned(room).proposals
    assert not one.cut and one.unable == {"crew_busy": 1, "crew_alone": 1}
