"""Conditions of an order's handling, by hand."""

import msgspec

from wallboard.domain.facts import Instant
from wallboard.domain.orders import AskKind, OrderAsk, OrderHandover
from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane, OrderStage
from wallboard.rules.limits import HandlingRules
from wallboard.rules.order_conditions import Condition, Wrong, conditions

T0 = 1_732_060_800.0
MIN = 60.0
FOLLOW_S = 30 * MIN
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
    assert conditions(changed(holder="", stage=OrderStage.NEW), T0 + 1) == [
        Wrong(Condition.NO_OWNER, T0, due=T0 + 30 * MIN)
    ]


def test_that_what_was_sent_and_not_accepted_waits_for_whom_it_was_sent_to() -> None:
    sent = OrderHandover(frm="07", to="网格 0312", sent_at=Instant(T0 + 120))
    found = conditions(changed(handover=sent), T0 + 130)
    assert found == [Wrong(Condition.NOT_ACCEPTED, T0 + 120, "网格 0312", due=T0 + 120 + 10 * MIN)]


def test_that_what_was_passed_on_and_lies_is_not_followed_until_something_is_done() -> None:
    taken = changed(last_verb="take_over")
    assert conditions(taken, T0 + 60 + FOLLOW_S - 1) == []
    assert conditions(taken, T0 + 60 + FOLLOW_S) == [
        Wrong(Condition.NOT_FOLLOWED, T0 + 60, "07", due=T0 + 60 + FOLLOW_S)
    ]
    assert conditions(changed(last_verb="arrive"), T0 + 9e6) == []
    moved_on = changed(last_verb="take_over", since=T0 + 90)  # a source has said more since
    assert conditions(moved_on, T0 + 9e6) == []


def test_that_an_order_passed_round_comes_back_to_its_first_inquirer() -> None:
    assert conditions(changed(returned=1, handed_over=1), T0 + 99) == []
    found = conditions(changed(returned=2, handed_over=1), T0 + 99)
    assert found == [Wrong(Condition.PING_PONG, T0 + 60, "07", 3, T0 + 60)]


def test_that_a_closed_order_has_no_condition() -> None:
    assert conditions(changed(stage=OrderStage.DONE, returned=9, holder=""), T0 + 99) == []


def test_that_a_question_has_the_clock_of_whom_it_was_put_to() -> None:
    """d.98: ask specialist has a clock of its own; d.27: so has an approval."""
    limits = HandlingRules(department_minutes=240, specialist_minutes=60, decision_minutes=45)
    for kind, minutes in (("department", 240), ("specialist", 60), ("decision", 45), ("escalation", 45)):
        asked = OrderAsk(kind=AskKind(kind), at=Instant(T0 + 90), to="电缆班")
        (found,) = conditions(changed(asked=asked, stage=OrderStage.WAITING), T0 + 91, limits)
        assert found == Wrong(Condition.NOT_ANSWERED, T0 + 90, "电缆班", due=T0 + 90 + minutes * MIN)
        assert not found.over(found.due) and found.over(found.due + 1)  # on the second it is still kept
    assert conditions(changed(asked=asked), T0 + 9e6, limits) == []  # it goes on: somebody has answered


def test_that_the_customer_is_calmed_first_and_then_somebody_mends_what_is_his() -> None:
    """d.129 to d.131: a community needs a coordinator, a single customer a contractor."""
    own = changed(customer_owned_at=T0 + 100, contractor="宏达")
    (found,) = conditions(own, T0 + 101)
    assert found == Wrong(Condition.NOT_CALMED, T0 + 100, "07", due=T0 + 100 + 15 * MIN)
    before = changed(customer_owned_at=T0 + 100, contractor="宏达", contacted_at=T0 + 99)
    assert [each.condition for each in conditions(before, T0 + 101)] == [Condition.NOT_CALMED]
    calmed = {"customer_owned_at": T0 + 100, "contacted_at": T0 + 160}
    estate = changed(**calmed, segment="community", contractor="宏达")
    assert [each.condition for each in conditions(estate, T0 + 170)] == [Condition.NO_CONTRACTOR]
    assert conditions(changed(**calmed, segment="community", coordinator="社区 3"), T0 + 170) == []


def test_that_the_rule_set_says_how_long_and_how_often() -> None:
    strict = HandlingRules(unclaimed_minutes=1, ping_pong=2, follow_minutes=5)
    assert conditions(changed(holder="", stage=OrderStage.NEW), T0, strict)[0].due == T0 + MIN
    assert conditions(changed(returned=2), T0, strict)[0].condition is Condition.PING_PONG
    taken = changed(last_verb="take_over")
    assert conditions(taken, T0 + 60 + 5 * MIN, strict)[0].condition is Condition.NOT_FOLLOWED
