"""What counts as right, wrong, missed and late in the study of judgements (domain 5.4)."""

import pytest

from tests.analysis.diagnosis_study.small import tree_of
from wallboard.analysis.diagnosis_study.cases import Case, Judged, Truth, openings
from wallboard.analysis.diagnosis_study.scoring import episodes, scores, tally

TREE = tree_of([("breaker", -1), ("fuse", 0), ("transformer", 1), ("transformer", 0)])
BREAKER, FUSE, BELOW_FUSE, OTHER = range(4)
NONE: frozenset[int] = frozenset()


def truth(minute: int, *opened: int, other: frozenset[int] = NONE, dark: frozenset[int] = NONE) -> Truth:
    return Truth(60.0 * minute, frozenset(opened), other, dark)


def case_of(truths: list[Truth], opened: list[tuple[int, float]]) -> Case:
    return Case("small", TREE, 0.0, [], truths, openings(truths, opened))


def said(*devices: int, dark: dict[int, float] | None = None) -> Judged:
    return Judged(frozenset(devices), dark or {})


def test_that_devices_with_the_same_areas_below_count_as_one() -> None:
    """A fuse above one transformer and that transformer's own fuse leave the same customers dark."""
    assert TREE.twins[BELOW_FUSE] == FUSE
    found = tally(case_of([truth(0, FUSE)], []), [said(BELOW_FUSE)])
    assert (found.right, found.wrong, found.missed) == (1, 0, 0)


def test_that_wrong_and_missed_devices_are_counted_and_those_open_below_another_are_not() -> None:
    below = truth(0, BREAKER, other=frozenset([FUSE]))
    found = tally(case_of([below], []), [said(FUSE, OTHER)])
    assert (found.right, found.wrong, found.missed) == (0, 1, 1)


def test_that_customers_who_are_wrongly_dark_here_and_lit_there_cancel_only_in_the_total() -> None:
    dark = truth(0, OTHER, dark=frozenset([1]))
    found = tally(case_of([dark], []), [said(OTHER, dark={0: 100.0})])
    assert (found.true_dark, found.off_by, found.area_off_by) == (100.0, 0.0, 200.0)


def test_that_only_a_right_word_that_stays_ends_the_wait() -> None:
    """It was named, taken back, and named again: the customer was told something else between."""
    truths = [truth(0), *(truth(minute, FUSE) for minute in range(1, 6)), truth(6)]
    heard = [said(), said(FUSE), said(), said(FUSE), said(FUSE), said(FUSE), said()]
    found = tally(case_of(truths, [(FUSE, 30.0)]), heard)
    assert found.waits == (2.5,)
    assert found.never == 0


def test_that_a_device_that_is_never_named_is_counted_apart() -> None:
    truths = [truth(0), truth(1, FUSE), truth(2, FUSE)]
    found = tally(case_of(truths, [(FUSE, 30.0)]), [said()] * 3)
    assert (found.waits, found.never) == ((), 1)


def test_that_what_stands_since_before_the_first_look_begins_no_wait() -> None:
    assert episodes([truth(0, FUSE), truth(1, FUSE)]) == []


def test_that_a_device_that_comes_to_light_was_not_seen_before_the_look_before() -> None:
    truths = [truth(0, BREAKER), truth(5, FUSE)]
    assert openings(truths, [(FUSE, -600.0)]) == {(FUSE, 1): 0.0}


def test_that_micro_averages_weigh_seeds_by_what_happened_in_them() -> None:
    one = tally(case_of([truth(0, FUSE)], []), [said(FUSE)])
    other = tally(case_of([truth(0, FUSE, OTHER)] * 1, []), [said(BREAKER)])
    found = scores([one, other])
    assert found.precision.value == pytest.approx(1 / 2)
    assert found.recall.value == pytest.approx(1 / 3)
    assert found.recall.low <= found.recall.value <= found.recall.high
