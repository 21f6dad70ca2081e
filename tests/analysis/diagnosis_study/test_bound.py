"""The bound against every possible past, one by one, on trees small enough to write them all down."""

import itertools
import random

import numpy as np
import pytest

from tests.analysis.diagnosis_study.small import rates_for, tree_of
from wallboard.analysis.diagnosis_study.bound import Bound, Posterior
from wallboard.analysis.diagnosis_study.bound_evidence import Floats
from wallboard.analysis.diagnosis_study.known import Known
from wallboard.analysis.diagnosis_study.tree import DeviceTree

EDGES = np.array([0.0, 600.0, 4800.0])
BINS = 2
SHAPES = (
    ([("switch", -1), ("transformer", 0)]),
    ([("breaker", -1), ("transformer", 0), ("transformer", 0)]),
    ([("breaker", -1), ("fuse", 0), ("transformer", 1), ("transformer", 0)]),
    ([("breaker", -1), ("switch", 0), ("transformer", 1), ("transformer", 1)]),
)

State = tuple[bool, int]
"""Whether it is dark, and the bin since when (``BINS``: has never been)."""


class Told:
    """Evidence drawn at random: what fits how well is of no matter to the sums."""

    def __init__(self, dice: random.Random, devices: int) -> None:
        self._dice = dice
        self.area: dict[int, tuple[Floats, Floats]] = {}
        drawn = [self._draw() for _ in range(devices)]
        self.opens = np.stack([opens for opens, _ in drawn])
        self.closes = np.stack([closes for _, closes in drawn])

    def of_area(self, known: Known, area: int, now: float) -> tuple[Floats, Floats]:
        return self.area.setdefault(area, self._draw())

    def of_devices(self, known: Known, now: float) -> tuple[Floats, Floats]:
        return self.opens, self.closes

    def _draw(self) -> tuple[Floats, Floats]:
        return (
            np.array([self._dice.random() ** 3 for _ in range(BINS)]),
            np.array([self._dice.random() ** 3 for _ in range(BINS + 1)]),
        )


def every_past(tree: DeviceTree, bound: Bound, told: Told) -> Posterior:
    """Weigh every combination of what each device did."""
    opened, dark = np.zeros(len(tree.id)), np.zeros(len(tree.customers))
    whole = 0.0
    does = [("closed", n) for n in range(BINS + 1)] + [
        (word, n) for word in ("opened", "refed") for n in range(BINS)
    ]
    known = Known(tree)
    for past in itertools.product(does, repeat=len(tree.id)):
        weight, states, tops = 1.0, list[State](), list[int]()
        for device, (what, when) in enumerate(past):
            above = (False, BINS) if tree.above[device] < 0 else states[tree.above[device]]
            part, state, top = step(bound, told, tree, device, above, what, when)
            weight *= part
            if not weight:
                break
            states.append(state)
            if top:
                tops.append(device)
            if tree.area[device] >= 0:
                fits = told.of_area(known, tree.area[device], 0.0)
                weight *= fits[0][state[1]] if state[0] else fits[1][state[1]]
        if not weight:
            continue
        whole += weight
        opened[tops] += weight
        for device, (gone, _) in enumerate(states):
            if gone and tree.area[device] >= 0:
                dark[tree.area[device]] += weight
    return Posterior((opened / whole).tolist(), (dark / whole).tolist())


def step(
    bound: Bound, told: Told, tree: DeviceTree, device: int, above: State, what: str, when: int
) -> tuple[float, State, bool]:
    """How much one device's doing weighs below a part, how what is below it is then, and whether it is the
    topmost open one."""
    opens, closes = told.opens[device], told.closes[device]
    prior = bound.prior
    gone, since = above
    if what == "closed":
        return prior.closed[device, when] * closes[when], (gone, since if gone else min(since, when)), False
    if what == "opened":
        return prior.opened[device, when] * opens[when], (True, max(since, when) if gone else when), not gone
    if not gone or when >= since:
        return 0.0, above, False
    return prior.refed[device, when] * opens[when], (False, when), False


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_that_sums_along_the_tree_are_sums_over_all_pasts(shape: list[tuple[str, int]], seed: int) -> None:
    tree = tree_of(shape)
    told = Told(random.Random(seed), len(tree.id))
    bound = Bound(tree, rates_for(len(tree.id)), 0.0, EDGES)
    bound.evidence = told  # pyright: ignore[reportAttributeAccessIssue]: has the two methods that are used
    found, whole = bound.posterior(Known(tree), 0.0), every_past(tree, bound, told)
    assert found.open == pytest.approx(whole.open, rel=1e-9)
    assert found.dark == pytest.approx(whole.dark, rel=1e-9)
