"""How late reports come is learnt from those that came."""

import numpy as np
import pytest

from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.diagnosis.promptness import KEPT, Promptness

MODEL = EvidenceModel()
WAITS = np.array([0.0, 120.0, 600.0, 1e6])


def test_that_a_report_is_missing_less_and_less_but_some_never_come() -> None:
    prompt = Promptness(MODEL)
    wait = prompt.unread(WAITS, MODEL.report_never)
    assert wait[0] == pytest.approx(1.0)
    assert float(prompt.unread(np.array([MODEL.report_from_s]), 0.0)[0]) == 1.0  # meters are held
    assert np.all(np.diff(wait) < 0)
    assert wait[-1] == pytest.approx(MODEL.report_never)


def test_that_readings_that_came_late_make_silence_say_less() -> None:
    prompt, minutes = Promptness(MODEL), np.array([600.0])
    believed = float(prompt.unread(minutes, 0.0)[0])
    prompt.take([1200.0] * 5)
    few = float(prompt.unread(minutes, 0.0)[0])
    prompt.take([1200.0] * KEPT)
    many = float(prompt.unread(minutes, 0.0)[0])
    assert believed < few < many
    assert many > 0.85  # nearly all of them come after twenty minutes
    prompt.take([5.0] * KEPT)  # it is prompt again
    assert float(prompt.unread(minutes, 0.0)[0]) < believed


def test_that_a_clock_that_runs_ahead_or_days_behind_breaks_nothing() -> None:
    prompt = Promptness(MODEL)
    prompt.take([-1e9, 1e9])
    assert np.all(np.diff(prompt.unread(WAITS, 0.0)) <= 0.0)
