"""Facts on the wire: every type there and back, and nothing hostile does more than be refused."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.codec import BadFact, decode_fact, encode_fact, subject_of
from feeds.frames import Ev, decode_frame, encode_frame
from tests.fact_strategies import PAYLOADS, facts
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import Fact, Removed
from wallboard.domain.outages import OutageExtent
from wallboard.domain.terms import Claimant

T0 = 1_700_000_000.25


@pytest.mark.parametrize("name", sorted(SPECS))
def test_that_the_example_of_every_type_goes_there_and_back(name: str) -> None:
    example = Fact(SPECS[name].example, "oms/1", T0, "oms", "f1", T0 + 1)
    assert decode_fact(encode_fact(example)) == example


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_that_any_fact_goes_there_and_back(data: st.DataObject) -> None:
    fact = data.draw(facts())
    back = decode_fact(encode_fact(msgspec.structs.replace(fact, seq=9), with_seq=True))
    assert back == msgspec.structs.replace(fact, seq=9)
    assert encode_fact(back) == encode_fact(fact)  # and the second time by the very same bytes


def test_that_times_travel_as_rfc_3339() -> None:
    said = json.loads(encode_fact(Fact(OutageExtent(started_at=T0), "oms/1", T0, "oms", "f1", T0)))
    assert said["time"] == "2023-11-14T22:13:20.250000Z"
    assert said["data"]["started_at"] == "2023-11-14T22:13:20.250Z"
    assert said["subject"] == "outage/oms/1/extent/outage_system"


@pytest.mark.parametrize("key", ["a", "a/b", "extent", "extent/outage_system", "outage/x/extent", "台/城 线"])
def test_that_keys_may_hold_slashes_and_words_of_their_own(key: str) -> None:
    fact = Fact(OutageExtent(), key, T0, "oms", "f1", T0)
    assert decode_fact(encode_fact(fact)).key == key
    assert subject_of(fact) == f"outage/{key}/extent/outage_system"


def test_that_a_tombstone_is_null_and_keeps_its_claimant() -> None:
    gone = Fact(Removed(of="outage.stage", claimant=Claimant.CREW), "oms/1", T0, "oms", "f1", T0)
    raw = encode_fact(gone)
    assert json.loads(raw)["data"] is None
    assert decode_fact(raw) == gone


GOOD = json.loads(encode_fact(Fact(OutageExtent(place="台城"), "oms/1", T0, "oms", "f1", T0)))


def broken(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "bad_envelope"),
        (b"null", "bad_envelope"),
        (b"[" * 100_000, "bad_envelope"),
        (b'{"source": "x"}', "bad_envelope"),
        (b"\xff\xfe", "bad_envelope"),
        (broken(type="outage.nonsense"), "unknown_type"),
        (broken(type=3), "bad_envelope"),
        (broken(subject="outage//extent/outage_system"), "bad_subject"),
        (broken(subject="order/oms/1/extent/outage_system"), "bad_subject"),
        (broken(subject="outage/oms/1/extent/nobody"), "bad_subject"),
        (broken(subject="outage/oms/1/extent"), "bad_subject"),
        (broken(subject="outage/oms/1/extent/operator"), "claimant_differs"),
        (broken(time="2023-11-14T22:13:20"), "time_without_offset"),
        (broken(time="yesterday"), "bad_envelope"),
        (broken(data={"lat": 91}), "bad_data"),
        (broken(data={"customers_out": -1}), "bad_data"),
        (broken(data={"customers_out": "many"}), "bad_data"),
        (broken(data={"nature": "sabotage"}), "bad_data"),
        (broken(data={"started_at": "2023-11-14T22:13:20"}), "bad_data"),
        (broken(data={"started_at": 1e300}), "bad_data"),
        (broken(data={"started_at": True}), "bad_data"),
        (broken(data=[]), "bad_data"),
    ],
)
def test_that_what_does_not_fit_is_refused_with_its_reason(raw: bytes, code: str) -> None:
    with pytest.raises(BadFact) as caught:
        decode_fact(raw)
    assert caught.value.reason.code == code
    assert caught.value.raw == raw


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80), st.integers(0, 400), st.integers(0, 40))
def test_that_hostile_bytes_only_ever_raise_bad_fact(noise: bytes, at: int, cut: int) -> None:
    raw = json.dumps(GOOD).encode()
    for hostile in (noise, raw[:at] + noise + raw[at + cut :]):
        try:
            fact = decode_fact(hostile)
        except BadFact:
            continue
        encode_fact(fact)  # and what was taken can be written again


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(SPECS)), st.data())
def test_that_hostile_values_only_ever_raise_bad_fact(name: str, data: st.DataObject) -> None:
    """Right JSON with wrong or extreme values in it."""
    body = json.loads(msgspec.json.encode(data.draw(PAYLOADS[name]), enc_hook=float))
    extreme = st.sampled_from([None, True, -1, 1e308, -1e308, 2**63, "\x00\u202e", "9" * 500, [], {}, [[]]])
    field = data.draw(st.sampled_from(sorted(SPECS[name].cls.__struct_fields__)))
    spec = SPECS[name]
    tail = f"/{spec.aspect}/{body.get('claimant', 'outage_system')}" if spec.claimed else f"/{spec.aspect}"
    said = {
        "source": "oms",
        "type": name,
        "subject": f"{spec.noun}/k{tail}",
        "time": "2023-11-14T22:13:20Z",
        "data": {**body, field: data.draw(extreme)},
    }
    try:
        fact = decode_fact(json.dumps(said).encode())
    except BadFact:
        return
    encode_fact(fact)


def test_that_text_of_feeds_is_made_harmless_wherever_it_stands() -> None:
    raw = broken(
        data={"place": "a\u202eb\x00\n<b>c</b>", "cause": "x" * 5000},
        id="i\u202e1",
        source="o\u0007ms",
        subject="outage/oms\u202e/1/extent/outage_system",
    )
    fact = decode_fact(raw)
    assert isinstance(fact.data, OutageExtent)
    assert fact.data.place == "ab <b>c</b>"
    assert len(fact.data.cause) == 400
    assert (fact.id, fact.source, fact.key) == ("i1", "oms", "oms/1")


def test_that_one_bad_fact_never_drops_the_others() -> None:
    good = [msgspec.Raw(broken(id=f"f{number}")) for number in range(3)]
    bad = [msgspec.Raw(broken(time="never")), msgspec.Raw(b"7")]
    said = Ev(channel="room", epoch="e", seq=1, facts=[good[0], *bad, *good[1:]])
    frame = decode_frame(encode_frame(said))
    assert isinstance(frame, Ev)
    taken, refused = [], []
    for raw in frame.facts:
        try:
            taken.append(decode_fact(raw).id)
        except BadFact as fault:
            refused.append(fault.reason.code)
    assert taken == ["f0", "f1", "f2"]
    assert len(refused) == 2
