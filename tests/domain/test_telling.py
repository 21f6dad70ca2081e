"""What a desk does about telling: entered, a computed time confirmed, a second key (d.12, d.14)."""

from typing import Any

from feeds.hub.authority import Authority
from tests.domain.one_order import ONE, T0, TWO, Room
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.messages import Message, MessageCourse, MessageStep
from wallboard.domain.outages import OutageEtr, OutageStageClaim
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Claimant, OutageStage

WORDS = "台城线停电, 预计 18:40 前复电。"


def room_of(customers: int = 900, above: int = 500) -> Room:
    room = Room()
    room.authority = Authority(second_key_above=above)
    room.outage(customers=customers)
    return room


def row(room: Room) -> Outage:
    return room.store.tables.outages["oms/7"]


def last(room: Room) -> Message:
    return row(room).messages[-1]


def say(room: Room, payload: Any) -> None:
    room.take(Fact(payload, "oms/7", room.now, "oms"))


def estimate(room: Room, *, calculated: bool, revision: int = 0) -> float:
    etr = T0 + 9000 + revision * 600
    say(room, OutageEtr(etr=Instant(etr), calculated=calculated, revision=revision))
    return etr


def send(room: Room, who: str = ONE, group: str = "all", customers: int = 300, **more: Any) -> str:
    said = {"to": group, "code": "etr/zh", "words": WORDS, "customers": customers, **more}
    return room.do("send_message", who, **said)


def test_that_entering_says_which_version_was_entered_and_that_the_light_is_back() -> None:
    room = room_of()
    assert room.do("mark_entered") == ""
    assert (row(room).entered_at, row(room).entered_revision) == (room.now, 0)
    estimate(room, calculated=False, revision=1)
    assert row(room).entered_revision == 0  # the older version
    say(room, OutageStageClaim(stage=OutageStage.RESTORED_REPORTED, since=Instant(room.now)))
    assert room.do("mark_entered") == ""
    assert (row(room).entered_revision, row(room).entered_restored_at) == (1, room.now)


def test_that_a_computed_time_never_leaves_before_a_person_has_confirmed_it() -> None:
    """Domain 5.9 and the brief of the room: a computed ETR never leaves without a person."""
    room = room_of()
    etr = estimate(room, calculated=True)
    assert send(room, etr=etr) == "etr_not_confirmed"
    assert room.do("confirm_etr") == ""
    confirmed = row(room)
    assert (confirmed.etr, confirmed.etr_by, confirmed.etr_calculated) == (etr, Claimant.OPERATOR, False)
    assert confirmed.etr_revision == 1  # what was said with the computed one does not say it
    assert send(room, etr=etr) == ""
    assert room.do("confirm_etr") == "etr_not_calculated"


def test_that_a_message_names_the_time_that_stands_and_no_other() -> None:
    room = room_of()
    etr = estimate(room, calculated=False)
    assert send(room) == "etr_missing"
    assert send(room, etr=etr + 600) == "etr_changed"
    assert send(room, etr=etr) == ""
    message = last(room)
    assert (message.said.etr, message.said.etr_revision, message.said.words) == (etr, 0, WORDS)
    assert (message.said.actor, message.said.template, message.said.lang) == (ONE, "etr", "zh")
    assert message.step is MessageStep.READY
    assert row(room).told_customers is None  # sent is not told


def test_that_above_the_number_of_the_rule_set_another_person_turns_the_second_key() -> None:
    room = room_of()
    assert send(room, customers=501) == ""
    message = last(room)
    assert message.said.second_key and message.step is MessageStep.WAITING
    assert room.do("second_key", subject=message.id) == "second_key_own"
    assert room.do("second_key", TWO, subject="other/1") == "unknown_message"
    assert room.do("second_key", TWO, subject=message.id) == ""
    assert (last(room).step, last(room).approved_by) == (MessageStep.READY, TWO)
    assert room.do("second_key", TWO, subject=message.id) == "no_message"
    small = room_of()
    assert send(small, customers=500) == ""
    assert last(small).step is MessageStep.READY


def test_that_a_room_without_a_rule_set_asks_for_two_keys_always() -> None:
    room = room_of(above=0)
    assert send(room, customers=1) == ""
    assert last(room).step is MessageStep.WAITING


def test_that_one_message_of_a_version_goes_to_a_group_at_a_time() -> None:
    room = room_of()
    assert send(room) == ""
    assert send(room) == send(room, group="others", customers=10) == "message_under_way"
    done = MessageCourse(message=last(room).id, step=MessageStep.DELIVERED, delivered=290)
    room.take(Fact(done, "oms/7", room.now, "hub", "x"))
    assert send(room) == ""


def test_that_nobody_is_told_who_is_not_out_and_nothing_of_an_outage_that_is_over() -> None:
    room = room_of(customers=20)
    assert send(room, customers=21) == "more_than_are_out"
    assert send(room, customers=0) == "nobody_to_tell"
    assert send(room, group="neighbours") == "unknown_group"
    assert send(room, group="key", customers=1) == "more_than_are_out"
    say(room, OutageStageClaim(stage=OutageStage.CLOSED, since=Instant(room.now)))
    assert send(room) == room.do("mark_entered") == "already_closed"
    assert Room().do("mark_entered") == "no_outage"


def test_that_what_waits_can_be_withdrawn_and_what_may_have_left_cannot() -> None:
    room = room_of()
    assert room.do("withdraw_message", subject="x") == "no_message"
    assert send(room) == ""
    assert room.do("withdraw_message", subject=last(room).id) == ""
    assert last(room).step is MessageStep.WITHDRAWN
    assert send(room) == ""
    sending = MessageCourse(message=last(room).id, step=MessageStep.SENDING)
    room.take(Fact(sending, "oms/7", room.now, "hub", "s"))
    assert room.do("withdraw_message", subject=last(room).id) == "no_message"


def test_that_the_light_is_back_is_told_without_a_time() -> None:
    room = room_of()
    estimate(room, calculated=False)
    say(room, OutageStageClaim(stage=OutageStage.RESTORED_REPORTED, since=Instant(room.now)))
    assert send(room, code="restored/zh") == ""
    assert last(room).said.restored and last(room).said.etr is None
