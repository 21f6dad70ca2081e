"""What a day is counted as, by hand."""

import pytest

from wallboard.analysis.dispatch_study.compare import compare, difference, result, table
from wallboard.analysis.dispatch_study.days import Day, Served, harm, measured

LIMITS = {"urban": 45 * 60.0, "rural": 90 * 60.0}
MIN = 60.0


def served(fault: str, arrived: float | None, mended: float | None, **fields: object) -> Served:
    """Minutes after a report at 0."""
    said = {"unit": "a", "area_class": "urban", "at": 0.0, "customers": 10, "reported": 0.0, "crew_unit": "a"}
    times = {
        "arrived": None if arrived is None else arrived * MIN,
        "mended": None if mended is None else mended * MIN,
    }
    return Served(fault=fault, **{**said, **times, **fields})  # type: ignore[arg-type]


def day(*faults: Served, borders: str = "own", seed: int = 1, **fields: float) -> Day:
    return Day(
        seed=seed,
        borders=borders,
        ends=600 * MIN,
        served=faults,
        customer_seconds=fields.get("dark", 0.0),
        metres=fields.get("metres", 0.0),
    )


def test_that_arrival_restoration_lateness_and_borders_are_those_worked_by_hand() -> None:
    found = measured(
        day(
            served("1", 20, 100),
            served("2", 60, 160, crew_unit="b"),
            served("3", 70, 220, area_class="rural"),
            dark=7200.0,
            metres=12_500.0,
        ),
        LIMITS,
    )
    assert found["arrival_min"] == pytest.approx(50)
    assert found["restore_min"] == pytest.approx(160)
    assert found["late_share"] == pytest.approx(100 / 3)  # 60 of 45 allowed; 70 of 90
    assert found["across_share"] == pytest.approx(100 / 3)
    assert (found["customer_hours"], found["km"]) == (2.0, 12.5)


def test_that_what_nobody_reached_has_waited_until_the_end_and_what_nobody_heard_of_is_not_blamed() -> None:
    found = measured(day(served("1", None, None), served("2", 20, 60, reported=None)), LIMITS)
    assert (found["arrival_min"], found["restore_min"], found["late_share"]) == (600, 600, 100)
    assert measured(day(), LIMITS)["arrival_min"] == 0.0


def test_that_harm_counts_who_waits_longer_for_the_border_that_fell_fault_by_fault() -> None:
    own = day(served("1", 20, 100), served("2", 20, 100), served("3", 20, 100))
    other = day(served("1", 20, 70), served("2", 20, 130), served("3", 20, 105), borders="open")
    found = harm(own, other)
    assert (found.later, found.sooner) == (1, 1)
    assert (found.later_hours, found.sooner_hours) == (5.0, 5.0)  # 10 customers, half an hour


def test_that_days_with_other_faults_are_not_compared() -> None:
    with pytest.raises(ValueError, match="only the same fate"):
        harm(day(served("1", 20, 100)), day(served("2", 20, 100)))
    with pytest.raises(ValueError, match="only the same fate"):
        harm(day(served("1", 20, 100)), day(served("1", 20, 100), seed=2))


def test_that_the_interval_is_that_of_paired_differences() -> None:
    found = difference([10.0, 12.0, 14.0], [9.0, 10.0, 13.0])
    assert found.mean == pytest.approx(-4 / 3)
    half = 4.302653 * (1 / 3) ** 0.5 / 3**0.5  # t(0.975, 2), s = sqrt(1/3)
    assert (found.low, found.high) == pytest.approx((found.mean - half, found.mean + half))
    assert not difference([1.0], [0.0]).clear, "one pair tells nothing of the next"


def test_that_the_table_and_the_result_say_the_same() -> None:
    own = [day(served("1", 20, 100), seed=seed, dark=3600.0 * seed) for seed in (1, 2)]
    other = [day(served("1", 10, 60), seed=seed, borders="open", dark=1800.0 * seed) for seed in (1, 2)]
    found = compare(own, other, LIMITS)
    assert result(found, study="dispatch")["measures"]["restore_min"]["mean"] == -40
    assert result(found)["sooner"] == 2
    assert "open against own, 2 seeds, 2 faults" in table(found)
