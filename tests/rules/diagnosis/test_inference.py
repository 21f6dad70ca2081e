"""The walk over a tree gives what adding up every possible state of its devices gives."""

import itertools
import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.supply_network.networks import networks
from wallboard.rules.diagnosis.inference import Odds, Posterior, infer
from wallboard.rules.supply_network.cuts import Cuts
from wallboard.rules.supply_network.tour import Tour
from wallboard.rules.supply_network.wires import Wires

SHUT, OPENED, FED = "shut", "opened", "fed"
State = Mapping[int, str]
Told = tuple[frozenset[int], frozenset[int]]
NOTHING: Told = (frozenset(), frozenset())


def ancestors(cuts: Cuts, row: int) -> list[int]:
    """A row and those above it."""
    found = []
    while row >= 0:
        found.append(row)
        row = int(cuts.parent[row])
    return found


def lit_below(cuts: Cuts, state: State, row: int) -> bool:
    """Whether there is supply behind a row (-1: the busbar)."""
    if row < 0:
        return True
    return state[row] == FED or (state[row] == SHUT and lit_below(cuts, state, int(cuts.parent[row])))


def weight(cuts: Cuts, odds: Odds, rows: list[int], state: State) -> float:
    """The logarithm of one state of all devices of a tree."""
    total = 0.0
    for row in rows:
        total += {SHUT: odds.shut, OPENED: odds.opened, FED: odds.fed}[state[row]][row]
        if state[row] == FED or lit_below(cuts, state, int(cuts.parent[row])):
            any_open = any(state[other] == OPENED and row in ancestors(cuts, other) for other in rows)
            total += odds.hit[row] if any_open else odds.missed[row]
        else:
            total += odds.unlit[row]
    for place, row in enumerate(cuts.inner.tolist()):
        if row in state and not lit_below(cuts, state, row):
            total += odds.gain[place]
    return total


def outermost(cuts: Cuts, state: State) -> Told:
    """What can be seen of a state: rows that are opened under supply, rows that are fed below a dark one."""
    supplied = {row: lit_below(cuts, state, int(cuts.parent[row])) for row in state}
    opened = frozenset(row for row, how in state.items() if how == OPENED and supplied[row])
    return opened, frozenset(row for row, how in state.items() if how == FED and not supplied[row])


def by_enumeration(cuts: Cuts, odds: Odds, rows: list[int]) -> dict[Told, tuple[float, State]]:
    """Everything that can be seen: the sum of the weights of all states that look so, and one of them."""
    found: dict[Told, tuple[float, State]] = {}
    for chosen in itertools.product((SHUT, OPENED, FED), repeat=len(rows)):
        state: State = dict(zip(rows, chosen, strict=True))
        seen = outermost(cuts, state)
        found[seen] = found.get(seen, (0.0, state))[0] + math.exp(weight(cuts, odds, rows, state)), state
    return found


@st.composite
def questions(draw: st.DrawFn) -> tuple[Cuts, Odds]:
    network: Wires = draw(networks(most_nodes=7))
    cuts = Cuts(Tour(network))
    number = st.floats(-4.0, 4.0)

    def column(count: int) -> np.ndarray:
        return np.array(draw(st.lists(number, min_size=count, max_size=count)))

    opened, shut, fed, hit, missed, unlit = (column(cuts.rows) for _ in range(6))
    return cuts, Odds(opened, shut, fed, hit, missed, unlit, column(len(cuts.areas)))


@settings(max_examples=100, deadline=None)
@given(questions())
def test_that_the_posterior_is_that_of_adding_up_every_state(question: tuple[Cuts, Odds]) -> None:
    cuts, odds = question
    found = infer(cuts, odds, np.arange(cuts.trees))
    for tree in range(cuts.trees):
        rows = list(range(cuts.starts[tree], cuts.starts[tree + 1]))
        sets = by_enumeration(cuts, odds, rows)
        total = sum(value for value, _ in sets.values())
        nothing = sets[NOTHING][0]
        assert found.weight[tree] == pytest.approx(math.log(total / nothing), abs=1e-9)
        for row in rows:
            opened = sum(value for (tops, _), (value, _) in sets.items() if row in tops) / total
            dark = sum(value for value, state in sets.values() if not lit_below(cuts, state, row)) / total
            assert found.opened[row] == pytest.approx(opened, abs=1e-9)
            assert found.dark[row] == pytest.approx(dark, abs=1e-9)
        opened_rows, fed_rows = (
            frozenset(row for row in rows if flags[row]) for flags in (found.best, found.best_fed)
        )
        assert sets[opened_rows, fed_rows][0] == pytest.approx(
            max(value for value, _ in sets.values()), rel=1e-9
        )


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
