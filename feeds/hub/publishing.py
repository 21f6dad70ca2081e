"""What a source may publish: facts of its own name, of its own kinds, on subjects that nobody else owns."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import msgspec
from websockets.asyncio.server import ServerConnection

from feeds import frames
from feeds.codec import BadFact, decode_fact
from feeds.hub.access import Actor, Grant, Right
from feeds.hub.channel import Channel
from feeds.hub.limits import Bucket, ServerLimits
from feeds.hub.log import LogError
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact, Removed, aspect_token, spec_of
from wallboard.domain.reasons import Reason
from wallboard.domain.source_names import HUB, OF_THE_HUB
from wallboard.state.tables import Tables

_log = logging.getLogger(__name__)

OWN_FRESHNESS = "source.freshness"
"""The hub's too, but a source may tell its own."""


def refusal_of(fact: Fact, name: str, kinds: tuple[str, ...], tables: Tables) -> str | None:
    """Why a source of this name may not publish a fact, as a word to count by; None where it may.

    kinds: nouns or types that its token allows; none: any of its own.
    """
    spec = spec_of(fact.data)
    if fact.source != name or fact.source in OF_THE_HUB:
        return "foreign_source"
    if spec.type == OWN_FRESHNESS and fact.key == name:
        return None  # also where the hub's word stands, that it is late or lost: now it speaks again
    if spec.owner == HUB:
        return "hubs_own_type"
    if kinds and spec.noun not in kinds and spec.type not in kinds:
        return "foreign_kind"
    thing = tables.thing(spec.noun, fact.key)
    standing = thing.aspects.get(aspect_token(fact.data)) if thing is not None else None
    if standing is not None and standing.source != name and type(standing.data) is not Removed:
        return "foreign_subject"
    return None


def own_facts(
    facts: list[Fact], name: str, kinds: tuple[str, ...], tables: Tables, counts: Counter[str]
) -> list[Fact]:
    """Those that it may publish; the others are counted."""
    mine: list[Fact] = []
    for fact in facts:
        word = refusal_of(fact, name, kinds, tables)
        if word is None:
            mine.append(fact)
        else:
            counts[word] += 1
    return mine


class Taker(Protocol):
    """Where what sources publish goes: the hub's room."""

    @property
    def channel(self) -> Channel: ...

    @property
    def clock(self) -> Clock: ...

    async def publish(self, facts: Sequence[Fact], *, decoded: bool = False) -> int: ...


class Publishing:
    """Takes what sources say into a room, at a pace, and counts what may not be taken."""

    def __init__(self, room: Taker, limits: ServerLimits, counts: Counter[str]) -> None:
        self._room, self._limits, self._counts = room, limits, counts

    def bucket(self) -> Bucket:
        """The pace of one publisher."""
        return Bucket(self._limits.source_frames, self._limits.source_burst, self._room.clock.monotonic())

    async def paced(self, bucket: Bucket) -> None:
        """Wait until one more is due: a fast publisher is read more slowly, and so loses nothing."""
        while early := bucket.take(self._room.clock.monotonic()):
            self._counts["source_slowed"] += 1
            await asyncio.sleep(early)

    async def take(self, frame: frames.Ev, actor: Actor) -> frames.Ack:
        """Facts of a source: its own only; bad ones are counted and the rest is taken."""
        if not actor.may(Right.PUBLISH):
            return _refused(frame, Reason("role_may_not", {"role": actor.role.value}))
        whys: list[Reason] = []
        facts = [fact for raw in frame.facts if (fact := self._fact(raw, actor.name, whys)) is not None]
        tables = self._room.channel.store.tables
        good = own_facts(facts, actor.name, actor.kinds, tables, self._counts)
        if not good:
            whys += [_foreign(fact, actor, tables) for fact in facts[:1]]
            return _refused(frame, whys[0] if whys else Reason("no_good_fact"))
        try:
            seq = await self._room.publish(good, decoded=True)
        except LogError as error:
            return _refused(frame, error.refusal)
        bad = len(frame.facts) - len(good)
        reason = Reason("some_bad", {"bad": bad}) if bad else None
        return frames.Ack(id=frame.id, accepted=True, seq=seq, reason=reason)

    async def events(self, connection: ServerConnection, grant: Grant) -> None:
        """A CloudEvents producer: one event a frame, no answers (the binding has none).

        Its token's name is its source's; without one it speaks for the source that its events name.
        """
        bucket = self.bucket()
        async for data in connection:
            await self.paced(bucket)
            try:
                fact = decode_fact(data.encode() if isinstance(data, str) else data)
            except (BadFact, UnicodeEncodeError):
                self._counts["bad_event"] += 1
                continue
            tables = self._room.channel.store.tables
            good = own_facts([fact], grant.name or fact.source, grant.kinds, tables, self._counts)
            try:
                await self._room.publish(good, decoded=True)
            except LogError:
                await connection.close(1011, "the log cannot be written")
                return

    def _fact(self, raw: bytes | msgspec.Raw, name: str, whys: list[Reason]) -> Fact | None:
        """A fact of a frame; why it is none is added to ``whys``."""
        try:
            return decode_fact(raw)
        except BadFact as bad:
            whys.append(bad.reason)
            self._counts[bad.reason.code] += 1
            if self._counts[bad.reason.code] == 1:  # once: a producer's author has to find it, not a disk
                _log.warning("%s: fact refused: %s", name, bad.words())
            return None


def _foreign(fact: Fact, actor: Actor, tables: Tables) -> Reason:
    """Why a source may not publish it, for the producer's author."""
    word = refusal_of(fact, actor.name, actor.kinds, tables)
    return Reason(word or "no_good_fact", {"type": spec_of(fact.data).type, "subject": fact.key})


def _refused(frame: frames.Ev, reason: Reason) -> frames.Ack:
    return frames.Ack(id=frame.id, accepted=False, reason=reason)
