"""Sums in logarithms are the sums of what they are the logarithms of, however small that is."""

import numpy as np
import pytest

from wallboard.analysis.diagnosis_study.bound_sums import (
    NEVER,
    after,
    before,
    logarithm,
    since,
    until,
    whole_of,
)

VALUES = np.array([[0.5, 0.2, 0.0, 0.1]])


def test_that_running_sums_are_of_newer_and_of_older_bins() -> None:
    logs = logarithm(VALUES)
    assert np.exp(until(logs)) == pytest.approx(np.array([[0.5, 0.7, 0.7, 0.8]]))
    assert np.exp(since(logs)) == pytest.approx(np.array([[0.8, 0.3, 0.1, 0.1]]))
    assert np.exp(before(logs)) == pytest.approx(np.array([[0.0, 0.5, 0.7, 0.7]]))
    assert np.exp(after(logs)) == pytest.approx(np.array([[0.3, 0.1, 0.1, 0.0]]))


def test_that_what_no_number_can_hold_is_still_compared() -> None:
    """e^-3000 is nothing to a float, and twice as likely as another one all the same."""
    far = np.array([[-3000.0, -3000.0, NEVER]])
    assert whole_of(far)[0, 0] == pytest.approx(-3000.0 + np.log(2.0))
