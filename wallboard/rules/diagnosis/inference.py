"""The exact posterior over sets of opened cuts: sums over all of them at once, tree by tree.

Each cut is shut, opened (what is behind it is dark), or opened and fed from beyond over a tie, so that what
is behind it is lit whatever is above. Given that, each area is dark or lit and its evidence is independent;
so the sum over all states is one walk from the leaves up, and every cut's probability one walk down.
Logarithms throughout, relative to "nothing opened", which keeps small odds exact. A lit row is *opened*,
*above* an opened one, or *none*; a dark row says nothing of what is below it, until a fed one.
"""

import itertools

import msgspec
import numpy as np
from numpy.typing import NDArray

from wallboard.rules.supply_network.cuts import Cuts
from wallboard.rules.supply_network.wires import Flags, Rows

Floats = NDArray[np.float64]

NEVER = -1e4
"""The logarithm of what cannot be."""


class Odds(msgspec.Struct, frozen=True):
    """What speaks for what, in logarithms. By row of the cuts: ``opened``, ``shut`` and ``fed`` (prior and
    telemetry of each state), ``hit`` and ``missed`` (its fault indicators, if something at or below it is
    opened, and if nothing is), ``unlit`` (those, if it is dark from above). By place in ``Cuts.areas``:
    ``gain``, dark against lit."""

    opened: Floats
    shut: Floats
    fed: Floats
    hit: Floats
    missed: Floats
    unlit: Floats
    gain: Floats


class Posterior(msgspec.Struct, frozen=True):
    """By row of ``rows``: chance that it is opened with supply above it, that it is dark; whether the best
    single explanation opens it, or has it fed from beyond below an opened one. By tree of ``trees``: the
    logarithm of all weights (nothing opened: 1), and of all of it being dark from above."""

    rows: Rows
    trees: Rows
    opened: Floats
    dark: Floats
    best: Flags
    best_fed: Flags
    weight: Floats
    unfed: Floats


class Slice(msgspec.Struct, frozen=True):
    """The trees in question by local row. levels: rows by depth, outermost first; parent: -1 for none.

    Relative to the row's being lit with nothing opened: opening it, its being dark from above and fed from
    beyond, each without what is below it; lift: of its indicators if something below it is opened."""

    levels: list[Rows]
    parent: Rows
    alone: Floats
    under: Floats
    fed: Floats
    lift: Floats


def infer(cuts: Cuts, odds: Odds, trees: Rows) -> Posterior:
    """The posterior of these trees, each as if it had supply."""
    rows = cuts.of_trees(trees)
    sizes = cuts.starts[trees + 1] - cuts.starts[trees]
    tops = np.cumsum(sizes) - sizes
    offset = np.repeat(tops - cuts.starts[trees], sizes)
    part = _slice(cuts, odds, rows, np.where(cuts.parent[rows] >= 0, cuts.parent[rows] + offset, -1))
    alone, odd, inside, under = _upwards(part)
    opened, dark = _downwards(part, alone, odd, inside, under)
    best, best_fed = _best(part)
    return Posterior(rows, trees, opened, dark, best, best_fed, np.logaddexp(0.0, odd[tops]), under[tops])


def _slice(cuts: Cuts, odds: Odds, rows: Rows, parent: Rows) -> Slice:
    depth = cuts.depth[rows]
    order = np.argsort(depth, kind="stable")
    bounds = np.searchsorted(depth[order], np.arange(int(depth.max(initial=-1)) + 2))
    levels = [order[low:high] for low, high in itertools.pairwise(bounds.tolist())]
    sums = np.concatenate([[0.0], np.cumsum(odds.gain)])
    own = sums[cuts.last[rows]] - sums[cuts.first[rows]]
    inner = parent >= 0
    np.subtract.at(own, parent[inner], own[inner].copy())
    closed = np.logaddexp(odds.shut[rows], odds.fed[rows])
    quiet = closed + odds.missed[rows]
    return Slice(
        levels=levels,
        parent=parent,
        alone=odds.opened[rows] + odds.hit[rows] - quiet + own,
        under=np.logaddexp(odds.opened[rows], odds.shut[rows]) + odds.unlit[rows] - quiet + own,
        fed=odds.fed[rows] - closed,
        lift=odds.hit[rows] - odds.missed[rows],
    )


def _upwards(part: Slice) -> tuple[Floats, Floats, Floats, Floats]:
    """By row: weight of opening it; of anything opened at or below it; all weights of what is below it, lit;
    its being dark from above, however it and what is below it are then."""
    count = len(part.parent)
    inside, beneath = np.zeros(count), np.zeros(count)
    alone, odd, under = np.empty(count), np.empty(count), np.empty(count)
    for rows in reversed(part.levels):
        through = part.lift[rows] + log_expm1(inside[rows])
        alone[rows] = part.alone[rows] + beneath[rows]
        odd[rows] = np.logaddexp(alone[rows], through)
        fed = part.fed[rows] + np.logaddexp(0.0, through)
        under[rows] = np.logaddexp(part.under[rows] + beneath[rows], fed)
        above = part.parent[rows]
        inner = above >= 0
        np.add.at(inside, above[inner], np.logaddexp(0.0, odd[rows[inner]]))
        np.add.at(beneath, above[inner], under[rows[inner]])
    return alone, odd, inside, under


def _downwards(
    part: Slice, alone: Floats, odd: Floats, inside: Floats, under: Floats
) -> tuple[Floats, Floats]:
    """By row: the chance that it is opened with supply above it; that it is dark."""
    count = len(part.parent)
    opened, dark = np.empty(count), np.empty(count)
    share = np.empty(count)  # chance of *above*, or of fed and something below opened, by that of the latter
    for rows in part.levels:
        above = np.maximum(part.parent[rows], 0)
        top = part.parent[rows] < 0
        given = np.where(top, 1.0, share[above])
        night = np.where(top, 0.0, dark[above])
        whole = np.logaddexp(0.0, odd[rows])
        through = part.lift[rows] + log_expm1(inside[rows])
        opened[rows] = given * np.exp(alone[rows] - whole)
        fed = night * np.exp(part.fed[rows] + np.logaddexp(0.0, through) - under[rows])
        dark[rows] = np.minimum(opened[rows] + night - fed, 1.0)
        further = given * np.exp(through - whole) + fed * np.exp(through - np.logaddexp(0.0, through))
        some = -np.expm1(-inside[rows])
        share[rows] = np.divide(further, some, out=np.zeros(len(rows)), where=some > 0.0)
    return opened, np.maximum(dark, 0.0)


def _best(part: Slice) -> tuple[Flags, Flags]:
    """Whether the most probable single explanation opens each row; has it fed below an opened one."""
    count = len(part.parent)
    gained, beneath = np.zeros(count), np.zeros(count)
    least = np.full(count, -np.inf)  # the best child, where none is better opened
    through, alone, value = np.empty(count), np.empty(count), np.empty(count)
    spared = np.empty(count, np.bool_)  # better fed than dark
    for rows in reversed(part.levels):
        through[rows] = part.lift[rows] + np.where(gained[rows] > 0.0, gained[rows], least[rows])
        alone[rows] = part.alone[rows] + beneath[rows]
        value[rows] = np.maximum(alone[rows], through[rows])
        dark, fed = part.under[rows] + beneath[rows], part.fed[rows] + np.maximum(0.0, through[rows])
        spared[rows] = fed > dark
        above = part.parent[rows]
        inner = above >= 0
        np.add.at(gained, above[inner], np.maximum(value[rows[inner]], 0.0))
        np.maximum.at(least, above[inner], value[rows[inner]])
        np.add.at(beneath, above[inner], np.maximum(dark, fed)[inner])
    best, best_fed = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    enter, night = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    for rows in part.levels:
        above = np.maximum(part.parent[rows], 0)
        top = part.parent[rows] < 0
        forced = ~top & (gained[above] <= 0.0) & (value[rows] >= least[above])
        taken = ((value[rows] > 0.0) | forced) & (top | enter[above])
        best[rows] = taken & (alone[rows] >= through[rows])
        best_fed[rows] = ~top & night[above] & spared[rows]
        enter[rows] = (taken & (alone[rows] < through[rows])) | (best_fed[rows] & (through[rows] > 0.0))
        night[rows] = best[rows] | (~top & night[above] & ~spared[rows])
    return best, best_fed


def log_expm1(x: Floats) -> Floats:
    """log(exp(x) - 1), for x of 0 (-inf) and more."""
    with np.errstate(divide="ignore"):
        return np.where(x > 30.0, x, np.log(np.expm1(np.minimum(x, 30.0))))
