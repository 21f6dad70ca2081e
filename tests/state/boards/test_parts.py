"""What comes to a board can go again, and leaves nothing behind."""

import pytest

from tests.state.queries.faces import NOW, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import AreaClass, Band, Lane
from wallboard.state.boards.crews import CrewBoard
from wallboard.state.boards.lanes import LaneBoard
from wallboard.state.boards.outages import OutageBoard, OutageCounts
from wallboard.state.store import Store

GRID = load_rule_set("state-grid-2022")


def test_that_a_crew_that_changes_its_status_is_counted_once() -> None:
    room, board = Room(), CrewBoard()
    for status in ("available", "en_route", "on_site"):
        room.say("gps/1", crew_status={"status": status, "since": NOW})
        board.read(room.tables, ["gps/1"])
    face = board.face(room.tables)
    assert face is not None
    assert face.by_status == {"on_site": 1}
    board.read(Store().tables, ["gps/1"])
    assert board.face(Store().tables) is None


def test_that_an_outage_that_goes_leaves_the_counts_as_they_were() -> None:
    room, counts = Room(), OutageCounts()
    room.outage("oms/1", customers_out=10, key_customers=2, lines_out=1, region="north")
    row = room.tables.outages["oms/1"]
    counts.change(row, 1)
    assert (counts.tally(NOW).customers, counts.tally(NOW).worst) == (10, (-10, "oms/1"))
    counts.change(row, -1)
    empty, tally = OutageCounts().tally(NOW), counts.tally(NOW)
    assert all(getattr(tally, name) == getattr(empty, name) for name in type(tally).__slots__)


def test_that_a_region_without_open_outages_is_forgotten() -> None:
    room, board = Room(), OutageBoard()
    room.outage("oms/1", customers_out=10, region="north", town="mill")
    board.read(room.tables, ["oms/1"])
    assert [line.name for line in board.by_region(room.tables, NOW)] == ["north"]
    board.read(Store().tables, ["oms/1"])
    assert board.by_region(Store().tables, NOW) == []


def test_that_turns_of_orders_read_again_do_not_pile_up() -> None:
    room, board = Room(), LaneBoard(GRID, AreaClass.URBAN)
    for step in range(2000):
        room.say("o/1", order_need={"lane": "restore", "received_at": NOW, "customers": step})
        board.read(room.tables, ["o/1"], (), NOW + step / 100)
    assert len(board._ends) < 300
    board.read(room.tables, (), (), NOW + 3600)
    assert board.face(room.tables, Lane.RESTORE, 1).rows[0].clock.band is Band.BREACHED


def test_that_what_a_crew_does_counts_no_outage_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    room, board = Room(), OutageBoard()
    room.outage("oms/1", customers_out=10, region="north")
    board.read(room.tables, ["oms/1"])
    counted: list[int] = []
    change = OutageCounts.change
    monkeypatch.setattr(
        OutageCounts, "change", lambda self, row, by: (counted.append(by), change(self, row, by))
    )
    room.say("oms/1", outage_work={"claimant": "crew", "status": "en_route", "crew": "gps/1"})
    board.read(room.tables, ["oms/1"])
    assert counted == []
    assert board.worst(1)[0].work_crew == "gps/1", "the row itself is the newest"
    room.outage("oms/1", customers_out=9, region="north")
    board.read(room.tables, ["oms/1"])
    assert counted != []
    assert board.by_region(room.tables, NOW)[0].customers_out == 9
