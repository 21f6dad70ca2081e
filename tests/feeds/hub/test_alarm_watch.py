"""Chatter, floods and shelves of a room's alarms as time passes, and what outlives a restart (domain 5.5)."""

from feeds.hub.alarm_watch import RETIRED_AFTER_S, AlarmWatch
from tests.feeds.hub.alarm_room import MIN, RULES, T0, AlarmRoom
from wallboard.domain.alarms import (
    AlarmChatter,
    AlarmFlood,
    AlarmKind,
    AlarmRetired,
    AlarmShelf,
    AlarmStanding,
    AlarmState,
    ShelfEnd,
)
from wallboard.domain.terms import Severity, SourceState
from wallboard.rules.alarms import CHATTER, FLOOD, alarm_limit
from wallboard.state.queries.alarms import alarms_face
from wallboard.state.store import Store

GPS = "source/gps"


def figure(what: str) -> tuple[int, float]:
    """Times, and the minutes that they count in."""
    limit = alarm_limit(RULES.alarms, what)
    assert limit is not None and limit.times is not None and limit.minutes is not None
    return limit.times, limit.minutes


CHATTER_TIMES, CALM_MINUTES = figure(CHATTER)
FLOOD_TIMES, FLOOD_MINUTES = figure(FLOOD)


def comes_and_goes(room: AlarmRoom, times: int) -> None:
    for _ in range(times):
        room.source("gps", SourceState.LOST)
        room.source("gps", SourceState.LIVE)


def test_that_one_that_comes_more_often_than_the_rule_says_is_shown_once_until_it_is_calm() -> None:
    room = AlarmRoom()
    comes_and_goes(room, CHATTER_TIMES)
    room.wait(1)
    assert room.row(GPS).times == 0 and not room.said(AlarmChatter)
    comes_and_goes(room, 1)
    room.wait(1)
    row = room.row(GPS)
    assert (row.active, row.times, row.standing) == (True, CHATTER_TIMES + 1, AlarmStanding.UNACKNOWLEDGED)
    assert room.do("acknowledge", GPS) == ""
    comes_and_goes(room, 2)
    row = room.row(GPS)
    assert (row.standing, row.times) == (AlarmStanding.ACKNOWLEDGED, CHATTER_TIMES + 3), "seen as one"
    states = len(room.said(AlarmState))
    assert states == 2 * (CHATTER_TIMES + 3), "each time that it came and went is in the log"
    room.wait(CALM_MINUTES * MIN - 2)  # a second ago it went, two seconds ago it came
    assert room.alarm(GPS) is not None, "not calm for long enough"
    room.wait(1)
    assert room.alarm(GPS) is None, "calm, over, and seen"
    assert [word.over for word in room.said(AlarmChatter)] == [False, True]
    room.source("gps", SourceState.LOST)
    assert room.row(GPS).standing is AlarmStanding.UNACKNOWLEDGED, "a new one"


def test_that_a_flood_is_said_once_and_ends_when_it_is_calm() -> None:
    room = AlarmRoom()
    for n in range(FLOOD_TIMES):
        room.outage(f"oms/{n}")
        room.wait(1)
    assert alarms_face(room.store.tables).flood is None
    room.outage("oms/last", key_customers=1)
    room.wait(1)
    flood = alarms_face(room.store.tables).flood
    assert flood is not None
    assert (flood.since, flood.came, flood.standing) == (T0, FLOOD_TIMES + 2, FLOOD_TIMES + 2)
    assert flood.by_kind == ((AlarmKind.LARGE_OUTAGE, FLOOD_TIMES + 1), (AlarmKind.KEY_CUSTOMER, 1))
    assert (flood.first.key, flood.worst.key) == ("large/oms/0", "key_customer/oms/last")
    assert flood.by_severity == ((Severity.HIGH, 1), (Severity.LOW, FLOOD_TIMES + 1))
    room.wait(FLOOD_MINUTES * MIN)
    face = alarms_face(room.store.tables)
    assert face.flood is None and face.counts.standing == FLOOD_TIMES + 2, "calm; the table has each of them"
    assert [word.over for word in room.said(AlarmFlood)] == [False, True]


def test_that_one_that_chatters_is_no_flood_and_neither_is_what_lies_on_the_shelf() -> None:
    room = AlarmRoom()
    comes_and_goes(room, 3 * FLOOD_TIMES)
    assert not room.said(AlarmFlood)
    for n in range(FLOOD_TIMES - 1):  # with what chatters, as many as a flood is just not
        room.outage(f"oms/{n}")
    room.wait(1)
    assert room.do("shelve", "large/oms/0", until=room.now + 900, words="x") == ""
    room.outage("oms/last")
    room.wait(1)
    assert not room.said(AlarmFlood), "one more than a flood, and one of them is shelved"
    assert room.do("unshelve", "large/oms/0") == ""
    room.wait(1)
    assert len(room.said(AlarmFlood)) == 1


def test_that_a_shelf_ends_by_time_and_the_alarm_is_back_unless_it_is_over() -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LOST)
    assert room.do("shelve", GPS, until=room.now + 600, words="厂家检修") == ""
    row = room.row(GPS)
    assert (row.standing, row.shelved_by, row.shelved_words) == (AlarmStanding.SHELVED, "07", "厂家检修")
    face = alarms_face(room.store.tables)
    assert (face.counts.standing, face.lines, [each.id for each in face.shelved]) == (0, (), [GPS])
    room.wait(599)
    assert room.row(GPS).standing is AlarmStanding.SHELVED
    room.wait(1)
    assert room.row(GPS).standing is AlarmStanding.UNACKNOWLEDGED
    (first, last) = room.said(AlarmShelf)
    assert (first.ended, last.ended, last.actor) == (None, ShelfEnd.TIME, "07")


def test_that_what_is_over_and_seen_leaves_when_its_shelf_ends() -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LOST)
    assert room.do("acknowledge", GPS) == ""
    assert room.do("shelve", GPS, until=room.now + 600, words="厂家检修") == ""
    room.source("gps", SourceState.LIVE)
    assert room.row(GPS).standing is AlarmStanding.SHELVED, "listed as long as it is shelved"
    room.wait(600)
    assert room.alarm(GPS) is None


def test_that_one_that_grows_graver_comes_off_the_shelf() -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LATE)
    assert room.do("shelve", GPS, until=room.now + 600, words="网络检修") == ""
    room.source("gps", SourceState.LOST)
    room.wait(1)
    assert room.row(GPS).standing is AlarmStanding.UNACKNOWLEDGED
    assert room.said(AlarmShelf)[-1].ended is ShelfEnd.GRAVER


def test_that_a_watch_that_begins_anew_says_the_same() -> None:
    room = AlarmRoom()
    for n in range(FLOOD_TIMES):
        room.outage(f"oms/{n}")
        room.wait(1)
    comes_and_goes(room, CHATTER_TIMES)
    room.do("shelve", "large/oms/0", until=room.now + 5, words="x")
    again = Store()
    again.load(room.store.snapshot())
    for ahead in (0.0, 5.0, 60.0, 3600.0):
        fresh, old = AlarmWatch(RULES.alarms), AlarmWatch(RULES.alarms)
        old.said(room.store, room.now)
        assert fresh.said(again, room.now + ahead) == old.said(room.store, room.now + ahead)


def test_that_an_alarm_over_and_seen_leaves_the_store_after_a_day() -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LOST)
    room.source("gps", SourceState.LIVE)
    room.source("oms", SourceState.LOST)
    assert room.do("acknowledge", GPS) == ""
    room.wait(RETIRED_AFTER_S - 1)
    assert not room.said(AlarmRetired)
    room.wait(60)
    assert len(room.said(AlarmRetired)) == 1 and room.alarm("source/oms") is not None
    thing = room.store.tables.thing("alarm", GPS)
    assert thing is not None and "state" not in thing.aspects
    room.source("gps", SourceState.LOST)
    assert room.row(GPS).active, "it may come again"
