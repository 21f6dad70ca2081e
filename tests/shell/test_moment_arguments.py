"""``--at``: an instant, or seconds from the start."""

import argparse

import pytest

from wallboard.shell.faults import InputError
from wallboard.shell.moment_arguments import FASTEST, instant_in, instant_of, speed


def test_that_nothing_said_is_the_default() -> None:
    assert instant_of(None, 100.0, 200.0) == 200.0
    assert instant_of("moment", 100.0, 200.0) == 200.0


def test_that_seconds_count_from_the_start() -> None:
    assert instant_of("+50", 100.0, 200.0) == 150.0


def test_that_an_instant_carries_its_offset() -> None:
    assert instant_of("1970-01-01T08:01:00+08:00", 0.0, 0.0) == 60.0


@pytest.mark.parametrize("text", ["+", "yesterday", "1970-01-01T00:00:00", "+1h", "+nan", "+inf"])
def test_that_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match="2024-11-20T04:33:00Z"):
        instant_of(text, 0.0, 0.0)


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "fast", "", "1e9"])
def test_that_an_impossible_speed_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="above 0"):
        speed(text)


def test_that_a_speed_may_be_slow_or_fast() -> None:
    assert (speed("0.5"), speed("600"), speed("36000")) == (0.5, 600.0, FASTEST)


def test_that_an_instant_outside_the_recording_is_refused_with_its_span() -> None:
    span = (1000.25, 2000.75)
    assert instant_in("1970-01-01T00:16:40Z", span) == 1000.25, "whole seconds at the ends are meant well"
    assert instant_in(None, span) == 2000.75
    with pytest.raises(InputError, match=r"from 1970-01-01T00:16:40\.250Z to"):
        instant_in("+1001", span)
