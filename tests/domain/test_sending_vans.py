"""A van is sent to an outage and called back: what is refused, what stands until it answers (d.132)."""

from typing import Any

import pytest

from tests.domain.one_order import ONE, TWO, Room
from wallboard.domain.counter_acts import counter_act
from wallboard.domain.crews import VanProfile, VanStatusValue
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.offers import offers
from wallboard.domain.roles import Role
from wallboard.domain.rows import Van
from wallboard.domain.terms import OutageStage, VanStatus

FIRST, SECOND = "应急发电车 01", "应急发电车 02"


def room_with_vans(**stage: Any) -> Room:
    room = Room()
    room.outage(customers=120, **stage)
    for key, name in (("gps/V01", FIRST), ("gps/V02", SECOND)):
        room.take(Fact(VanProfile(name=name, unit="新会局", kva=400.0), key, room.now, "oms"))
        status(room, key, VanStatus.AVAILABLE)
    return room


def status(room: Room, key: str, now: VanStatus, outage: str = "") -> None:
    """What the van's source says of it, from now on."""
    said = VanStatusValue(status=now, since=Instant(room.now), outage=outage)
    room.take(Fact(said, key, room.now, "oms"))


def van(room: Room, key: str = "gps/V01") -> Van:
    return room.store.tables.vans[key]


def test_that_a_van_that_was_sent_is_awaited_until_its_source_says_something_new() -> None:
    room = room_with_vans()
    assert room.do("send_van", to=FIRST) == ""
    sent = van(room).awaited
    assert sent is not None and (sent.outage, sent.order, sent.actor) == ("oms/7", "oms/1", ONE)
    assert not van(room).free and van(room).goes_to == "oms/7"
    assert room.row.stage.value == "new", "the order still waits for its crew"
    room.now += 60
    status(room, "gps/V01", VanStatus.EN_ROUTE, "oms/7")
    assert van(room).awaited is None and van(room).goes_to == "oms/7"


def test_that_the_act_stands_in_the_log_with_its_actor_beside_what_it_says_of_the_van() -> None:
    room = room_with_vans()
    assert room.do("send_van", to="gps/V01", words="先保供水泵站") == ""
    made = [fact for fact in room.log if fact.source == "hub"]
    assert [(fact.key, fact.data.__class__.__name__) for fact in made] == [
        ("gps/V01", "VanSent"),
        ("oms/1", "OrderMark"),
        ("oms/1", "OrderHandling"),
    ]
    assert (room.row.last_verb, room.row.last_actor) == ("send_van", ONE)


@pytest.mark.parametrize(
    ("named", "now", "code"),
    [
        ("应急发电车 99", VanStatus.AVAILABLE, "unknown_van"),
        (FIRST, VanStatus.OFF_SHIFT, "van_not_free"),
        (FIRST, VanStatus.CONNECTED, "van_not_free"),
        ("", VanStatus.AVAILABLE, "field_missing"),
    ],
)
def test_that_a_van_that_cannot_go_is_refused_with_why(named: str, now: VanStatus, code: str) -> None:
    room = room_with_vans()
    status(room, "gps/V01", now, "oms/9" if now is VanStatus.CONNECTED else "")
    assert room.do("send_van", to=named) == code


def test_that_of_two_desks_the_second_is_told_who_goes_already() -> None:
    room = room_with_vans()
    assert room.do("send_van", to=FIRST) == ""
    assert room.do("send_van", TWO, to=SECOND) == "van_there", "one van feeds an outage"
    room.outage_of("oms/2", "oms/8")
    assert room.do("send_van", TWO, of="oms/2", to=FIRST) == "van_sent_already"
    assert room.do("send_van", TWO, of="oms/2", to=SECOND) == ""


@pytest.mark.parametrize(
    ("stage", "code"),
    [(OutageStage.RESTORED_REPORTED, "outage_lit"), (OutageStage.CLOSED, "already_closed")],
)
def test_that_nobody_sends_a_van_to_what_has_supply_again(stage: OutageStage, code: str) -> None:
    assert room_with_vans(stage=stage).do("send_van", to=FIRST) == code


def test_that_an_order_without_an_outage_and_one_of_another_lane_take_no_van() -> None:
    assert Room().do("send_van", to=FIRST) == "no_outage"


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.WALL, Role.SOURCE])
def test_that_who_may_only_look_sends_no_van(role: Role) -> None:
    assert room_with_vans().do("send_van", role=role, to=FIRST) == "role_may_not"


def test_that_only_a_van_that_is_here_is_called_back_and_a_connected_one_stays_until_it_is_off() -> None:
    room = room_with_vans()
    assert room.do("recall_van", to=FIRST) == "no_van_here"
    assert room.do("send_van", to=FIRST) == ""
    assert room.do("recall_van", to=SECOND) == "van_not_here"
    assert room.do("recall_van", to=FIRST) == ""
    assert van(room).free and van(room).goes_to == ""
    room.now += 60
    status(room, "gps/V01", VanStatus.CONNECTED, "oms/7")
    assert room.do("recall_van", TWO, to=FIRST) == ""
    assert van(room).goes_to == "oms/7", "a hazard until its source says that it is off"
    assert room.do("send_van", TWO, to=SECOND) == "van_there"
    room.now += 60
    status(room, "gps/V01", VanStatus.EN_ROUTE)
    assert room.do("send_van", TWO, to=SECOND) == ""


def test_that_what_is_open_to_a_desk_is_what_the_hub_takes_and_the_counter_act_names_the_van() -> None:
    room = room_with_vans()
    assert _open(room) == {"send_van"}
    assert room.do("send_van", to=FIRST) == ""
    assert _open(room) == {"recall_van"}
    back = counter_act("send_van", {"to": FIRST, "words": "x"})
    assert back is not None and (back.verb, back.args, back.asks) == ("recall_van", {"to": FIRST}, False)
    assert room.do(back.verb, **back.args) == ""
    assert _open(room) == {"send_van"}


def _open(room: Room) -> set[str]:
    found = offers(room.row, ONE, Role.DESK, room.store.tables)
    return {offer.verb for offer in found if offer.open and offer.verb.endswith("_van")}
