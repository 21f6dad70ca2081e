"""One act as the rules see it: who does it to what, with what words, and what else stands."""

from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from wallboard.domain.facts import Fact, Payload
from wallboard.domain.roles import Deed
from wallboard.domain.rows import Outage

OBJECT_WITHIN = 60.0
"""Seconds for an objection, where no rule set says another."""

Saying = tuple[str, Payload]
"""A key, and what is said of it."""


class Known(Protocol):
    """What was said of one thing: its entries by aspect, each by source and id."""

    entries: dict[str, dict[tuple[str, str], Fact]]


class Things(Protocol):
    """Everything that stands, as the tables hold it."""

    def rows(self, noun: str) -> Mapping[str, Any]: ...

    def thing(self, noun: str, key: str) -> Known | None: ...


class Scene(msgspec.Struct, frozen=True):
    """One act: who does it to what, with what words, when (epoch s), and what else stands. row: as it was.

    second_key_above: a message to more customers has to be released by another person. object_within: s for
    objections to a crew that is sent across a border. shelf_most: s for which an alarm may be shelved; None:
    no rule set in force says, so not at all.
    """

    deed: Deed
    key: str
    row: Any
    args: Any
    now: float
    things: Things
    second_key_above: int = 0
    object_within: float = OBJECT_WITHIN
    shelf_most: float | None = None

    @property
    def outage(self) -> Outage | None:
        """The outage that the order restores: of one that was merged, the one that it is a part of."""
        outage: Outage | None = self.things.rows("outage").get(self.row.outage) if self.row.outage else None
        if outage is not None and outage.merged_into:
            return self.things.rows("outage").get(outage.merged_into, outage)
        return outage
