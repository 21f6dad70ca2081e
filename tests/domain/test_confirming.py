"""What a desk says of whether an outage is one stands above what anybody guessed, and is evidence too."""

from typing import Any

from tests.domain.one_order import Room
from wallboard.domain.calls import Evidence
from wallboard.domain.confirming import GUESSED
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageDevice, OutageStageClaim
from wallboard.domain.terms import Claimant, DeviceKind, EvidenceKind, OutageStage


def room_of(stage: OutageStage) -> Room:
    room = Room()
    room.outage(customers=90)
    say(room, OutageStageClaim(stage=stage))
    say(room, OutageDevice(kind=DeviceKind.LATERAL, device="Z1", name="甲支线", probability=0.8))
    return room


def say(room: Room, payload: Any) -> None:
    room.take(Fact(payload, "oms/7", room.now, "oms"))


def words(room: Room) -> list[Evidence]:
    thing = room.store.tables.thing("outage", "oms/7")
    assert thing is not None
    return [
        fact.data for fact in thing.entries.get("evidence", {}).values() if isinstance(fact.data, Evidence)
    ]


def test_that_what_is_guessed_can_be_confirmed_at_its_device() -> None:
    for stage in GUESSED:
        room = room_of(stage)
        assert room.do("confirm_outage") == ""
        row = room.store.tables.outages["oms/7"]
        assert (row.stage, row.stage_by) == (OutageStage.CONFIRMED, Claimant.OPERATOR)
        assert (row.device, row.device_by, row.probability) == ("Z1", Claimant.OPERATOR, None)
        (word,) = words(room)
        assert (word.kind, word.device, word.n) == (EvidenceKind.OPERATOR, "Z1", 1)


def test_that_what_is_guessed_can_be_denied_with_a_reason_and_is_then_over() -> None:
    room = room_of(OutageStage.PREDICTED)
    assert room.do("deny_outage") == "no_words"
    assert room.do("deny_outage", words="现场有电") == ""
    row = room.store.tables.outages["oms/7"]
    assert (row.stage, row.stage_by) == (OutageStage.CANCELLED, Claimant.OPERATOR)
    assert [word.n for word in words(room)] == [0]
    say(room, OutageStageClaim(stage=OutageStage.CONFIRMED))
    assert room.store.tables.outages["oms/7"].stage is OutageStage.CANCELLED


def test_that_what_was_seen_is_neither_confirmed_nor_denied_anew() -> None:
    for stage in (OutageStage.CONFIRMED, OutageStage.RESTORED_REPORTED):
        room = room_of(stage)
        assert room.do("confirm_outage") == "outage_known"
        assert room.do("deny_outage", words="x") == "outage_known"
