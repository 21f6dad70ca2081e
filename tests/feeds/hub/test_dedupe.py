"""Which facts a hub knows by id: the recent ones, in memory that does not grow."""

import tracemalloc

import pytest

from feeds.hub import dedupe
from feeds.hub.dedupe import Seen


def names(first: int, last: int) -> list[tuple[str, str, str]]:
    return [("oms", "outage/1", str(number)) for number in range(first, last)]


def test_that_the_recent_ones_are_known_and_the_old_ones_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dedupe, "REMEMBERED", 100)
    seen = Seen()
    for own in names(0, 1_000):
        seen.remember(own)
        seen.remember(own)  # said twice, it takes one place
    known = [own for own in names(0, 1_000) if seen.knows(own)]
    assert known == names(1_000 - len(known), 1_000)
    assert 100 <= len(known) <= 125


def test_that_a_long_life_takes_no_more_memory_than_its_first_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dedupe, "REMEMBERED", 1_000)
    seen = Seen()

    def peak(first: int, last: int) -> int:
        tracemalloc.reset_peak()
        for number in range(first, last):
            seen.remember(("oms", "outage/1", f"{number:06}"))
        return tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        first = peak(0, 2_000)
        later = [peak(at, at + 2_000) for at in range(2_000, 20_000, 2_000)]
    finally:
        tracemalloc.stop()
    assert max(later) < 1.1 * first
