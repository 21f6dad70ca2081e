"""The bound against every possible past, one by one, on trees small enough to write them all down."""

import itertools
import random

import numpy as np
import pytest

from tests.analysis.diagnosis_study.small import counted, rates_for, tree_of
from wallboard.analysis.diagnosis_study.bound import UNSEEN, Bound, Posterior
from wallboard.analysis.diagnosis_study.bound_evidence import Passed
from wallboard.analysis.diagnosis_study.bound_lasting import Floats, unsaid
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

    def __init__(self, dice: random.Random, devices: int, power: int = 3) -> None:
        """power: the higher, the less likely most of what is said."""
        self._dice, self._power = dice, power
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
            np.array([self._dice.random() ** self._power for _ in range(BINS)]),
            np.array([self._dice.random() ** self._power for _ in range(BINS + 1)]),
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


def test_that_what_is_all_but_impossible_is_neither_forgotten_nor_rounded_up() -> None:
    """Fifty areas that read lit leave less than any floor for their being dark; it must come out as that, and
    not as evidence for darkness once one of them is taken out of the product again."""
    tree = tree_of([("breaker", -1), *[("transformer", 0)] * 3])
    for seed in range(3):
        told = Told(random.Random(seed), len(tree.id), power=120)
        bound = Bound(tree, rates_for(len(tree.id)), 0.0, EDGES)
        bound.evidence = told  # pyright: ignore[reportAttributeAccessIssue]: has the methods that are used
        found, whole = bound.posterior(Known(tree), 0.0), every_past(tree, bound, told)
        assert found.open == pytest.approx(whole.open, rel=1e-9)
        assert found.dark == pytest.approx(whole.dark, rel=1e-9)


def test_that_section_switches_open_for_trips_and_not_by_themselves() -> None:
    """A chain of them below a breaker: quiet areas between them are no sign of switching."""
    tree = tree_of(
        [("breaker", -1), *[("switch", n) for n in range(3)], ("transformer", 3), ("transformer", 2)]
    )
    priors = Bound(tree, rates_for(len(tree.id), opens=1e-9), 0.0).priors
    known = Known(tree)
    calm = priors.at(known, 4000.0)
    known.hear(
        Fact(DevicePosition(closed=False, tripped=True), "scada/breaker-0", 1000.0, "scada", "", 1000.0)
    )
    known.hear(Fact(DevicePosition(closed=True), "scada/breaker-0", 1600.0, "scada", "", 1600.0))
    after = priors.at(known, 4000.0)
    for switch in (1, 2, 3):
        assert calm.opened[switch].sum() < 1e-4
        assert after.opened[switch].sum() > 0.1
        ages = priors.ages[after.opened[switch] > 1e-3]
        assert 2300.0 < ages.min() <= ages.max() < 2500.0  # when the breaker was closed again, 2,400 s ago


def test_that_one_current_is_explained_by_one_opening() -> None:
    """Three fuses beyond two switches whose indicators showed: the one whose areas went dark explains
    both."""
    kinds = [("switch", -1), ("switch", 0), ("fuse", 1), ("fuse", 1), ("fuse", 1)]
    tree = tree_of([*kinds, *[("transformer", fuse) for fuse in (2, 3, 4) for _ in range(2)]])
    bound, known = Bound(tree, rates_for(len(tree.id)), 0.0), Known(tree)
    for switch in ("switch-0", "switch-1"):
        known.hear(Fact(IndicatorState(passed=True), f"scada/FI-{switch}", 1040.0, "scada", "", 1040.0))
    for area in ("TA-1", "TA-2"):
        known.hear(counted(area, 1150.0, off=90, on=0))
    found = bound.posterior(known, 1500.0)
    assert found.open[2] > 0.9
    assert max(found.open[3:5]) < 0.05


def test_that_an_indicator_names_no_transformer_and_no_section_switch() -> None:
    """A transformer's own fuse and a switch that parts a fault off draw no fault current past it."""
    tree = tree_of([("switch", -1), ("transformer", 0), ("switch", 0), ("transformer", 2)])
    quiet, shown = Known(tree), Known(tree)
    shown.hear(Fact(IndicatorState(passed=True), "scada/FI-switch-0", 1040.0, "scada", "", 1040.0))
    one, other = (
        Bound(tree, rates_for(len(tree.id)), 0.0).posterior(known, 1500.0) for known in (quiet, shown)
    )
    assert other.open == pytest.approx(one.open, rel=1e-9)


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
