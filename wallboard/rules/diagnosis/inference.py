"""The exact posterior over sets of opened cuts: sums over all of them at once, tree by tree.

What an opened cut leaves dark says nothing of the cuts below it, so a tree's state is an antichain of
outermost opened cuts. Given it, each area is dark or lit and its evidence is independent; so the sum over all
antichains is one walk from the leaves up, and every cut's probability one walk down. Logarithms throughout;
a row is in one of three states: *none* (nothing open at or below it), *opened* (it is), *above* (something
below it is). All weights are relative to "none everywhere", which keeps small odds exact.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from wallboard.rules.supply_network.cuts import Cuts
from wallboard.rules.supply_network.wires import Flags, Rows

Floats = NDArray[np.float64]

NEVER = -1e4
"""The logarithm of what cannot be."""


class Odds(msgspec.Struct, frozen=True):
    """What speaks for what, in logarithms. By row of the cuts: ``opened`` (prior and telemetry of "open, and
    nothing feeds it from beyond"), ``closed`` (of all else), ``hit`` and ``missed`` (its fault indicators, if
    something at or below it is open, and if nothing is), ``unlit`` (those, if it is dark from above).
    By place in ``Cuts.areas``: ``gain``, dark against lit."""

    opened: Floats
    closed: Floats
    hit: Floats
    missed: Floats
    unlit: Floats
    gain: Floats


class Posterior(msgspec.Struct, frozen=True):
    """By row of ``rows``: chance that it is the outermost open one, that it is dark, whether the best single
    explanation opens it. By tree of ``trees``: the logarithm of all weights (nothing open: 1), and what is
    gained if all of it is dark from above."""

    rows: Rows
    trees: Rows
    opened: Floats
    dark: Floats
    best: Flags
    weight: Floats
    unfed: Floats


def infer(cuts: Cuts, odds: Odds, trees: Rows) -> Posterior:
    """The posterior of these trees, each as if it had supply."""
    rows = cuts.of_trees(trees)
    sizes = cuts.starts[trees + 1] - cuts.starts[trees]
    tops = np.cumsum(sizes) - sizes
    offset = np.repeat(tops - cuts.starts[trees], sizes)
    parent = np.where(cuts.parent[rows] >= 0, cuts.parent[rows] + offset, -1)
    end = cuts.end[rows] + offset
    levels = _levels(cuts.depth[rows])
    alone, below = _gains(cuts, odds, rows, end)
    lift = odds.hit[rows] - odds.missed[rows]
    odd, inside = _upwards(levels, parent, alone, lift)
    opened = _downwards(levels, parent, alone, lift, odd, inside)
    dark = _from_above(levels, parent, opened)
    best = _best(levels, parent, alone, lift)
    return Posterior(rows, trees, opened, dark, best, np.logaddexp(0.0, odd[tops]), below[tops])


def _levels(depth: Rows) -> list[Rows]:
    """Rows by depth, outermost first."""
    order = np.argsort(depth, kind="stable")
    most = int(depth.max(initial=-1))
    bounds = np.searchsorted(depth[order], np.arange(most + 2))
    return [order[bounds[level] : bounds[level + 1]] for level in range(most + 1)]


def _gains(cuts: Cuts, odds: Odds, rows: Rows, end: Rows) -> tuple[Floats, Floats]:
    """Weight of opening each row, and of its being dark from above, against nothing open at or below it."""
    areas = np.concatenate([[0.0], np.cumsum(odds.gain)])
    own = areas[cuts.last[rows]] - areas[cuts.first[rows]]
    quiet = odds.closed[rows] + odds.missed[rows]
    free = np.logaddexp(odds.opened[rows], odds.closed[rows]) + odds.unlit[rows] - quiet
    before = np.concatenate([[0.0], np.cumsum(free)])
    here = np.arange(len(rows))
    alone = odds.opened[rows] + odds.hit[rows] - quiet + own + before[end] - before[here + 1]
    return alone, own + before[end] - before[here]


def _upwards(levels: list[Rows], parent: Rows, alone: Floats, lift: Floats) -> tuple[Floats, Floats]:
    """By row: weight of anything open at or below it; the logarithm of all weights of what is below it."""
    inside = np.zeros(len(parent))
    odd = np.empty(len(parent))
    for rows in reversed(levels):
        odd[rows] = np.logaddexp(alone[rows], lift[rows] + log_expm1(inside[rows]))
        above = parent[rows]
        inner = above >= 0
        np.add.at(inside, above[inner], np.logaddexp(0.0, odd[rows[inner]]))
    return odd, inside


def _downwards(
    levels: list[Rows], parent: Rows, alone: Floats, lift: Floats, odd: Floats, inside: Floats
) -> Floats:
    """By row: the chance that it is open and nothing above it is."""
    opened = np.empty(len(parent))
    share = np.empty(len(parent))  # chance of *above*, by the chance that not all below it is *none*
    for rows in levels:
        above = parent[rows]
        given = np.where(above >= 0, share[np.maximum(above, 0)], 1.0)
        whole = np.logaddexp(0.0, odd[rows])
        opened[rows] = given * np.exp(alone[rows] - whole)
        further = given * np.exp(lift[rows] + log_expm1(inside[rows]) - whole)
        some = -np.expm1(-inside[rows])
        share[rows] = np.divide(further, some, out=np.zeros(len(rows)), where=some > 0.0)
    return opened


def _from_above(levels: list[Rows], parent: Rows, opened: Floats) -> Floats:
    """By row: the chance that it is dark: itself, or one above it, is open."""
    dark = opened.copy()
    for rows in levels[1:]:
        dark[rows] += dark[parent[rows]]
    return np.minimum(dark, 1.0)


def _best(levels: list[Rows], parent: Rows, alone: Floats, lift: Floats) -> Flags:
    """Whether the most probable single explanation opens each row."""
    count = len(parent)
    gained = np.zeros(count)  # of children that are better open
    least = np.full(count, -np.inf)  # the best child, where none is
    through = np.empty(count)
    for rows in reversed(levels):
        inside = np.where(gained[rows] > 0.0, gained[rows], least[rows])
        through[rows] = lift[rows] + inside
        value = np.maximum(alone[rows], through[rows])
        above = parent[rows]
        inner = above >= 0
        np.add.at(gained, above[inner], np.maximum(value[inner], 0.0))
        np.maximum.at(least, above[inner], value[inner])
    best = np.zeros(count, np.bool_)
    enter = np.zeros(count, np.bool_)  # *above*
    value = np.maximum(alone, through)
    for rows in levels:
        above = np.maximum(parent[rows], 0)
        top = parent[rows] < 0
        forced = ~top & (gained[above] <= 0.0) & (value[rows] >= least[above])
        taken = (value[rows] > 0.0) | forced
        taken &= top | enter[above]
        best[rows] = taken & (alone[rows] >= through[rows])
        enter[rows] = taken & (alone[rows] < through[rows])
    return best


def log_expm1(x: Floats) -> Floats:
    """log(exp(x) - 1), for x of 0 (-inf) and more."""
    with np.errstate(divide="ignore"):
        return np.where(x > 30.0, x, np.log(np.expm1(np.minimum(x, 30.0))))
