"""The statistics of storms, on a log made by hand."""

from math import isnan

import pytest

from tests.studies.outage_lives import NO_CREW, Log, customers_curve, durations, figures, lives, new_by_hour
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.outages import OutageEtr, OutageExtent, OutageStageClaim, OutageWork
from wallboard.domain.terms import CrewStatus, OutageStage

BEGIN = 1_000_000 * 3600.0
"""A full hour, epoch s."""


def log_of(*said: tuple[float, str, Payload]) -> list[Fact]:
    """Facts by (minute, outage, data), as a log holds them."""
    return [
        Fact(data, f"oms/{key}", BEGIN + 60 * minute, "oms", f"f{n}", BEGIN + 60 * minute, n)
        for n, (minute, key, data) in enumerate(said, 1)
    ]


def out(customers: int) -> OutageExtent:
    return OutageExtent(customers_out=customers)


def stage(word: OutageStage) -> OutageStageClaim:
    return OutageStageClaim(stage=word)


def work(word: CrewStatus) -> OutageWork:
    return OutageWork(status=word)


def etr(minute: float) -> OutageEtr:
    return OutageEtr(etr=BEGIN + 60 * minute)


CONFIRMED, CLOSED = stage(OutageStage.CONFIRMED), stage(OutageStage.CLOSED)

HAND_MADE = log_of(
    (0, "old", CONFIRMED),
    (0, "old", out(5)),
    (10, "A", CONFIRMED),
    (10, "A", out(100)),
    (10, "A", etr(70)),
    (30, "A", work(CrewStatus.EN_ROUTE)),
    (45, "A", work(CrewStatus.ON_SITE)),
    (50, "A", out(40)),
    (60, "A", etr(100)),
    (65, "B", stage(OutageStage.SUSPECTED)),
    (65, "B", out(1)),
    (90, "A", etr(95)),
    (95, "A", CLOSED),
    (100, "old", CLOSED),
    (110, "C", CONFIRMED),
    (110, "C", out(60)),
    (115, "B", work(CrewStatus.SUSPENDED)),
    (130, "B", stage(OutageStage.RESTORED_REPORTED)),
)


@pytest.fixture(scope="module")
def log() -> Log:
    return lives(HAND_MADE)


def test_that_what_stood_when_the_log_began_is_not_new_and_has_no_length(log: Log) -> None:
    assert len(log.lives) == 4
    assert new_by_hour(log).tolist() == [1, 2, 0]
    assert sorted(durations(log)) == [65, 85]


def test_that_an_outage_that_nobody_has_ended_has_no_length(log: Log) -> None:
    assert log.lives["oms/C"].spans == [(BEGIN + 110 * 60, None)]


def test_that_a_crew_stage_lasts_until_the_next_and_work_until_power_is_back(log: Log) -> None:
    crew = figures(log).crew
    assert crew[NO_CREW].n == 2
    assert (crew[NO_CREW].most, crew["en_route"].p50, crew["on_site"].p50) == (50, 15, 50)


def test_that_a_stage_which_power_cut_short_says_nothing_of_the_crew(log: Log) -> None:
    assert figures(log).crew["suspended"].n == 0


def test_that_promises_move_by_the_difference_of_two_and_the_first_is_none(log: Log) -> None:
    found = figures(log)
    assert found.moves.n == 2
    assert (found.moves.most, found.later) == (30, 0.5)
    assert found.unpromised == pytest.approx(2 / 3)


def test_that_customers_who_are_back_stay_among_those_ever_out(log: Log) -> None:
    at, dark, ever = customers_curve(log)
    assert dark.tolist() == [5, 105, 45, 46, 6, 1, 61, 60]
    assert ever.tolist() == [5, 105, 105, 106, 106, 106, 166, 166]
    assert figures(log).half_back == pytest.approx((50 - 10) / 60)
    assert (at[-1] - BEGIN) / 60 == 130


def test_that_what_is_not_dark_when_polled_was_never_seen() -> None:
    polled = lives(HAND_MADE, every=7200.0)
    assert sorted(polled.lives) == ["oms/B", "oms/C"]


def test_that_an_empty_log_has_figures_without_values() -> None:
    found = figures(lives([]))
    assert found.outages == 0
    assert isnan(found.life.p50) and isnan(found.half_back)
