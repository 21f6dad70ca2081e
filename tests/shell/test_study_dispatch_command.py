"""``study dispatch``: the same days under other borders, to its last line."""

import json
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage

from feeds.sim.assigning import Assigned
from feeds.sim.chronicle import Called
from feeds.worlds import open_world
from tests.shell.hub_process import wallboard
from wallboard.config.scenario import load_scenario
from wallboard.shell.study_days import live


@pytest.mark.slow
def test_that_a_study_ends_with_its_result_and_draws_it(tmp_path: Path) -> None:
    picture = tmp_path / "study.png"
    words = ["study", "dispatch", "--scenario", "town-storm", "--seeds", "2", "--picture", str(picture)]
    done = wallboard(*words, seconds=200)
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert last.startswith("RESULT ")
    roster, free = json.loads(last.removeprefix("RESULT "))
    assert (roster["borders"], free["borders"], roster["seeds"]) == ("roster", "open", 2)
    assert roster["measures"]["across_share"]["own"] == 0.0 < roster["measures"]["across_share"]["other"]
    assert free["measures"]["arrival_min"]["own"] == roster["measures"]["arrival_min"]["own"] > 0
    assert QImage(str(picture)).width() > 1000


def test_that_a_day_lived_twice_is_counted_the_same_and_borders_leave_fate_alone() -> None:
    scenario = load_scenario("town-storm")
    own = live(scenario, 3, "own")
    assert own == live(scenario, 3, "own")
    free = live(scenario, 3, "open")
    assert [(one.fault, one.at, one.customers) for one in own.served] == [
        (one.fault, one.at, one.customers) for one in free.served
    ]
    assert own.customer_seconds > 0 and own.metres > 1000
    assert all(one.crew_unit in ("", one.unit) for one in own.served)
    assert any(one.crew_unit not in ("", one.unit) for one in free.served)


def test_that_what_is_left_out_of_a_studied_day_changes_nothing_of_it() -> None:
    """Positions and regular tables are said for walls; a day that is only counted goes without."""
    scenario = msgspec.structs.replace(load_scenario("town-storm"), business=0.0, borders="open")
    told, quiet = (
        open_world(scenario, 3, at, Assigned(), polled=polled)
        for at, polled in ((None, True), (scenario.end_at, False))
    )
    all_, some = told.keep_truth(), quiet.keep_truth()
    facts, fewer = told.step(scenario.end_at), quiet.step(scenario.end_at)
    assert len(fewer) < len(facts) / 2
    lines, others = ([one for one in each.take() if not isinstance(one, Called)] for each in (all_, some))
    assert lines == others and len(lines) > 100, "calls are numbered with all that is said"


@pytest.mark.parametrize("name", ["thunderstorm", "heat-wave", "typhoon"])
def test_that_each_scenario_of_the_study_is_lived_under_every_border(name: str) -> None:
    """Its first hour: the whole days take minutes."""
    scenario = load_scenario(name)
    hour = msgspec.structs.replace(scenario, lasts=3600.0, moment=1800.0, opens=0.0)
    days = [live(hour, 1, borders) for borders in ("own", "roster", "open")]
    assert len({tuple((one.fault, one.at) for one in day.served) for day in days}) == 1
    assert all(day.ends == scenario.start_at + 3600.0 for day in days)


def test_that_borders_that_are_none_are_refused_with_those_there_are() -> None:
    done = wallboard("study", "dispatch", "--seeds", "1", "--borders", "nowhere")
    assert done.returncode != 0
    assert "roster" in done.stderr and "open" in done.stderr


def test_that_a_picture_of_another_kind_is_refused_before_the_days_are_lived() -> None:
    done = wallboard("study", "dispatch", "--seeds", "20", "--picture", "study.gif", seconds=30)
    assert done.returncode != 0 and "ending in .png" in done.stderr
