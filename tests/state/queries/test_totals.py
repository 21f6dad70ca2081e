"""The headline figures, added up by hand. None means that nobody speaks of it."""

from typing import Any

import pytest

from tests.state.queries.faces import HOUR, MIN, NOW, Room
from wallboard.state.queries import by_region, told, totals


def test_that_a_room_without_sources_says_nothing_rather_than_zero() -> None:
    found = totals(Room().tables, NOW)
    assert (found.customers_out, found.outages, found.planned, found.clustered) == (None, None, None, None)
    assert (found.told, found.untold, found.oldest_untold_age) == (None, None, None)
    assert (found.lines_out, found.areas_out, found.key_customers_out) == (None, None, None)
    assert found.by_stage == {}


def test_that_a_source_of_outages_with_nothing_open_says_zero() -> None:
    room = Room()
    room.source(kinds=["outage.extent", "outage.stage"], last_poll_at=NOW)
    found = totals(room.tables, NOW)
    assert (found.customers_out, found.outages, found.planned) == (0, 0, 0)
    assert (found.told, found.at_least, found.more_outages) == (None, False, False)


def test_that_a_source_of_outages_that_was_never_read_says_nothing() -> None:
    room = Room()
    room.source(kinds=["outage.extent"], state="lost", reason={"code": "source_status"})
    found = totals(room.tables, NOW)
    assert (found.customers_out, found.outages, found.planned, found.clustered) == (None,) * 4
    assert (found.awaited, found.at_least) == (True, False)


def test_that_one_source_of_two_makes_a_least_number() -> None:
    room = Room()
    room.source(kinds=["outage.extent"], last_fact_at=NOW)
    room.source("other", kinds=["outage.extent"], state="lost")
    room.outage("oms/1", customers_out=7)
    found = totals(room.tables, NOW)
    assert (found.customers_out, found.at_least, found.more_outages) == (7, True, True)


@pytest.mark.parametrize(
    ("extent", "at_least", "about"),
    [
        ({"customers_out": 4}, False, False),
        ({"customers_out": 1, "customers_most": 4, "count_quality": "masked"}, True, False),
        ({"customers_out": 1200, "count_quality": "estimated"}, False, True),
        ({"customers_out": 40, "count_quality": "kept"}, False, True),
        ({}, True, False),
    ],
)
def test_that_a_sum_is_worth_what_its_rows_are_worth(extent: Any, at_least: bool, about: bool) -> None:
    room = Room()
    room.outage("oms/0", customers_out=100, region="north")
    room.outage("oms/1", region="north", **extent)
    room.outage("oms/2", "restored_reported", region="north", customers_out=9, count_quality="masked")
    found, line = totals(room.tables, NOW), by_region(room.tables, NOW)[0]
    assert (found.at_least, found.about) == (at_least, about)
    assert (line.at_least, line.about) == (at_least, about)
    assert (found.masked, found.estimated, found.kept, found.uncounted) == (
        extent.get("count_quality") == "masked",
        extent.get("count_quality") == "estimated",
        extent.get("count_quality") == "kept",
        not extent,
    )


def test_that_a_row_that_a_doubted_poll_lost_makes_the_sum_uncertain() -> None:
    room = Room()
    room.outage("oms/1", customers_out=40)
    room.say("oms/1", outage_listing={"listed": False, "held": True, "since": NOW})
    found = totals(room.tables, NOW)
    assert (found.customers_out, found.about, found.kept) == (40, True, 1)


def test_that_rows_of_a_source_that_is_lost_by_now_make_a_sum_uncertain() -> None:
    room = Room()
    room.source(kinds=["outage.extent"], last_poll_at=NOW, expect_every=600.0)
    room.source("other", kinds=["outage.extent"], last_poll_at=NOW + 50 * MIN, expect_every=600.0)
    room.outage("oms/1", customers_out=40, region="north")
    for age, uncertain in ((0.0, False), (49 * MIN, False), (51 * MIN, True)):
        found, line = totals(room.tables, NOW + age), by_region(room.tables, NOW + age)[0]
        assert (found.stale, found.about, line.about) == (uncertain,) * 3


def test_that_outages_without_a_place_are_counted() -> None:
    room = Room()
    room.outage("oms/1", lon=112.0, lat=22.0)
    room.outage("oms/2")
    room.outage("oms/3", "closed")
    assert totals(room.tables, NOW).unplaced == 1


def test_that_open_outages_without_a_count_are_not_zero_customers() -> None:
    room = Room()
    room.outage("oms/1")
    found = totals(room.tables, NOW)
    assert (found.outages, found.customers_out) == (1, None)


def test_that_the_figures_add_up() -> None:
    """Dark: 100 + 40 (held) + 7 (planned) + 60 (partly) = 207; reported restored (30) is open, not dark."""
    room = Room()
    room.outage("oms/1", customers_out=100, clustered=4, key_customers=2, lines_out=1, areas_out=12)
    room.outage("oms/2", customers_out=40)
    room.say("oms/2", outage_listing={"listed": False, "held": True, "since": NOW})
    room.outage("oms/3", customers_out=7, nature="planned")
    room.outage("oms/4", "partly_restored", customers_out=60, customers_restored=25)
    room.outage("oms/5", "restored_reported", customers_out=30, lines_out=1)
    room.outage("oms/6", "closed", customers_out=900)
    room.outage("oms/7", customers_out=11)  # left its feed 5 h ago
    room.say("oms/7", outage_listing={"listed": False, "since": NOW - 5 * HOUR})
    room.outage("oms/8", customers_out=12)  # left its feed 7 h ago
    room.say("oms/8", outage_listing={"listed": False, "since": NOW - 7 * HOUR})
    room.outage("oms/9", customers_out=500)  # a part of oms/1 by now
    room.say("oms/9", outage_alias={"other": "oms/1", "how": "merged"})
    found = totals(room.tables, NOW)
    assert (found.outages, found.planned, found.clustered) == (5, 1, 8)
    assert found.customers_out == 207
    assert found.by_stage == {"confirmed": 3, "partly_restored": 1, "restored_reported": 1}
    assert sum(found.by_stage.values()) == found.outages
    assert (found.held, found.unlisted_recent) == (1, 1)
    assert (found.lines_out, found.areas_out) == (1, 12)
    assert (found.key_customers_out, found.customers_restored) == (2, 25)


def test_that_etrs_count_for_dark_unplanned_outages() -> None:
    room = Room()
    for number, etr in enumerate([None, NOW - MIN, NOW + MIN]):
        room.outage(f"oms/{number}", customers_out=1)
        if etr is not None:
            room.say(f"oms/{number}", outage_etr={"etr": etr})
    room.outage("oms/planned", nature="planned")
    room.outage("oms/back", "restored_reported")
    found = totals(room.tables, NOW)
    assert (found.etr_none, found.etr_expired) == (1, 1)


def test_that_regions_count_where_no_source_names_outages() -> None:
    """A town inside a county is not counted beside it."""
    room = Room()
    county = {"customers_out": 8120, "customers_restored": 2592, "lines_out": 6, "lines_restored": 2}
    room.say("taishan", region_served={"name": "台山市", "customers": 402_300}, region_supply=county)
    room.say("kaiping", region_served={"name": "开平市", "customers": 300_000})
    room.say("taicheng", region_served={"name": "台城", "parent": "taishan", "customers": 90_000})
    room.say("taicheng", region_supply={"customers_out": 5000})
    found = totals(room.tables, NOW)
    assert (found.customers_out, found.customers_restored) == (8120, 2592)
    assert (found.customers_served, found.lines_out, found.lines_restored) == (702_300, 6, 2)
    assert found.outages is None


def test_that_doubt_and_caps_of_any_source_of_outages_show() -> None:
    room = Room()
    room.source("a", flags=["doubtful"], kinds=["outage.extent"])
    room.source("b", flags=["capped"], kinds=["outage.stage"])
    found = totals(room.tables, NOW)
    assert (found.doubtful, found.capped) == (True, True)


def test_that_the_told_gap_counts_the_standing_estimate_only() -> None:
    """100 out, 80 told of revision 1; 50 out, 50 told of revision 0 while 2 stands; 30 never told."""
    room = Room()
    room.outage("oms/1", customers_out=100, started_at=NOW - 30 * MIN)
    room.say("oms/1", outage_etr={"etr": NOW + HOUR, "revision": 1})
    room.say("oms/1", outage_told={"told_at": NOW, "customers": 80, "etr_revision": 1})
    room.outage("oms/2", customers_out=50, started_at=NOW - 90 * MIN)
    room.say("oms/2", outage_etr={"etr": NOW + HOUR, "revision": 2})
    room.say("oms/2", outage_told={"told_at": NOW, "customers": 50, "etr_revision": 0})
    room.outage("oms/3", customers_out=30, started_at=NOW - 10 * MIN)
    face = told(room.tables, NOW)
    assert face is not None
    assert (face.told, face.untold, face.outages_untold) == (80, 100, 2)
    assert face.oldest_untold_age == 30 * MIN, "of the second all know an older estimate"
    found = totals(room.tables, NOW)
    assert (found.told, found.untold, found.oldest_untold_age) == (80, 100, 30 * MIN)
