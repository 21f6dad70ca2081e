"""Tuning moves one parameter at a time, keeps what helps, and is held to both kinds of evidence."""

from typing import Any

import pytest

from wallboard.analysis.diagnosis_study import tuning
from wallboard.analysis.diagnosis_study.tuned import TUNED
from wallboard.analysis.diagnosis_study.tuning import NAMES, SHARES, Held, moved, tune
from wallboard.rules.diagnosis.model import EvidenceModel


def value(model: EvidenceModel, name: str) -> float:
    first, _, inner = name.partition(".")
    return getattr(getattr(model, first), inner) if inner else getattr(model, first)


def test_that_every_name_is_a_parameter_and_a_share_stays_below_one() -> None:
    for name in NAMES:
        before = value(EvidenceModel(), name)
        assert value(moved(EvidenceModel(), name, 0.5), name) == pytest.approx(before / 2, abs=1e-8)
        assert value(moved(EvidenceModel(), name, 1e9), name) <= (0.95 if name in SHARES else 1e15)
    assert set(NAMES) >= SHARES


def test_that_it_keeps_what_helps_and_leaves_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Held to a made-up measure: calls should take 2000 s, all else is of no matter."""

    def held(_: Any, __: Any, model: EvidenceModel) -> Held:
        return Held(-abs(model.call_mean_s - 2000.0) / 1000.0, "")

    monkeypatch.setattr(tuning, "held_to", held)
    told: list[str] = []
    found = tune([], None, EvidenceModel(), 3, told.append)  # pyright: ignore[reportArgumentType]: not asked
    assert found == moved(EvidenceModel(), "call_mean_s", 1.6)
    assert [line for line in told if "call_mean_s x 1.6" in line]


def test_that_what_was_tuned_is_no_proposal_of_the_product() -> None:
    assert EvidenceModel() != TUNED
    for name in NAMES:
        assert value(TUNED, name) > 0.0
