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

UNSEEN = 0.1
"""Share of the openings of a device that leave no word once it is closed again."""
PARTING = "switch"
"""Kind of the devices that part off a fault that is dark already, before the rest is fed again."""

Rows = NDArray[np.int64]


class Posterior(msgspec.Struct, frozen=True):
    """open: by device, that it is the topmost open one above dark areas; dark: by area."""

    open: list[float]
    dark: list[float]


class Prior(msgspec.Struct, frozen=True):
    """Of devices (rows), by age: opened since; closed since, or ever; and, if what is above is dark, opened
    since and what is below fed from beyond. shut: closed since whenever, while what is above is dark."""

    opened: Floats
    closed: Floats
    refed: Floats
    shut: Floats


class Bound:
    """The posterior of one network under one set of rates."""

    def __init__(self, tree: DeviceTree, rates: Rates, begins: float, edges: Floats = EDGES) -> None:
        self._tree = tree
        self.evidence = Evidence(tree, rates, begins, edges)
        self._ages, self._widths, self._bins = self.evidence.ages, self.evidence.widths, self.evidence.bins
        self._rates = rates
        self._held = self._widths * stays(rates, self._ages)
        self._refeeds = np.array([kind != TRANSFORMER for kind in tree.kind])[:, None]
        self.lasting = self.evidence.lasting
        self._parts = np.array([kind == PARTING for kind in tree.kind])
        self._above = np.array(tree.above, np.int64)
        depth = np.zeros(len(tree.id), np.int64)
        for device, above in enumerate(tree.above):
            depth[device] = depth[above] + 1 if above >= 0 else 0
        self._levels: list[Rows] = [np.flatnonzero(depth == level) for level in range(int(depth.max()) + 1)]

    def prior(self, now: float) -> Prior:
        """Before anything is heard: devices open most while it storms."""
        rates, widths = self._rates, self._widths
        changed = now - self._ages
        storms = (changed >= rates.storm[0]) & (changed <= rates.storm[1])
        rate = np.array(rates.opens)[:, None] * np.where(storms, 1.0, rates.calm)
        never = np.maximum(0.0, 1.0 - (rate * (self._held + widths)).sum(axis=1, keepdims=True))
        refed = self._refeeds * rates.refed * widths / widths.sum()
        closed = np.hstack([rate * widths, never])
        return Prior(rate * self._held, closed, refed, closed.sum(axis=1))

    def posterior(self, known: Known, now: float, planned: frozenset[int] = frozenset()) -> Posterior:
        """Probabilities now; areas out for planned work say nothing."""
        opens, closes = self.evidence.of_devices(known, now)
        prior = self.prior(now)
        closed = prior.closed * closes
        again = np.full(
            len(closed), UNSEEN
        )  # what nobody read: that it was open before, its areas did not say
        again[list(known.positions)] = 1.0
        shut = closed[:, -1] + again * closed[:, :-1].sum(axis=1)
        own = Prior(prior.opened * opens, closed, prior.refed * opens, shut)
        dark, lit = self._areas(known, now, planned)
        up_dark, up_lit = np.empty_like(dark), np.empty_like(lit)
        for level in reversed(self._levels):
            dark[level], lit[level] = _scaled(dark[level], lit[level])
            found = _up(_rows(own, level), np.exp(dark[level]), np.exp(lit[level]))
            self._part_off(own, level, np.exp(dark[level]), found[1])
            up_dark[level], up_lit[level] = (np.log(np.maximum(one, LEAST)) for one in found)
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
            cut_off = self._parted(own, level, out_lit)
            mine_dark[level] += (
                cut_off - out_lit.sum(axis=1)[:, None] * part.opened * self._parts[level, None]
            )
            gone_here = (mine_dark[level] * below).sum(axis=1)
            whole = gone_here + (mine_lit[level] * np.exp(lit[level])).sum(axis=1)
            at_once = out_lit.sum(axis=1)[:, None] * part.opened * ~self._parts[level, None]
            opened[level] = ((at_once + cut_off) * below).sum(axis=1) / whole
            gone[level] = gone_here / whole
        found = [0.0] * len(tree.customers)
        for device, area in enumerate(tree.area):
            if area >= 0:
                found[area] = float(gone[device])
        return Posterior(opened.tolist(), found)

    def _weights(self, opened: Floats) -> Floats:
        """Of a device that parts off what is already dark: by the state of a lit part above (row), since when
        what is below is dark. Opened after the part above was back: since then. Opened before: since all was
        dark, or since its own opening, whichever was later."""
        ages = np.arange(self._bins)
        row, column = ages[:, None], ages[None, :]
        sums = np.cumsum(opened)
        newer = np.concatenate([[0.0], sums[:-1]])
        shorter = np.cumsum(self.lasting, axis=1) - self.lasting
        before = self.lasting * (sums[None, :] - newer[:, None]) + shorter * opened[None, :]
        found = np.where(column < row, opened[None, :], before)
        return np.vstack([found, opened[None, :]])  # what has never been dark parted off nothing

    def _part_off(self, own: Prior, level: Rows, dark: Floats, up_lit: Floats) -> None:
        """Put that in the place of "dark since it was opened", for devices that part off faults."""
        for place in np.flatnonzero(self._parts[level]).tolist():
            opened = own.opened[level[place]]
            up_lit[place] += self._weights(opened) @ dark[place] - opened @ dark[place]

    def _parted(self, own: Prior, level: Rows, lit: Floats) -> Floats:
        """The same from above: weights of being dark since, below devices that part off faults; else 0."""
        found = np.zeros((len(level), self._bins))
        for place in np.flatnonzero(self._parts[level]).tolist():
            found[place] = lit[place] @ self._weights(own.opened[level[place]])
        return found


def _rows(own: Prior, rows: Rows) -> Prior:
    return Prior(own.opened[rows], own.closed[rows], own.refed[rows], own.shut[rows])


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
    up_dark = dark * (own.shut[:, None] + np.cumsum(opened, axis=1)) + longer + back
    return np.maximum(up_dark, LEAST), np.maximum(up_lit, LEAST)


def _down(own: Prior, dark: Floats, lit: Floats) -> tuple[Floats, Floats]:
    """Weights of devices' own parts by their state, from the weights of the state above them."""
    below_lit = (_from(lit) - lit) * own.closed + lit * _from(own.closed)
    below_lit[:, :-1] += own.refed * (_from(dark) - dark)
    whole = own.shut[:, None]
    below_dark = dark * (whole + np.cumsum(own.opened, axis=1))
    below_dark += own.opened * (lit.sum(axis=1)[:, None] + _before(dark))  # see ``_parted``
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
