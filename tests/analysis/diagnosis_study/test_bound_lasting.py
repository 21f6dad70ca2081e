"""What a closing gave supply had gone dark at one time: the bound does not wait for each area anew."""

import numpy as np
import pytest
from msgspec.structs import replace

from tests.analysis.diagnosis_study.small import counted, rates_for, read, tree_of
from wallboard.analysis.diagnosis_study.bound import Bound
from wallboard.analysis.diagnosis_study.bound_evidence import EDGES
from wallboard.analysis.diagnosis_study.bound_lasting import Lasting
from wallboard.analysis.diagnosis_study.known import Known
from wallboard.domain.facts import Fact

TREE = tree_of([("breaker", -1), *[("transformer", 0)] * 20])
AGES, WIDTHS = (EDGES[:-1] + EDGES[1:]) / 2.0, np.diff(EDGES)
TRIPPED, CLOSED, NOW = 10_000.0, 11_000.0, 11_300.0


def known(*facts: Fact) -> Known:
    found = Known(TREE)
    for fact in facts:
        found.hear(fact)
    return found


def switched() -> Known:
    opened = read("breaker-0", TRIPPED, closed=False)
    tripped = replace(opened, data=replace(opened.data, tripped=True))
    return known(tripped, read("breaker-0", CLOSED, closed=True))


def test_that_what_a_closing_gave_supply_had_gone_dark_with_the_trip() -> None:
    lasting = Lasting(rates_for(21), AGES, WIDTHS)
    found = lasting.below(switched(), 0, NOW)
    row, gone = int(np.searchsorted(EDGES, NOW - CLOSED)), int(np.searchsorted(EDGES, NOW - TRIPPED))
    near = found[row, gone - 2 : gone + 2].sum() / found[row].sum()
    assert near > 0.9 > lasting.usual[row, gone - 2 : gone + 2].sum() / lasting.usual[row].sum()
    assert found.sum(axis=1) == pytest.approx(lasting.usual.sum(axis=1))
    assert lasting.below(known(), 0, NOW) is lasting.usual


def test_that_many_areas_that_have_not_said_that_they_are_back_do_not_outweigh_a_closing() -> None:
    """Counts come up to half an hour late: twenty areas said when they had gone dark, none that it is lit."""
    rates = replace(rates_for(21), delay=(0.0, 1800.0))
    dark = [counted(name, TRIPPED + 60.0 + 10.0 * n, off=90, on=0) for n, name in enumerate(TREE.names)]
    heard = switched()
    for fact in dark:
        heard.hear(fact)
    found = Bound(TREE, rates, 0.0).posterior(heard, NOW)
    assert max(found.dark) < 0.5
