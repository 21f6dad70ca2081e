"""A short run of the fuzzer: only documented outcomes come out of decoders, link, hub and mapping."""

from itertools import islice

from feeds.codec import decode_fact
from tests.fuzz.hostile import NASTY, broken, corpus, documents
from tests.fuzz.targets import Target


def test_that_the_good_specimens_are_good() -> None:
    good = corpus()
    assert len(good) > 80
    assert decode_fact(good[0]).source == "oms"
    target = Target()
    for data in documents():
        target.document(data)
    assert target.counts["mapped"] > 40


def test_that_broken_frames_and_facts_have_documented_outcomes_only() -> None:
    target = Target()
    for data in islice(broken(20_261_123, corpus()), 12_000):
        target.hit(data)
    assert target.refused > 5_000
    assert target.taken > 2_000  # enough gets through to what lies behind
    reached = (
        "SnapshotCame",
        "FactsCame",
        "GapCame",
        "ClockCame",
        "Ended",
        "summaries",
        "acted",
        "act_refused",
    )
    assert all(target.counts[name] > 5 for name in reached), target.counts
    assert target.counts["applied"] > 1_000 and target.counts["taken"] > 1_000, target.counts


def test_that_broken_documents_have_documented_outcomes_only() -> None:
    target = Target()
    for data in islice(broken(20_261_124, documents()), 2_000):
        target.document(data)
    assert target.counts["mapped"] > 1_000


def test_that_nasty_values_alone_are_refused() -> None:
    target = Target()
    for data in NASTY:
        target.hit(data)
    assert target.taken == 0
