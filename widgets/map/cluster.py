"""Which marks stand alone and which are gathered into one mark with a number, at the scale of now.

The heaviest mark of a crowd gives the crowd its place, so that a cluster never sits where nothing is. A
mark that was a centre stays one while it lives: the picture does not shuffle between polls.
"""

from collections.abc import Collection, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Floats

CROWD = 3
"""From how many marks on a crowd gets a number."""

OUTWEIGHS = 0.6
"""A mark that holds this share of a small crowd's customers stands for itself."""


class Group(msgspec.Struct, frozen=True, gc=False):
    """One centre and everything it stands for (indices into the marks, the centre included)."""

    centre: int
    members: tuple[int, ...]

    @property
    def alone(self) -> bool:
        return len(self.members) == 1


def gather(
    xy: Floats, weights: Floats, reach: float, ids: Sequence[str] = (), before: Collection[str] = ()
) -> list[Group]:
    """Groups of marks nearer to a heavier one than ``reach`` px; every mark is in exactly one group.

    ids, before: the marks' names and those that were centres, which go first.
    """
    return [
        group for members in crowds(xy, weights, reach, ids, before) for group in settle(members, weights)
    ]


def crowds(
    xy: Floats, weights: Floats, reach: float, ids: Sequence[str] = (), before: Collection[str] = ()
) -> list[tuple[int, ...]]:
    """Who stands with whom, the centre first; every mark is in exactly one crowd."""
    count = len(xy)
    if count == 0:
        return []
    crowded = _crowded(xy, reach)
    found: list[tuple[int, ...]] = [(int(i),) for i in np.flatnonzero(~crowded)]
    kept = np.array([name in before for name in ids], dtype=bool) if before else np.zeros(count, bool)
    order = (
        np.lexsort((np.arange(count), -weights, ~kept)) if kept.any() else np.argsort(-weights, kind="stable")
    )
    left = order[crowded[order]]
    places = xy[left]
    while len(left):
        across, down = (places - places[0]).T
        near = across * across + down * down <= reach * reach
        found.append(tuple(left[near].tolist()))
        left, places = left[~near], places[~near]
    return found


def settle(members: tuple[int, ...], weights: Floats, *, gathered: bool = True) -> list[Group]:
    """One crowd -> one group, or each for itself where there is no need to gather."""
    if gathered and len(members) >= CROWD:
        held = weights[list(members)]
        total = float(held.sum())
        leads = total > 0 and held.max() >= OUTWEIGHS * total and len(members) < 3 * CROWD
        if not leads:
            return [Group(members[0], members)]
    return [Group(m, (m,)) for m in members]


def _crowded(xy: Floats, reach: float) -> NDArray[np.bool_]:
    """Marks with at least one other in their cell or the eight around it: the rest stand alone."""
    cell = np.floor(xy / reach).astype(np.int64)
    cell -= cell.min(axis=0) - 1
    width = int(cell[:, 0].max()) + 2
    height = int(cell[:, 1].max()) + 2
    if width * height > 4_000_000:
        return np.ones(len(xy), dtype=bool)
    counts = np.zeros((height, width), dtype=np.int64)
    np.add.at(counts, (cell[:, 1], cell[:, 0]), 1)
    around = sum(np.roll(np.roll(counts, dy, 0), dx, 1) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
    return np.asarray(around)[cell[:, 1], cell[:, 0]] > 1
