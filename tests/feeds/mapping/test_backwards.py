"""Documents that are older than the one before are passed over, and believed when they go on."""

from feeds.mapping.backwards import Backwards
from tests.feeds.mapping.bench_feed import OUTAGES, mapping_of

TIMED = OUTAGES.replace('form = "json"', 'form = "json"\ntime = { path = "at" }')


def test_that_older_documents_are_passed_over_until_they_go_on() -> None:
    watch = Backwards(mapping_of(TIMED))
    found = [watch.refusal({"at": at}) for at in (1e9, 1e9 + 60, 1e9, 1e9 + 90, 1e9, 1e9, 1e9)]
    assert [reason.args if reason else None for reason in found] == [
        None,
        None,
        {"minutes": 1.0},
        None,
        {"minutes": 1.5},
        {"minutes": 1.5},
        None,
    ]


def test_that_documents_without_a_time_are_taken() -> None:
    assert Backwards(mapping_of(OUTAGES)).refusal({"at": 5}) is None
    watch = Backwards(mapping_of(TIMED))
    assert watch.refusal({"at": "nonsense"}) is None and watch.refusal({}) is None
