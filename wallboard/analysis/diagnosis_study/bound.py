"""What nobody can beat on the same evidence: the exact posterior of a tree under rates that are known.

By sums and products along the tree (belief propagation, exact on a tree): every device was opened or closed
last some time ago, a part is dark below the topmost open one, and areas speak for themselves once their
supply and its age are given. Indicators are no tree: a second turn (``bound_current.py``). What all that
leaves out stands in docs/diagnosis-study.md.
"""

import msgspec
import numpy as np

from wallboard.analysis.diagnosis_study.bound_current import shared
from wallboard.analysis.diagnosis_study.bound_evidence import EDGES, Evidence
from wallboard.analysis.diagnosis_study.bound_lasting import Floats
from wallboard.analysis.diagnosis_study.bound_prior import PARTING, Prior, Priors
from wallboard.analysis.diagnosis_study.bound_sums import Beliefs, Own, Rows, down, logarithm, up, whole_of
from wallboard.analysis.diagnosis_study.cases import Case, Judged
from wallboard.analysis.diagnosis_study.known import Known, looks
from wallboard.analysis.diagnosis_study.rates import Rates
from wallboard.analysis.diagnosis_study.tree import DeviceTree

SURE = 0.5
"""From this probability on it is said: the best decision where a wrong word costs as much as a missed one."""

UNSEEN = 0.1
"""Share of the openings of a device that leave no word once it is closed again."""


class Posterior(msgspec.Struct, frozen=True):
    """open: by device, that it is the topmost open one above dark areas; dark: by area."""

    open: list[float]
    dark: list[float]


class Bound:
    """The posterior of one network under one set of rates."""

    def __init__(self, tree: DeviceTree, rates: Rates, begins: float, edges: Floats = EDGES) -> None:
        self._tree = tree
        self.evidence = Evidence(tree, rates, begins, edges)
        self._bins = self.evidence.bins
        self.priors = Priors(tree, rates, edges)
        self.lasting = self.evidence.lasting
        self._parts = np.array([kind == PARTING for kind in tree.kind])
        self._above = np.array(tree.above, np.int64)
        depth = np.zeros(len(tree.id), np.int64)
        for device, above in enumerate(tree.above):
            depth[device] = depth[above] + 1 if above >= 0 else 0
        self._levels: list[Rows] = [np.flatnonzero(depth == level) for level in range(int(depth.max()) + 1)]

    def posterior(self, known: Known, now: float, planned: frozenset[int] = frozenset()) -> Posterior:
        """Probabilities now; areas out for planned work say nothing."""
        opens, closes = self.evidence.of_devices(known, now)
        passed = self.evidence.of_current(known, now)
        prior = self.priors.at(known, now)
        closed = prior.closed * closes
        again = np.full(
            len(closed), UNSEEN
        )  # what nobody read: that it was open before, its areas did not say
        again[list(known.positions)] = 1.0
        shut = closed[:, -1] + again * closed[:, :-1].sum(axis=1)
        heard = Prior(prior.opened * opens * np.minimum(passed.fits, 1.0), closed, prior.refed * opens, shut)
        areas = self._areas(known, now, planned)
        found = self._beliefs(heard, *areas)
        if passed.events:
            more = shared(passed, found, self._tree.above, self.lasting)
            heard = Prior(heard.opened * more, closed, heard.refed, shut)
            found = self._beliefs(heard, *areas)
        dark = [0.0] * len(self._tree.customers)
        for device, area in enumerate(self._tree.area):
            if area >= 0:
                dark[area] = float(found.dark[device])
        return Posterior(found.topmost.sum(axis=1).tolist(), dark)

    def _beliefs(self, heard: Prior, dark: Floats, lit: Floats) -> Beliefs:
        """From what each device did and its own area says (logarithms), by device."""
        opened, closed, refed, shut = (
            logarithm(one) for one in (heard.opened, heard.closed, heard.refed, heard.shut)
        )
        own = Own(opened, closed, refed, shut, ~self._parts)
        parted = self._parted(heard.opened)
        dark, lit = dark.copy(), lit.copy()
        up_dark, up_lit = np.empty_like(dark), np.empty_like(lit)
        for level in reversed(self._levels):
            up_dark[level], up_lit[level] = up(own.of(level), dark[level], lit[level])
            for device in level[self._parts[level]].tolist():
                most = dark[device].max()
                here = most + logarithm(parted[device] @ np.exp(dark[device] - most))
                up_lit[device] = np.logaddexp(up_lit[device], here)
            upper = self._above[level]
            inner = upper >= 0
            np.add.at(dark, upper[inner], up_dark[level[inner]])
            np.add.at(lit, upper[inner], up_lit[level[inner]])
        return self._spread(own, parted, (dark, lit), (up_dark, up_lit))

    def _areas(self, known: Known, now: float, planned: frozenset[int]) -> tuple[Floats, Floats]:
        """Logarithms of what each device's own area says, by device."""
        tree = self._tree
        dark, lit = np.zeros((len(tree.id), self._bins)), np.zeros((len(tree.id), self._bins + 1))
        for device, area in enumerate(tree.area):
            if area >= 0 and area not in planned:
                dark[device], lit[device] = map(logarithm, self.evidence.of_area(known, area, now))
        return dark, lit

    def _spread(
        self, own: Own, parted: dict[int, Floats], below: tuple[Floats, Floats], ups: tuple[Floats, Floats]
    ) -> Beliefs:
        """From the sources down: everything that is heard elsewhere, by the state of the part above."""
        dark, lit = below
        mine_dark, mine_lit = np.zeros_like(dark), np.zeros_like(lit)
        topmost, gone, back = np.zeros_like(dark), np.zeros(len(dark)), np.zeros_like(dark)
        for level in self._levels:
            out_dark, out_lit = self._outside(level, (mine_dark, mine_lit), below, ups)
            part = own.of(level)
            mine_dark[level], mine_lit[level] = down(part, out_dark, out_lit)
            cut_off = np.where(part.at_once[:, None], whole_of(out_lit) + part.opened, -np.inf)
            for place in np.flatnonzero(~part.at_once).tolist():
                most = out_lit[place].max()
                cut_off[place] = most + logarithm(np.exp(out_lit[place] - most) @ parted[level[place]])
            mine_dark[level] = np.logaddexp(mine_dark[level], cut_off)
            here = mine_dark[level] + dark[level], mine_lit[level] + lit[level]
            whole = np.logaddexp(whole_of(here[0]), whole_of(here[1]))
            topmost[level] = np.exp(cut_off + dark[level] - whole)
            gone[level] = np.exp(here[0] - whole).sum(axis=1)
            back[level] = np.exp(here[1] - whole)[:, :-1]
        return Beliefs(topmost, gone, back)

    def _outside(
        self,
        level: Rows,
        mine: tuple[Floats, Floats],
        below: tuple[Floats, Floats],
        ups: tuple[Floats, Floats],
    ) -> tuple[Floats, Floats]:
        """Of devices, by the state of the part above: what it weighs with all that is not below them."""
        upper = self._above[level]
        outer = (upper < 0)[:, None]
        dark, lit = (
            one[upper] + all_below[upper] - its[level]
            for one, all_below, its in zip(mine, below, ups, strict=True)
        )
        most = np.maximum(dark.max(axis=1), lit.max(axis=1))[:, None]
        source = np.where(np.arange(self._bins + 1) == self._bins, 0.0, logarithm(np.zeros(1)))
        return np.where(outer, source[:-1], dark - most), np.where(outer, source, lit - most)

    def _parted(self, opened: Floats) -> dict[int, Floats]:
        """``_weights`` by device that parts faults off; those of whom the same is known share them."""
        once: dict[bytes, Floats] = {}
        found: dict[int, Floats] = {}
        for device in np.flatnonzero(self._parts).tolist():
            key = opened[device].tobytes()
            if key not in once:
                once[key] = self._weights(opened[device])
            found[device] = once[key]
        return found

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
