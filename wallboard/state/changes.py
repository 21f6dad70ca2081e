"""What one batch of facts changed: the only thing that panels are told."""

from collections.abc import Sequence

import msgspec

from wallboard.state.positions import MOVING, vehicle_id

NOTHING: frozenset[str] = frozenset()


class Change(msgspec.Struct, frozen=True):
    """Keys of the rows that a batch touched, by noun.

    reset: everything is new (snapshot, new run). moved: vehicle ids (``crew/KEY``, ``van/KEY``)
    whose position changed.
    """

    revision: int
    rows: dict[str, frozenset[str]] = {}
    moved: frozenset[str] = NOTHING
    applied: int = 0
    ignored: int = 0
    reset: bool = False

    def of(self, noun: str) -> frozenset[str]:
        """Keys of one noun's rows that changed, appeared or went."""
        return self.rows.get(noun, NOTHING)

    def vehicles(self) -> frozenset[str]:
        """Ids of the vehicles that moved or whose row changed."""
        rows = (vehicle_id(noun, key) for noun in MOVING for key in self.of(noun))
        return self.moved.union(rows)

    def touches(self, *nouns: str) -> bool:
        return self.reset or any(noun in self.rows for noun in nouns)


def merged(changes: Sequence[Change]) -> Change:
    """Several batches told as one. Raises IndexError where there is none."""
    if len(changes) == 1:
        return changes[0]
    rows: dict[str, frozenset[str]] = {}
    for change in changes:
        for noun, keys in change.rows.items():
            rows[noun] = rows[noun] | keys if noun in rows else keys
    return Change(
        changes[-1].revision,
        rows,
        NOTHING.union(*(change.moved for change in changes)),
        sum(change.applied for change in changes),
        sum(change.ignored for change in changes),
        any(change.reset for change in changes),
    )


class Dirty:
    """Collects what a batch touches; frozen into a ``Change`` once it is over."""

    __slots__ = ("applied", "ignored", "keys", "moved")

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, bool]] = {}  # dicts and not sets: their order is the facts'
        self.moved: set[str] = set()
        self.applied = 0
        self.ignored = 0

    def mark(self, noun: str, key: str, *, row: bool = True) -> None:
        """row: whether its row has to be made anew."""
        keys = self.keys.get(noun)
        if keys is None:
            keys = self.keys[noun] = {}
        keys[key] = row or keys.get(key, False)

    def freeze(self, revision: int, *, reset: bool = False) -> Change:
        return Change(
            revision,
            {noun: frozenset(keys) for noun, keys in self.keys.items()},
            frozenset(self.moved),
            self.applied,
            self.ignored,
            reset,
        )
