"""Whom an outage leaves dark, area by area, as the outage system, the meters and the network tell (5.3)."""

import pytest

from wallboard.domain.rows import Outage
from wallboard.domain.supply import Dark
from wallboard.domain.terms import OutageNature, OutageStage
from wallboard.rules.dark import AreaOut, Held, held_now, lit, rows_after

T0 = 1_700_000_000.0
MIN = 60.0

A, B, C = AreaOut("A", 40), AreaOut("B", 60), AreaOut("C", 100)


def minute(n: float | None) -> float | None:
    return None if n is None else T0 + n * MIN


class Course:
    """One outage as word after word of it comes; minutes from its start."""

    def __init__(self) -> None:
        self.rows: list[Dark] = []

    def say(
        self,
        at: float,
        out: int | None,
        *areas: AreaOut,
        stage: OutageStage = OutageStage.CONFIRMED,
        since: float = 1,
        started: float = 0,
        nature: OutageNature = OutageNature.UNPLANNED,
        **more: object,
    ) -> list[tuple[str, int, float, float | None]]:
        outage = Outage(
            id="oms/1",
            source="oms",
            stage=stage,
            since=T0 + since * MIN,
            started_at=T0 + started * MIN,
            customers_out=out,
            nature=nature,
            **more,  # type: ignore[arg-type]
        )
        said_at = T0 + at * MIN
        self.rows = rows_after(outage, self.rows, held_now(outage, areas), said_at, said_at + 5)
        again = rows_after(outage, self.rows, held_now(outage, areas), said_at, said_at + 65)
        assert again == self.rows  # nothing new is nothing new
        return [
            (
                row.area,
                row.customers,
                round((row.begins - T0) / MIN, 1),
                None if row.ends is None else round((row.ends - T0) / MIN, 1),
            )
            for row in self.rows
        ]


def test_that_the_areas_behind_the_device_are_dark_from_the_start() -> None:
    assert Course().say(6, 100, A, B) == [("A", 40, 0, None), ("B", 60, 0, None)]


def test_that_who_is_named_later_was_dark_from_the_start() -> None:
    """One customer calls, then the device is known: the knowledge came later and not the darkness."""
    course = Course()
    assert course.say(6, 1) == [("", 1, 0, None)]
    assert course.say(10, 100, A, B) == [("A", 40, 0, None), ("B", 60, 0, None)]


def test_that_a_device_taken_for_another_leaves_no_trace() -> None:
    course = Course()
    course.say(6, 40, A, stage=OutageStage.PREDICTED)
    assert course.say(12, 60, B) == [("B", 60, 0, None)]


def test_that_what_is_restored_step_by_step_ends_step_by_step() -> None:
    course = Course()
    course.say(6, 200, A, B, C)
    course.say(30, 160, A, B, C, stage=OutageStage.PARTLY_RESTORED, since=30)
    whole = course.say(50, 0, A, B, C, stage=OutageStage.RESTORED_REPORTED, since=48)
    assert all(ends is not None and ends <= 48 for *_, ends in whole)
    assert sum(n * (ends - begins) for _, n, begins, ends in whole if ends) == 40 * 30 + 160 * 48


def test_that_meters_say_which_area_has_supply_again() -> None:
    course = Course()
    course.say(6, 200, A, B, C)
    back = AreaOut("B", 60, minute(29))
    found = course.say(30, 140, A, back, C, stage=OutageStage.PARTLY_RESTORED)
    assert found == [("A", 40, 0, None), ("B", 60, 0, 29), ("C", 100, 0, None)]


def test_that_what_is_switched_out_again_is_a_second_interruption() -> None:
    course = Course()
    course.say(6, 100, A, B)
    course.say(30, 40, A, B, stage=OutageStage.PARTLY_RESTORED)
    found = course.say(45, 100, A, B, stage=OutageStage.PARTLY_RESTORED)
    assert found == [("A", 40, 0, None), ("B", 60, 0, 30), ("B", 60, 45, None)]


def test_that_a_part_of_an_area_is_not_the_area() -> None:
    course = Course()
    course.say(6, 12, A)
    assert [row.whole for row in course.rows] == [False]
    course.say(8, 40, A)
    assert [row.whole for row in course.rows] == [True]


def test_that_without_a_count_the_areas_count() -> None:
    assert Course().say(6, None, A, B) == [("A", 40, 0, None), ("B", 60, 0, None)]
    assert Course().say(6, None) == []  # nobody counted: no number is invented


def test_that_customers_beyond_the_network_are_kept_as_a_number() -> None:
    assert Course().say(6, 55, A) == [("A", 40, 0, None), ("", 15, 0, None)]


@pytest.mark.parametrize(
    "what",
    [
        {"stage": OutageStage.CANCELLED},
        {"merged_into": "oms/2"},
        {"nature": OutageNature.CUSTOMER_OWNED},
    ],
)
def test_that_what_never_was_leaves_nothing(what: dict[str, object]) -> None:
    course = Course()
    course.say(6, 100, A, B)
    assert course.say(20, 100, A, B, **what) == []  # type: ignore[arg-type]


def test_that_a_doubted_row_changes_nothing() -> None:
    course = Course()
    before = course.say(6, 100, A, B)
    assert course.say(20, 0, A, B, stage=OutageStage.UNLISTED, held=True) == before


def test_that_a_corrected_start_moves_what_began_with_it() -> None:
    course = Course()
    course.say(6, 100, A, B)
    course.say(30, 40, A, B, stage=OutageStage.PARTLY_RESTORED)
    found = course.say(40, 40, A, B, stage=OutageStage.PARTLY_RESTORED, started=-8)
    assert found == [("A", 40, -8, None), ("B", 60, -8, 30)]


def test_that_silent_is_not_dark_and_not_lit() -> None:
    assert [lit(on, off, share=0.95) for on, off in ((0, 0), (96, 4), (94, 6))] == [None, True, False]
    assert held_now(Outage(id="1", source="oms", stage=OutageStage.CONFIRMED, customers_out=40), [A]) == {
        "A": Held(40, True)
    }


@pytest.mark.parametrize(
    ("started", "reported", "began"), [(3, 5, 3), (5, 3, 3), (None, 4, 4), (2, None, 2), (None, None, 1)]
)
def test_that_an_outage_began_with_the_earlier_of_its_start_and_its_report(
    started: float | None, reported: float | None, began: float
) -> None:
    outage = Outage(
        id="oms/1",
        source="oms",
        since=T0 + MIN,
        started_at=minute(started),
        reported_at=minute(reported),
    )
    assert outage.began == minute(began)
