"""What telemetry says of a device that may be open."""

import numpy as np
import pytest

from tests.rules.diagnosis.street import position, street
from wallboard.domain.facts import Fact
from wallboard.rules.diagnosis.heard import Heard
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.diagnosis.openers import Openers, Switching, joined


def odds(facts: list[Fact], waited: float) -> float:
    """Of the breaker's being open, as a logarithm."""
    network = street()
    openers, heard = Openers(network, EvidenceModel()), Heard(network)
    heard.take(facts)
    row = int(network.cuts.row_of_device[0])
    members = np.arange(openers.first[row], openers.first[row + 1])
    never = np.zeros(len(members), np.bool_)
    unswitched = Switching(lately=never, lit=never, whole=never)
    alone = openers.members(members, heard, np.full(len(members), waited), unswitched)
    states = joined(alone, np.array([0]))
    return float(states.opened[0] - states.shut[0])


def test_that_a_closed_reading_is_believed_once_a_trip_would_have_been_read() -> None:
    unread = odds([], 600)
    at_once, later = (odds([position("CB", 0, closed=True)], waited) for waited in (0.0, 600.0))
    assert at_once == pytest.approx(unread, abs=0.1)
    assert later < unread - 3.0


def test_that_an_open_reading_is_nearly_certain() -> None:
    assert odds([position("CB", 0, closed=False)], 0) > 3.0


def test_that_a_stale_reading_says_nothing() -> None:
    assert odds([position("CB", 0, closed=False, good=False)], 600) == odds([], 600)
