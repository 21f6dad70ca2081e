"""Response levels: the one in force, and what it does to clocks that are shown."""

from tests.state.queries.faces import MIN, NOW, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import AreaClass, Band, Lane
from wallboard.state.boards import Boards
from wallboard.state.queries import LaneFace, lane
from wallboard.state.queries.responses import in_force

GRID = load_rule_set("state-grid-2022")


def late_and_told(room: Room) -> None:
    """An order an hour old, urban (45 min), whose customers were told after half an hour."""
    need = {"lane": "restore", "received_at": NOW - 60 * MIN, "outage": "oms/1"}
    room.say("o1", order_need=need)
    room.say("oms/1", outage_extent={"nature": "unplanned", "claimant": "outage_system"})
    room.say("oms/1", outage_told={"told_at": NOW - 30 * MIN, "customers": 5, "channel": "sms"})


def faces(room: Room, boards: Boards) -> list[LaneFace]:
    args = (Lane.RESTORE, GRID, NOW, AreaClass.URBAN, 1)
    return [lane(room.store.tables, *args), boards.lane(*args)]


def test_that_a_response_level_holds_the_clock_of_a_told_customer_until_it_is_stood_down() -> None:
    room = Room()
    boards = Boards(room.store)
    late_and_told(room)
    assert [face.rows[0].clock.band for face in faces(room, boards)] == [Band.BREACHED] * 2
    room.say("level", response_level={"level": 3, "issuer": "市防指", "since": NOW - 50 * MIN})
    response = in_force(room.store.tables)
    assert response is not None and response.level == 3
    for face in faces(room, boards):
        clock = face.rows[0].clock
        assert (clock.band, clock.due) == (Band.UNCOLOURED, None)
        assert clock.reason is not None and clock.reason.code == "clock_held"
    room.say("level", response_level={"level": 0, "issuer": "市防指", "since": NOW})
    assert in_force(room.store.tables) is None
    assert [face.rows[0].clock.band for face in faces(room, boards)] == [Band.BREACHED] * 2
