"""The attention queue of a store: from facts to rows, with the way of the nearest free crew."""

from tests.state.queries.faces import MIN, NOW, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import AreaClass
from wallboard.state.queries.attention import attention

GRID = load_rule_set("state-grid-2022")
KM_EAST = 1 / 103.0
"""Degrees of longitude of a kilometre at 22° N, about."""


def crew(room: Room, key: str, lon: float, status: str = "available") -> None:
    room.say(key, crew_status={"status": status, "since": NOW})
    room.say(key, crew_position={"lon": lon, "lat": 22.0})


def test_that_the_way_of_the_nearest_free_crew_shortens_the_margin() -> None:
    room = Room()
    need = {"lane": "restore", "received_at": NOW - 10 * MIN, "lon": 113.0, "lat": 22.0}
    room.say("o/1", order_need=need)
    assert attention(room.tables, GRID, NOW, AreaClass.URBAN, 5).rows[0].minutes(NOW) == 35
    crew(room, "busy", 113.0, "on_site")
    crew(room, "far", 113.0 + 25 * KM_EAST)
    crew(room, "near", 113.0 + 4.9 * KM_EAST)
    row = attention(room.tables, GRID, NOW, AreaClass.URBAN, 5).rows[0]
    assert row.minutes(NOW) == 24  # 4.9 km at 25 km/h are 11.8 minutes: 23.2 are left
    assert row.reasons[0].args["travel"] == 12


def test_that_a_way_by_road_that_somebody_has_measured_counts_and_not_the_straight_line() -> None:
    room = Room()
    need = {"lane": "restore", "received_at": NOW - 10 * MIN, "lon": 113.0, "lat": 22.0}
    room.say("o/1", order_need=need)
    crew(room, "across the water", 113.0 + 4.9 * KM_EAST)
    row = attention(room.tables, GRID, NOW, AreaClass.URBAN, 5, {"o/1": 31 * MIN}).rows[0]
    assert row.minutes(NOW) == 4, "35 minutes are left, 31 of them on the road"
    assert row.reasons[0].args["travel"] == 31


def test_that_a_closed_order_and_a_sent_crew_need_no_way() -> None:
    room = Room()
    for key, stage in (("o/1", "done"), ("o/2", "en_route")):
        need = {"lane": "restore", "received_at": NOW - 10 * MIN, "lon": 113.0, "lat": 22.0}
        room.say(key, order_need=need, order_stage={"stage": stage, "since": NOW, "reached": {stage: NOW}})
    crew(room, "near", 113.1)
    queue = attention(room.tables, GRID, NOW, AreaClass.URBAN, 5)
    assert [(row.order, row.minutes(NOW)) for row in queue.rows] == [("o/2", 35)]


def test_that_a_hand_over_counts_until_somebody_accepts_it() -> None:
    room = Room()
    room.say("o/1", order_need={"lane": "request", "received_at": NOW})
    sent = {"frm": "a", "to": "b", "sent_at": NOW - MIN}
    room.say("o/1", order_handover=sent)
    rows = attention(room.tables, GRID, NOW, AreaClass.URBAN, 5).rows
    assert [(row.order, row.minutes(NOW)) for row in rows] == [("o/1", 9)]
    room.say("o/1", order_handover={**sent, "accepted_at": NOW})
    assert attention(room.tables, GRID, NOW, AreaClass.URBAN, 5).rows == []
    room.say("o/1", order_handover={**sent, "to": "c", "sent_at": NOW + MIN})
    assert len(attention(room.tables, GRID, NOW, AreaClass.URBAN, 5).rows) == 1


def test_that_an_order_takes_the_place_of_its_outage() -> None:
    room = Room()
    room.outage("oms/1", lon=113.0, lat=22.0)
    room.say("o/1", order_need={"lane": "restore", "received_at": NOW, "outage": "oms/1"})
    crew(room, "near", 113.0 + 4.9 * KM_EAST)
    assert attention(room.tables, GRID, NOW, AreaClass.URBAN, 5).rows[0].minutes(NOW) == 34


def test_that_without_a_rule_set_estimates_still_count() -> None:
    room = Room()
    room.outage("oms/1")
    room.say("oms/1", outage_etr={"etr": NOW + 30 * MIN, "claimant": "outage_system"})
    room.say("o/1", order_need={"lane": "restore", "received_at": NOW, "outage": "oms/1"})
    rows = attention(room.tables, None, NOW, AreaClass.URBAN, 5).rows
    assert [reason.code for reason in rows[0].reasons] == ["etr_expires"]
