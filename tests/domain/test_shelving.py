"""Who may put an alarm aside, for how long, with what words, and who may not (domain 5.5)."""

from pathlib import Path

import msgspec
import pytest

from feeds.recording import Manifest, RecordingWriter
from tests.feeds.hub.alarm_room import DESK, LEAD, RULES, T0, AlarmRoom
from tests.studies.desk_shift.audit import audit
from wallboard.domain.alarms import AlarmStanding, AlarmState
from wallboard.domain.crews import VanStatusValue
from wallboard.domain.facts import Instant
from wallboard.domain.roles import Role
from wallboard.domain.shelving import barred_from_shelf
from wallboard.domain.terms import Severity, SourceState, VanStatus
from wallboard.rules.alarms import longest_shelf
from widgets.text import Text

GPS = "source/gps"
LONGEST = longest_shelf(RULES.alarms) or 0.0


def test_that_a_hand_takes_it_off_the_shelf_once_and_the_same_act_twice_is_one() -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LOST)
    until = room.now + 600
    assert room.do("shelve", GPS, act_id="a-1", until=until, words="检修") == ""
    head = room.store.head
    assert room.do("shelve", GPS, act_id="a-1", until=until, words="检修") == "" and room.store.head == head
    assert room.do("unshelve", GPS, act_id="a-2") == ""
    assert room.do("unshelve", GPS, act_id="a-2") == ""
    assert room.row(GPS).standing is AlarmStanding.UNACKNOWLEDGED
    assert room.do("unshelve", GPS) == "not_shelved"


@pytest.mark.parametrize(
    ("ahead", "words", "code"),
    [(0.0, "x", "shelf_not_ahead"), (LONGEST + 1, "x", "shelf_too_long"), (600.0, " ", "no_words")],
)
def test_that_a_shelf_has_an_end_ahead_within_the_rules_limit_and_a_reason(
    ahead: float, words: str, code: str
) -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LOST)
    assert room.do("shelve", GPS, until=room.now + ahead, words=words) == code
    assert room.do("shelve", GPS, until=room.now + LONGEST, words="x") == ""
    assert room.do("shelve", GPS, until=room.now + 60, words="x") == "already_shelved"


def test_that_where_life_is_at_stake_nobody_shelves_and_without_a_limit_neither() -> None:
    room = AlarmRoom()
    room.outage("oms/1", customers=20, dark=False)
    room.say("gps/V3", VanStatusValue(status=VanStatus.CONNECTED, since=Instant(T0), outage="oms/1"))
    room.wait(60)
    hazard = "back_feed/gps/V3"
    assert room.row(hazard).severity is Severity.CRITICAL
    for actor in (DESK, LEAD):
        assert room.do("shelve", hazard, actor, until=room.now + 60, words="x") == "hazard_not_shelved"
    bare = AlarmRoom(None)
    bare.cell("网格 0312", manager="")
    bare.wait(60)
    key = next(iter(bare.store.tables.alarms))
    assert bare.do("shelve", key, until=bare.now + 60, words="x") == "no_shelf_limit"


def test_that_a_critical_one_is_shelved_by_a_lead_only() -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LOST)
    state = room.said(AlarmState)[-1]
    room.say(GPS, msgspec.structs.replace(state, severity=Severity.CRITICAL), source="analyst")
    assert room.do("shelve", GPS, DESK, until=room.now + 60, words="x") == "lead_shelves"
    assert room.do("shelve", GPS, LEAD, until=room.now + 60, words="x") == ""


def test_that_a_desk_is_told_before_it_asks_what_the_hub_would_say() -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LOST)
    assert barred_from_shelf(room.row(GPS), Role.DESK, LONGEST) is None
    assert room.do("shelve", GPS, until=room.now + 60, words="x") == ""
    barred = barred_from_shelf(room.row(GPS), Role.DESK, LONGEST)
    assert barred is not None and barred.code == "already_shelved"


def test_that_the_log_tells_who_shelved_until_when_and_why_and_how_it_came_back(tmp_path: Path) -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LATE)
    assert room.do("acknowledge", GPS) == ""
    assert room.do("shelve", GPS, until=room.now + 600, words="检修") == ""
    assert room.do("unshelve", GPS) == ""
    assert room.do("shelve", GPS, until=room.now + 600, words="再检修") == ""
    room.wait(600)
    with RecordingWriter(tmp_path / "a.rec") as writer:
        writer.append(room.log)
        writer.finish(Manifest(title="alarms", judged=True))
    text = Text("zh")
    lines = [line for line in audit(tmp_path / "a.rec", text) if GPS in line]
    verbs = [text.t(f"verb.{verb}") for verb in ("acknowledge", "shelve", "unshelve", "shelve", "unshelve")]
    assert len(lines) == 5 and all(verb in line for verb, line in zip(verbs, lines, strict=True))
    assert all("07 (desk)" in line for line in lines[:4]) and "再检修" in lines[3]
    assert "by_hand" in lines[2] and "analyst" in lines[4] and "ended=time" in lines[4]
