"""A hub's clock that is set back does not silence the freshness of its sources."""

from feeds.hub.freshness import EVERY, FreshnessBook
from tests.feeds.small import outage


def test_that_a_clock_that_was_set_back_does_not_silence_a_source() -> None:
    book = FreshnessBook()
    assert len(book.note([outage(1, 1)], 1000.0)) == 1
    assert book.note([outage(1, 2)], 1000.0 + EVERY / 2) == []
    assert len(book.note([outage(1, 3)], 910.0)) == 1
    assert book.note([outage(1, 4)], 911.0) == []
