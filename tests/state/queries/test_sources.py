"""Sources age: late at twice the expected interval, lost at five times (here 10 min)."""

from typing import Any

import pytest

from tests.state.queries.faces import MIN, NOW, Room
from wallboard.domain.terms import SourceFlag, SourceState
from wallboard.state.queries import crews, source_faces, speaks


@pytest.mark.parametrize(
    ("said", "poll_age_min", "state"),
    [
        ("live", 0, SourceState.LIVE),
        ("live", 20, SourceState.LIVE),
        ("live", 20.1, SourceState.LATE),
        ("live", 50, SourceState.LATE),
        ("live", 50.1, SourceState.LOST),
        ("lost", 0, SourceState.LOST),  # the hub knows more than its age says
        ("late", 0, SourceState.LATE),
        ("quiet", 0, SourceState.QUIET),
        ("quiet", 51, SourceState.LOST),
    ],
)
def test_that_a_source_ages_by_its_expected_interval(
    said: str, poll_age_min: float, state: SourceState
) -> None:
    room = Room()
    polled = NOW - poll_age_min * MIN
    room.source(state=said, expect_every=600.0, last_poll_at=polled, last_fact_at=polled - 60, records=9)
    face = source_faces(room.tables, NOW)[0]
    assert face.state is state
    assert face.age == pytest.approx(poll_age_min * MIN, abs=1e-3)


def test_that_answers_without_anything_in_them_are_quiet_and_not_lost() -> None:
    room = Room()
    room.source(expect_every=600.0, last_poll_at=NOW, last_fact_at=NOW - 51 * MIN, records=0)
    assert source_faces(room.tables, NOW)[0].state is SourceState.QUIET


def test_that_a_source_without_an_interval_keeps_what_the_hub_said() -> None:
    room = Room()
    room.source(last_fact_at=NOW - 9000 * MIN)
    face = source_faces(room.tables, NOW)[0]
    assert (face.state, face.age) == (SourceState.LIVE, 9000 * MIN)


def test_that_sources_stand_by_id_with_their_flags_and_attribution() -> None:
    room = Room()
    room.source("b", title="B", flags=["capped", "doubtful"], attribution="© B", replayed=True)
    room.source("a")
    faces = source_faces(room.tables, NOW)
    assert [face.id for face in faces] == ["a", "b"]
    assert faces[0].age is None
    assert faces[1].flags == (SourceFlag.CAPPED, SourceFlag.DOUBTFUL)
    assert (faces[1].attribution, faces[1].replayed) == ("© B", True)


def test_that_crews_are_counted_by_status() -> None:
    room = Room()
    assert crews(room.tables) is None
    for number, status in enumerate(["available", "en_route", "dispatched", "on_site", "off_shift"]):
        room.say(f"crew/{number}", crew_status={"status": status, "since": NOW})
    found = crews(room.tables)
    assert found is not None
    assert (found.total, found.available, found.en_route, found.on_site) == (4, 1, 2, 1)
    assert found.by_status["off_shift"] == 1


def test_that_a_source_of_crews_without_crews_says_none_on_duty() -> None:
    room = Room()
    room.source(kinds=["crew.status"])
    assert crews(room.tables) is None  # it has not spoken yet
    room.source(kinds=["crew.status"], last_poll_at=NOW)
    found = crews(room.tables)
    assert found is not None
    assert (found.total, found.by_status) == (0, {})


def test_that_a_crew_of_which_only_a_position_is_known_has_no_status() -> None:
    room = Room()
    room.say("crew/1", crew_position={"lon": 112.0, "lat": 22.0})
    room.say("crew/2", crew_profile={"name": "2"})
    room.say("crew/3", crew_status={"status": "off_shift", "since": NOW})
    found = crews(room.tables)
    assert found is not None
    assert (found.total, found.unknown) == (0, 2)
    assert found.by_status == {"off_shift": 1, "unknown": 2}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({}, False),
        ({"state": "lost", "reason": {"code": "source_timeout"}}, False),
        ({"flags": ["degraded"], "bad_records": 1}, False),
        ({"last_fact_at": NOW, "records": 4, "bad_records": 4}, False),  # not one record could be read
        ({"last_fact_at": NOW, "records": 4, "bad_records": 3}, True),
        ({"last_poll_at": NOW}, True),
    ],
)
def test_that_only_a_readable_document_counts_as_delivered(said: dict[str, Any], read: bool) -> None:
    room = Room()
    room.source(kinds=["outage.extent"], **said)
    assert source_faces(room.tables, NOW)[0].delivered is read
    assert speaks(room.tables, "outage.extent") is read
