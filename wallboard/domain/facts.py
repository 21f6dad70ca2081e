"""The fact table's machinery: what a fact is, and the registry that every fact type is entered in.

A fact is one whole value, reading or entry about one subject (design 4); there are no partial facts.
The types themselves stand by noun in ``wallboard.domain.facts_*`` and are gathered by
``wallboard.domain.fact_table``; ``docs/facts.md`` and the wire's JSON Schema are generated from it.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec

from wallboard.domain.terms import Claimant, FactKind

if TYPE_CHECKING:
    Instant = float
else:

    class Instant(float):
        """Seconds since the epoch, UTC, inside; an RFC 3339 string on the wire."""

        __slots__ = ()


Lon = Annotated[float, msgspec.Meta(ge=-180, le=180, description="longitude, degrees, WGS-84")]
Lat = Annotated[float, msgspec.Meta(ge=-90, le=90, description="latitude, degrees, WGS-84")]
Count = Annotated[int, msgspec.Meta(ge=0, description="a number of things")]
Share = Annotated[float, msgspec.Meta(ge=0, le=1, description="share, 0 to 1")]
Seconds = Annotated[float, msgspec.Meta(ge=0, description="duration, s")]
Hours = Annotated[float, msgspec.Meta(ge=0, description="duration, h")]


EARLIEST, LATEST = -62_135_596_800, 253_402_300_799
"""The first and last second that RFC 3339 can write: years 1 to 9999, epoch s."""


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Payload(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What a fact says. Subclasses are entered in the table by ``@fact``.

    gc: plain values form no cycles; the collector need not look at hundreds of thousands of them.
    """


class Removed(Payload, frozen=True):
    """A tombstone: the value is no longer so. On the wire ``"data": null``; ``of`` is the fact type."""

    of: str
    claimant: Claimant | None = None


class Fact(msgspec.Struct, frozen=True, gc=False):
    """One fact.

    key: id of the thing it is about (``<source>/<external id>``, or minted). at: when it happened,
    seen: when the hub received it (both epoch s, UTC). id: unique within its source. seq: place in
    the hub's log, 0 before the hub gave one.
    """

    data: Payload
    key: str
    at: float
    source: str
    id: str = ""
    seen: float = 0.0
    seq: int = 0


PayloadClass = type[Payload]


class FactSpec(msgspec.Struct, frozen=True):
    """One row of the fact table.

    type ``noun.aspect``; owner: who publishes it; claimed: one value per claimant; example: payload.
    """

    type: str
    noun: str
    aspect: str
    kind: FactKind
    owner: str
    claimed: bool
    cls: PayloadClass
    example: Payload

    @property
    def ends(self) -> bool:
        """Whether it retires its thing: such a value is never taken back."""
        return self.aspect == RETIRED

    @property
    def by_time(self) -> bool:
        """Whether the later ``at`` stands, in whatever order they come; else the log's order decides."""
        return self.kind is FactKind.READING or self.aspect == RETIRED


RETIRED = "retired"
"""The aspect that ends a thing: everything said of it up to then is let go, and it never comes back."""

SPECS: dict[str, FactSpec] = {}
"""Every fact type by name; filled by ``@fact`` and complete once ``fact_table`` is imported."""

SPEC_OF: dict[type[Payload], FactSpec] = {}

P = TypeVar("P", bound=Payload)


def fact(
    name: str, kind: FactKind, *, owner: str, example: dict[str, Any], claimed: bool = False
) -> Callable[[type[P]], type[P]]:
    """Enter a payload type in the fact table under ``noun.aspect``.

    The example is checked against the type as the module is imported, so that it cannot rot.
    """

    def enter(cls: type[P]) -> type[P]:
        noun, aspect = name.split(".")
        if name in SPECS:
            raise ValueError(f"fact type {name!r} is declared twice")
        spec = FactSpec(name, noun, aspect, kind, owner, claimed, cls, convert_payload(cls, example))
        SPECS[name] = spec
        SPEC_OF[cls] = spec
        return cls

    return enter


def convert_payload(cls: type[P], fields: dict[str, Any]) -> P:
    """Plain values -> payload, times as RFC 3339 or epoch seconds.

    Raises msgspec.ValidationError, which names the field, where they do not fit.
    """
    return msgspec.convert(fields, cls, dec_hook=decode_instant)


def decode_instant(cls: type, value: object) -> Any:
    """The decode hook of every fact decoder: RFC 3339 with offset, or epoch seconds -> Instant.

    Whole milliseconds, as the wire carries them: a time is the same on both ends.
    """
    if cls is not Instant:
        raise NotImplementedError(cls)
    if isinstance(value, str):
        return Instant(round(parse_instant(value), 3))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not EARLIEST <= value <= LATEST:
            raise ValueError(f"expected a time (epoch seconds, years 1 to 9999), got {value}")
        return Instant(round(value, 3))
    raise ValueError(f"expected a time (RFC 3339 with offset), got {type(value).__name__}")


def encode_instant(value: object) -> str:
    """The encode hook of every fact encoder."""
    if type(value) is Instant:
        return format_instant(value)
    raise NotImplementedError(type(value))


def parse_instant(text: str) -> float:
    """RFC 3339 with offset -> epoch seconds. Raises ValueError, naming the text, without an offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"time without an offset: {text!r}")
    return moment.timestamp()


def format_instant(at: float) -> str:
    """Epoch seconds -> RFC 3339 in UTC, milliseconds only where there are any."""
    moment = _EPOCH + timedelta(milliseconds=round(at * 1000))
    spec = "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=spec).replace("+00:00", "Z")


def own_id(key: str) -> str:
    """A thing's id within its source: ``metering/TA-001`` -> ``TA-001``; a minted key stands for itself."""
    return key.partition("/")[2] or key


def aspect_token(data: Payload) -> str:
    """The aspect that a payload is about, with its claimant: ``extent/outage_system``, ``stage``."""
    if type(data) is Removed:
        spec = SPECS[data.of]
        claimant = data.claimant
    else:
        spec = SPEC_OF[type(data)]
        claimant = getattr(data, "claimant", None)
    return f"{spec.aspect}/{claimant.value}" if spec.claimed and claimant else spec.aspect


def spec_of(data: Payload) -> FactSpec:
    """The table's row of a payload, tombstones included. Raises KeyError for an unknown type."""
    return SPECS[data.of] if type(data) is Removed else SPEC_OF[type(data)]
