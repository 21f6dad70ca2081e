"""The floor says nothing before the first word of an opening, and holds on until the first of its end."""

from tests.analysis.diagnosis_study.small import called, counted, read, tree_of
from wallboard.analysis.diagnosis_study.cases import Case, Truth
from wallboard.analysis.diagnosis_study.first_word import first_word
from wallboard.domain.facts import Fact

TREE = tree_of([("breaker", -1), ("fuse", 0), ("transformer", 1), ("transformer", 1), ("transformer", 0)])
FUSE, NONE = 1, frozenset[int]()


def told(*heard: Fact) -> list[tuple[set[int], float]]:
    """The fuse opens at 100 s and is closed at 550; looked at every 100 s."""
    out = Truth(0.0, frozenset([FUSE]), NONE, frozenset([0, 1]))
    truths = [
        Truth(at, out.open if 100 < at < 550 else NONE, NONE, out.dark if 100 < at < 550 else NONE)
        for at in (100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0)
    ]
    case = Case("c", TREE, 0.0, sorted(heard, key=lambda fact: fact.seen), truths, {(FUSE, 1): 100.0})
    return [(set(one.devices), sum(one.dark.values())) for one in first_word(case)]


def test_that_nothing_is_said_before_the_first_word_nor_taken_back_before_the_first_of_light() -> None:
    dark = counted("TA-1", 350.0, off=90, on=10)
    lit = counted("TA-2", 680.0, off=0, on=100)
    nothing, all_of_it = (set(), 0.0), ({FUSE}, 200.0)
    assert told(dark, lit) == [nothing] * 3 + [all_of_it] * 3 + [nothing] * 2


def test_that_two_calls_tell_of_it_and_one_does_not() -> None:
    assert told(called("TA-1", 150.0))[4] == (set(), 0.0)
    assert told(called("TA-1", 150.0), called("TA-2", 450.0))[4] == ({FUSE}, 200.0)


def test_that_telemetry_is_a_word() -> None:
    found = told(read("fuse-1", 110.0, closed=False), read("fuse-1", 555.0, closed=True))
    assert [bool(devices) for devices, _ in found] == [False, True, True, True, True, False, False, False]
