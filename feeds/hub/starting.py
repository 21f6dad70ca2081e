"""How a hub stands where it stood: the newest checkpoint, what followed, and facts known by id."""

import msgspec

from feeds.checkpoints import Place
from feeds.codec import BadFact, decode_fact
from feeds.hub.dedupe import Seen
from feeds.hub.log import HubLog
from wallboard.domain.facts import Fact
from wallboard.state.store import Store

BATCH = 5_000
"""Rows read at once."""


class Read(msgspec.Struct):
    """What a start found. place: the checkpoint; own: the hub's own recent facts; seen: epoch s."""

    place: Place
    own: list[Fact]
    seen: float
    unreadable: int = 0


async def replayed(log: HubLog, store: Store, known: Seen, remembered: int) -> Read:
    """Fill the Store from the newest checkpoint and what followed: its cost follows what stands.

    remembered: facts at the log's end whose ids are known again. Raises LogError.
    """
    standing, place = await log.standing()
    store.load(standing, place.seq)
    read = Read(place, [fact for fact in standing if fact.source == "hub"], place.seen)
    at = max(0, min(place.seq, log.last - remembered))
    while rows := await log.read(at, BATCH):
        at = rows[-1][0]
        read.own += _good(known.recall(rows), read)
        facts = _good([row for row in rows if row[0] > place.seq], read)
        store.apply(facts)
        if facts:
            read.seen = max(read.seen, facts[-1].seen)
    return read


def _good(rows: list[tuple[int, bytes]], read: Read) -> list[Fact]:
    facts: list[Fact] = []
    for seq, body in rows:
        try:
            facts.append(msgspec.structs.replace(decode_fact(body), seq=seq))
        except BadFact:
            read.unreadable += 1
    return facts
