"""A short run of the fuzzer: only documented outcomes come out of decoders and link."""

from itertools import islice

from feeds.codec import decode_fact
from tests.fuzz.hostile import NASTY, Target, broken, corpus


def test_that_the_good_specimens_are_good() -> None:
    good = corpus()
    assert len(good) > 50
    assert decode_fact(good[0]).source == "oms"


def test_that_broken_input_has_documented_outcomes_only() -> None:
    target = Target()
    for data in islice(broken(20_261_123, corpus()), 10_000):
        target.hit(data)
    assert target.refused > 5_000
    assert target.taken > 2_000  # enough gets through to what lies behind
    assert {"SnapshotCame", "FactsCame", "GapCame", "ClockCame"} <= set(target.events)


def test_that_nasty_values_alone_are_refused() -> None:
    target = Target()
    for data in NASTY:
        target.hit(data)
    assert target.taken == 0
