"""A small world for the feed's tests: facts, recordings and wire bytes, all made by hand."""

from pathlib import Path

import msgspec

from feeds.codec import decode_fact, encode_fact
from feeds.frames import Ev, Snap, encode_frame
from feeds.recording import Manifest, RecordingWriter
from wallboard.domain.calls import Evidence
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.orders import OrderNeed, OrderStageValue
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import EvidenceKind, Lane, OrderStage, OutageNature, OutageStage

T0 = 1_732_060_800.0  # 2024-11-20T00:00:00Z


def outage(number: int, customers: int, at: float = T0, source: str = "oms") -> Fact:
    """The extent of one outage."""
    data = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=customers, lon=113.0, lat=22.5)
    return placed(data, f"{source}/{number}", at, source)


def placed(data: Payload, key: str, at: float, source: str, own: str = "") -> Fact:
    """A fact as it stands after it has travelled once."""
    return decode_fact(encode_fact(Fact(data, key, at, source, own, at)))


def thread(number: int, at: float = T0) -> list[Fact]:
    """One outage with its stage, a call, and its order: values and an entry."""
    key = f"oms/{number}"
    call = Evidence(kind=EvidenceKind.CALL)
    need = OrderNeed(lane=Lane.RESTORE, received_at=at, outage=key)
    return [
        outage(number, 100 + number, at),
        placed(OutageStageClaim(stage=OutageStage.CONFIRMED, since=at), key, at, "oms"),
        placed(call, key, at, "oms", f"call-{number}-{at}"),
        placed(need, f"restore/{key}", at, "hub"),
        placed(OrderStageValue(stage=OrderStage.NEW, since=at), f"restore/{key}", at, "hub"),
    ]


def storm(polls: int, rows: int, every: float = 600.0) -> list[Fact]:
    """``polls`` instants, ``every`` s apart, each with ``rows`` threads of five facts."""
    return [
        msgspec.structs.replace(fact, seen=T0 + poll * every)
        for poll in range(polls)
        for row in range(rows)
        for fact in thread(row + poll * rows // 2, T0 + poll * every)
    ]


def numbered(facts: list[Fact], first: int = 1) -> list[Fact]:
    """The same facts with their places in a log."""
    return [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(facts, first)]


def write_recording(path: Path, facts: list[Fact], *, judged: bool = True) -> Path:
    """A recording of these facts."""
    with RecordingWriter(path) as writer:
        writer.append(facts)
        writer.finish(Manifest(title="small", sources=["oms"], judged=judged))
    return path


def ev(facts: list[Fact], first: int, epoch: str = "e1") -> bytes:
    """An ``ev`` frame as a hub sends it."""
    raws = [msgspec.Raw(encode_fact(fact)) for fact in facts]
    return encode_frame(Ev(channel="room", epoch=epoch, seq=first, facts=raws))


def snap(
    facts: list[Fact], seq: int, *, sub: str = "1", part: int = 1, last: bool = True, epoch: str = "e1"
) -> bytes:
    """One part of a snapshot as a hub sends it."""
    raws = [msgspec.Raw(encode_fact(fact, with_seq=True)) for fact in facts]
    frame = Snap(id=sub, channel="room", epoch=epoch, seq=seq, part=part, last=last, facts=raws)
    return encode_frame(frame)
