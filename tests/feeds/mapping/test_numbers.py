"""Numbers in text: masked counts, thousands and decimals, and what can be read in two ways."""

from typing import Any

import pytest

from feeds.mapping.faults import ValueFault
from feeds.mapping.numbers import PLAIN, Numbers
from tests.feeds.mapping.bench_feed import OUTAGES, Feed, rows
from wallboard.config.errors import ConfigError
from wallboard.config.mapping_file import NumberRule
from wallboard.domain.terms import CountQuality


@pytest.mark.parametrize(
    ("raw", "value", "quality"),
    [
        (12, 12, CountQuality.EXACT),
        ("12", 12, CountQuality.EXACT),
        (" 1,204 ", 1204, CountQuality.EXACT),
        ("1 204", 1204, CountQuality.EXACT),
        (3.0, 3, CountQuality.EXACT),
        ("1-4", 1, CountQuality.MASKED),
        ("10 to 49", 10, CountQuality.MASKED),
        ("<5", 1, CountQuality.MASKED),
        ("Fewer than 5", 1, CountQuality.MASKED),
        ("5+", 5, CountQuality.MASKED),
        ("> 100", 100, CountQuality.MASKED),
        ("100以上", 100, CountQuality.MASKED),
    ],
)
def test_that_counts_are_read_masked_ones_by_their_lower_bound(
    raw: Any, value: int, quality: CountQuality
) -> None:
    counted = PLAIN.count(raw)
    assert (counted.value, counted.quality) == (value, quality)


@pytest.mark.parametrize(
    ("raw", "least", "most"),
    [
        ("<5", 1, 4),
        ("≤5", 1, 5),
        ("up to 20", 1, 20),
        ("Fewer than 5", 1, 4),
        ("<1", 0, 0),
        ("1-4", 1, 4),
        ("5+", 5, None),
        (12, 12, None),
    ],
)
def test_that_a_masked_count_keeps_the_most_it_can_be(raw: Any, least: int, most: int | None) -> None:
    counted = PLAIN.count(raw)
    assert (counted.value, counted.most) == (least, most)


@pytest.mark.parametrize("raw", [-1, "-3", "many", "1,20", [3], {"n": 3}, True, float("nan"), 2.5])
def test_that_what_is_no_count_is_told_with_its_remedy(raw: Any) -> None:
    with pytest.raises(ValueFault) as fault:
        PLAIN.count(raw)
    assert fault.value.problem and fault.value.remedy


DOTS, COMMA = Numbers(NumberRule(thousands=".")), Numbers(NumberRule(decimal=","))
SPACES = Numbers(NumberRule(thousands=" ", decimal=","))


@pytest.mark.parametrize(
    ("numbers", "raw", "value"),
    [
        (DOTS, "1.000", 1000),
        (DOTS, "2.310", 2310),
        (DOTS, "1.234.567", 1234567),
        (DOTS, "17", 17),
        (DOTS, "12,0", 12),
        (COMMA, "12,00", 12),
        (SPACES, "1\u202f204", 1204),
        (Numbers(NumberRule(thousands=",")), "1，204", 1204),
        (Numbers(NumberRule(decimal=".")), "1.000", 1),
        (PLAIN, "1，204", 1204),
    ],
)
def test_that_a_mapping_says_how_numbers_are_written(numbers: Numbers, raw: str, value: int) -> None:
    assert numbers.whole(raw) == value


def test_that_decimals_are_read_by_the_same_rule() -> None:
    assert DOTS.real("1.204,5") == 1204.5
    assert COMMA.real("112,79") == 112.79
    assert DOTS.count("约1.200户").value == 1200
    assert (DOTS.count("<1.000").most, DOTS.count("1.000+").value) == (999, 1000)


@pytest.mark.parametrize(
    ("read", "raw", "problem", "remedy"),
    [
        (PLAIN.count, "1.000", "may mean 1000 or 1", 'numbers = { thousands = "." }'),
        (PLAIN.count, "2.310", "may mean 2310 or 2.31", 'numbers = { decimal = "." }'),
        (PLAIN.count, "1.234.567", "has dots between its thousands", 'numbers = { thousands = "." }'),
        (PLAIN.count, "12,5", "has a decimal comma", 'numbers = { decimal = "," }'),
        (PLAIN.real, "1,204", "may mean 1204 or 1.204", 'numbers = { decimal = "," }'),
        (PLAIN.real, "112,79", "has a decimal comma", 'numbers = { decimal = "," }'),
        (PLAIN.whole, 2.31, "is not a whole number", "scale = 1000"),
        (DOTS.whole, "1,204", "is not a whole number", "scale"),
        (DOTS.whole, "12.34", 'is no number with thousands = "."', "correct numbers"),
    ],
)
def test_that_what_can_be_read_in_two_ways_is_refused_with_the_right_key(
    read: Any, raw: Any, problem: str, remedy: str
) -> None:
    with pytest.raises(ValueFault) as fault:
        read(raw)
    assert problem in fault.value.problem and remedy in fault.value.remedy


def test_that_a_doubtful_count_names_record_and_field_and_is_not_shown() -> None:
    feed = Feed()
    feed.poll(rows(7, n="1.000"))
    assert feed.store.tables.outages["u/7"].customers_out is None
    (problem,) = feed.mapper.problems
    assert problem.words().startswith("record 7: outage.extent.customers_out: '1.000' may mean 1000 or 1; ")
    dotted = Feed(OUTAGES.replace("[input]", 'numbers = { thousands = "." }\n[input]'))
    dotted.poll(rows(7, n="1.000"))
    assert dotted.store.tables.outages["u/7"].customers_out == 1000


def test_that_a_field_may_differ_from_its_file_and_places_follow_the_file() -> None:
    text = OUTAGES.replace("[input]", 'numbers = { decimal = "," }\n[input]')
    field = 'customers_out = { path = "n", numbers = { thousands = "." } }'
    feed = Feed(text.replace('customers_out = "n"', field))
    feed.poll([{"id": 7, "n": "2.310", "x": "112,79", "y": "22,25"}])
    outage = feed.store.tables.outages["u/7"]
    assert (outage.customers_out, outage.lon, outage.lat) == (2310, 112.79, 22.25)


@pytest.mark.parametrize(
    ("rule", "said"), [("{}", "says nothing"), ('{ thousands = ".", decimal = "." }', "cannot part both")]
)
def test_that_a_rule_of_numbers_is_checked(rule: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        Feed(OUTAGES.replace("[input]", f"numbers = {rule}\n[input]"))
