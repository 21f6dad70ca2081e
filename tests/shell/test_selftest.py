"""The binding keeps its references, and a binding that does not would be noticed."""

import pytest
from PySide6.QtCore import QCoreApplication

from wallboard.shell.selftest import TOLERANCE, judge, references_hold


def test_that_five_thousand_emits_and_timer_events_move_no_reference(qapp: QCoreApplication) -> None:
    assert references_hold() is None


def test_that_a_binding_that_loses_references_is_named() -> None:
    fault = judge((9_000, 20_000), (4_000, 15_000), 5_000)
    assert fault is not None
    assert "True -5000, None -5000" in fault
    assert "make setup" in fault


@pytest.mark.parametrize("drift", [-TOLERANCE, 0, TOLERANCE])
def test_that_the_noise_of_other_threads_is_borne(drift: int) -> None:
    assert judge((500, 9_000), (500 + drift, 9_000 - drift), 5_000) is None
