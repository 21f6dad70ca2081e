"""``study diagnosis``: a few minutes of a small town's storm, from the world to its last line (design 7)."""

import json

import pytest

from wallboard.analysis.diagnosis_study.study import BOUND, FIRST, JUDGE, PLAIN, TUNED_JUDGE
from wallboard.config.scenario import load_scenario
from wallboard.shell.cli import main
from wallboard.shell.study_harvest import harvest


def test_that_a_study_ends_with_its_result(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["study", "diagnosis", "--seeds", "1", "--hours", "1", "--every", "1200", "--plain"]
    assert main(words) == 0
    told = capsys.readouterr()
    last = told.out.splitlines()[-1]
    assert last.startswith("RESULT {")
    result = json.loads(last.removeprefix("RESULT "))
    assert set(result["scores"]["as heard"]) == {JUDGE, TUNED_JUDGE, PLAIN, BOUND, FIRST}
    assert result["seeds"] == 1
    assert "1 of 1 seeds" in told.err


def test_that_seeds_for_tuning_are_not_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", "diagnosis", "--seeds", "1500"]) == 1
    assert "kept for reports" in capsys.readouterr().err


def test_that_a_harvest_tells_no_word_of_which_outage_it_belongs_to() -> None:
    """What an outage system makes of it would be the answer itself."""
    case = harvest(load_scenario("town-storm"), 1, 1800.0, 3600.0)
    assert case.heard
    assert not [
        fact for fact in case.heard if getattr(fact.data, "outage", "") or fact.key.startswith("oms/")
    ]
    assert any(truth.open for truth in case.truths)
    assert all(truth.dark for truth in case.truths if truth.open)
