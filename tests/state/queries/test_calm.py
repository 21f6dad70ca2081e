"""Pages turn by themselves only while nothing is wrong."""

from tests.state.queries.faces import HOUR, NOW, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import AreaClass
from wallboard.state.queries.calm import calm

GRID = load_rule_set("state-grid-2022")


def is_calm(room: Room) -> bool:
    return calm(room.tables, GRID, NOW, AreaClass.URBAN)


def test_that_a_room_with_nothing_in_it_is_calm() -> None:
    assert is_calm(Room())


def test_that_a_breach_a_dark_key_customer_or_a_response_level_end_the_calm() -> None:
    late, dark, alert = Room(), Room(), Room()
    late.say("o/1", order_need={"lane": "restore", "received_at": NOW - HOUR})  # 45 min to arrive
    dark.outage("oms/1", key_customers=1)
    alert.say("flood", response_level={"level": 3})
    assert [is_calm(room) for room in (late, dark, alert)] == [False, False, False]


def test_that_open_work_in_time_and_a_level_stood_down_are_calm() -> None:
    room = Room()
    room.say("o/1", order_need={"lane": "restore", "received_at": NOW - 60})
    room.outage("oms/1", customers_out=5000)
    room.say("flood", response_level={"level": 0})
    assert is_calm(room)


def test_that_outages_of_which_nothing_is_known_are_no_calm() -> None:
    room = Room()
    room.source(kinds=["outage.extent"], state="lost")
    assert not is_calm(room)
    room.source(kinds=["outage.extent"], last_poll_at=NOW)
    assert is_calm(room)
