"""What an indicator showed is explained by whoever explains it best, and once."""

import numpy as np
import pytest

from wallboard.analysis.diagnosis_study.bound_current import shared
from wallboard.analysis.diagnosis_study.bound_evidence import Passed
from wallboard.analysis.diagnosis_study.bound_sums import Beliefs

ABOVE = [-1, 0, 0]
LASTING = np.zeros((2, 2))


def explained(first: float, second: float) -> list[float]:
    """How much likelier the two inner devices are for a current that each fits a thousand times better than
    chance; first, second: what is believed of them without it."""
    fits = np.array([[1.0, 1.0], [1000.0, 1.0], [1000.0, 1.0]])
    topmost = np.array([[0.0, 0.0], [first, 0.0], [second, 0.0]])
    found = Beliefs(topmost, np.zeros(3), np.zeros((3, 2)))
    return shared(Passed(fits, [(0, 1)]), found, ABOVE, LASTING)[:, 0].tolist()


def test_that_what_explains_it_alone_is_believed_in_full() -> None:
    assert explained(0.001, 0.0)[1] == pytest.approx(1000.0)


def test_that_what_another_explains_is_hardly_an_argument() -> None:
    """The one is open by what its areas say; that the other fits as well is no reason for a second fault."""
    _, known, other = explained(0.9, 0.0001)
    assert known > 900.0
    assert other < 3.0
