"""What a source says of itself."""

from feeds.mapping.freshness import Freshness
from tests.feeds.mapping.bench_feed import OUTAGES, mapping_of
from wallboard.domain.roster import SourceFreshness


def test_that_the_gravest_reason_is_told_and_all_flags_stand() -> None:
    fresh = Freshness(mapping_of(OUTAGES), replayed=True)
    flags = fresh.poll_flags(before=2000, gone=600, rows=1400, doubtful=True, capped=True)
    data = fresh.fact(flags, 100.0, True, 10, 2).data
    assert isinstance(data, SourceFreshness) and data.replayed
    assert sorted(data.flags) == ["capped", "degraded", "doubtful"]
    assert data.reason is not None and data.reason.code == "poll_lost_rows"
    assert data.kinds == ["outage.etr", "outage.extent", "outage.stage"] and data.expect_every == 600.0


def test_that_a_poll_without_news_is_a_poll_and_no_fact() -> None:
    fresh = Freshness(mapping_of(OUTAGES), replayed=False)
    fresh.fact(([], None), 100.0, True, 1, 0)
    data = fresh.fact(([], None), 700.0, False, 1, 0).data
    assert isinstance(data, SourceFreshness)
    assert (data.last_fact_at, data.last_poll_at) == (100.0, 700.0)


def test_that_a_streams_freshness_is_written_now_and_then_and_at_every_change() -> None:
    fresh = Freshness(mapping_of(OUTAGES), replayed=False)
    assert fresh.event(0.0, True, 1, 0) and not fresh.event(1.0, True, 1, 0)
    assert fresh.event(2.0, False, 1, 1) and fresh.flags == ["degraded"]
    assert not fresh.event(3.0, True, 1, 0)
    assert fresh.event(33.0, True, 1, 0)
