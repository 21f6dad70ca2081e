"""A preview: the facts that a mapping makes, and the records that fail, without writing anything."""

from pathlib import Path

from wallboard.config.mapping_check import load_mapping
from wallboard.shell.preview import preview

RECORDS = Path(__file__).parents[1] / "config" / "broken" / "records"
MAPPING = load_mapping(RECORDS / "list.toml")


def test_that_a_sound_input_shows_its_first_facts() -> None:
    seen = preview(MAPPING, RECORDS / "record-sound.json", limit=1)
    assert seen.sound and (seen.documents, seen.records) == (1, 2)
    assert dict(seen.by_type) == {"outage.extent": 2, "outage.etr": 2}
    assert [fact.key for fact in seen.samples] == ["list/A2", "list/A2"]
    assert seen.faults() == []


def test_that_a_failing_record_is_named_and_the_others_are_shown() -> None:
    seen = preview(MAPPING, RECORDS / "record-count-negative.json")
    assert not seen.sound and seen.by_type["outage.extent"] == 2
    (fault,) = seen.faults()
    assert fault.startswith("record A1: outage.extent.customers_out: -3 is negative; ")


def test_that_a_document_without_records_is_told() -> None:
    seen = preview(MAPPING, RECORDS / "record-list-missing.json")
    assert not seen.sound and "no list of records at 'outages'" in seen.faults()[0]


def test_that_an_input_that_yields_nothing_is_not_sound(tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text('{"polled": "2026-06-11T09:00:00+08:00", "outages": []}')
    seen = preview(MAPPING, empty)
    assert not seen.sound and "check records.path" in seen.faults()[0]
