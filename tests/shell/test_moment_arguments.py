"""``--at``: an instant, or seconds from the start."""

import pytest

from wallboard.shell.faults import InputError
from wallboard.shell.moment_arguments import instant_of


def test_that_nothing_said_is_the_default() -> None:
    assert instant_of(None, 100.0, 200.0) == 200.0
    assert instant_of("moment", 100.0, 200.0) == 200.0


def test_that_seconds_count_from_the_start() -> None:
    assert instant_of("+50", 100.0, 200.0) == 150.0


def test_that_an_instant_carries_its_offset() -> None:
    assert instant_of("1970-01-01T08:01:00+08:00", 0.0, 0.0) == 60.0


@pytest.mark.parametrize("text", ["+", "yesterday", "1970-01-01T00:00:00", "+1h"])
def test_that_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match="2024-11-20T04:33:00Z"):
        instant_of(text, 0.0, 0.0)
