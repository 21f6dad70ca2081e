"""Floods, chatter and the shelf by the figures of a rule set, and which alarm of a subject is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wallboard.domain.alarms import HAZARDS, AlarmKind, AlarmStanding
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Alarm
from wallboard.domain.terms import Severity
from wallboard.rules.alarms import (
    AlarmLimit,
    alarm_rank,
    by_subject,
    chattering,
    flooded,
    gravest,
    lately,
    longest_shelf,
)

LIMITS = [
    AlarmLimit(what="flood", times=10, minutes=10),
    AlarmLimit(what="calm", times=5),
    AlarmLimit(what="chatter", times=3, minutes=10),
    AlarmLimit(what="shelf", minutes=480),
]
ALARM = Alarm(
    id="a", severity=Severity.LOW, active=True, acknowledged=False, words=Reason("source_late"), since=1.0
)


@pytest.mark.parametrize(
    ("came", "standing", "flood"),
    [(10, False, False), (11, False, True), (5, True, True), (4, True, False)],
)
def test_that_a_flood_begins_above_one_figure_and_ends_below_another(
    came: int, standing: bool, flood: bool
) -> None:
    assert flooded(came, LIMITS, standing=standing) is flood


def test_that_a_flood_without_a_figure_of_calm_ends_where_it_began() -> None:
    assert not flooded(10, LIMITS[:1], standing=True) and flooded(11, LIMITS[:1], standing=True)


@pytest.mark.parametrize(
    ("came", "standing", "chatters"),
    [(3, False, False), (4, False, True), (1, True, True), (0, True, False)],
)
def test_that_chatter_begins_above_its_figure_and_ends_once_it_came_no_more(
    came: int, standing: bool, chatters: bool
) -> None:
    assert chattering(came, LIMITS, standing=standing) is chatters


def test_that_without_figures_there_is_no_flood_no_chatter_and_no_shelf() -> None:
    for standing in (False, True):
        assert not flooded(1000, [], standing=standing) and not chattering(1000, [], standing=standing)
    assert longest_shelf([]) is None and longest_shelf(LIMITS) == 28_800


def test_that_a_window_holds_what_came_in_it_and_nothing_of_the_future() -> None:
    assert lately([1.0, 59.0, 61.0, 60.0, 0.0], 60.0, 60.0) == [1.0, 59.0, 60.0]


def test_that_the_gravest_of_several_at_one_subject_is_shown_and_the_others_counted() -> None:
    low = replace(ALARM, subject="outage/1")
    high = replace(low, id="b", severity=Severity.HIGH, acknowledged=True)
    other = replace(ALARM, id="c")
    shelved = replace(low, id="d", severity=Severity.CRITICAL, shelved_until=9.0)
    lines = by_subject([low, other, shelved, high])
    assert [(line.alarm.id, line.others) for line in lines] == [("b", 1), ("c", 0)]


def test_that_a_hazard_comes_before_everything_else() -> None:
    hazard = replace(ALARM, id="z", words=Reason(AlarmKind.BACK_FEED.value), acknowledged=True)
    assert hazard.kind in HAZARDS
    grave = replace(ALARM, severity=Severity.CRITICAL)
    assert min([grave, hazard], key=alarm_rank) is hazard


@given(st.lists(st.sampled_from(Severity), min_size=1))
def test_that_the_list_is_the_same_whatever_order_its_alarms_came_in(
    severities: list[Severity],
) -> None:
    alarms = [
        replace(ALARM, id=str(n), severity=severity, subject=f"s/{n % 3}", active=n % 2 == 0)
        for n, severity in enumerate(severities)
    ]
    turned = sorted(alarms, key=lambda alarm: hash(alarm.id))
    assert by_subject(alarms) == by_subject(turned)
    assert sum(1 + line.others for line in by_subject(alarms)) == len(alarms)
    assert by_subject(alarms)[0].alarm.severity is gravest(*severities)


def test_that_each_standing_is_told_from_the_others() -> None:
    assert ALARM.standing is AlarmStanding.UNACKNOWLEDGED
    assert replace(ALARM, acknowledged=True).standing is AlarmStanding.ACKNOWLEDGED
    assert replace(ALARM, active=False).standing is AlarmStanding.RETURNED
    assert replace(ALARM, active=False, shelved_until=2.0).standing is AlarmStanding.SHELVED
