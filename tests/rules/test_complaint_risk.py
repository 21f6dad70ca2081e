"""What points to a complaint before anybody complains."""

from typing import Any

import pytest

from wallboard.domain.connections import Complaint, ConnectionTicks
from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane, OrderStage
from wallboard.rules.complaint_risk import contacts_of, signs_of


def order(**said: Any) -> Order:
    return Order(id="x", source="crm", lane=Lane.REQUEST, received_at=0.0, **said)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"satisfied": False}, "risk_unsatisfied"),
        ({"reopened": 1}, "risk_reopened"),
        ({"ticks": ConnectionTicks(failed_because="缺表")}, "risk_visit_failed"),
        ({"urged": 1}, "risk_contacts"),
        ({"returned": 2, "hops": 1}, "risk_passed_round"),
    ],
)
def test_that_each_sign_stands_by_itself(said: dict[str, Any], code: str) -> None:
    assert [reason.code for reason in signs_of(order(**said))] == [code]


def test_that_a_complaint_and_what_is_closed_are_no_risk_any_more() -> None:
    assert not signs_of(order(urged=3, complaint=Complaint(channel="12398")))
    assert not signs_of(order(urged=3, stage=OrderStage.DONE))
    assert not signs_of(order())


def test_that_an_urging_and_its_own_call_are_one_contact() -> None:
    assert contacts_of(order()) == 1
    assert contacts_of(order(urged=1, linked=("call/1",))) == 2
    assert contacts_of(order(linked=("call/1", "call/2", "outage/3"))) == 3
