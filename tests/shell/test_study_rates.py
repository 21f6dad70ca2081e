"""The bound is told how many faults a scenario has, spread as its world spreads them."""

import pytest

from feeds.networks import network_of
from wallboard.analysis.diagnosis_study.tree import TRANSFORMER, device_tree
from wallboard.config.scenario import load_scenario
from wallboard.shell.study_rates import LATERALS, rates_of
from wallboard.state.atlas import unpack


def test_that_the_rates_of_all_devices_add_up_to_the_faults_of_the_storm() -> None:
    scenario, tree = load_scenario("town-storm"), device_tree(unpack(network_of("town")[1]))
    opens = rates_of(scenario, tree).opens
    assert scenario.storm is not None
    storm = scenario.storm.ends - scenario.storm.begins
    for kinds, faults in ((("breaker",), 3), (LATERALS, 8), ((TRANSFORMER,), 10)):
        whole = sum(rate for rate, kind in zip(opens, tree.kind, strict=True) if kind in kinds)
        assert whole * storm == pytest.approx(faults * scenario.storm_share)
