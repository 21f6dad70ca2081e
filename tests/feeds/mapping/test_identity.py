"""Who is who from poll to poll."""

from collections import Counter

from feeds.mapping.identity import REMEMBERED, Identity
from feeds.mapping.records import Records
from tests.feeds.mapping.bench_feed import OUTAGES, mapping_of

MATCHED = OUTAGES.replace('key = "id"', 'path = "@"\n[identity]\nmatch = ["x", "y", "start"]')


def identity(text: str = OUTAGES) -> tuple[Identity, Counter[str]]:
    mapping, dirt = mapping_of(text), Counter[str]()
    return Identity(mapping, Records(mapping), dirt), dirt


def test_that_ids_may_be_numbers_or_text() -> None:
    who, _ = identity()
    assert who.name({"id": 17}) == who.name({"id": "17"}) == who.name({"id": 17.0}) == "17"
    assert who.name({"id": None}) is None and who.name({"id": {}}) is None


def test_that_second_records_of_an_id_are_numbered_and_repeated_ones_dropped() -> None:
    who, dirt = identity()
    named, nameless = who.assign([{"id": 1, "n": 1}, {"id": 1, "n": 2}, {"id": 1, "n": 1}, {"n": 3}])
    assert list(named) == ["1", "1#2"] and nameless == [3]
    assert dirt == {"duplicate_key": 1, "repeated_record": 1}


def test_that_numbers_that_jitter_below_the_rounding_are_the_same_place() -> None:
    who, _ = identity(MATCHED)
    one, two = {"x": 1.00001, "y": "2.5", "start": "t"}, {"x": 1.0000, "y": 2.50004, "start": "t"}
    assert who.name(one) == who.name(two) == "1.000,2.500,t"
    assert who.name({"x": None, "y": None, "start": ""}) is None


def test_that_an_ambiguous_match_is_left_apart() -> None:
    who, _ = identity(MATCHED)
    old = [who.name({"x": 1.0, "y": 2.0, "start": start}) or "" for start in ("a", "b")]
    new = who.name({"x": 1.0, "y": 2.0, "start": "c"}) or ""
    assert who.rematch(old, [new]) == {}
    assert who.rematch(old[:1], [new]) == {new: old[0]}


def test_that_a_later_life_of_an_id_has_a_key_of_its_own_for_a_week() -> None:
    who, _ = identity()
    who.retire("7", 1000.0)
    assert who.key_of("7") == "7~2"
    who.sweep(1000.0 + REMEMBERED - 1, ())
    assert who.key_of("7") == "7~2"
    who.sweep(1000.0 + REMEMBERED, ())
    assert who.key_of("7") == "7"
