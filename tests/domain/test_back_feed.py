"""A connected generator van is a hazard until it is off (d.132, domain 5.9)."""

import pytest

from wallboard.domain.back_feed import back_feed, van_off_first, van_on
from wallboard.domain.rows import Outage, Van
from wallboard.domain.terms import OutageStage, VanStatus


def outage(stage: OutageStage = OutageStage.CONFIRMED) -> Outage:
    return Outage(id="oms/1", source="oms", stage=stage)


def van(status: VanStatus = VanStatus.CONNECTED, at: str = "oms/1", key: str = "gps/V3") -> Van:
    return Van(id=key, source="gps", name="应急发电车 03", status=status, outage=at)


@pytest.mark.parametrize("status", [status for status in VanStatus if status is not VanStatus.CONNECTED])
def test_that_only_a_connected_van_feeds(status: VanStatus) -> None:
    assert van_on(outage(), [van(status)]) is None
    assert van_off_first(outage(), [van(status)]) is None


def test_that_a_van_at_another_outage_is_no_hazard_here() -> None:
    assert van_off_first(outage(), [van(at="oms/2")]) is None


def test_that_the_van_is_named() -> None:
    why = van_off_first(outage(), [van(key="gps/V4"), van()])
    assert why is not None and (why.code, why.args["van"]) == ("van_off_first", "应急发电车 03")


@pytest.mark.parametrize("stage", list(OutageStage))
def test_that_the_hazard_is_that_somebody_says_supply_while_it_feeds(stage: OutageStage) -> None:
    dark = outage(stage).dark or stage is OutageStage.CANCELLED
    assert (back_feed(outage(stage), [van()]) is None) == dark
