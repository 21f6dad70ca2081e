"""How old a document is: its own time where it bears one, never better than that."""

from feeds.mapping.dating import Dating, old
from tests.feeds.mapping.bench_feed import OUTAGES, mapping_of
from wallboard.domain.reasons import Reason

NOW = 1_795_435_200.0
TIMED = OUTAGES.replace('form = "json"', 'form = "json"\ntime = { path = "at" }')


def test_that_a_documents_own_time_stands_above_its_receipt_and_its_files() -> None:
    timed = Dating(mapping_of(TIMED))
    assert timed.of({"at": NOW - 7200}, NOW, NOW - 5) == (NOW - 7200, None)
    assert timed.of({"at": NOW + 60}, NOW) == (NOW, None)  # clocks differ a little


def test_that_without_a_declared_time_the_files_time_counts_and_else_the_receipt() -> None:
    plain = Dating(mapping_of(OUTAGES))
    assert plain.of([], NOW) == (NOW, None)
    assert plain.of([], NOW, NOW - 300) == (NOW - 300, None)
    assert plain.of([], NOW, NOW + 300) == (NOW, None)


def test_that_a_document_that_does_not_say_what_it_should_is_told() -> None:
    timed = Dating(mapping_of(TIMED))
    for document in ({}, {"at": None}, {"at": "soon"}):
        assert timed.of(document, NOW) == (NOW, Reason("document_undated"))


def test_that_a_document_from_the_future_is_as_old_as_its_last_change() -> None:
    timed, ahead = Dating(mapping_of(TIMED)), NOW + 8 * 3600
    assert timed.of({"at": ahead}, NOW) == (NOW, Reason("document_ahead", {"minutes": 480}))
    assert timed.of({"at": ahead}, NOW + 3600)[0] == NOW
    assert timed.of({"at": ahead + 60}, NOW + 3600)[0] == NOW + 3600


def test_that_an_age_is_told_in_the_unit_that_people_use() -> None:
    ages = (30, 1500, 3 * 3600 + 60, 3 * 86400)
    assert [old(age) for age in ages] == [
        Reason("document_old_minutes", {"minutes": 1}),
        Reason("document_old_minutes", {"minutes": 25}),
        Reason("document_old_hours", {"hours": 3}),
        Reason("document_old_days", {"days": 3}),
    ]
