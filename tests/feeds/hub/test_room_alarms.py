"""Alarms of outages and sources: a key customer, many customers, a source that is late or lost."""

from feeds.hub.room_alarms import OF_SOURCES
from tests.feeds.hub.alarm_room import RULES, AlarmRoom
from wallboard.domain.alarms import AlarmKind, AlarmStanding
from wallboard.domain.outages import OutageExtent
from wallboard.domain.terms import OutageNature, Severity, SourceState


def test_that_an_outage_is_an_alarm_by_its_key_customers_and_by_its_size() -> None:
    room = AlarmRoom()
    room.outage("oms/1", customers=RULES.attention.many_customers - 1)
    assert not room.store.tables.alarms
    room.outage("oms/2", customers=RULES.attention.many_customers, key_customers=2)
    assert {key: row.kind for key, row in room.store.tables.alarms.items()} == {
        "key_customer/oms/2": AlarmKind.KEY_CUSTOMER,
        "large/oms/2": AlarmKind.LARGE_OUTAGE,
    }
    assert {row.subject for row in room.store.tables.alarms.values()} == {"outage/oms/2"}
    room.outage("oms/2", key_customers=2, dark=False)
    standings = {row.standing for row in room.store.tables.alarms.values()}
    assert standings == {AlarmStanding.RETURNED}, "restored, and nobody has seen that it was dark"


def test_that_a_number_that_moves_is_no_alarm_anew() -> None:
    room = AlarmRoom()
    room.outage("oms/1", customers=900)
    before = len(room.log)
    room.outage("oms/1", customers=880)
    assert not [fact for fact in room.log[before:] if fact.key == "large/oms/1"]


def test_that_planned_work_raises_none() -> None:
    room = AlarmRoom()
    extent = OutageExtent(nature=OutageNature.PLANNED, customers_out=5000, key_customers=3)
    room.say("oms/9", extent)
    room.wait(60)
    assert not room.store.tables.alarms


def test_that_a_source_is_an_alarm_once_it_is_late_and_a_graver_one_once_it_is_lost() -> None:
    room = AlarmRoom()
    for state in (SourceState.LIVE, SourceState.QUIET):
        room.source("gps", state)
        assert not room.store.tables.alarms
    for state, severity in ((SourceState.LATE, Severity.LOW), (SourceState.LOST, Severity.HIGH)):
        room.source("gps", state)
        row = room.row("source/gps")
        assert (row.kind, row.severity) == (OF_SOURCES[state], severity)


def test_that_without_a_rule_set_nobody_has_said_what_is_an_alarm() -> None:
    room = AlarmRoom(None)
    room.outage("oms/1", customers=9000, key_customers=1)
    room.source("gps", SourceState.LOST)
    assert not room.store.tables.alarms
