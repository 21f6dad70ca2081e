"""Who would call: drawn for each outage and area, and nothing else."""

import pytest

from feeds.sim import error_rates as rates
from feeds.sim.callers import CLEAR, Caller, callers, own_breakers

AREAS = [(row, 100) for row in range(8)]


def many(recorded: dict[int, list[tuple[int, float]]] | None = None) -> list[Caller]:
    """The callers of five hundred outages."""
    return [c for n in range(500) for c in callers(1, f"F{n}", AREAS, False, recorded or {})]


def test_that_calls_of_an_area_do_not_hang_on_who_else_is_dark() -> None:
    alone = callers(1, "F", AREAS[:1], False, {})
    among = callers(1, "F", AREAS[:3], False, {})
    assert alone
    assert alone == [caller for caller in among if caller.area == 0]


def test_that_calls_come_as_often_as_the_model_says() -> None:
    found = many()
    assert len(found) / 500 == pytest.approx(800 * rates.CALL_SHARE, rel=0.05)
    unlocated = [caller for caller in found if caller.trouble != CLEAR]
    assert len(unlocated) / len(found) == pytest.approx(rates.UNLOCATED_SHARE, rel=0.1)
    assert {caller.trouble for caller in unlocated} == {"no_number", "wrong_place"}
    twice = [caller for caller in found if caller.again and caller.trouble == CLEAR]
    assert len(twice) / len(found) == pytest.approx(rates.TWICE_SHARE, rel=0.15)


def test_that_a_large_outage_is_called_about_by_a_bounded_number() -> None:
    areas = [(row, 200) for row in range(60)]
    found = [len(callers(1, f"F{n}", areas, False, {})) for n in range(40)]
    assert sum(found) / 40 == pytest.approx(rates.MOST_CALLS, rel=0.1)


def test_that_a_wrongly_recorded_caller_is_located_where_the_records_have_him() -> None:
    found = many({0: [(77, 0.05)]})
    mine = [caller for caller in found if caller.area == 0]
    away = [caller for caller in mine if caller.recorded == 77]
    assert len(away) / len(mine) == pytest.approx(0.05, abs=0.02)
    assert all(caller.recorded == caller.area for caller in found if caller.area)


def test_that_somebody_of_a_service_line_always_calls() -> None:
    assert all(callers(1, f"S{n}", [(3, 1)], True, {}) for n in range(100))


def test_that_own_breakers_are_called_about_at_a_known_rate_and_in_the_evening() -> None:
    customers = [70] * 30_000
    days = [own_breakers(seed, customers, 0.0, 86_400.0) for seed in range(1, 9)]
    mean = sum(len(day) for day in days) / len(days)
    assert mean == pytest.approx(rates.OWN_BREAKER_A_DAY * sum(customers), rel=0.06)
    found = days[0]
    evening = sum(17 * 3600 <= at < 22 * 3600 for at, _ in found)
    night = sum(at < 5 * 3600 for at, _ in found)
    assert evening > 5 * night
    assert [at for at, _ in found] == sorted(at for at, _ in found)
