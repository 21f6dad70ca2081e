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


def test_that_a_level_that_was_declared_after_a_clock_had_run_out_does_not_hold_it() -> None:
    """Where its issuer names no beginning, it begins as it is said."""
    for level in ({"since": NOW - 10 * MIN}, {}):
        room = Room()
        late_and_told(room)  # due a quarter of an hour ago
        room.say("level", response_level={"level": 3, "issuer": "市防指", **level})
        response = in_force(room.store.tables)
        assert response is not None and response.since == level.get("since", NOW)
        assert [face.rows[0].clock.band for face in faces(room, Boards(room.store))] == [Band.BREACHED] * 2


def test_that_in_a_response_a_clock_breaches_only_where_nobody_told_the_customer_in_time() -> None:
    """Domain 5.9: severe weather suspends the arrival clock, provided that the customer was told."""
    for verb, told_at, band in (
        ("mark_told", NOW - 20 * MIN, Band.UNCOLOURED),
        ("cannot_arrive", NOW - 20 * MIN, Band.UNCOLOURED),
        ("mark_told", NOW - 5 * MIN, Band.BREACHED),  # too late
        ("urge", NOW - 20 * MIN, Band.BREACHED),  # nobody told him
    ):
        room = Room()
        room.say("level", response_level={"level": 3, "issuer": "市防指", "since": NOW - 50 * MIN})
        room.say("o1", order_need={"lane": "restore", "received_at": NOW - 60 * MIN})
        room.say("o1", told_at, order_mark={"verb": verb, "actor": "07"})
        assert [face.rows[0].clock.band for face in faces(room, Boards(room.store))] == [band] * 2
