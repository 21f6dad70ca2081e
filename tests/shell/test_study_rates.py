"""The bound is told how many faults a scenario has, spread as its world spreads them."""

import pytest

from feeds.networks import network_of
from tests.analysis.diagnosis_study.small import tree_of
from wallboard.analysis.diagnosis_study.tree import TRANSFORMER, device_tree
from wallboard.config.scenario import load_scenario
from wallboard.shell.study_rates import LATERALS, rates_of, shared_out
from wallboard.state.atlas import unpack


def test_that_the_rates_of_all_devices_add_up_to_the_faults_of_the_storm() -> None:
    scenario, tree = load_scenario("town-storm"), device_tree(unpack(network_of("town")[1]))
    opens = rates_of(scenario, tree).opens
    assert scenario.storm is not None
    storm = scenario.storm.ends - scenario.storm.begins
    for kinds, faults in ((("breaker",), 3), (LATERALS, 8), ((TRANSFORMER,), 10)):
        whole = sum(rate for rate, kind in zip(opens, tree.kind, strict=True) if kind in kinds)
        assert whole * storm == pytest.approx(faults * scenario.storm_share)


def test_that_no_device_is_expected_to_fail_twice() -> None:
    """Seven faults of three laterals are three; the rest goes by weight."""
    assert shared_out(7.0, [2.0, 1.0, 1.0]) == [1.0, 1.0, 1.0]
    assert shared_out(2.0, [8.0, 1.0, 1.0]) == [1.0, 0.5, 0.5]
    assert shared_out(1.0, [1.0, 3.0, 0.0]) == [0.25, 0.75, 0.0]


def test_that_a_breaker_below_another_one_has_no_faults_of_its_own() -> None:
    """A feeder's faults are counted at its outlet, however many breakers stand along it."""
    devices = [("breaker", -1), ("breaker", 0), ("transformer", 1), ("breaker", -1), ("transformer", 3)]
    opens = rates_of(load_scenario("town-storm"), tree_of(devices)).opens
    assert opens[0] == opens[3] > 0.0
    assert opens[1] == 0.0


def test_that_an_only_customers_service_line_is_expected_to_fail_as_his_transformer() -> None:
    """Both leave the same customer dark; several customers' lines do not."""
    scenario = load_scenario("town-storm")
    one, several = (
        rates_of(scenario, tree_of([("breaker", -1), *[("transformer", 0)] * 40], n)) for n in (1, 90)
    )
    assert one.opens[1] > several.opens[1]
    assert one.stray[0] < several.stray[0]
