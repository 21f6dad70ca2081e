"""Which facts the log already holds: publishers may repeat themselves after a broken connection."""

from collections import OrderedDict
from collections.abc import Iterable

import msgspec

from feeds.codec import DECODE_ERRORS, subject_of
from wallboard.domain.facts import Fact

REMEMBERED = 100_000
"""Facts of the recent past that are known by id, over a restart too."""

Own = tuple[str, str, str]
"""Source, subject and id: what makes a fact the same fact."""


class _Named(msgspec.Struct, frozen=True):
    """As much of a fact's JSON as tells it from another."""

    source: str
    subject: str
    id: str = ""


_names = msgspec.json.Decoder(_Named)


class Seen:
    """Remembers recent facts by source, subject and id; one without an id is always new."""

    def __init__(self) -> None:
        self._known: OrderedDict[Own, None] = OrderedDict()

    def note(self, fact: Fact) -> None:
        """A fact is in the log now."""
        if fact.id:
            self.remember((fact.source, subject_of(fact), fact.id))

    def recall(self, rows: Iterable[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
        """Remember what a hub that starts finds at its log's end; the rows that are its own are returned.

        Ten times faster than decoding whole facts.
        """
        own: list[tuple[int, bytes]] = []
        for row in rows:
            try:
                named = _names.decode(row[1])
            except DECODE_ERRORS:
                continue  # counted where it is read as a fact
            if named.id:
                self.remember((named.source, named.subject, named.id))
                if named.source == "hub":
                    own.append(row)
        return own

    def knows(self, own: Own) -> bool:
        """Whether a fact of this name is in the log already."""
        return own in self._known

    def holds(self, fact: Fact) -> bool:
        """Whether this fact is in the log already."""
        return bool(fact.id) and (fact.source, subject_of(fact), fact.id) in self._known

    def remember(self, own: Own) -> None:
        """One more; the oldest goes."""
        self._known[own] = None
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
