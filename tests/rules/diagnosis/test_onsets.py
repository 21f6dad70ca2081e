"""Reports further apart than a window start a new outage (domain 5.4, rule 6)."""

import numpy as np

from wallboard.rules.diagnosis.onsets import onsets


def test_that_reports_chain_while_they_are_close() -> None:
    at = np.array([0.0, 1500.0, 3000.0, 3100.0])
    found = onsets(np.zeros(4, np.int64), at, 2, window=1800.0, gap=240.0)
    assert found.episode.tolist() == [0.0, np.inf]
    assert found.onset.tolist() == [3000.0, np.inf]


def test_that_a_report_after_the_window_is_another_episode_in_its_own_tree_only() -> None:
    trees, at = np.array([1, 0, 1, 0]), np.array([5000.0, 0.0, 0.0, 1000.0])
    found = onsets(trees, at, 2, window=1800.0, gap=240.0)
    assert found.episode.tolist() == [0.0, 5000.0]
