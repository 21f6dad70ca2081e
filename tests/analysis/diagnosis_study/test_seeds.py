"""Seeds that were tuned on are never reported."""

import pytest

from wallboard.analysis.diagnosis_study.seeds import SeedsError, reporting, tuning


def test_that_no_seed_serves_both() -> None:
    assert not set(reporting(999)) & set(tuning(1000))


def test_that_a_report_that_would_reach_the_seeds_for_tuning_is_refused() -> None:
    with pytest.raises(SeedsError, match="kept for reports"):
        reporting(1000)
    with pytest.raises(SeedsError, match="kept for tuning"):
        tuning(1001)
