"""Evidence that is heard worse: what is lost, late, misplaced, and that nothing else changes (domain 5.9)."""

from tests.analysis.diagnosis_study.small import called, counted, read, tree_of
from wallboard.analysis.diagnosis_study.cases import Case, named
from wallboard.analysis.diagnosis_study.degrade import Worse, heard_worse
from wallboard.domain.calls import CallReport
from wallboard.domain.network import AreaMeters

TREE = tree_of([("breaker", -1), ("transformer", 0), ("transformer", 0)])
HEARD = [
    *(called("TA-1", 10.0 + n) for n in range(400)),
    counted("TA-1", 500.0, off=1000, on=0),
    read("breaker-0", 600.0, closed=False),
]
CASE = Case("small", TREE, 0.0, HEARD, [])


def counts(worse: Worse) -> AreaMeters:
    found = [fact.data for fact in heard_worse(CASE, worse).heard if isinstance(fact.data, AreaMeters)]
    assert len(found) == 1
    return found[0]


def test_that_a_fifth_of_the_last_gasps_falls_silent_and_the_sum_stays() -> None:
    data = counts(Worse(lost=0.2))
    assert 150 < data.silent < 250
    assert data.off + data.on + data.silent == data.total == 1000


def test_that_customers_under_the_wrong_area_speak_as_the_next_area_does() -> None:
    data = counts(Worse(links=0.05))
    assert (data.off, data.on) == (950, 50)
    calls = [
        fact.data.area
        for fact in heard_worse(CASE, Worse(links=0.05)).heard
        if isinstance(fact.data, CallReport)
    ]
    assert 5 <= calls.count("TA-2") <= 40


def test_that_late_counts_keep_the_time_of_the_event_and_the_rest_is_on_time() -> None:
    worse = heard_worse(CASE, Worse(late_s=1800.0)).heard
    assert [fact.seen for fact in worse] == sorted(fact.seen for fact in worse)
    late = next(fact for fact in worse if isinstance(fact.data, AreaMeters))
    assert late.at == 500.0 and 500.0 < late.seen <= 2300.0
    assert next(fact for fact in worse if named(fact) == "breaker-0").seen == 600.0


def test_that_the_same_case_is_worse_in_the_same_way_each_time() -> None:
    worse = Worse(0.2, 1800.0, 0.05)
    assert heard_worse(CASE, worse) == heard_worse(CASE, worse)
