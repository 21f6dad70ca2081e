"""A path that never gives anything is told, with the name that was probably meant."""

from feeds.mapping.hints import hints
from tests.feeds.mapping.bench_feed import OUTAGES, mapping_of, rows


def test_that_a_path_that_gives_nothing_is_told_with_the_nearest_name() -> None:
    wrong = OUTAGES.replace('customers_out = "n"', 'customers_out = "custs", place = "where.town"')
    mapping = mapping_of(wrong)
    records = [row | {"customers": 4, "where": {"towns": "x"}, "etr": 1.0} for row in rows(1, 2)]
    assert hints(mapping, records) == [
        'hint: outage.extent.customers_out: "custs" gives nothing in any of the 2 records; '
        'did you mean "customers"?',
        'hint: outage.extent.place: "where.town" gives nothing in any of the 2 records; '
        'did you mean "where.towns"?',
    ]


def test_that_nothing_is_said_of_paths_that_give_something_or_of_no_records() -> None:
    mapping = mapping_of(OUTAGES)
    assert hints(mapping, rows(1, etr=3.0)) == [] and hints(mapping, []) == []
    (hint,) = hints(mapping, rows(1))
    assert hint.startswith('hint: outage.etr.etr: "etr" gives nothing in the only record')


def test_that_places_templates_and_lists_of_paths_count_as_one_each() -> None:
    text = OUTAGES.replace('lon = "x", lat = "y"', 'lon = "lng", lat = "lat"').replace(
        'etr = "etr"', 'etr = { path = ["a", "start"] }'
    )
    (hint,) = hints(mapping_of(text), rows(1))
    assert 'outage.extent.point: "lng"' in hint
