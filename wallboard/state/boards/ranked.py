"""Ids kept in the order of their ranks: what every list that follows the changes is made of."""

from collections.abc import Mapping, Sequence
from typing import Any, overload

from wallboard.state.sorted_values import SortedValues

Rank = tuple[Any, ...]
"""What an id is sorted by; the id itself stands last, so that no two are equal."""


class Ranked(Sequence[str]):
    """Ids in order. backward: the whole order turned round."""

    def __init__(self) -> None:
        self._ranks = SortedValues()
        self._rank_of: dict[str, Rank] = {}
        self.backward = False

    def fill(self, ranks: Mapping[str, Rank]) -> None:
        """Begin anew with these."""
        self._rank_of = dict(ranks)
        self._ranks = SortedValues(self._rank_of.values())

    def put(self, key: str, rank: Rank | None) -> None:
        """One id has this rank now; None: it is not in the list."""
        old = self._rank_of.pop(key, None)
        if rank is not None:
            self._rank_of[key] = rank
        if rank == old:
            return
        if old is not None:
            self._ranks.change(old, -1)
        if rank is not None:
            self._ranks.change(rank, 1)

    def __len__(self) -> int:
        return len(self._rank_of)

    def __contains__(self, key: object) -> bool:
        return key in self._rank_of

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = len(self)
        at = place + number if place < 0 else place
        if not 0 <= at < number:
            raise IndexError(place)
        at = number - 1 - at if self.backward else at
        return self._ranks.between(at, at + 1)[0][-1]

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """Where an id stands. Raises ValueError where it does not, or not there."""
        rank = self._rank_of.get(value)
        if rank is None:
            raise ValueError(value)
        at = self._ranks.below(rank)
        at = len(self) - 1 - at if self.backward else at
        if at < start or (stop is not None and at >= stop):
            raise ValueError(value)
        return at
