"""One alarm of the hub: raised, graver, lesser, over, raised again, what stays to be seen (domain 5.5)."""

import pytest

from feeds.hub.alarms import MOST_RAISED, REMEMBERED_S, changed, stood
from tests.feeds.hub.alarm_room import T0, AlarmRoom
from wallboard.domain.alarms import SEVERITY, AlarmKind, AlarmStanding
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import Severity, SourceState

KEY = "source/gps"


def test_that_the_gravest_that_nobody_has_seen_stays_until_it_was_seen() -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LOST)
    room.source("gps", SourceState.LATE)
    row = room.row(KEY)
    assert (row.severity, row.kind, row.active) == (Severity.HIGH, AlarmKind.SOURCE_LATE, True)
    assert room.do("acknowledge", KEY) == ""
    assert room.row(KEY).severity is Severity.LOW


def test_that_one_that_grows_graver_wants_to_be_seen_anew() -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LATE)
    assert room.do("acknowledge", KEY) == ""
    assert room.row(KEY).standing is AlarmStanding.ACKNOWLEDGED
    since = room.row(KEY).since
    room.source("gps", SourceState.LOST)
    row = room.row(KEY)
    assert (row.standing, row.severity, row.since) == (AlarmStanding.UNACKNOWLEDGED, Severity.HIGH, since)


def test_that_one_that_returned_unseen_stands_as_returned_with_its_gravity() -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LOST)
    room.source("gps", SourceState.LIVE)
    row = room.row(KEY)
    assert (row.standing, row.severity) == (AlarmStanding.RETURNED, Severity.HIGH)
    room.source("gps", SourceState.LATE)  # it comes again as a lesser one: the graver was not seen yet
    assert room.row(KEY).severity is Severity.HIGH
    assert room.do("acknowledge", KEY) == ""
    room.source("gps", SourceState.LIVE)
    assert room.alarm(KEY) is None


def test_that_it_is_remembered_when_it_came_and_not_for_ever() -> None:
    room = AlarmRoom()
    for _ in range(MOST_RAISED + 5):
        room.source("gps", SourceState.LOST)
        room.source("gps", SourceState.LIVE)
    state = stood(room.store.tables, KEY)
    assert state is not None and len(state.raised) == MOST_RAISED
    room.wait(REMEMBERED_S)
    room.source("gps", SourceState.LOST)
    state = stood(room.store.tables, KEY)
    assert state is not None and state.raised == [room.now]


def test_that_every_kind_has_a_severity_and_other_words_raise_nothing() -> None:
    assert set(SEVERITY) == set(AlarmKind)
    with pytest.raises(ValueError, match="unheard_of"):
        changed(AlarmRoom().store.tables, "x", Reason("unheard_of"), "", T0)
