"""A danger that a customer reports is a critical alarm that nobody shelves, until its order is closed."""

import pytest

from feeds.hub.hazard_alarms import NEWS_S
from tests.feeds.hub.alarm_room import LEAD, T0, AlarmRoom
from wallboard.domain.alarms import AlarmKind, AlarmStanding, AlarmState
from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.orders import OrderNeed, OrderStageValue
from wallboard.domain.terms import Lane, OrderStage, Severity

KEY = "hazard/95598/c1"


def call(room: AlarmRoom, topic: str = "hazard", at: float = T0, order: str = "", outage: str = "") -> None:
    data = CallReport(
        channel="95598", received_at=Instant(at), area="TA-0571", topic=topic, order=order, outage=outage
    )
    room._take([Fact(data, "95598", room.now, "95598", "c1", room.now)])


@pytest.mark.parametrize("topic", ["hazard", "hazard_no_power"])
def test_that_a_reported_danger_is_critical_and_nobody_shelves_it(topic: str) -> None:
    room = AlarmRoom(None)
    call(room, topic, outage="oms/1")
    row = room.row(KEY)
    assert (row.kind, row.severity, row.subject) == (AlarmKind.HAZARD, Severity.CRITICAL, "outage/oms/1")
    assert room.do("shelve", KEY, LEAD, until=room.now + 60, words="x") == "hazard_not_shelved"
    room.wait(1)
    assert room.row(KEY).active, "nothing was heard of that outage yet"


def test_that_other_calls_raise_none() -> None:
    room = AlarmRoom()
    call(room, "停电")
    assert not room.store.tables.alarms


def test_that_it_is_over_with_the_outage_that_the_call_names() -> None:
    room = AlarmRoom()
    room.outage("oms/1", customers=9)
    call(room, outage="oms/1")
    room.wait(1)
    assert room.row(KEY).standing is AlarmStanding.UNACKNOWLEDGED
    room.outage("oms/1", customers=9, dark=False)
    room.wait(1)
    assert room.row(KEY).active, "reported restored is not closed"
    room.close("oms/1")
    room.wait(1)
    assert room.row(KEY).standing is AlarmStanding.RETURNED


def test_that_it_is_over_with_the_order_that_the_call_names() -> None:
    room = AlarmRoom()
    room.say("crm/1", OrderNeed(lane=Lane.REQUEST, received_at=Instant(T0)))
    call(room, order="crm/1")
    room.wait(1)
    assert room.row(KEY).active
    room.say("crm/1", OrderStageValue(stage=OrderStage.DONE, since=Instant(T0)))
    room.wait(1)
    assert not room.row(KEY).active


def test_that_the_same_call_read_again_is_no_new_alarm_and_an_old_one_none_at_all() -> None:
    room = AlarmRoom()
    room.outage("oms/1", customers=9)
    call(room, outage="oms/1")
    room.close("oms/1")
    room.wait(1)
    assert room.do("acknowledge", KEY) == "" and room.alarm(KEY) is None
    states = len(room.said(AlarmState))
    call(room, outage="oms/1")
    room.wait(1)
    assert room.alarm(KEY) is None and len(room.said(AlarmState)) == states
    late = AlarmRoom()
    call(late, at=late.now - NEWS_S - 1)
    assert not late.store.tables.alarms
