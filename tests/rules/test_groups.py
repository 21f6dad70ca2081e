"""Which part of its lane an order belongs to, and how far it has come."""

import pytest

from wallboard.domain.connections import Complaint, ConnectionProject
from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane, OrderOrigin, OrderStage
from wallboard.rules.groups import Flow, Group, channel_of, flow_of, group_of


def order(lane: Lane = Lane.REQUEST, **said: object) -> Order:
    return Order(id="x", source="crm", lane=lane, received_at=0.0, **said)  # type: ignore[arg-type]


def test_that_a_complaint_is_one_by_its_kind_or_by_what_was_said_of_it() -> None:
    assert group_of(order(kind="complaint")) is Group.COMPLAINT
    assert group_of(order(complaint=Complaint(channel="12398"))) is Group.COMPLAINT
    assert group_of(order(kind="meter")) is Group.REQUEST
    assert group_of(order(Lane.RESTORE, kind="complaint")) is Group.WHOLE


@pytest.mark.parametrize(
    ("voltage", "category", "group"),
    [("lv", "", Group.LV), ("mv", "", Group.MV), ("10kV", "mv_dual", Group.MV), ("", "", Group.WHOLE)],
)
def test_that_a_connection_belongs_to_its_voltage(voltage: str, category: str, group: Group) -> None:
    project = ConnectionProject(voltage=voltage, category=category)
    assert group_of(order(Lane.CONNECT, project=project)) is group
    assert group_of(order(Lane.CONNECT)) is Group.WHOLE


def test_that_what_waits_stays_where_it_was() -> None:
    assert flow_of(order()) is Flow.HALL
    assert flow_of(order(holder="07")) is Flow.DISPATCH
    assert flow_of(order(stage=OrderStage.WAITING, before=OrderStage.ON_SITE)) is Flow.UNIT
    assert flow_of(order(stage=OrderStage.WAITING, before=OrderStage.ACCEPTED)) is Flow.DISPATCH


def test_that_a_channel_is_what_was_said_of_it_and_else_the_origin() -> None:
    assert channel_of(order(channel="app", complaint=Complaint(channel="12398"))) == "12398"
    assert channel_of(order(channel="app")) == "app"
    assert channel_of(order(origin=OrderOrigin.ONLINE)) == "online"
