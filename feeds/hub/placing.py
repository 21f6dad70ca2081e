"""Gives facts their places in the log: what it holds already is passed over, the rest is numbered."""

from collections.abc import Sequence

import msgspec

from feeds.codec import encode_fact, subject_of
from feeds.hub.dedupe import Own, Seen
from feeds.hub.log import Row
from wallboard.domain.facts import Fact


class Placed(msgspec.Struct, frozen=True):
    """Facts with their seq and when they were received, as rows of the log, and their names."""

    facts: list[Fact]
    rows: list[Row]
    owns: list[Own]


class Placer:
    """Knows recent facts by name. seen: of the last one placed, epoch s; it never falls within a log."""

    def __init__(self) -> None:
        self.known = Seen()
        self.seen = 0.0

    def place(self, facts: Sequence[Fact], now: float, first: int) -> Placed:
        """Fitted facts, the first new one at seq ``first``. now: operational epoch s.

        Nothing is remembered by it: call ``keep`` once they are durable.
        """
        placed: list[Fact] = []
        rows: list[Row] = []
        owns: dict[Own, None] = {}
        for fact in facts:
            subject = subject_of(fact)
            if fact.id:
                own = (fact.source, subject, fact.id)
                if own in owns or self.known.knows(own):
                    continue
                owns[own] = None
            seen = fact.seen if 0.0 < fact.seen <= now else round(now, 3)
            seen = self.seen = max(seen, self.seen)
            seq = first + len(rows)
            fact = msgspec.structs.replace(fact, seen=seen, seq=seq)
            placed.append(fact)
            rows.append(Row(seq, seen, subject, encode_fact(fact, subject=subject)))
        return Placed(placed, rows, list(owns))

    def keep(self, placed: Placed) -> None:
        """They are in the log: who repeats them is passed over."""
        for own in placed.owns:
            self.known.remember(own)
