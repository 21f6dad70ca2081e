"""Rule sets: the shipped ones say what they should, and broken ones are refused with a remedy."""

from pathlib import Path

import pytest

from wallboard.config.errors import ConfigError
from wallboard.config.load import available, resource
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import AreaClass, Lane
from wallboard.rules.alarms import ALARM_FIGURES
from wallboard.rules.telling_limits import FIGURES


def minutes(name: str, target: str) -> dict[AreaClass | None, float | None]:
    rules = load_rule_set(name)
    return {
        limit.area_class: limit.minutes
        for limit in rules.limits
        if limit.lane is Lane.RESTORE and limit.target == target
    }


def test_that_state_grid_2022_says_45_90_120_to_arrive_and_3_or_4_hours_to_restore() -> None:
    rules = load_rule_set("state-grid-2022")
    assert minutes("state-grid-2022", "arrive") == {"urban": 45, "rural": 90, "remote": 120}
    assert minutes("state-grid-2022", "restore") == {"urban": 180, "rural": 240}
    assert rules.averages
    assert {limit.status for limit in rules.limits if limit.lane is Lane.RESTORE} == {"seen"}
    assert {limit.after for limit in rules.limits if limit.target == "restore"} == {"on_site"}


def test_that_the_national_regulation_says_60_120_240_and_that_it_is_to_be_verified() -> None:
    rules = load_rule_set("supply-regulation")
    assert minutes("supply-regulation", "arrive") == {"urban": 60, "rural": 120, "remote": 240}
    assert {limit.status for limit in rules.limits} == {"to_verify"}
    assert "供电监管办法" in rules.name["zh"]


@pytest.mark.parametrize("name", available("rules"))
def test_that_every_shipped_set_names_itself_its_issuer_and_each_source(name: str) -> None:
    rules = load_rule_set(name)
    assert rules.id == name
    assert set(rules.name) == set(rules.issuer) == {"zh", "en"}
    assert rules.date
    assert all(each.source for each in [*rules.limits, *rules.notices, *rules.tellings])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('target = "arrive"', 'target = "ariv"', r"limits\[0\]\.target.*arrive"),
        ('target = "arrive"', 'target = "answer"', r"limits\[0\]\.target.*allowed"),
        ("minutes = 45", "minutes = 0", r"limits\[0\].*above 0"),
        ("minutes = 45\n", "", r"limits\[0\].*one of minutes, working_days"),
        ("minutes = 45", "minutes = 45\nworking_days = 2", r"limits\[0\].*one of minutes, working_days"),
        ("minutes = 45", 'minutes = "45"', r"limits\[0\]\.minutes"),
        ("minutes = 45", "minutes = nan", r"limits\[0\]\.minutes"),
        ('status = "seen"', 'status = "sure"', r"limits\[0\]\.status.*to_verify"),
        ('after = "received"', 'after = "recieved"', r"limits\[0\]\.after.*received"),
        ('area_class = "urban"', 'area_class = "suburban"', r"limits\[0\]\.area_class.*urban"),
        ("issuer =", "isuer =", "isuer.*issuer"),
        ("warn_share = 0.8", "warn_share = 80", "warn_share.*at most 1"),
        ("averages = true", "averages = treu", "x.toml"),
        ('since = "08:30"', 'since = "18:30"', r"working_hours.*no time of a day.*until"),
        ('until = "17:30"', 'until = "half past five"', r"working_hours.*no time of a day"),
        ('status = "proposal"', 'status = "sure"', r"working_hours\.status.*proposal"),
    ],
)
def test_that_a_broken_set_is_refused_with_its_place_and_a_remedy(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    good = resource("rules", "state-grid-2022.toml").read_text(encoding="utf-8")
    assert old in good
    path = tmp_path / "x.toml"
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as caught:
        load_rule_set(path)
    assert "x.toml" in str(caught.value)


def test_that_a_set_without_limits_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('id = "x"\nname = {en="x"}\nissuer = {en="x"}\ndate = "2026"\nlimits = []\n')
    with pytest.raises(ConfigError, match="limits"):
        load_rule_set(path)


def test_that_an_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(ConfigError, match="state-grid-2022"):
        load_rule_set("state-grid-2023")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('what = "entered"', 'what = "enterd"', r"tellings\[0\]\.what.*entered"),
        ("minutes = 5", "days = 5", r"tellings\[0\].*write minutes"),
        ("minutes = 5", "minutes = -5", r"tellings\[0\]\.minutes.*0 or more"),
        ('status = "recalled"', 'status = "sure"', r"tellings\[0\]\.status.*proposal"),
        ('since = "22:00"', 'since = "22"', r"tellings\[4\]\.since.*no time of the day"),
        ('until = "07:00"', 'until = "24:30"', r"tellings\[4\]\.until.*no time of the day"),
        ("customers = 500\n", "", r"tellings\[3\].*write customers"),
    ],
)
def test_that_a_broken_figure_of_telling_is_refused_with_its_place_and_a_remedy(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    good = resource("rules", "telling-practice.toml").read_text(encoding="utf-8")
    assert old in good
    path = tmp_path / "x.toml"
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load_rule_set(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('what = "flood"', 'what = "flod"', r"alarms\[0\]\.what.*flood"),
        ("times = 10\n", "", r"alarms\[0\].*write times and minutes"),
        ("times = 5", "times = -5", r"alarms\[1\]\.times.*0 or more"),
        ("minutes = 480", "times = 480", r"alarms\[3\].*write minutes"),
        ('status = "seen"', 'status = "sure"', r"alarms\[0\]\.status.*proposal"),
        ("minutes = 480", "hours = 8", r"alarms\[3\]\.hours"),
    ],
)
def test_that_a_broken_figure_of_alarms_is_refused_with_its_place_and_a_remedy(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    good = resource("rules", "alarm-practice.toml").read_text(encoding="utf-8")
    assert old in good
    path = tmp_path / "x.toml"
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load_rule_set(path)


def test_that_figures_of_alarms_are_borrowed_each_with_its_source() -> None:
    for name in ("state-grid-2022", "jiangmen-practice", "southern-grid-guizhou-2021"):
        alarms = load_rule_set(name).alarms
        assert {each.what for each in alarms} == set(ALARM_FIGURES)
        assert all(each.source for each in alarms)
    assert not load_rule_set("nea-12398").alarms


def test_that_working_hours_are_borrowed_with_the_limits() -> None:
    for name in ("state-grid-2022", "jiangmen-practice", "southern-grid-guizhou-2021"):
        assert load_rule_set(name).handling.hours is not None
    assert load_rule_set("nea-12398").handling.hours is None


def test_that_hours_without_a_calendar_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'id = "x"\nname = { zh = "x" }\nissuer = { zh = "x" }\ndate = "2026"\nlimits = []\n'
        '[working_hours]\nsince = "08:30"\nuntil = "17:30"\nstatus = "proposal"\nsource = "ours"\n'
        '[[tellings]]\nwhat = "second_key"\ncustomers = 50\nstatus = "proposal"\n',
        encoding="utf-8",
    )
    with pytest.raises(ConfigError, match=r"working_hours.*calendar"):
        load_rule_set(path)


def test_that_telling_is_borrowed_and_a_sets_own_figure_stands_above_the_lenders(tmp_path: Path) -> None:
    for name in ("state-grid-2022", "jiangmen-practice", "southern-grid-guizhou-2021"):
        assert {each.what for each in load_rule_set(name).tellings} == set(FIGURES)
    path = tmp_path / "x.toml"
    path.write_text(
        'id = "x"\nname = { zh = "x" }\nissuer = { zh = "x" }\ndate = "2026"\nlimits = []\n'
        '[[borrows]]\nrule_set = "telling-practice"\n'
        '[[tellings]]\nwhat = "second_key"\ncustomers = 50\nstatus = "proposal"\n',
        encoding="utf-8",
    )
    own = {each.what: each for each in load_rule_set(path).tellings}
    assert (own["second_key"].customers, own["entered"].minutes) == (50, 5)


def test_that_a_room_may_set_who_is_proposed_and_for_how_long_others_may_object(tmp_path: Path) -> None:
    text = resource("rules", "state-grid-2022.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text + "\n[dispatch]\nobject_seconds = 90\nlong_hours = 10\n", encoding="utf-8")
    assert (load_rule_set(own).dispatch.object_seconds, load_rule_set(own).dispatch.long_hours) == (90, 10)
    own.write_text(text + "\n[dispatch]\nobject_seconds = 0\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"dispatch\.object_seconds.*above 0"):
        load_rule_set(own)


def test_that_the_detour_and_the_level_that_stops_it_are_given_by_the_set_or_refused(tmp_path: Path) -> None:
    text = resource("rules", "state-grid-2022.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text + "\n[dispatch]\ndetour_minutes = 6\nride_stops_level = 3\n", encoding="utf-8")
    found = load_rule_set(own)
    assert (found.dispatch.detour_minutes, found.dispatch.ride_stops_level) == (6, 3)
    assert found.issuer["zh"], "whose rule it is stands beside it"
    for wrong, why in (
        ("detour_minutes = 0", r"dispatch\.detour_minutes.*above 0"),
        ('detour_minutes = "ten"', r"dispatch\.detour_minutes"),
        ("ride_stops_level = 5", r"dispatch\.ride_stops_level.*1 to 4"),
        ("ride_stops_level = 0", r"dispatch\.ride_stops_level"),
        ("ride_stops_level = 2.5", r"dispatch\.ride_stops_level"),
    ):
        own.write_text(f"{text}\n[dispatch]\n{wrong}\n", encoding="utf-8")
        with pytest.raises(ConfigError, match=why):
            load_rule_set(own)


def test_that_what_holds_in_a_storm_is_given_by_the_set_or_refused(tmp_path: Path) -> None:
    text = resource("rules", "state-grid-2022.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    line = '[[dispatch.storm.etrs]]\ntier = 1\nminutes = 300\nregion = "台山市"\n'
    own.write_text(f"{text}\n[dispatch.storm]\nfrom_level = 2\n{line}", encoding="utf-8")
    storm = load_rule_set(own).dispatch.storm
    assert (storm.from_level, [(one.tier, one.minutes) for one in storm.etrs]) == (2, [(1, 300)])
    for wrong, why in (
        ("[dispatch.storm]\nfrom_level = 5\n", r"dispatch\.storm\.from_level.*1 to 4"),
        ("[dispatch.storm]\nahead_hours = 0\n", r"dispatch\.storm\.ahead_hours.*above 0"),
        ("[[dispatch.storm.etrs]]\nminutes = 0\n", r"etrs\[0\]\.minutes.*above 0"),
        ("[[dispatch.storm.etrs]]\nminutes = 60\ntier = 4\n", r"etrs\[0\]\.tier.*1 to 3"),
        ('[[dispatch.storm.etrs]]\nminutes = 60\nstatus = "sure"\n', r"etrs\[0\]\.status"),
        ('[[dispatch.storm.etrs]]\nminutes = 60\narea_class = "hill"\n', r"etrs\[0\]\.area_class"),
        (line + line, r"etrs\[1\].*stands twice"),
    ):
        own.write_text(f"{text}\n{wrong}", encoding="utf-8")
        with pytest.raises(ConfigError, match=why):
            load_rule_set(own)
