"""Fields, shapes, records, continuity and change logs by themselves."""

from collections import Counter
from typing import Any

import pytest

from feeds.mapping.changelog import replay
from feeds.mapping.continuity import Continuity, entry_id, unlisted_stage
from feeds.mapping.fields import Compiler
from feeds.mapping.identity import Identity
from feeds.mapping.listings import Listings
from feeds.mapping.problems import Problem
from feeds.mapping.records import DocumentFault, Records, Unreadable, truthy
from feeds.mapping.shapes import field_kinds
from feeds.mapping.values import Impossible
from tests.feeds.mapping.bench_feed import OUTAGES, mapping_of
from wallboard.config.mapping_file import FieldRule
from wallboard.domain.orders import OrderNote, OrderStageValue
from wallboard.domain.outages import OutageExtent
from wallboard.domain.terms import OrderStage

TABLES = OUTAGES.replace("[[fact]]", '[tables.t]\nA = "x"\n"Crew On Way" = "y"\nN = ""\n[[fact]]', 1)


def field(rule: str | FieldRule, record: dict[str, Any], kind: str = "text") -> Any:
    dirt: Counter[str] = Counter()
    return Compiler(mapping_of(TABLES), dirt).field(rule, kind)(record)


def test_that_a_field_is_the_first_path_that_gives_something() -> None:
    rule = FieldRule(path=["a", "b"], null=["N/A"], default="none")
    assert field(rule, {"a": " ", "b": "B"}) == field(rule, {"a": "N/A", "b": "B"}) == "B"
    assert field(rule, {}) == "none"
    assert field(FieldRule(const=7), {}, "int") == 7


def test_that_words_are_looked_up_exactly_then_loosely() -> None:
    rule = FieldRule(path="w", table="t", unknown="u")
    assert [field(rule, {"w": w}) for w in ("A", "a ", "crew on way", "N", "other")] == [
        "x",
        "x",
        "y",
        None,
        "u",
    ]


def test_that_numbers_are_scaled_and_texts_split() -> None:
    assert field(FieldRule(path="v", scale=0.5), {"v": "3"}, "float") == 1.5
    assert field(FieldRule(path="v", split=";"), {"v": "a; b;"}, "list") == ["a", "b"]
    late = FieldRule(path="v", not_before="s")
    with pytest.raises(Impossible) as found:
        field(late, {"v": 1764000000, "s": 1764000001}, "time")
    assert found.value.kept is None


def test_that_a_payload_knows_what_its_fields_ask_for() -> None:
    kinds = field_kinds(OutageExtent)
    assert (kinds["customers_out"], kinds["started_at"], kinds["lon"]) == ("count", "time", "float")
    assert (kinds["nature"], kinds["polygon"], kinds["place"]) == ("text", "raw", "text")


def test_that_a_document_without_its_list_is_a_fault_and_an_empty_list_is_none() -> None:
    records = Records(mapping_of(OUTAGES.replace('key = "id"', 'path = "rows"\nkey = "id"')))
    assert records.of({"rows": []}) == ([], 0, 0)
    assert records.of({"rows": [{"id": 1}, 7]}) == ([{"id": 1}], 1, 2)
    for document in ({}, None, "page", {"rows": "none"}):
        with pytest.raises(DocumentFault):
            records.of(document)
    assert truthy(0) and not truthy([]) and not truthy(None)


def test_that_closed_orders_do_not_become_unlisted() -> None:
    assert unlisted_stage(OrderStageValue(stage=OrderStage.DONE, since=1.0), 2.0) is None
    new = unlisted_stage(OrderStageValue(stage=OrderStage.NEW, since=1.0), 2.0)
    assert new is not None and (new.stage, new.since) == (OrderStage.UNLISTED, 2.0)


def test_that_an_entrys_id_is_the_same_for_the_same_words() -> None:
    note = OrderNote(actor="a", words="b")
    assert entry_id("k", 1.0, note) == entry_id("k", 1.0, note) != entry_id("k", 2.0, note)


def test_that_listings_say_nothing_of_records_that_speak_of_no_outage() -> None:
    mapping = mapping_of(OUTAGES)
    records, dirt = Records(mapping), Counter[str]()
    listings = Listings(mapping, Continuity("u"), Identity(mapping, records, dirt))
    assert listings.lose({"1": {}}, 1, 10.0, doubtful=True, capped=False) == []
    assert listings.held() == ["1"]
    assert listings.decide_held((), 20.0) == [] and listings.held() == []


def test_that_a_change_log_goes_on_after_a_line_that_cannot_be_read() -> None:
    lines = [b'{"op":"snap","t":5,"rows":[{"id":1}]}', b'{"op":"delta","t":6}', b"{", b'{"op":"note"}']
    read = list(replay(lines))
    assert read[0] == (5.0, [{"id": 1}])
    assert [at for at, _ in read[1:]] == [5.0, 5.0]
    assert all(isinstance(document, Unreadable) for _, document in read[1:])


def test_that_a_problem_is_one_line_for_people() -> None:
    line = Problem("A-18", "outage.extent", "customers_out", "'many'", "is not a number", "name it").words()
    assert line == "record A-18: outage.extent.customers_out: 'many' is not a number; name it"
