"""Restored is not verified: the meters must agree (domain 4.5, 5.4)."""

import pytest

from wallboard.domain.outages import OutageStageClaim
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Claimant, OutageStage
from wallboard.rules.restoration import AreaHeard, RestorationRules, is_dark, verdict, verification

T0, MIN = 1_700_000_000.0, 60.0
RULES = RestorationRules()
REPORTED = Outage(id="oms/1", source="oms", stage=OutageStage.RESTORED_REPORTED, since=T0)


def heard(area: str, on: int, off: int, minute: float = 5, customers: int = 100) -> AreaHeard:
    return AreaHeard(area, customers, on, off, T0 + minute * MIN)


def claim(*areas: AreaHeard) -> OutageStageClaim | None:
    return verification(REPORTED, verdict(areas, T0, RULES))


def test_that_it_is_verified_when_the_meters_agree() -> None:
    said = claim(heard("A", 97, 3), heard("B", 98, 0))
    assert said is not None
    assert (said.stage, said.claimant) == (OutageStage.RESTORED_VERIFIED, Claimant.ANALYST)
    assert said.reason is not None and said.reason.args == {"on": 195, "of": 198}
    assert said.since == T0 + 5 * MIN


def test_that_too_many_dark_meters_leave_it_unverified() -> None:
    assert claim(heard("A", 94, 6), heard("B", 94, 6)) is None


def test_that_silent_meters_are_neither_for_nor_against() -> None:
    assert claim(heard("A", 60, 1)) is not None  # 39 are silent
    assert claim(heard("A", 40, 0)) is None  # too few answer


def test_that_readings_of_before_the_report_say_nothing_of_it() -> None:
    assert claim(heard("A", 100, 0, minute=-5)) is None
    assert claim(heard("A", 100, 0, minute=0.5)) is None
    assert verdict([heard("A", 0, 100, minute=-5)], T0, RULES).dark == ()


def test_that_the_room_s_rules_set_the_share() -> None:
    areas = [heard("A", 90, 10)]
    lenient = RestorationRules(share=0.9)
    assert not verdict(areas, T0, RULES).verified
    assert verdict(areas, T0, lenient).verified


def test_that_a_dark_area_below_is_named_though_the_whole_is_verified() -> None:
    word = verdict([heard("A", 100, 0), heard("B", 100, 0), heard("C", 0, 4, customers=4)], T0, RULES)
    assert word.verified
    assert [area.area for area in word.dark] == ["C"]


@pytest.mark.parametrize(
    ("on", "off", "dark"),
    [(99, 1, False), (96, 4, False), (94, 6, True), (3, 1, False), (0, 1, True), (0, 0, False)],
)
def test_that_a_single_meter_among_lit_ones_is_a_call_and_no_outage(on: int, off: int, dark: bool) -> None:
    assert is_dark(heard("A", on, off), RULES) is dark


def test_that_only_a_reported_restoration_is_verified() -> None:
    word = verdict([heard("A", 100, 0)], T0, RULES)
    for stage in (OutageStage.CONFIRMED, OutageStage.PARTLY_RESTORED, OutageStage.CLOSED):
        assert verification(Outage(id="oms/1", source="oms", stage=stage, since=T0), word) is None
