"""The share of the customer-hours from the transformers down to the meters (d.128)."""

import pytest

from tests.state.boards.test_indices import indices, told
from tests.state.boards.test_supply import MIDNIGHT, Room, dark
from wallboard.domain.outages import OutageDevice
from wallboard.domain.supply import DarkOutage
from wallboard.domain.terms import DeviceKind


def test_that_an_outage_counts_by_the_device_that_is_open() -> None:
    room = Room()
    room.dark("oms/1", dark("A", 100, 2, 4))
    room.dark("oms/2", dark("B", 50, 2, 6))
    assert indices(room).day.last_mile == 0.0
    room.say("oms/2", OutageDevice(kind=DeviceKind.SERVICE, device="B"), MIDNIGHT)
    assert indices(room).day.last_mile == pytest.approx(200 / 400)


def test_that_what_has_left_counts_in_its_month_and_not_in_its_day() -> None:
    room = Room()
    room.dark("oms/1", dark("A", 100, 2, 4))
    gone = DarkOutage(outage="oms/0", kind=DeviceKind.TRANSFORMER_AREA, rows=[dark("C", 100, -20, -18)])
    room.say("room", told(gone), MIDNIGHT + 600)
    face = indices(room)
    assert (face.day.last_mile, face.month.last_mile) == pytest.approx((0.0, 0.5))


def test_that_hours_below_a_dark_line_are_no_more_than_all_hours() -> None:
    """One area, dark by its line and by its transformer: its hours are counted once."""
    room = Room()
    room.dark("oms/1", dark("A", 100, 2, 6))
    room.dark("oms/2", dark("A", 100, 2, 6))
    room.say("oms/2", OutageDevice(kind=DeviceKind.TRANSFORMER_AREA, device="A"), MIDNIGHT)
    assert indices(room).day.last_mile == pytest.approx(1.0)


def test_that_without_an_outage_there_is_no_share() -> None:
    room = Room()
    room.dark("oms/1", dark("A", 100, 13, 14))
    assert indices(room).day.last_mile is None
