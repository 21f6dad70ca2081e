"""The bound against every possible past, one by one, on trees small enough to write them all down."""

import itertools
import random

import numpy as np
import pytest

from tests.analysis.diagnosis_study.small import rates_for, tree_of
from wallboard.analysis.diagnosis_study.bound import UNSEEN, Bound, Posterior
from wallboard.analysis.diagnosis_study.bound_evidence import Floats, Passed, unsaid
from wallboard.analysis.diagnosis_study.bound_prior import PARTING
from wallboard.analysis.diagnosis_study.known import Known
from wallboard.analysis.diagnosis_study.tree import DeviceTree
from wallboard.domain.facts import Fact
from wallboard.domain.network import DevicePosition, IndicatorState

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

    def of_current(self, known: Known, now: float) -> Passed:
        return Passed(np.ones_like(self.opens), [])

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
    does += [(f"parted {since}", n) for since in range(BINS) for n in range(BINS)]
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
    prior = bound.priors.at(Known(tree), 0.0)
    gone, since = above
    if what == "closed":
        unseen = UNSEEN if gone and when < BINS else 1.0
        return (
            unseen * prior.closed[device, when] * closes[when],
            (gone, since if gone else min(since, when)),
            False,
        )
    parts = tree.kind[device] == PARTING and not gone and since <= when
    if what.startswith("parted"):
        return _parted(
            bound, since, when, int(what[7:]), prior.opened[device, when] * opens[when], parts=parts
        )
    if what == "opened" and parts:
        return 0.0, above, False
    if what == "opened":
        return prior.opened[device, when] * opens[when], (True, max(since, when) if gone else when), not gone
    if not gone or when >= since:
        return 0.0, above, False
    return prior.refed[device, when] * opens[when], (False, when), False


def _parted(
    bound: Bound, back: int, opened: int, gone: int, weight: float, *, parts: bool
) -> tuple[float, State, bool]:
    """Opened before the part above was back, which had been dark from ``gone`` on."""
    if not parts or gone < back:
        return 0.0, (False, BINS), False
    return weight * float(bound.lasting[back, gone]), (True, max(opened, gone)), True


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


def test_that_current_of_a_known_trip_names_no_other_device() -> None:
    """Indicators below a breaker that tripped have seen the same fault: no reason for a second one."""
    tree = tree_of([("breaker", -1), ("switch", 0), ("fuse", 1), ("transformer", 2), ("transformer", 1)])
    bound = Bound(tree, rates_for(len(tree.id)), 0.0)
    known = Known(tree)
    tripped = DevicePosition(closed=False, tripped=True)
    shown = IndicatorState(passed=True)
    for data, key in ((tripped, "scada/breaker-0"), (shown, "scada/FI-switch-1")):
        known.hear(Fact(data, key, 1000.0, "scada", "", 1000.0))
    found = bound.posterior(known, 1120.0)
    assert found.open[0] > 0.9
    assert max(found.open[1:]) < 0.1


def test_that_what_was_dark_for_too_short_to_be_read_says_nothing_ever() -> None:
    """Its meters were not believed yet, or its dead concentrator was not missed yet; else its word came."""
    rates = rates_for(1)
    lasted = np.array([20.0, 600.0, 1000.0, 3000.0])
    found = unsaid(rates, lasted, np.full(4, 9000.0))
    assert found[0] == pytest.approx(1.0, abs=1e-5)
    assert found[1] == pytest.approx(rates.dead, abs=1e-5)
    assert 0.0 < found[2] < rates.dead
    assert found[3] == pytest.approx(0.0, abs=1e-5)
    late = unsaid(rates, lasted[3:], np.array([900.0]))
    assert late[0] == pytest.approx((1.0 - rates.dead) * rates.late * 0.7, abs=0.05)  # still on their way
