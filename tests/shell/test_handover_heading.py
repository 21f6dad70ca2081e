"""What is read at a desk: the report as it was frozen where one is, with who has signed; else a draft."""

import pytest

from tests.feeds.hub.handing_over import Hub
from tests.feeds.small import T0
from wallboard.config.room import Room, load_room
from wallboard.shell.handover_heading import heading_of, report_of
from widgets.text import Text


@pytest.fixture(scope="module")
def room() -> Room:
    return load_room("demo")


def test_that_a_frozen_report_stands_above_the_draft_with_its_signatures(room: Room) -> None:
    hub = Hub()
    tables = hub.store.tables
    draft, frozen = report_of(tables, None, T0 + 60, room)
    heading = heading_of(draft, tables, None, room, Text("en"), frozen=frozen)
    assert (draft.shift_id, frozen, heading.frozen, heading.signed) == ("roster/1", False, False, {})
    hub.act("a-1", "freeze")
    hub.act("b-1", "sign", capacity="service_out", name="陈", digest=hub.digest)
    tables = hub.store.tables
    kept, frozen = report_of(tables, None, T0 + 900, room)
    heading = heading_of(kept, tables, None, room, Text("zh"), frozen=frozen)
    assert frozen and kept.now == T0 + 600, "as it was when it was frozen"
    assert heading.digest == hub.digest and heading.title == room.title["zh"]
    assert heading.signed == {"service_out": ("陈", T0 + 600)}
    assert heading.note == Text("zh").t("banner.simulated")


def test_that_another_shift_than_the_one_on_duty_is_found_by_its_name(room: Room) -> None:
    hub = Hub()
    hub.act("a-1", "freeze")
    later = T0 + 3600 + 60
    assert report_of(hub.store.tables, None, later, room)[0].shift_id == "roster/2"
    kept, frozen = report_of(hub.store.tables, None, later, room, "roster/1")
    assert frozen and kept.shift_id == "roster/1"
