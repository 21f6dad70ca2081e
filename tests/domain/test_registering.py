"""Orders that are typed in: any lane, any subject, marked as such, numbered by their origin (domain 2.5)."""

import pytest

from feeds import frames
from feeds.hub.access import Actor
from tests.domain.one_order import ONE, T0, Room
from wallboard.domain.connections import CellOwners
from wallboard.domain.facts import Fact
from wallboard.domain.registering import number_of, registered_key
from wallboard.domain.roles import Role
from wallboard.domain.terms import Lane, OrderOrigin, OrderStage

NIGHT = 1_732_060_800.0 - 3600  # 07:00 in China on 2024-11-20, still the 19th in UTC


@pytest.mark.parametrize("lane", list(Lane))
def test_that_an_order_is_typed_in_in_any_lane_and_keeps_who_typed_it(lane: Lane) -> None:
    room = Room()
    assert room.do("register", of="new", lane=lane.value, title="路灯不亮", cell="0312", customers=1) == ""
    row = room.store.tables.orders[registered_key(room.last)]
    assert (row.lane, row.title, row.by_hand, row.first_inquirer) == (lane, "路灯不亮", ONE, ONE)
    assert (row.stage, row.holder, row.origin) == (OrderStage.NEW, "", OrderOrigin.MANUAL)
    assert row.number == "002411200001"
    assert room.do("accept", of=row.id) == ""


def test_that_it_may_be_about_any_subject_that_is_known() -> None:
    room = Room()
    room.outage()
    about = "outage/oms/7"
    assert room.do("register", of="new", lane="request", title="问复电", subject=about) == ""
    row = room.store.tables.orders[registered_key(room.last)]
    assert (row.outage, row.linked) == ("oms/7", (about,))
    assert room.do("register", of="new", lane="request", title="x", subject="call/none") == "unknown_subject"


@pytest.mark.parametrize(
    ("origin", "head"),
    [("manual", "00"), ("hotline", "DY"), ("metering", "DD"), ("network", "DD"), ("planned", "")],
)
def test_that_a_number_begins_with_its_origin_and_goes_on_through_the_day(origin: str, head: str) -> None:
    day = f"{head}241120"
    assert number_of(OrderOrigin(origin), NIGHT, []) == f"{day}0001"
    assert number_of(OrderOrigin(origin), T0, [f"{day}0041", f"{day}x", "DY2411190900", ""]) == f"{day}0042"


def test_that_the_same_act_sent_again_registers_nothing_more() -> None:
    room, desk = Room(), Actor(Role.DESK, ONE, True)
    act = frames.Act(id="r-1", subject="order/new", verb="register", args={"lane": "request", "title": "x"})
    room.take(*room.authority.decide(room.store, act, desk, T0))
    (again,) = room.authority.decide(room.store, act, desk, T0 + 50)
    assert again.seq == len(room.log)
    assert again.key == registered_key("r-1")


def test_that_a_cell_must_be_one_of_those_that_the_room_has() -> None:
    room = Room()
    room.take(Fact(CellOwners(name="网格 0312"), "grid/0312", T0, "grid"))
    order = {"lane": "request", "title": "x", "cell": "网格 9999"}
    assert room.do("register", of="new", **order) == "unknown_cell"
    assert room.do("register", of="new", **{**order, "cell": "网格 0312"}) == ""


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"title": "x"}, "bad_args"),
        ({"lane": "elsewhere", "title": "x"}, "bad_args"),
        ({"lane": "request"}, "field_missing"),
        ({"lane": "request", "title": " "}, "field_missing"),
        ({"lane": "request", "title": "x", "lon": 112.0}, "bad_args"),
        ({"lane": "request", "title": "x", "lon": 200.0, "lat": 22.0}, "bad_args"),
        ({"lane": "request", "title": "x", "customers": -1}, "bad_args"),
        ({"lane": "request", "title": "x", "promised_at": T0}, "promise_not_ahead"),
    ],
)
def test_that_what_is_no_order_is_refused(said: dict[str, object], code: str) -> None:
    room = Room()
    before = len(room.log)
    assert room.do("register", of="new", **said) == code
    assert len(room.log) == before
    assert room.do("register", of="oms/1", lane="request", title="x") == "unknown_subject"
