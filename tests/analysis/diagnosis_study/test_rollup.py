"""The plain roll-up does what the trade's engines do (domain 5.4, rules 1-4, 8, 11)."""

from tests.analysis.diagnosis_study.small import called, counted, read, tree_of
from wallboard.analysis.diagnosis_study.known import Known
from wallboard.analysis.diagnosis_study.rollup import RollUp, Thresholds
from wallboard.domain.facts import Fact

TREE = tree_of(
    [("breaker", -1), ("fuse", 0), ("transformer", 1), ("transformer", 1), ("fuse", 0), ("transformer", 4)]
)
BREAKER, FUSE, FIRST, SECOND, OTHER_FUSE, THIRD = range(6)


def predicted(*facts: Fact, now: float = 600.0) -> set[int]:
    known = Known(TREE)
    for fact in facts:
        known.hear(fact)
    return set(RollUp(TREE, Thresholds()).judge(known, now, frozenset()).devices)


def test_that_two_calls_predict_an_area_and_one_does_not() -> None:
    assert predicted(called("TA-1", 100.0)) == set()
    assert predicted(called("TA-1", 100.0), called("TA-1", 200.0)) == {FIRST}


def test_that_calls_further_apart_than_the_window_do_not_belong_together() -> None:
    assert predicted(called("TA-1", 0.0), called("TA-1", 3000.0), now=3100.0) == set()


def test_that_meters_are_believed_after_their_hold() -> None:
    dark = counted("TA-1", 580.0, off=90, on=10)
    assert predicted(dark) == set()
    assert predicted(dark, now=640.0) == {FIRST}


def test_that_two_transformers_predict_the_lateral_above_them() -> None:
    both = counted("TA-1", 100.0, off=90, on=10), counted("TA-2", 100.0, off=90, on=10)
    assert predicted(*both) == {FUSE}


def test_that_two_laterals_predict_the_feeder() -> None:
    every = [counted(f"TA-{n}", 100.0, off=90, on=10) for n in (1, 2, 3)]
    assert predicted(*every) == {BREAKER}


def test_that_a_device_that_telemetry_reads_closed_is_never_predicted() -> None:
    every = [counted(f"TA-{n}", 100.0, off=90, on=10) for n in (1, 2, 3)]
    assert predicted(*every, read("breaker-0", 300.0, closed=True)) == {FUSE, OTHER_FUSE}


def test_that_a_device_that_is_read_open_goes_at_once() -> None:
    assert predicted(read("breaker-0", 300.0, closed=False)) == {BREAKER}


def test_that_meters_that_have_answered_since_outweigh_calls() -> None:
    calls = called("TA-1", 100.0), called("TA-1", 200.0)
    assert predicted(*calls, counted("TA-1", 300.0, off=0, on=100)) == set()
