"""Scenario files are read with the same care as every other file of a room."""

from pathlib import Path

import pytest

from wallboard.config.load import ConfigError, resource
from wallboard.config.scenario import load_scenario, scenario_names

STORM = resource("scenarios", "town-storm.toml").read_text("utf-8")


def refusal(tmp_path: Path, old: str, new: str) -> str:
    """What is said of the storm with one line changed."""
    assert old in STORM
    path = tmp_path / "wrong.toml"
    path.write_text(STORM.replace(old, new, 1), "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_scenario(path)
    return str(caught.value)


def test_that_every_shipped_scenario_is_read_and_carries_its_own_name() -> None:
    assert {"town-day", "town-storm"} <= set(scenario_names())
    for name in scenario_names():
        scenario = load_scenario(name)
        assert scenario.name == name and scenario.start_at < scenario.moment_at < scenario.end_at


def test_that_a_start_without_an_offset_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, "start = 2026-06-11T13:00:00+08:00", "start = 2026-06-11T13:00:00")
    assert "wrong.toml: start (line 7): has no offset" in said


def test_that_a_moment_after_the_end_is_refused(tmp_path: Path) -> None:
    assert "wrong.toml: moment (line 9):" in refusal(tmp_path, 'lasts = "6h"', 'lasts = "1h"')


def test_that_a_storm_out_of_order_is_refused(tmp_path: Path) -> None:
    assert "storm.peak" in refusal(tmp_path, 'peak = "2h15m"', 'peak = "5h"')


def test_that_an_unknown_key_is_refused_with_what_was_meant(tmp_path: Path) -> None:
    said = refusal(tmp_path, "feeder = 2", "feeders = 2")
    assert "feeders" in said and "feeder" in said


def test_that_an_unknown_scenario_names_those_that_there_are() -> None:
    with pytest.raises(ConfigError) as caught:
        load_scenario("typhoon-nobody-wrote")
    assert "town-storm" in str(caught.value)
