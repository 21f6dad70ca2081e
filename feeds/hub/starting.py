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


class Read(msgspec.Struct, frozen=True):
    """What a start found. place: the checkpoint; seen: of the last fact, epoch s."""

    place: Place
    seen: float
    unreadable: int


async def replayed(log: HubLog, store: Store) -> Read:
    """Fill the Store from the newest checkpoint and what followed: its cost follows what stands.

    Raises LogError.
    """
    standing, place = await log.standing()
    store.load(standing, place.seq)
    at, seen, unreadable = place.seq, place.seen, 0
    while rows := await log.read(at, BATCH):
        at = rows[-1][0]
        facts = _good(rows)
        unreadable += len(rows) - len(facts)
        store.apply(facts)
        seen = max([seen, *(fact.seen for fact in facts)])
    return Read(place, seen, unreadable)


async def recalled(log: HubLog, known: Seen, remembered: int) -> list[Fact]:
    """Know the facts at the log's end by id again; those of the hub itself are returned whole.

    Takes ~5 µs a fact, so walls do not wait for it: publishers do. Raises LogError.
    """
    own: list[Fact] = []
    at, end = max(0, log.last - remembered), log.last
    while at < end and (rows := await log.read(at, BATCH)):
        at = rows[-1][0]
        own += _good(known.recall(rows))
    return own


def _good(rows: list[tuple[int, bytes]]) -> list[Fact]:
    facts: list[Fact] = []
    for seq, body in rows:
        try:
            facts.append(msgspec.structs.replace(decode_fact(body), seq=seq))
        except BadFact:
            continue  # the caller counts them
    return facts
