"""Clocks: operational time is anchor + rate x monotonic, and only a manual one can be moved by hand."""

import pytest

from wallboard.domain import clock as clock_module
from wallboard.domain.clock import AnchoredClock, ClockState, ManualClock, SystemClock
from wallboard.domain.terms import ClockMode


class Ticking:
    """A monotonic time that the test turns."""

    def __init__(self) -> None:
        self.at = 1000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> Ticking:
    found = Ticking()
    monkeypatch.setattr(clock_module.time, "monotonic", found.monotonic)
    return found


def test_that_a_replay_runs_at_its_rate(ticking: Ticking) -> None:
    clock = AnchoredClock(ClockState(ClockMode.REPLAY, now=5000.0, rate=60.0, run="r1"))
    ticking.at += 2
    assert clock.now() == 5120.0  # 2 s at 60 x
    assert clock.state() == ClockState(ClockMode.REPLAY, 5120.0, 60.0, "r1")


def test_that_a_rate_of_zero_is_a_pause(ticking: Ticking) -> None:
    clock = AnchoredClock(ClockState(ClockMode.REPLAY, now=5000.0, rate=0.0))
    ticking.at += 100
    assert clock.now() == 5000.0


def test_that_a_new_anchor_replaces_the_old(ticking: Ticking) -> None:
    clock = AnchoredClock(ClockState(ClockMode.REPLAY, now=5000.0, rate=1.0))
    ticking.at += 10
    clock.set(ClockState(ClockMode.REPLAY, now=100.0, rate=2.0, run="r2"))
    ticking.at += 3
    assert clock.now() == 106.0


def test_that_the_machines_wall_clock_does_not_move_an_anchored_one(
    ticking: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = AnchoredClock(ClockState(ClockMode.LIVE, now=5000.0))
    monkeypatch.setattr(clock_module.time, "time", lambda: 9e9)
    ticking.at += 1
    assert clock.now() == 5001.0


def test_that_a_manual_clock_moves_only_when_told() -> None:
    clock = ManualClock(100.0, ClockMode.SCENARIO, "demo")
    assert (clock.now(), clock.monotonic()) == (100.0, 0.0)
    clock.advance(5)
    assert (clock.now(), clock.monotonic()) == (105.0, 5.0)
    clock.set(50.0)  # operational time may jump, monotonic time never does
    assert (clock.now(), clock.monotonic()) == (50.0, 5.0)
    assert clock.state() == ClockState(ClockMode.SCENARIO, 50.0, 0.0, "demo")


def test_that_the_live_clock_says_that_it_is_live() -> None:
    clock = SystemClock()
    state = clock.state()
    assert (state.mode, state.rate) == (ClockMode.LIVE, 1.0)
    assert clock.monotonic() <= clock.monotonic()
