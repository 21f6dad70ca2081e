"""The fact table: complete, consistent, and exact about time."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.fact_table import NOUNS, SPEC_OF, SPECS
from wallboard.domain.facts import (
    Instant,
    Payload,
    Removed,
    aspect_token,
    convert_payload,
    decode_instant,
    encode_instant,
    fact,
    format_instant,
    own_id,
    parse_instant,
    spec_of,
)
from wallboard.domain.orders import OrderStageValue
from wallboard.domain.outages import OutageExtent
from wallboard.domain.terms import Claimant, FactKind


def test_that_the_table_has_the_facts_of_every_lane() -> None:
    assert len(SPECS) >= 40
    for noun in ("outage", "order", "crew", "van", "plan", "call", "case", "cell", "area", "device"):
        assert noun in NOUNS
    for noun in ("region", "roster", "response", "source", "alarm", "room", "trend"):
        assert noun in NOUNS


@pytest.mark.parametrize("name", sorted(SPECS))
def test_that_every_row_is_whole(name: str) -> None:
    spec = SPECS[name]
    assert name == f"{spec.noun}.{spec.aspect}"
    assert SPEC_OF[spec.cls] is spec
    assert spec.owner
    assert spec.cls.__doc__
    assert isinstance(spec.example, spec.cls)
    assert spec.claimed == ("claimant" in spec.cls.__struct_fields__)
    assert not (spec.claimed and spec.kind is not FactKind.VALUE)


@pytest.mark.parametrize("name", sorted(SPECS))
def test_that_no_two_subjects_of_a_thing_are_the_same(name: str) -> None:
    """The aspect is the subject's end, so a slash in it would be a second way to read a subject."""
    assert "/" not in SPECS[name].aspect
    assert "/" not in SPECS[name].noun


def test_that_a_type_is_declared_once_and_its_example_must_fit() -> None:
    class Twice(Payload, frozen=True):
        pass

    with pytest.raises(ValueError, match="declared twice"):
        fact("outage.extent", FactKind.VALUE, owner="x", example={})(Twice)
    with pytest.raises(msgspec.ValidationError):
        convert_payload(OutageExtent, {"lat": 91.0})


def test_that_an_aspect_names_its_claimant_where_there_are_several() -> None:
    assert aspect_token(OutageExtent(claimant=Claimant.CREW)) == "extent/crew"
    assert aspect_token(Removed(of="outage.extent", claimant=Claimant.CREW)) == "extent/crew"
    stage = convert_payload(OrderStageValue, {"stage": "new", "since": 0})
    assert aspect_token(stage) == "stage"
    assert aspect_token(Removed(of="order.stage")) == "stage"
    assert spec_of(Removed(of="order.stage")) is SPECS["order.stage"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1970-01-01T00:00:00Z", 0.0),
        ("2026-11-23T08:20:00+08:00", 1_795_393_200.0),
        ("2026-11-23T00:20:00.500Z", 1_795_393_200.5),
        ("2024-11-19T16:20:00-08:00", 1_732_062_000.0),
    ],
)
def test_that_rfc_3339_is_read_with_its_offset(text: str, at: float) -> None:
    assert parse_instant(text) == at


@pytest.mark.parametrize("text", ["2026-11-23T08:20:00", "2026-11-23", "noon", ""])
def test_that_a_time_without_an_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)


@given(st.integers(-62_135_596_800_000, 253_402_300_799_000))
def test_that_every_millisecond_goes_there_and_back(thousandths: int) -> None:
    at = thousandths / 1000
    assert round(parse_instant(format_instant(at)), 3) == round(at, 3)


@pytest.mark.parametrize("value", [1e300, -1e12, float("inf"), float("nan"), True, None, [], {}])
def test_that_what_is_no_time_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="expected a time"):
        decode_instant(Instant, value)


def test_that_the_hooks_leave_other_types_alone() -> None:
    with pytest.raises(NotImplementedError):
        decode_instant(complex, "1")
    with pytest.raises(NotImplementedError):
        encode_instant(1.5)


@pytest.mark.parametrize(
    ("key", "own"), [("metering/TA-001", "TA-001"), ("oms/2026/17", "2026/17"), ("TA-001", "TA-001")]
)
def test_that_a_thing_goes_by_its_own_id_within_its_source(key: str, own: str) -> None:
    assert own_id(key) == own
