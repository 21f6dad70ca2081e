"""The tables' read-only side."""

from typing import Any, cast

import pytest

from tests.state.queries.faces import NOW, Room
from wallboard.domain.outages import OutageExtent
from wallboard.domain.roster import RosterShift
from wallboard.state.tables import Tables


def test_that_readers_cannot_write_rows() -> None:
    tables = Tables()
    with pytest.raises(TypeError):
        cast(Any, tables.outages)["x"] = 1


@pytest.mark.parametrize(
    "noun",
    ["outages", "orders", "crews", "vans", "plans", "regions", "sources", "shifts", "responses", "alarms"],
)
def test_that_every_noun_starts_empty(noun: str) -> None:
    assert dict(getattr(Tables(), noun)) == {}


def test_that_the_facts_behind_a_row_can_be_read() -> None:
    room = Room()
    room.outage("oms/1", customers_out=7)
    room.say("oms/1", outage_evidence={"kind": "call"})
    thing = room.tables.thing("outage", "oms/1")
    assert thing is not None
    assert [type(fact.data) for fact in thing.claims("extent")] == [OutageExtent]
    assert len(thing.facts()) == 3
    assert thing.source("listing", "extent/outage_system") == "oms"
    assert thing.source("listing") is None
    assert room.tables.thing("outage", "oms/2") is None


def test_that_an_unclaimed_value_is_read_by_its_type() -> None:
    room = Room()
    room.say("day", roster_shift={"name": "白班", "starts_at": NOW, "ends_at": NOW + 9})
    shift = room.tables.thing("roster", "day").value("shift", RosterShift)
    assert shift is not None
    assert shift.name == "白班"
    assert room.tables.thing("roster", "day").value("shift", OutageExtent) is None
