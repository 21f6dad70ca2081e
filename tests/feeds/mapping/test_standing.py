"""After a restart the first poll that is believed decides what still stands."""

from tests.feeds.mapping.bench_feed import OUTAGES, Feed, rows
from wallboard.domain.roster import SourceFreshness

ORDERS = (
    OUTAGES[: OUTAGES.index("[[fact]]")]
    + """
[[fact]]
type = "order.need"
fields = { lane = { const = "request" }, received_at = "start" }
[[fact]]
type = "order.stage"
fields = { stage = { const = "accepted" } }
"""
)


def restarted(feed: Feed, text: str = OUTAGES) -> Feed:
    """A new mapper over the same Store, an hour later."""
    again = Feed(text)
    again.store, again.seq, again.t = feed.store, feed.seq, feed.t + 3600
    again.mapper.resume(feed.store.tables.outages, feed.store.tables.orders)
    return again


def test_that_what_ended_while_the_hub_was_down_is_unlisted() -> None:
    feed = Feed()
    feed.poll(rows(1, 2, 3))
    again = restarted(feed)
    again.poll(rows(2, 3, 4))
    assert again.open == ["u/2", "u/3", "u/4"]
    gone = again.store.tables.outages["u/1"]
    assert gone.listing_reason is not None and gone.listing_reason.code == "vanished"
    again.poll(rows(2, 3))
    assert again.open == ["u/2", "u/3"]


def test_that_what_was_closed_before_and_is_listed_again_is_open_again() -> None:
    feed = Feed()
    feed.poll(rows(1, 2))
    feed.poll(rows(2))
    again = restarted(feed)
    again.poll(rows(1, 2))
    assert again.open == ["u/1", "u/2"] and again.store.tables.outages["u/1"].reopened == 1


def test_that_an_unreadable_first_poll_decides_nothing() -> None:
    feed = Feed()
    feed.poll(rows(1, 2))
    again = restarted(feed)
    again.poll({"error": "starting up"})
    assert again.open == ["u/1", "u/2"]
    again.poll(rows(2))
    assert again.open == ["u/2"]


def test_that_a_first_poll_that_lost_too_much_is_doubted_and_the_next_decides() -> None:
    feed = Feed()
    feed.poll(rows(*range(100)))
    again = restarted(feed)
    again.poll(rows(*range(10)))
    assert len(again.open) == 100 and again.flags == ["doubtful"]
    again.poll(rows(*range(12)))
    assert len(again.open) == 12 and again.flags == []


def test_that_orders_of_a_source_become_unlisted_too_and_others_are_left() -> None:
    feed = Feed(ORDERS)
    feed.poll(rows(1, 2))
    again = restarted(feed, ORDERS)
    facts = again.poll(rows(2))
    assert again.store.tables.orders["u/1"].stage.value == "unlisted"
    assert again.store.tables.orders["u/2"].stage.value == "accepted"
    other = Feed(ORDERS.replace('source = "u"', 'source = "v"'))
    other.mapper.resume(again.store.tables.outages, again.store.tables.orders)
    assert not [f for f in other.mapper.poll(rows(9), other.t) if f.key.startswith("u/")]
    assert all(not isinstance(fact.data, SourceFreshness) for fact in facts)
