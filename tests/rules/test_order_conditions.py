"""Conditions of an order's handling, by hand."""

import msgspec

from wallboard.domain.facts import Instant
from wallboard.domain.orders import OrderHandover
from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane, OrderStage
from wallboard.rules.order_conditions import FOLLOW_S, Condition, Wrong, conditions

T0 = 1_732_060_800.0
HELD = Order(
    id="o",
    source="s",
    lane=Lane.REQUEST,
    received_at=T0,
    since=T0,
    stage=OrderStage.ACCEPTED,
    holder="07",
    first_inquirer="07",
    held_since=T0 + 60,
)


def changed(**fields: object) -> Order:
    return msgspec.structs.replace(HELD, **fields)


def test_that_an_order_in_good_hands_has_no_condition() -> None:
    assert conditions(HELD, T0 + 9e6) == []


def test_that_nobodys_order_says_since_when() -> None:
    assert conditions(changed(holder="", stage=OrderStage.NEW), T0 + 1) == [Wrong(Condition.NO_OWNER, T0)]


def test_that_what_was_sent_and_not_accepted_waits_for_whom_it_was_sent_to() -> None:
    sent = OrderHandover(frm="07", to="网格 0312", sent_at=Instant(T0 + 120))
    found = conditions(changed(handover=sent), T0 + 130)
    assert found == [Wrong(Condition.NOT_ACCEPTED, T0 + 120, "网格 0312")]


def test_that_what_was_passed_on_and_lies_is_not_followed_until_something_is_done() -> None:
    taken = changed(last_verb="take_over")
    assert conditions(taken, T0 + 60 + FOLLOW_S - 1) == []
    assert conditions(taken, T0 + 60 + FOLLOW_S) == [Wrong(Condition.NOT_FOLLOWED, T0 + 60, "07")]
    assert conditions(changed(last_verb="arrive"), T0 + 9e6) == []
    moved_on = changed(last_verb="take_over", since=T0 + 90)  # a source has said more since
    assert conditions(moved_on, T0 + 9e6) == []


def test_that_an_order_passed_round_comes_back_to_its_first_inquirer() -> None:
    assert conditions(changed(returned=1, handed_over=1), T0 + 99) == []
    found = conditions(changed(returned=2, handed_over=1), T0 + 99)
    assert found == [Wrong(Condition.PING_PONG, T0 + 60, "07", 3)]


def test_that_a_closed_order_has_no_condition() -> None:
    assert conditions(changed(stage=OrderStage.DONE, returned=9, holder=""), T0 + 99) == []
