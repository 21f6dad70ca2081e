"""Seeds and evidence that were tuned on are never reported."""

import pytest

from wallboard.analysis.diagnosis_study.degrade import VARIANTS, Worse
from wallboard.analysis.diagnosis_study.seeds import SeedsError, reporting, tuning
from wallboard.analysis.diagnosis_study.tuning import TUNED_ON


def test_that_no_seed_serves_both() -> None:
    assert not set(reporting(999)) & set(tuning(1000))


def test_that_a_report_that_would_reach_the_seeds_for_tuning_is_refused() -> None:
    with pytest.raises(SeedsError, match="kept for reports"):
        reporting(1000)
    with pytest.raises(SeedsError, match="kept for tuning"):
        tuning(1001)


def test_that_evidence_is_not_made_worse_for_tuning_as_it_is_for_a_report() -> None:
    """What is fitted to one way of losing and delaying counts is reported on others."""
    assert not (set(TUNED_ON.values()) & set(VARIANTS.values())) - {Worse()}
