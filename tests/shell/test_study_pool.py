"""Days by two processes: in the order that was asked for."""

import pytest

from wallboard.shell.study_pool import in_order


def half(number: int) -> float:
    return number / 2


def test_that_answers_come_in_the_order_of_the_jobs_and_are_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(in_order(half, [3, 1, 2], "numbers")) == [1.5, 0.5, 1.0]
    assert capsys.readouterr().err.splitlines() == [f"{n} of 3 numbers" for n in (1, 2, 3)]
    assert list(in_order(half, [8])) == [4.0]
