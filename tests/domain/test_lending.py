"""A crew sent across a border: said at once, and objected to in time (d.7, d.115)."""

import pytest

from feeds.hub.authority import Authority
from tests.domain.one_order import ONE, TWO, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.crews import CrewProfile
from wallboard.domain.facts import Fact
from wallboard.domain.terms import AreaClass, OrderStage
from wallboard.state.queries.attention import attention

HOME, AWAY = "开平局", "恩平局"
GRID = load_rule_set("state-grid-2022")


def lent(crew: str = "恩平抢修 7 组", within: float = 60.0) -> Room:
    """An order in one bureau, given to a crew of two bureaus."""
    room = Room()
    room.authority = Authority(object_within=within)
    room.outage(customers=40, region=HOME)
    for name, unit in (("恩平抢修 7 组", AWAY), ("开平抢修 2 组", HOME)):
        room.take(Fact(CrewProfile(name=name, unit=unit), f"gps/{name}", room.now, "gps"))
    assert room.do("assign", to=crew) == ""
    return room


def queued(room: Room) -> list[str]:
    rows = attention(room.store.tables, GRID, room.now, AreaClass.URBAN, 5).rows
    return [reason.code for row in rows for reason in row.reasons]


def test_that_a_send_across_the_border_says_who_lends_whom_and_stands_in_every_desks_queue() -> None:
    room = lent()
    row = room.row
    assert row.lent is not None
    assert (row.lent.crew, row.lent.frm, row.lent.to) == ("恩平抢修 7 组", AWAY, HOME)
    assert (row.cross_area, row.unit, row.stage) == (True, AWAY, OrderStage.ASSIGNED)
    assert row.lent.until == room.now + 60
    assert "crew_lent" in queued(room)
    room.now += 61
    assert "crew_lent" not in queued(room), "nobody can object any more"


def test_that_a_send_at_home_and_one_to_a_person_lend_nothing() -> None:
    for to in ("开平抢修 2 组", "陈志强"):
        room = lent(to)
        assert room.row.lent is None and not room.row.cross_area
        assert room.do("object", TWO, words="人手不足") == "not_lent"


def test_that_an_objection_in_time_brings_the_order_back_with_its_reason_and_who_objected() -> None:
    room = lent(within=600)
    assert room.do("object", TWO) == "no_words"
    assert room.do("object", TWO, words="本局仅此一组") == ""
    row = room.row
    assert (row.stage, row.holder, row.cross_area) == (OrderStage.NEW, "", False)
    assert row.lent is not None
    assert (row.lent.objected_by, row.lent.words) == (TWO, "本局仅此一组")
    assert room.do("object", ONE, words="x") != "", "once is enough"
    assert "crew_lent" not in queued(room)


@pytest.mark.parametrize("within", [60.0, 20.0])
def test_that_an_objection_has_its_time_which_a_room_may_set(within: float) -> None:
    room = Room()
    room.authority = Authority(object_within=within)
    room.outage(customers=40, region=HOME)
    room.take(Fact(CrewProfile(name="恩平抢修 7 组", unit=AWAY), "gps/7", room.now, "gps"))
    assert room.do("assign", to="恩平抢修 7 组") == ""
    room.now += within + 1
    assert room.do("object", TWO, words="太晚") == "objection_too_late"


def test_that_an_order_given_to_a_home_crew_after_all_is_lent_no_longer() -> None:
    room = lent()
    assert room.do("assign", to="开平抢修 2 组") == ""
    assert not room.row.cross_area
    assert room.do("object", TWO, words="本局仅此一组") == "not_lent"
