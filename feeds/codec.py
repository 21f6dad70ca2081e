"""Facts and frames of ``wb.feed.v1`` <-> bytes. No sockets, no clock.

A fact on the wire carries CloudEvents names: ``id, source, type, subject, time, data`` (design 5), and
``seen`` (when the hub received it). ``subject`` is ``noun/key/aspect[/claimant]``; ``data`` null is a
tombstone. One bad fact never drops its batch: facts are decoded one by one.
"""

from collections.abc import Container
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

import msgspec

from feeds.refusals import refusal_words
from feeds.safe_text import LONGEST, is_suspect, needs_cleaning, safe_text, safe_tree
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import (
    Fact,
    FactSpec,
    Instant,
    Payload,
    Removed,
    aspect_token,
    decode_instant,
    encode_instant,
    spec_of,
)
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import Claimant

DECODE_ERRORS = (msgspec.MsgspecError, ValueError, RecursionError)
"""All that hostile bytes can raise out of msgspec (pitfalls A); nothing else is caught."""


S = TypeVar("S", bound=msgspec.Struct)


class BadFact(Exception):
    """A fact that cannot be taken: ``reason`` says why, ``raw`` is what came."""

    def __init__(self, reason: Reason, raw: bytes) -> None:
        super().__init__(f"{reason.code} {reason.args}")
        self.reason, self.raw = reason, raw

    def words(self) -> str:
        """What is wrong and what its sender has to change."""
        return refusal_words(self.reason)


class Envelope(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact as it travels."""

    source: str
    type: str
    subject: str
    time: datetime
    data: msgspec.Raw
    id: str = ""
    seen: datetime | None = None
    seq: int = 0


_envelopes = msgspec.json.Decoder(Envelope)
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_encoder = msgspec.json.Encoder(enc_hook=encode_instant)
_payloads: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(spec.cls, dec_hook=decode_instant) for name, spec in SPECS.items()
}


def subject_of(fact: Fact) -> str:
    """``noun/key/aspect[/claimant]`` of a fact; keys may hold slashes of their own."""
    return f"{spec_of(fact.data).noun}/{fact.key}/{aspect_token(fact.data)}"


def encode_fact(fact: Fact, *, with_seq: bool = False, subject: str = "") -> bytes:
    """A fact -> one JSON object, times in RFC 3339. subject: its own, where the caller knows it already."""
    data = fact.data
    if type(data) is Removed:
        raw = msgspec.Raw(b"null")
    else:
        raw = msgspec.Raw(_encoder.encode(_with_instants(data)))
    return _encoder.encode(
        Envelope(
            fact.source,
            spec_of(data).type,
            subject or subject_of(fact),
            _moment(fact.at),
            raw,
            fact.id,
            _moment(fact.seen) if fact.seen else None,
            fact.seq if with_seq else 0,
        )
    )


def decode_fact(raw: bytes | memoryview | msgspec.Raw) -> Fact:
    """One JSON object -> a fact. Raises BadFact, whose reason says what does not fit."""
    try:
        envelope = _envelopes.decode(raw)
    except DECODE_ERRORS as error:
        raise BadFact(Reason("bad_envelope", {"error": _short(error)}), bytes(raw)) from error
    spec = SPECS.get(envelope.type)
    if spec is None:
        raise BadFact(Reason("unknown_type", {"type": safe_text(envelope.type)}), bytes(raw))
    if len(envelope.subject) > LONGEST or is_suspect(bytes(raw)):
        envelope = _harmless(envelope)
    key, claimant = _split_subject(envelope.subject, spec, raw)
    if envelope.time.tzinfo is None:
        raise BadFact(Reason("time_without_offset", {"type": spec.type}), bytes(raw))
    data = _payload(spec, claimant, envelope.data, raw)
    seen = envelope.seen
    return Fact(
        data,
        key,
        round(envelope.time.timestamp(), 3),
        envelope.source,
        envelope.id,
        round(seen.timestamp(), 3) if seen is not None and seen.tzinfo else 0.0,
        envelope.seq,
    )


def unknown_fields(raw: bytes | msgspec.Raw) -> list[str]:
    """Names in a good fact, and in its data, that this version does not know; at most 20."""
    names = unknown_names(raw, Envelope.__struct_encode_fields__)
    envelope = _envelopes.decode(raw)
    if bytes(envelope.data) != b"null":
        known = SPECS[envelope.type].cls.__struct_encode_fields__
        names += [f"data.{name}" for name in unknown_names(envelope.data, known)]
    return names


def unknown_names(raw: bytes | str | msgspec.Raw, known: Container[str]) -> list[str]:
    """Names of an object's members that are not known, made harmless; at most 20.

    What nobody knows is passed over unread: its name may be no UTF-8, its value nested too deeply.
    """
    try:
        return [safe_text(name)[:60] for name in _fields.decode(raw) if name not in known][:20]
    except DECODE_ERRORS:
        return ["(unreadable)"]


def _harmless(envelope: Envelope) -> Envelope:
    """The envelope with its own texts made harmless; its data is cleaned apart."""
    texts = {name: safe_text(getattr(envelope, name)) for name in ("source", "subject", "id")}
    return msgspec.structs.replace(envelope, **texts)


def _payload(
    spec: FactSpec, claimant: Claimant | None, data: msgspec.Raw, raw: bytes | memoryview | msgspec.Raw
) -> Payload:
    body = bytes(data)
    if body == b"null":
        return Removed(of=spec.type, claimant=claimant)
    try:
        if needs_cleaning(body):
            body = msgspec.json.encode(safe_tree(msgspec.json.decode(body)))
        payload = _payloads[spec.type].decode(body)
    except DECODE_ERRORS as error:
        args: dict[str, str | int | float] = {"type": spec.type, "error": _short(error)}
        raise BadFact(Reason("bad_data", args), bytes(raw)) from error
    if spec.claimed and payload.claimant is not claimant:
        raise BadFact(Reason("claimant_differs", {"type": spec.type}), bytes(raw))
    return payload


def _split_subject(
    subject: str, spec: FactSpec, raw: bytes | memoryview | msgspec.Raw
) -> tuple[str, Claimant | None]:
    """(key, claimant) of a subject that must agree with the fact's type."""
    rest, claimant = subject, None
    if spec.claimed:
        rest, _, word = subject.rpartition("/")
        claimant = Claimant.__members__.get(word.upper())
    head, tail = spec.noun + "/", "/" + spec.aspect
    key = rest[len(head) : -len(tail)]
    if not (rest.startswith(head) and rest.endswith(tail) and key) or (spec.claimed and not claimant):
        args: dict[str, str | int | float] = {"subject": safe_text(subject), "type": spec.type}
        raise BadFact(Reason("bad_subject", args), bytes(raw))
    return key, claimant


def _holds_instants(kind: msgspec.inspect.Type) -> bool:
    """Whether a field's type is, or contains, a time."""
    if isinstance(kind, msgspec.inspect.CustomType):
        return kind.cls is Instant
    if isinstance(kind, msgspec.inspect.UnionType):
        return any(_holds_instants(part) for part in kind.types)
    if isinstance(kind, msgspec.inspect.ListType):
        return _holds_instants(kind.item_type)
    if isinstance(kind, msgspec.inspect.StructType):
        return any(_holds_instants(field.type) for field in kind.fields)
    return isinstance(kind, msgspec.inspect.DictType) and _holds_instants(kind.value_type)


@cache
def _time_fields(cls: type[msgspec.Struct]) -> tuple[str, ...]:
    info = msgspec.inspect.type_info(cls)
    assert isinstance(info, msgspec.inspect.StructType)
    return tuple(field.name for field in info.fields if _holds_instants(field.type))


def _with_instants(data: S) -> S:
    """The same with every plain float that is a time marked as one, so that it is written so."""
    changed: dict[str, Any] = {}
    for name in _time_fields(type(data)):
        value = getattr(data, name)
        if value is not None and value != {} and value != []:
            changed[name] = _marked(value)
    return msgspec.structs.replace(data, **changed) if changed else data


def _marked(value: Any) -> Any:
    """A time, or what holds times."""
    if isinstance(value, dict):
        return {key: _marked(at) for key, at in value.items()}
    if isinstance(value, list):
        return [_marked(one) for one in value]
    return _with_instants(value) if isinstance(value, msgspec.Struct) else Instant(value)


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(round(at, 3), UTC)


def _short(error: BaseException) -> str:
    return safe_text(str(error))[:200]
