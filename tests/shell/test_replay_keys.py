"""Keys of a replay: what the hub is asked for."""

import pytest

from wallboard.domain.clock import ClockState
from wallboard.domain.terms import ClockMode
from wallboard.shell.replay_keys import clock_verb

RUNNING = ClockState(ClockMode.REPLAY, 1000.0, 60.0, "r1")
PAUSED = ClockState(ClockMode.REPLAY, 1000.0, 0.0, "r1")


def test_that_a_live_clock_cannot_be_turned() -> None:
    assert clock_verb(ClockState(ClockMode.LIVE, 1000.0, 1.0, "live"), "toggle", 0, 1.0) is None


def test_that_space_pauses_and_goes_on_at_the_former_rate() -> None:
    assert clock_verb(RUNNING, "toggle", 0, 60.0) == ("pause", {})
    assert clock_verb(PAUSED, "toggle", 0, 60.0) == ("rate", {"rate": 60.0})


def test_that_a_step_counts_from_now() -> None:
    assert clock_verb(RUNNING, "step", -600.0, 60.0) == ("seek", {"at": 400.0})


@pytest.mark.parametrize(("rate", "factor", "expected"), [(60, 2, 120), (1, 0.5, 1), (3600, 2, 3600)])
def test_that_the_rate_stays_within_its_bounds(rate: float, factor: float, expected: float) -> None:
    state = ClockState(ClockMode.REPLAY, 0.0, rate, "r1")
    assert clock_verb(state, "faster", factor, rate) == ("rate", {"rate": expected})


def test_that_an_unknown_command_is_our_fault() -> None:
    with pytest.raises(ValueError, match="dance"):
        clock_verb(RUNNING, "dance", 0, 1.0)
