"""What weighs how much where crews are short, and why (domain 5.8)."""

from tests.rules.dispatch.crews import NOW
from wallboard.domain.order_row import Order
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Lane
from wallboard.rules.dispatch.priority import priority
from wallboard.rules.dispatch_limits import DispatchRules

RULES = DispatchRules()


def order(**fields: object) -> Order:
    said = {"id": "hub/R-1", "source": "hub", "lane": Lane.RESTORE, "received_at": NOW} | fields
    return Order(**said)  # type: ignore[arg-type]


def weight(**fields: object) -> float:
    return priority(order(**fields), None, NOW, RULES).weight


def test_that_a_life_weighs_more_than_a_key_customer_and_that_more_than_some_hundred_customers() -> None:
    assert weight(segment="life") > weight(key_customers=1) > weight(customers=300) > weight(customers=3)


def test_that_customers_are_those_out_now_and_not_those_named_when_it_was_raised() -> None:
    outage = Outage(id="oms/1", source="oms", customers_out=12)
    assert priority(order(customers=500), outage, NOW, RULES).weight == 12


def test_that_the_strongest_three_reasons_are_said_strongest_first() -> None:
    found = priority(
        order(customers=40, key_customers=2, segment="life", received_at=NOW - 3600), None, NOW, RULES, 1
    )
    assert [why.code for why in found.reasons] == ["weighs_life", "weighs_key", "weighs_repeated"]


def test_that_waiting_alone_brings_everybody_his_turn() -> None:
    assert weight(customers=1, received_at=NOW - 24 * 3600) > weight(customers=300)
    assert weight() == 1.0
