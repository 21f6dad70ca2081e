"""Scoreboards and output per person: orders count for whom had them, in the shift in which they were done."""

import pytest

from tests.state.queries.faces import HOUR, MIN, NOW, Room
from wallboard.state.queries.scoreboard import Scoreboard, scoreboard
from wallboard.state.trays import Trays

EIGHT = 8 * HOUR


def board(room: Room) -> Scoreboard:
    return scoreboard(room.tables, Trays.of(room.tables), NOW)


def crew(room: Room, key: str, persons: int, status: str = "available") -> None:
    room.say(
        key, crew_profile={"name": key, "persons": persons}, crew_status={"status": status, "since": NOW}
    )


def done(room: Room, key: str, by: str, ago: float) -> None:
    room.say(
        key,
        order_need={"lane": "restore", "received_at": NOW - ago - HOUR},
        order_holder={"holder": by, "name": by, "since": NOW - ago - HOUR},
        order_stage={"stage": "done", "since": NOW - ago, "reached": {"done": NOW - ago}},
    )


def shifts(room: Room) -> None:
    room.say("roster/a", roster_shift={"name": "夜班", "starts_at": NOW - 16 * HOUR, "ends_at": NOW - EIGHT})
    room.say(
        "roster/b",
        roster_shift={"name": "白班", "starts_at": NOW - EIGHT, "ends_at": NOW + HOUR, "crews_on_duty": 2},
    )


def test_that_crews_rank_by_orders_for_each_of_their_people() -> None:
    room = Room()
    shifts(room)
    crew(room, "gps/C1", 4)
    crew(room, "gps/C2", 2)
    for n, by in enumerate(("gps/C1", "gps/C1", "gps/C2", "gps/C2")):
        done(room, f"restore/{n}", by, HOUR)
    found = board(room)
    assert [(one.crew.id, one.done, one.per_person) for one in found.crews] == [
        ("gps/C2", 2, 1.0),
        ("gps/C1", 2, 0.5),
    ]
    assert found.now is not None and found.now.done == 4
    assert found.now.per_person == pytest.approx(4 / 6)


def test_that_an_order_counts_in_the_shift_in_which_it_was_done() -> None:
    room = Room()
    shifts(room)
    crew(room, "gps/C1", 4)
    done(room, "restore/1", "gps/C1", 9 * HOUR)
    done(room, "restore/2", "gps/C1", MIN)
    found = board(room)
    assert found.now is not None and found.before is not None
    assert (found.now.done, found.before.done) == (1, 1)
    assert found.before.per_person is None  # nobody says how many crews it had


def test_that_who_is_off_shift_is_not_ranked_and_what_no_crew_had_counts_for_none() -> None:
    room = Room()
    shifts(room)
    crew(room, "gps/C1", 4, "off_shift")
    done(room, "restore/1", "客服 07", MIN)
    found = board(room)
    assert found.crews == ()
    assert found.now is not None and (found.now.done, found.now.per_person) == (0, None)


def test_that_cells_rank_by_what_they_solve_by_themselves() -> None:
    room = Room()
    for name, manager in (("甲", "王"), ("乙", "李")):
        room.say(f"r/{name}", cell_owners={"name": name, "manager": manager, "equipment": "09"})
    for key, cell, by in (("crm/1", "甲", "王"), ("crm/2", "乙", "专班")):
        room.say(
            key,
            order_need={"lane": "request", "received_at": NOW - HOUR, "cell": cell},
            order_holder={"holder": by, "name": by, "since": NOW - HOUR, "hops": 2 * (by == "专班")},
            order_stage={"stage": "done", "since": NOW - MIN, "reached": {"done": NOW - MIN}},
        )
    assert next(line.cell.name for line in board(room).cells) == "甲"
