"""The alarms as they are shown: counted, one line a subject, a flood as a summary that loses nothing."""

from tests.feeds.hub.alarm_room import AlarmRoom
from wallboard.domain.alarms import HAZARDS, AlarmKind
from wallboard.domain.crews import VanStatusValue
from wallboard.domain.facts import Instant
from wallboard.domain.terms import AreaClass, Severity, SourceState, VanStatus
from wallboard.state.queries.alarms import alarms_face, flood_of
from wallboard.state.queries.summary import summary
from wallboard.state.store import Store


def flooded_room() -> AlarmRoom:
    """Twelve large outages in as many seconds, one with a key customer, and a van that feeds back."""
    room = AlarmRoom()
    room.outage("oms/fed", customers=20, dark=False)
    room.say("gps/V3", VanStatusValue(status=VanStatus.CONNECTED, since=Instant(room.now), outage="oms/fed"))
    for n in range(12):
        room.outage(f"oms/{n:02}", key_customers=int(n == 3))
        room.wait(1)
    return room


def test_that_a_quiet_room_has_nothing_to_show() -> None:
    face = alarms_face(Store().tables)
    assert (face.counts.standing, face.lines, face.shelved, face.flood) == (0, (), (), None)


def test_that_a_flood_says_how_many_of_what_the_first_the_worst_and_hazards_one_by_one() -> None:
    room = flooded_room()
    flood = alarms_face(room.store.tables).flood
    assert flood is not None
    assert flood.by_severity == ((Severity.CRITICAL, 1), (Severity.HIGH, 1), (Severity.LOW, 12))
    assert flood.by_kind[0] == (AlarmKind.LARGE_OUTAGE, 12)
    assert sum(n for _, n in flood.by_kind) == flood.came == flood.standing == 14
    assert flood.first.at == flood.since and flood.worst.words.code == AlarmKind.BACK_FEED
    assert [alarm.kind in HAZARDS for alarm in flood.hazards] == [True]


def test_that_what_is_over_and_seen_meanwhile_is_still_counted_in_the_flood() -> None:
    room = flooded_room()
    assert room.do("acknowledge", "large/oms/05") == ""
    room.outage("oms/05", dark=False)
    assert room.alarm("large/oms/05") is None
    flood = alarms_face(room.store.tables).flood
    assert flood is not None and (flood.came, flood.standing) == (14, 13)


def test_that_what_is_shelved_is_counted_apart() -> None:
    room = flooded_room()
    before = alarms_face(room.store.tables)
    assert room.do("shelve", "large/oms/05", until=room.now + 900, words="已派班组") == ""
    assert room.do("shelve", "large/oms/06", until=room.now + 600, words="已派班组") == ""
    face = alarms_face(room.store.tables)
    assert [alarm.id for alarm in face.shelved] == ["large/oms/06", "large/oms/05"]
    assert (face.counts.standing, face.counts.unseen) == (
        before.counts.standing - 2,
        before.counts.unseen - 2,
    )
    assert len(face.lines) == len(before.lines) - 2


def test_that_the_summary_for_scripts_counts_the_same() -> None:
    room = flooded_room()
    assert room.do("shelve", "large/oms/05", until=room.now + 900, words="已派班组") == ""
    assert room.do("acknowledge", "large/oms/06") == ""
    assert summary(room.store, None, room.now, AreaClass.URBAN)["alarms"] == {
        "by_severity": {"critical": 1, "high": 1, "low": 11},
        "unacknowledged": 12,
        "returned": 0,
        "chattering": 0,
        "shelved": 1,
        "flood": True,
    }


def test_that_key_customer_and_size_of_one_outage_are_one_line_with_the_graver() -> None:
    face = alarms_face(flooded_room().store.tables)
    line = next(line for line in face.lines if line.alarm.subject == "outage/oms/03")
    assert (line.alarm.kind, line.others) == (AlarmKind.KEY_CUSTOMER, 1)


def test_that_a_snapshot_shows_the_same() -> None:
    room = flooded_room()
    room.source("gps", SourceState.LOST)
    again = Store()
    again.load(room.store.snapshot())
    assert alarms_face(again.tables) == alarms_face(room.store.tables)
    assert flood_of(again.tables) == flood_of(room.store.tables)
