"""The walk over a tree gives what adding up every possible state of its devices gives."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.supply_network.networks import networks
from wallboard.rules.diagnosis.inference import Odds, Posterior, infer
from wallboard.rules.supply_network.cuts import Cuts
from wallboard.rules.supply_network.tour import Tour
from wallboard.rules.supply_network.wires import Wires

Open = tuple[int, ...]


def ancestors(cuts: Cuts, row: int) -> list[int]:
    """A row and those above it."""
    found = []
    while row >= 0:
        found.append(row)
        row = int(cuts.parent[row])
    return found


def weight(cuts: Cuts, odds: Odds, rows: list[int], state: frozenset[int]) -> float:
    """The logarithm of one state of all devices of a tree."""
    total = 0.0
    for row in rows:
        total += odds.opened[row] if row in state else odds.closed[row]
        if any(above in state for above in ancestors(cuts, row)[1:]):
            total += odds.unlit[row]
        else:
            any_open = any(row in ancestors(cuts, other) for other in state)
            total += odds.hit[row] if any_open else odds.missed[row]
    for place, row in enumerate(cuts.inner.tolist()):
        if row in rows and any(above in state for above in ancestors(cuts, row)):
            total += odds.gain[place]
    return total


def outermost(cuts: Cuts, state: frozenset[int]) -> frozenset[int]:
    return frozenset(row for row in state if not state & set(ancestors(cuts, row)[1:]))


def by_enumeration(cuts: Cuts, odds: Odds, rows: list[int]) -> dict[frozenset[int], float]:
    """Every set of outermost open cuts with the sum of the weights of all states that have it."""
    found: dict[frozenset[int], float] = {}
    for chosen in itertools.product((False, True), repeat=len(rows)):
        state = frozenset(row for row, is_open in zip(rows, chosen, strict=True) if is_open)
        top = outermost(cuts, state)
        found[top] = found.get(top, 0.0) + math.exp(weight(cuts, odds, rows, state))
    return found


@st.composite
def questions(draw: st.DrawFn) -> tuple[Cuts, Odds]:
    network: Wires = draw(networks())
    cuts = Cuts(Tour(network))
    number = st.floats(-4.0, 4.0)

    def column(count: int) -> np.ndarray:
        return np.array(draw(st.lists(number, min_size=count, max_size=count)))

    opened, closed, hit, missed, unlit = (column(cuts.rows) for _ in range(5))
    return cuts, Odds(opened, closed, hit, missed, unlit, column(len(cuts.areas)))


@settings(max_examples=150, deadline=None)
@given(questions())
def test_that_the_posterior_is_that_of_adding_up_every_state(question: tuple[Cuts, Odds]) -> None:
    cuts, odds = question
    found = infer(cuts, odds, np.arange(cuts.trees))
    for tree in range(cuts.trees):
        rows = list(range(cuts.starts[tree], cuts.starts[tree + 1]))
        sets = by_enumeration(cuts, odds, rows)
        total = sum(sets.values())
        nothing = sets[frozenset()]
        assert found.weight[tree] == pytest.approx(math.log(total / nothing), abs=1e-9)
        for row in rows:
            opened = sum(value for tops, value in sets.items() if row in tops) / total
            dark = sum(value for tops, value in sets.items() if tops & set(ancestors(cuts, row))) / total
            assert found.opened[row] == pytest.approx(opened, abs=1e-9)
            assert found.dark[row] == pytest.approx(dark, abs=1e-9)
        chosen = frozenset(row for row in rows if found.best[row])
        assert sets[chosen] == pytest.approx(max(sets.values()), rel=1e-9)
        assert found.unfed[tree] == pytest.approx(_unfed(cuts, odds, rows), abs=1e-9)


def _unfed(cuts: Cuts, odds: Odds, rows: list[int]) -> float:
    """Of the whole tree's being dark from above, against nothing open in it."""
    total = sum(np.logaddexp(odds.opened[row], odds.closed[row]) + odds.unlit[row] for row in rows)
    quiet = sum(odds.closed[row] + odds.missed[row] for row in rows)
    mine = [place for place, row in enumerate(cuts.inner.tolist()) if row in rows]
    return float(total - quiet + sum(odds.gain[place] for place in mine))


@settings(max_examples=50, deadline=None)
@given(questions(), st.data())
def test_that_a_tree_is_judged_alike_alone_and_among_others(
    question: tuple[Cuts, Odds], data: st.DataObject
) -> None:
    cuts, odds = question
    if not cuts.trees:
        return
    whole: Posterior = infer(cuts, odds, np.arange(cuts.trees))
    tree = data.draw(st.integers(0, cuts.trees - 1))
    alone = infer(cuts, odds, np.array([tree]))
    mine = slice(cuts.starts[tree], cuts.starts[tree + 1])
    assert np.array_equal(alone.rows, np.arange(cuts.rows)[mine])
    assert alone.opened == pytest.approx(whole.opened[mine])
    assert np.array_equal(alone.best, whole.best[mine])
