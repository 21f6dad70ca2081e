"""What one poll cannot know: ETR revisions, counts that turned null, starts that moved, since when.

A thread keeps what a record said last, so that only what differs becomes a fact.
"""

import hashlib
from typing import Any

import msgspec

from feeds.mapping.places import Point
from feeds.mapping.shapes import Draft, Shape
from wallboard.domain.facts import Fact, Payload, Removed, encode_instant, format_instant
from wallboard.domain.orders import OrderStageValue
from wallboard.domain.outages import OutageCorrection, OutageEtr, OutageExtent
from wallboard.domain.terms import ORDER_CLOSED, Claimant, CountQuality, FactKind, OrderStage

MOVED_DEGREES = 1e-4  # about 10 m: less is another rounding of the same place
PRINCIPAL = ("stage", "status", "supply", "level", "paused", "state")

Said = tuple[str, str, str]  # noun, aspect token, key


class Thread:
    """What one record of the feed said last: by aspect of each thing it speaks of."""

    __slots__ = ("etr", "last_at", "place", "said")

    def __init__(self) -> None:
        self.said: dict[Said, Payload] = {}
        self.place: Point | None = None
        self.etr: float | None = None
        self.last_at = 0.0

    def keys(self, noun: str) -> list[str]:
        """Keys of the things of one noun that the record speaks of."""
        return sorted({key for said_noun, _, key in self.said if said_noun == noun})


class Continuity:
    """Threads by record, and the rules that turn drafts into facts."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.threads: dict[str, Thread] = {}

    def thread(self, record: str) -> Thread:
        thread = self.threads.get(record)
        if thread is None:
            thread = self.threads[record] = Thread()
        return thread

    def keys(self) -> set[str]:
        """Keys of all things that the records speak of."""
        return {key for thread in self.threads.values() for _, _, key in thread.said}

    def settle(self, thread: Thread, draft: Draft, seen: float) -> list[Fact]:
        """The facts of one draft: none where it says what was said before."""
        shape = draft.shape
        kind = shape.spec.kind
        said = (shape.spec.noun, _slot(shape), draft.key)
        last = thread.said.get(said)
        data: Payload | None = draft.data
        extra: list[Fact] = []
        if isinstance(data, OutageExtent):
            data, extra = self._extent(thread, draft, data, last, seen)
        elif isinstance(data, OutageEtr):
            data = _etr(thread, data, last)
        elif shape.own_since:
            data = _since(data, last)
        if isinstance(data, OrderStageValue):
            data = _reached(data, last)
        thread.last_at = seen
        if data is None or (data == last and kind is not FactKind.READING):
            return extra
        thread.said[said] = data
        id_ = entry_id(draft.key, draft.at, data) if kind is FactKind.ENTRY else ""
        return [Fact(data, draft.key, draft.at, self._source, id_, seen), *extra]

    def withdraw(self, thread: Thread, shape: Shape, seen: float) -> list[Fact]:
        """Tombstones of a value that the record no longer speaks of."""
        if shape.spec.kind is not FactKind.VALUE:
            return []
        slot = (shape.spec.noun, _slot(shape))
        gone = [said for said in thread.said if said[:2] == slot]
        for said in gone:
            del thread.said[said]
        claimant = Claimant(shape.claimant) if shape.claimant else None
        removed = Removed(of=shape.spec.type, claimant=claimant)
        return [Fact(removed, said[2], seen, self._source, "", seen) for said in gone]

    def _extent(
        self, thread: Thread, draft: Draft, data: OutageExtent, last: Payload | None, seen: float
    ) -> tuple[OutageExtent, list[Fact]]:
        """A count that turns null keeps its last value; a start or place that moves is a correction."""
        extra: list[Fact] = []
        before = last if isinstance(last, OutageExtent) else None
        if data.customers_out is None:
            kept = before.customers_out if before else None
            quality = CountQuality.ABSENT if kept is None else CountQuality.KEPT
            most = before.customers_most if before else None
            data = msgspec.structs.replace(
                data, customers_out=kept, customers_most=most, count_quality=quality
            )
        if before is not None:
            old, new = before.started_at, data.started_at
            if old is not None and new is not None and old != new:
                extra.append(
                    self._corrected(draft.key, "started_at", format_instant(old), format_instant(new), seen)
                )
            elif new is None and old is not None:
                data = msgspec.structs.replace(data, started_at=old)
            if _moved(thread.place, draft.place):
                extra.append(
                    self._corrected(draft.key, "place", _words(thread.place), _words(draft.place), seen)
                )
        thread.place = draft.place or thread.place
        return data, extra

    def _corrected(self, key: str, field: str, old: str, new: str, seen: float) -> Fact:
        data = OutageCorrection(field=field, old=old, new=new)
        return Fact(data, key, seen, self._source, entry_id(key, seen, data), seen)


def entry_id(key: str, at: float, data: Payload) -> str:
    """An entry's id: the same for the same words about the same thing at the same time."""
    body = msgspec.json.encode((key, type(data).__name__, at, data), enc_hook=encode_instant)
    return hashlib.blake2b(body, digest_size=9).hexdigest()


def unlisted_stage(data: OrderStageValue, seen: float) -> OrderStageValue | None:
    """The stage of an order whose row vanished; None where it was closed already."""
    if data.stage in ORDER_CLOSED:
        return None
    return msgspec.structs.replace(data, stage=OrderStage.UNLISTED, since=seen)


def _slot(shape: Shape) -> str:
    """Values of one aspect share a slot; each entry rule has its own."""
    return f"{shape.token}#{shape.index}" if shape.spec.kind is FactKind.ENTRY else shape.token


def _etr(thread: Thread, data: OutageEtr, last: Payload | None) -> OutageEtr | None:
    """Count the revisions. A withdrawn ETR is no revision; the next one is compared with the last word."""
    before = last if isinstance(last, OutageEtr) else None
    if before is None:
        if data.etr is None:
            return None
        thread.etr = data.etr
        return msgspec.structs.replace(data, revision=0, first=data.etr)
    revision, previous = before.revision, before.previous
    if data.etr is not None and data.etr != thread.etr:
        revision, previous, thread.etr = revision + 1, thread.etr, data.etr
    return msgspec.structs.replace(data, revision=revision, first=before.first, previous=previous)


def _since(data: Payload, last: Payload | None) -> Payload:
    """Since when it is so: as long as the principal word stays, the time of its first appearance."""
    name = next((name for name in PRINCIPAL if name in data.__struct_fields__), None)
    if last is None or name is None or type(last) is not type(data):
        return data
    before: Any = last
    if getattr(data, name) != getattr(before, name) or before.since is None:
        return data
    return msgspec.structs.replace(data, since=before.since)


def _reached(data: OrderStageValue, last: Payload | None) -> OrderStageValue:
    """The earliest time at which each stage was reached."""
    before = dict(last.reached) if isinstance(last, OrderStageValue) else {}
    stage = data.stage.value
    before[stage] = min(before.get(stage, data.since), data.since)
    reopened = data.reopened
    if isinstance(last, OrderStageValue):
        reopened = last.reopened + (
            last.stage is OrderStage.UNLISTED and data.stage is not OrderStage.UNLISTED
        )
    return msgspec.structs.replace(data, reached={**data.reached, **before}, reopened=reopened)


def _moved(old: Point | None, new: Point | None) -> bool:
    if old is None or new is None:
        return False
    return abs(old[0] - new[0]) > MOVED_DEGREES or abs(old[1] - new[1]) > MOVED_DEGREES


def _words(place: Point | None) -> str:
    """A place in words, never finer than the rounding of homes."""
    return "" if place is None else f"{place[0]:.3f},{place[1]:.3f}"
