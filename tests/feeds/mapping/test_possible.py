"""Times that can be read and cannot be true: left out, counted, and told with record, value and remedy."""

from typing import Any

import pytest

from tests.feeds.mapping.bench_feed import OUTAGES, START, Feed, rows

HOUR = 3600.0


def outage(feed: Feed, key: str = "u/1") -> Any:
    return feed.store.tables.outages[key]


def test_that_a_start_in_the_future_is_left_out_and_the_outage_kept() -> None:
    feed = Feed()
    feed.poll(rows(1, start=START + 20 * HOUR))
    assert outage(feed).open and outage(feed).started_at is None and outage(feed).customers_out == 10
    assert feed.mapper.dirt == {"started_at_in_future": 1} and not feed.mapper.problems
    (dropped,) = feed.mapper.dropped
    assert (dropped.record, dropped.type, dropped.field) == ("1", "outage.extent", "started_at")
    assert str(START + 20 * HOUR) in dropped.raw and "receipt" in dropped.problem and dropped.remedy
    source = feed.store.tables.sources["u"]
    assert (source.dropped, source.bad_records, source.flags) == (1, 0, ())
    feed.poll(rows(1))
    assert outage(feed).started_at == START - HOUR
    assert feed.store.tables.sources["u"].dropped == 0


def test_that_clocks_may_differ_and_planned_work_may_lie_ahead() -> None:
    feed = Feed()
    feed.poll(rows(1, start=START + 600 + 500))
    assert outage(feed).started_at is not None
    planned = Feed(OUTAGES.replace("fields = { cust", 'fields = { nature = { const = "planned" }, cust'))
    planned.poll(rows(1, start=START + 20 * HOUR))
    assert outage(planned).started_at == START + 20 * HOUR and not planned.mapper.dirt


@pytest.mark.parametrize(("etr", "code"), [(-2 * HOUR, "etr_before_start"), (9e7, "etr_far_off")])
def test_that_an_end_before_the_start_or_years_ahead_is_left_out(etr: float, code: str) -> None:
    feed = Feed()
    feed.poll(rows(1, etr=START + etr))
    assert outage(feed).etr is None and feed.mapper.dirt == {code: 1}
    feed.poll(rows(1, etr=START + HOUR))
    assert outage(feed).etr == START + HOUR


def test_that_an_etr_already_past_is_possible_and_kept() -> None:
    feed = Feed()
    feed.poll(rows(1, etr=START - 0.5 * HOUR))
    assert outage(feed).etr == START - 0.5 * HOUR and not feed.mapper.dirt


def test_that_a_start_that_moves_behind_the_etr_is_noticed() -> None:
    feed = Feed()
    feed.poll(rows(1, etr=START - 0.5 * HOUR))
    feed.poll(rows(1, etr=START - 0.5 * HOUR, start=START - 0.1 * HOUR))
    assert outage(feed).etr is None and feed.mapper.dirt == {"etr_before_start": 1}


def test_that_an_order_received_in_the_future_is_received_now() -> None:
    text = (
        OUTAGES[: OUTAGES.index("[[fact]]")]
        + """
[[fact]]
type = "order.need"
fields = { lane = { const = "request" }, received_at = "start" }
"""
    )
    feed = Feed(text)
    feed.poll(rows(1, start=START + 20 * HOUR))
    assert feed.store.tables.orders["u/1"].received_at == feed.t
    assert feed.mapper.dirt == {"received_at_in_future": 1}


def test_that_a_polygon_of_two_corners_leaves_its_middle() -> None:
    text = OUTAGES.replace(
        'point = { lon = "x", lat = "y" }', 'polygon = { path = "g", form = "flat_lonlat" }'
    )
    feed = Feed(text)
    feed.poll(rows(1, g=[112.0, 22.0, 113.0, 23.0]))
    assert (outage(feed).lon, outage(feed).lat, outage(feed).polygon) == (112.5, 22.5, ())
    assert feed.mapper.dirt == {"polygon_too_short": 1}


def test_that_what_may_not_be_earlier_is_kept_and_marked_where_the_mapping_says_so() -> None:
    text = (
        OUTAGES[: OUTAGES.index("[[fact]]")]
        + """
[[fact]]
type = "order.need"
[fact.fields]
lane = { const = "request" }
received_at = "start"
promised_at = { path = "due", not_before = "start", mark = "promise_doubtful" }
"""
    )
    feed = Feed(text)
    feed.poll([*rows(1, due=START - 9 * HOUR), *rows(2, due=START)])
    orders = feed.store.tables.orders
    assert [orders[key].promised_at for key in ("u/1", "u/2")] == [START - 9 * HOUR, START]
    assert [orders[key].promise_doubtful for key in ("u/1", "u/2")] == [True, False]
    assert feed.mapper.dirt == {"before_start promised_at": 1}
    assert feed.store.tables.sources["u"].dropped == 1
