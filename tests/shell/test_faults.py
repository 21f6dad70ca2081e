"""A person's mistake is one line with the remedy, never a traceback."""

import pytest

from wallboard.shell.faults import InputError, input_faults


def test_that_a_lower_layers_error_becomes_an_input_error() -> None:
    with pytest.raises(InputError, match=r"room\.toml: no such file"), input_faults(ValueError):
        raise ValueError("room.toml: no such file")


def test_that_our_own_faults_are_not_blamed_on_the_input() -> None:
    with pytest.raises(KeyError), input_faults(ValueError):
        raise KeyError("a bug")
