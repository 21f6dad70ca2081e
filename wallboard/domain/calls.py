"""Calls and the other evidence of an outage: entries of their own kind, valid in any order (domain 5.4)."""

from wallboard.domain.facts import Count, Instant, Payload, Share, fact
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import DeviceKind, EvidenceKind, FactKind


@fact(
    "call.report",
    FactKind.ENTRY,
    owner="its source",
    example={"channel": "95598", "received_at": "2026-11-23T08:21:00Z", "area": "TA-0571"},
)
class CallReport(Payload, frozen=True, kw_only=True):
    """One contact of a customer. Without an area it stands in the not-located queue (domain 5.9)."""

    channel: str
    received_at: Instant
    area: str = ""
    order: str = ""
    outage: str = ""
    located: bool = True
    topic: str = ""


@fact(
    "outage.evidence",
    FactKind.ENTRY,
    owner="its source",
    example={"kind": "meter_off", "device_kind": "transformer_area", "device": "TA-0571", "n": 17, "of": 40},
)
class Evidence(Payload, frozen=True, kw_only=True):
    """What speaks for or against an outage: kind, device, n of how many."""

    kind: EvidenceKind
    device_kind: DeviceKind = DeviceKind.UNKNOWN
    device: str = ""
    n: Count = 1
    of: Count | None = None
    happened_at: Instant | None = None
    words: Reason | None = None
    weight: Share | None = None


@fact(
    "case.link",
    FactKind.ENTRY,
    owner="hub",
    example={"subject": "order/DY20931", "linked": True, "actor": "analyst"},
)
class CaseLink(Payload, frozen=True, kw_only=True):
    """One problem, one thread: links a call, order, outage or complaint to it (domain 4.4)."""

    subject: str
    linked: bool = True
    actor: str = ""
    duplicate: bool = False
