"""Dirt of real feeds: what a poll loses, gives back, cuts, re-deals and corrects."""

from feeds.mapping.records import Unreadable
from tests.feeds.mapping.bench_feed import OUTAGES, START, Feed, rows
from wallboard.domain.outages import OutageCorrection, OutageEtr, OutageExtent
from wallboard.domain.terms import CountQuality, OutageStage

MATCHED = OUTAGES.replace('key = "id"', 'path = "@"\n[identity]\nmatch = ["x", "y", "start"]')


def test_that_a_vanished_row_is_unlisted_and_never_restored() -> None:
    feed = Feed()
    feed.poll(rows(1, 2))
    feed.poll(rows(1))
    gone = feed.store.tables.outages["u/2"]
    assert gone.stage is OutageStage.UNLISTED
    assert gone.listing_reason is not None and gone.listing_reason.code == "vanished"
    assert feed.open == ["u/1"]


def test_that_a_poll_that_loses_too_much_holds_what_it_lost_and_says_so() -> None:
    feed = Feed()
    feed.poll(rows(*range(100)))
    lost = rows(*range(40), 200)
    lost[0]["n"] = 77
    feed.poll(lost)
    assert len(feed.open) == 101  # held, and the new one counts
    assert feed.store.tables.outages["u/0"].customers_out == 77
    assert feed.store.tables.outages["u/99"].held
    assert feed.flags == ["doubtful"]
    source = feed.store.tables.sources["u"]
    assert source.reason is not None and source.reason.args == {"lost": 60, "of": 100, "rows": 41}


def test_that_the_next_poll_decides_for_the_rows_that_come_back() -> None:
    feed = Feed()
    feed.poll(rows(*range(100)))
    feed.poll(rows(*range(40)))
    feed.poll(rows(*range(99)))
    assert len(feed.open) == 99
    back = feed.store.tables.outages["u/98"]
    assert back.listed and not back.held and back.reopened == 0
    assert feed.store.tables.outages["u/99"].stage is OutageStage.UNLISTED
    assert feed.flags == []


def test_that_the_next_poll_decides_against_rows_that_stay_away() -> None:
    feed = Feed()
    feed.poll(rows(*range(100)))
    feed.poll(rows(*range(40)))
    doubted_at = feed.t
    feed.poll(rows(*range(40)))
    gone = feed.store.tables.outages["u/99"]
    assert len(feed.open) == 40
    assert gone.stage is OutageStage.UNLISTED and gone.since == doubted_at


def test_that_both_thresholds_must_be_passed() -> None:
    few = Feed()
    few.poll(rows(*range(60)))
    few.poll(rows(*range(11)))  # 49 rows, 82 %
    assert len(few.open) == 11
    many = Feed()
    many.poll(rows(*range(500)))
    many.poll(rows(*range(430)))  # 70 rows, 14 %
    assert len(many.open) == 430 and many.flags == []


def test_that_the_thresholds_are_the_mappings_own() -> None:
    feed = Feed(OUTAGES.replace("[[fact]]", "[doubt]\nrows = 5\nshare = 0.5\n[[fact]]", 1))
    feed.poll(rows(*range(10)))
    feed.poll(rows(*range(5)))
    assert len(feed.open) == 10 and feed.flags == ["doubtful"]


def test_that_a_small_drop_closes_at_once_and_is_marked_when_half_of_it_returns() -> None:
    feed = Feed()
    feed.poll(rows(*range(20)))
    feed.poll(rows(*range(10)))
    assert len(feed.open) == 10
    feed.poll(rows(*range(14)))
    assert not feed.store.tables.outages["u/12"].doubtful
    feed.poll(rows(*range(15)))
    tables = feed.store.tables.outages
    assert tables["u/12"].doubtful and tables["u/12"].listed and tables["u/12"].reopened == 1
    assert tables["u/19"].doubtful and tables["u/19"].stage is OutageStage.UNLISTED


def test_that_the_same_id_reopens_within_six_hours_and_is_a_new_outage_after() -> None:
    feed = Feed()
    feed.poll(rows(1, 2))
    feed.poll(rows(1))
    feed.poll(rows(1, 2), minutes=5 * 60)
    assert feed.store.tables.outages["u/2"].reopened == 1
    feed.poll(rows(1))
    feed.poll(rows(1, 2), minutes=6 * 60 + 1)
    assert feed.open == ["u/1", "u/2~2"]
    assert feed.store.tables.outages["u/2"].stage is OutageStage.UNLISTED
    assert feed.store.tables.outages["u/2~2"].reopened == 0


def test_that_a_plateau_at_a_round_number_is_a_cap_and_closes_with_doubt() -> None:
    feed = Feed()
    feed.poll(rows(*range(1000)))
    assert feed.flags == []
    feed.poll(rows(*range(1, 1001)))
    assert feed.flags == ["capped"]
    gone = feed.store.tables.outages["u/0"]
    assert gone.stage is OutageStage.UNLISTED and gone.doubtful
    assert gone.listing_reason is not None and gone.listing_reason.code == "vanished_while_capped"
    feed.poll(rows(*range(1, 1000)))
    assert feed.flags == []


def test_that_a_round_number_without_churn_is_no_cap() -> None:
    feed = Feed()
    feed.poll(rows(*range(500)))
    feed.poll(rows(*range(500)))
    assert feed.flags == []


def test_that_a_document_may_say_itself_that_it_is_cut() -> None:
    text = OUTAGES.replace('key = "id"', 'path = "features"\nkey = "id"')
    feed = Feed(text.replace("[[fact]]", '[cap]\nflag = "exceededTransferLimit"\n[[fact]]', 1))
    feed.poll({"exceededTransferLimit": True, "features": rows(1)})
    assert feed.flags == ["capped"]


def test_that_a_count_that_turns_null_keeps_its_last_value_and_is_marked() -> None:
    feed = Feed()
    feed.poll(rows(1))
    feed.poll(rows(1, n=None))
    outage = feed.store.tables.outages["u/1"]
    assert (outage.customers_out, outage.count_quality) == (10, CountQuality.KEPT)
    feed.poll(rows(1, 2, n=None))
    never = feed.store.tables.outages["u/2"]
    assert (never.customers_out, never.count_quality) == (None, CountQuality.ABSENT)
    feed.poll(rows(1, n="1-4"))
    assert feed.store.tables.outages["u/1"].count_quality is CountQuality.MASKED


def test_that_the_bounds_of_a_masked_count_reach_the_room_and_leave_with_it() -> None:
    feed = Feed()
    feed.poll(rows(1, n="<5"))
    outage = feed.store.tables.outages["u/1"]
    assert (outage.customers_out, outage.customers_most, outage.count_quality) == (1, 4, CountQuality.MASKED)
    feed.poll(rows(1, n=None))
    outage = feed.store.tables.outages["u/1"]
    assert (outage.customers_out, outage.customers_most, outage.count_quality) == (1, 4, CountQuality.KEPT)
    feed.poll(rows(1, n=7))
    outage = feed.store.tables.outages["u/1"]
    assert (outage.customers_out, outage.customers_most, outage.count_quality) == (
        7,
        None,
        CountQuality.EXACT,
    )


def test_that_a_start_or_a_place_that_moves_is_a_correction() -> None:
    feed = Feed()
    feed.poll(rows(1))
    moved = feed.poll(rows(1, start=feed.t - 7200, x=-119.5))
    said = [fact.data for fact in moved if isinstance(fact.data, OutageCorrection)]
    assert sorted(one.field for one in said) == ["place", "started_at"]
    assert feed.store.tables.outages["u/1"].corrections == 2


def test_that_revisions_of_the_etr_are_counted() -> None:
    feed = Feed()
    feed.poll(rows(1))
    assert feed.store.tables.outages["u/1"].etr is None
    first, second = feed.t + 3600, feed.t + 7200
    for etr in (first, second, None, second, first):
        facts = feed.poll(rows(1, etr=etr))
    last = [fact.data for fact in facts if isinstance(fact.data, OutageEtr)][-1]
    assert (last.etr, last.revision, last.first, last.previous) == (first, 2, first, second)


def test_that_rows_without_ids_are_matched_by_place_and_start() -> None:
    feed = Feed(MATCHED)
    feed.poll(rows(1, 2, 3))
    (before,) = [key for key in feed.open if "119.998" in key]
    shuffled = list(reversed(rows(1, 2, 3)))
    shuffled[0]["id"], shuffled[2]["id"] = 900, 901  # re-dealt at every poll
    assert feed.poll(shuffled) == []
    assert len(feed.open) == 3 and before in feed.open


def test_that_without_ids_a_start_that_moves_is_the_same_outage_corrected() -> None:
    feed = Feed(MATCHED)
    feed.poll(rows(1, 2))
    feed.poll([*rows(1), *rows(2, start=feed.t - 60)])
    assert len(feed.open) == 2 and len(feed.store.tables.outages) == 2
    assert sum(outage.corrections for outage in feed.store.tables.outages.values()) == 1
    feed.poll([*rows(1), *rows(2, start=feed.t - 660)])
    assert len(feed.open) == 2 and len(feed.store.tables.outages) == 2


def test_that_two_records_of_one_place_and_start_stay_two() -> None:
    feed = Feed(MATCHED)
    feed.poll([*rows(1), *rows(1, n=3)])
    assert len(feed.open) == 2
    feed.poll([*rows(1), *rows(1)])  # the same record twice is one
    assert len(feed.open) == 1


def test_that_bad_fields_never_drop_the_poll_and_ten_per_cent_degrade_the_source() -> None:
    feed = Feed()
    some = rows(*range(20))
    some[0]["n"] = "many"
    some[1]["start"] = "yesterday"
    feed.poll(some)
    assert len(feed.open) == 20 and feed.flags == []
    assert feed.store.tables.sources["u"].bad_records == 2
    some = rows(*range(20))
    for row in some[:3]:
        row["x"] = "west"
    feed.poll(some)
    assert len(feed.open) == 20 and feed.flags == ["degraded"]
    problem = feed.mapper.problems[0]
    assert (problem.record, problem.field, problem.raw) == ("0", "customers_out", "'many'")
    assert "null" in problem.remedy
    feed.poll(rows(*range(20)))
    assert feed.flags == [] and feed.store.tables.sources["u"].bad_records == 0


def test_that_an_unreadable_document_closes_nothing() -> None:
    feed = Feed()
    feed.poll(rows(1, 2))
    polled_at = feed.t
    assert feed.poll(Unreadable("not JSON")) == []
    assert feed.poll("<html>maintenance</html>") == []
    assert feed.open == ["u/1", "u/2"] and feed.flags == ["degraded"]
    assert feed.store.tables.sources["u"].last_poll_at == polled_at


def test_that_zero_coordinates_and_those_outside_the_world_are_no_place() -> None:
    feed = Feed()
    feed.poll([*rows(1, x=0, y=0), *rows(2, x=500.0), *rows(3, x=None)])
    assert all(outage.lon is None for outage in feed.store.tables.outages.values())
    assert feed.mapper.dirt["place_zero"] == 1 and feed.mapper.dirt["place_out_of_range"] == 1


def test_that_the_place_of_a_single_customer_is_rounded() -> None:
    feed = Feed()
    feed.poll([*rows(1, x=-119.123456, n=1), *rows(2, x=-119.123456)])
    assert feed.store.tables.outages["u/1"].lon == -119.123
    assert feed.store.tables.outages["u/2"].lon == -119.123456


def test_that_nothing_is_said_where_nothing_changed() -> None:
    feed = Feed()
    feed.poll(rows(1, noise=1))
    assert feed.poll(rows(1, noise=2)) == []
    changed = feed.poll(rows(1, n=11))
    assert [type(fact.data) for fact in changed] == [OutageExtent]


def test_that_restored_rows_that_stay_listed_are_closed_by_table() -> None:
    table = '[tables.s]\nRestored = "closed"\nOut = "confirmed"\n[[fact]]'
    text = OUTAGES.replace("[[fact]]", table, 1).replace(
        'stage = { const = "confirmed" }', 'stage = { path = "event", table = "s", unknown = "confirmed" }'
    )
    feed = Feed(text)
    feed.poll([*rows(1, event="Restored"), *rows(2, event="Out"), *rows(3, event="Flickering")])
    assert feed.open == ["u/2", "u/3"]
    assert feed.mapper.dirt["unknown_word s: Flickering"] == 1


def test_that_orders_of_a_polled_feed_become_unlisted_and_come_back() -> None:
    feed = Feed(
        'source = "u"\n[input]\nform = "json"\n[records]\nkey = "id"\n'
        '[[fact]]\ntype = "order.need"\nfields = { lane = { const = "request" }, received_at = "start" }\n'
        '[[fact]]\ntype = "order.stage"\nfields = { stage = { const = "accepted" } }\n'
    )
    feed.poll(rows(1))
    feed.poll([])
    assert feed.store.tables.orders["u/1"].stage == "unlisted"
    feed.poll(rows(1))
    order = feed.store.tables.orders["u/1"]
    assert order.stage == "accepted" and order.reopened == 1
    assert order.reached["accepted"] == START + 600


def test_that_a_value_whose_condition_ceases_is_withdrawn() -> None:
    feed = Feed(OUTAGES.replace('type = "outage.etr"', 'type = "outage.etr"\nwhen = "etr"'))
    feed.poll(rows(1, etr=feed.t + 3600))
    assert feed.store.tables.outages["u/1"].etr is not None
    facts = feed.poll(rows(1))
    assert [type(fact.data).__name__ for fact in facts] == ["Removed"]
    assert feed.store.tables.outages["u/1"].etr is None


def test_that_streams_upsert_remove_and_count_what_they_cannot_read() -> None:
    feed = Feed(
        OUTAGES.replace('form = "json"', 'form = "jsonl"') + '\n[event]\nop = "op"\nignore = ["ping"]\n'
    )
    feed.event(rows(1, op="upsert")[0])
    feed.event(rows(1, op="upsert", n=20)[0])
    feed.event({"id": 9, "op": "ping"})
    assert feed.store.tables.outages["u/1"].customers_out == 20 and feed.open == ["u/1"]
    feed.event({"id": 1, "op": "delete"})
    gone = feed.store.tables.outages["u/1"]
    assert gone.listing_reason is not None and gone.listing_reason.code == "removed_by_source"
    feed.event(Unreadable("not JSON"), seconds=60)
    assert feed.flags == ["degraded"]
    feed.event(rows(1, op="upsert")[0], seconds=90)
    assert feed.open == ["u/1"] and feed.store.tables.outages["u/1"].reopened == 1 and feed.flags == []


def test_that_an_error_in_place_of_the_list_closes_nothing() -> None:
    feed = Feed()
    feed.poll(rows(1, 2, 3))
    for page in ({"error": "quota"}, [{"error": "quota"}], ["error"], [None, 7]):
        feed.poll(page)
        assert feed.open == ["u/1", "u/2", "u/3"] and feed.flags == ["degraded"]
    feed.poll([])
    assert feed.open == []
    feed.poll([*rows(1), {"n": 3}])
    assert feed.open == ["u/1"]


def test_that_a_list_without_end_is_not_taken() -> None:
    feed = Feed()
    feed.poll(rows(1))
    feed.poll([{"id": n, "n": 1} for n in range(50_001)])
    source = feed.store.tables.sources["u"]
    assert feed.open == ["u/1"] and source.reason is not None and source.reason.code == "too_many_records"
