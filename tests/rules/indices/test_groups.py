"""Who is dark by two outages at once is dark once (domain 5.3): the union of intervals per service group."""

from tests.rules.indices.test_figures import dark
from wallboard.rules.indices import OPEN, Group, lv_groups, mv_groups
from wallboard.rules.indices.groups import Record


def spans(*minutes: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    return tuple((begins * 60.0, ends * 60.0) for begins, ends in minutes)


def test_that_overlapping_outages_of_an_area_count_once() -> None:
    groups = lv_groups([Record("O1", [dark("A", 40, 0, 60)]), Record("O2", [dark("A", 40, 30, 90)])])
    assert groups == [Group("A", 40, spans((0, 90)))]


def test_that_what_is_switched_back_and_out_again_is_dark_twice() -> None:
    groups = lv_groups([Record("O1", [dark("A", 40, 0, 30), dark("A", 40, 45, None)])])
    assert groups == [Group("A", 40, ((0.0, 1800.0), (2700.0, OPEN)))]


def test_that_a_part_that_stays_dark_is_interrupted_once() -> None:
    """Of 40 customers 12 stay dark when the others come back."""
    groups = lv_groups([Record("O1", [dark("A", 40, 0, 60), dark("A", 12, 60, 100, whole=False)])])
    assert sorted((g.customers, g.spans) for g in groups) == [(12, spans((0, 100))), (28, spans((0, 60)))]


def test_that_parts_of_two_outages_are_different_customers() -> None:
    rows = [
        Record("O1", [dark("A", 6, 0, 60, whole=False)]),
        Record("O2", [dark("A", 10, 30, 90, whole=False)]),
    ]
    assert sorted((g.customers, g.spans) for g in lv_groups(rows)) == [
        (6, spans((0, 60))),
        (10, spans((30, 90))),
    ]


def test_that_parts_beyond_an_area_overlap_within_it() -> None:
    rows = [
        Record("O0", [dark("A", 12, 200, 210)]),
        Record("O1", [dark("A", 8, 0, 60, whole=False)]),
        Record("O2", [dark("A", 8, 30, 90, whole=False)]),
    ]
    assert sum(g.customers for g in lv_groups(rows)) == 12


def test_that_outages_with_a_count_only_are_summed_and_said_so() -> None:
    rows = [Record("O1", [dark("", 500, 0, 60)]), Record("O2", [dark("", 500, 0, 60)])]
    groups = lv_groups(rows)
    assert [g.customers for g in groups] == [500, 500]
    assert not any(g.checked for g in groups)
    assert mv_groups(rows) == []  # nobody knows which areas


def test_that_a_count_that_falls_and_rises_opens_layers() -> None:
    """500 dark, 200 come back, 100 of them go again: 300 once, 100 twice, 100 once and back."""
    rows = [dark("", 500, 0, 30), dark("", 300, 30, 60), dark("", 400, 60, 90)]
    found = {g.spans: g.customers for g in lv_groups([Record("O1", rows)])}
    assert found == {spans((0, 90)): 300, spans((0, 30), (60, 90)): 100, spans((0, 30)): 100}


def test_that_an_interval_of_no_length_is_none() -> None:
    assert lv_groups([Record("O1", [dark("A", 40, 5, 5)])]) == [Group("A", 40, ())]
