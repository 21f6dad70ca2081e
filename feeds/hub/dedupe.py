"""Which facts the log already holds: publishers may repeat themselves after a broken connection."""

from collections import OrderedDict

from wallboard.domain.facts import Fact, aspect_token

REMEMBERED = 100_000
"""Facts of the recent past that are known by id."""


class Seen:
    """Remembers (source, subject, id) of recent facts; one without an id is always new."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str, str, str], None] = OrderedDict()

    def note(self, fact: Fact) -> None:
        """A fact is in the log now."""
        if fact.id:
            self._known[_own(fact)] = None
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def holds(self, fact: Fact) -> bool:
        """Whether this fact is in the log already."""
        return bool(fact.id) and _own(fact) in self._known


def _own(fact: Fact) -> tuple[str, str, str, str]:
    return fact.source, fact.id, fact.key, aspect_token(fact.data)
