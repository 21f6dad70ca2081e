"""What nobody can beat on the same evidence: the exact posterior of a tree under rates that are known.

By sums and products along the tree (belief propagation, exact on a tree): every device was opened or closed
last some time ago, a part is dark below the topmost open one, and areas speak for themselves once their
supply and its age are given. What that leaves out stands in docs/diagnosis-study.md.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from wallboard.analysis.diagnosis_study.bound_evidence import EDGES, Evidence, Floats, stays
from wallboard.analysis.diagnosis_study.cases import Case, Judged
from wallboard.analysis.diagnosis_study.known import Known, looks
from wallboard.analysis.diagnosis_study.rates import Rates
from wallboard.analysis.diagnosis_study.tree import TRANSFORMER, DeviceTree

LEAST = 1e-60
"""No product is allowed to vanish: what remains of one is divided by it again."""
SURE = 0.5
"""From this probability on it is said: the best decision where a wrong word costs as much as a missed one."""

Rows = NDArray[np.int64]


class Posterior(msgspec.Struct, frozen=True):
    """open: by device, that it is the topmost open one above dark areas; dark: by area."""

    open: list[float]
    dark: list[float]


class Prior(msgspec.Struct, frozen=True):
    """Of devices (rows) before anything is heard, by age: opened since; closed since, or ever; and, if what
    is above is dark, opened since and what is below fed from beyond."""

    opened: Floats
    closed: Floats
    refed: Floats


class Bound:
    """The posterior of one network under one set of rates."""

    def __init__(self, tree: DeviceTree, rates: Rates, begins: float, edges: Floats = EDGES) -> None:
        self._tree = tree
        self.evidence = Evidence(tree, rates, begins, edges)
        widths, self._bins = self.evidence.widths, self.evidence.bins
        held = widths * stays(rates, self.evidence.ages)
        rate = np.array(rates.opens)[:, None]
        never = np.maximum(0.0, 1.0 - rate * (held.sum() + widths.sum()))
        refeeds = np.array([kind != TRANSFORMER for kind in tree.kind])[:, None]
        refed = refeeds * rates.refed * widths / widths.sum()
        self.prior = Prior(rate * held, np.hstack([rate * widths, never]), refed)
        self._above = np.array(tree.above, np.int64)
        depth = np.zeros(len(tree.id), np.int64)
        for device, above in enumerate(tree.above):
            depth[device] = depth[above] + 1 if above >= 0 else 0
        self._levels: list[Rows] = [np.flatnonzero(depth == level) for level in range(int(depth.max()) + 1)]

    def posterior(self, known: Known, now: float, planned: frozenset[int] = frozenset()) -> Posterior:
        """Probabilities now; areas out for planned work say nothing."""
        opens, closes = self.evidence.of_devices(known, now)
        prior = self.prior
        own = Prior(prior.opened * opens, prior.closed * closes, prior.refed * opens)
        dark, lit = self._areas(known, now, planned)
        up_dark, up_lit = np.empty_like(dark), np.empty_like(lit)
        for level in reversed(self._levels):
            dark[level], lit[level] = _scaled(dark[level], lit[level])
            found = _up(_rows(own, level), np.exp(dark[level]), np.exp(lit[level]))
            up_dark[level], up_lit[level] = (np.log(one) for one in found)
            upper = self._above[level]
            inner = upper >= 0
            np.add.at(dark, upper[inner], up_dark[level[inner]])
            np.add.at(lit, upper[inner], up_lit[level[inner]])
        return self._spread(own, dark, lit, up_dark, up_lit)

    def _areas(self, known: Known, now: float, planned: frozenset[int]) -> tuple[Floats, Floats]:
        """Logarithms of what each device's own area says, by device."""
        tree = self._tree
        dark, lit = np.zeros((len(tree.id), self._bins)), np.zeros((len(tree.id), self._bins + 1))
        for device, area in enumerate(tree.area):
            if area >= 0 and area not in planned:
                dark[device], lit[device] = (
                    np.log(one + LEAST) for one in self.evidence.of_area(known, area, now)
                )
        return dark, lit

    def _spread(self, own: Prior, dark: Floats, lit: Floats, up_dark: Floats, up_lit: Floats) -> Posterior:
        """From the sources down: everything that is heard elsewhere, by the state of the part above."""
        tree = self._tree
        mine_dark, mine_lit = np.zeros_like(dark), np.zeros_like(lit)
        opened, gone = np.zeros(len(tree.id)), np.zeros(len(tree.id))
        for level in self._levels:
            out_dark, out_lit = np.zeros((len(level), self._bins)), np.zeros((len(level), self._bins + 1))
            upper = self._above[level]
            inner = upper >= 0
            out_lit[~inner, -1] = 1.0
            if inner.any():
                rows, over = level[inner], upper[inner]
                beside = dark[over] - up_dark[rows], lit[over] - up_lit[rows]
                most = np.maximum(beside[0].max(axis=1), beside[1].max(axis=1))[:, None]
                one, other = (
                    mine_dark[over] * np.exp(beside[0] - most),
                    mine_lit[over] * np.exp(beside[1] - most),
                )
                whole = (one.sum(axis=1) + other.sum(axis=1))[:, None]
                out_dark[inner], out_lit[inner] = one / whole, other / whole
            part = _rows(own, level)
            mine_dark[level], mine_lit[level] = _down(part, out_dark, out_lit)
            below = np.exp(dark[level])
            gone_here = (mine_dark[level] * below).sum(axis=1)
            whole = gone_here + (mine_lit[level] * np.exp(lit[level])).sum(axis=1)
            opened[level] = out_lit.sum(axis=1) * (part.opened * below).sum(axis=1) / whole
            gone[level] = gone_here / whole
        found = [0.0] * len(tree.customers)
        for device, area in enumerate(tree.area):
            if area >= 0:
                found[area] = float(gone[device])
        return Posterior(opened.tolist(), found)


def _rows(own: Prior, rows: Rows) -> Prior:
    return Prior(own.opened[rows], own.closed[rows], own.refed[rows])


def _scaled(dark: Floats, lit: Floats) -> tuple[Floats, Floats]:
    """Logarithms, the best of each row 0."""
    best = np.maximum(dark.max(axis=1), lit.max(axis=1))[:, None]
    least = np.log(LEAST)
    return np.maximum(dark - best, least), np.maximum(lit - best, least)


def _before(values: Floats) -> Floats:
    """Sums of all newer bins."""
    sums = np.cumsum(values, axis=1)
    return np.hstack([np.zeros((len(values), 1)), sums[:, :-1]])


def _from(values: Floats) -> Floats:
    """Sums of a bin and all older ones."""
    return np.cumsum(values[:, ::-1], axis=1)[:, ::-1]


def _up(own: Prior, dark: Floats, lit: Floats) -> tuple[Floats, Floats]:
    """How well all below devices fits, by the state of the part above them."""
    closed, opened = own.closed, own.opened
    at_once = (opened * dark).sum(axis=1)[:, None]
    newer = np.hstack([closed[:, :-1] * lit[:, :-1], np.zeros((len(lit), 1))])
    up_lit = _before(newer) + lit * _from(closed) + at_once
    longer = _from(opened * dark) - opened * dark  # it was dark before all above was
    back = _before(own.refed * lit[:, :-1])
    up_dark = dark * (closed.sum(axis=1)[:, None] + np.cumsum(opened, axis=1)) + longer + back
    return np.maximum(up_dark, LEAST), np.maximum(up_lit, LEAST)


def _down(own: Prior, dark: Floats, lit: Floats) -> tuple[Floats, Floats]:
    """Weights of devices' own parts by their state, from the weights of the state above them."""
    below_lit = (_from(lit) - lit) * own.closed + lit * _from(own.closed)
    below_lit[:, :-1] += own.refed * (_from(dark) - dark)
    whole = own.closed.sum(axis=1)[:, None]
    below_dark = dark * (whole + np.cumsum(own.opened, axis=1))
    below_dark += own.opened * (lit.sum(axis=1)[:, None] + _before(dark))
    return below_dark, below_lit


def decide(tree: DeviceTree, found: Posterior) -> Judged:
    """The best decision by probabilities: devices as units, areas by themselves."""
    units: dict[int, float] = {}
    for device, probability in enumerate(found.open):
        unit = tree.twins[device]
        units[unit] = units.get(unit, 0.0) + probability
    dark = {area: float(tree.customers[area]) for area, chance in enumerate(found.dark) if chance >= SURE}
    return Judged(frozenset(unit for unit, probability in units.items() if probability >= SURE), dark)


def bounded(case: Case, rates: Rates) -> list[Judged]:
    """What the bound makes of a case at each of its looks."""
    engine = Bound(case.tree, rates, case.begins)
    return [
        decide(case.tree, engine.posterior(known, truth.at, truth.planned)) for truth, known in looks(case)
    ]
