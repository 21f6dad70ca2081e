"""What was heard stands whatever the order in which it came."""

import itertools

import numpy as np

from tests.rules.diagnosis.street import call, indicator, meters, position, street
from wallboard.domain.facts import Fact
from wallboard.rules.diagnosis.heard import CLOSED, OPEN, STALE_CLOSED, Heard

FACTS = [meters("A1", 40, 0, 60), meters("A1", 0, 40, 120), call("A2", 30), call("A2", 30), call("A9", 30)]


def heard(facts: list[Fact]) -> Heard:
    found = Heard(street())
    found.take(facts)
    return found


def test_that_the_newest_reading_stands_and_a_call_counts_once_in_any_order() -> None:
    for order in itertools.permutations(FACTS):
        found = heard(list(order))
        assert (found.off[0], found.on[0]) == (0, 40)
        areas, at = found.calls.columns()
        assert (areas.tolist(), len(at), found.unplaced) == ([1], 1, 1)


def test_that_a_position_is_closed_open_or_stale() -> None:
    states = [
        heard([position("CB", 1, closed=closed, good=good)]).position[0]
        for closed, good in ((True, True), (False, True), (True, False))
    ]
    assert states == [CLOSED, OPEN, STALE_CLOSED]


def test_that_a_device_that_closes_again_is_remembered_until_it_is_cleared() -> None:
    found = heard([position("CB", 1, closed=False), position("CB", 9, closed=True)])
    assert [device for device, _ in found.closed_again] == [0]


def test_that_an_indicator_belongs_to_its_device_and_can_be_reset() -> None:
    assert np.isfinite(heard([indicator("SW", 5)]).passed_at).tolist() == [False, False, True]
    reset = [indicator("SW", 5), indicator("SW", 50, passed=False)]
    assert not np.isfinite(heard(reset).passed_at).any()
