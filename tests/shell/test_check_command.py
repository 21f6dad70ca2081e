"""``wallboard check``: good files are named, faults have file, place and remedy, and exit 1."""

from pathlib import Path

import pytest

from wallboard.config.load import available, resource
from wallboard.shell.cli import main

CONFIG = Path(__file__).parents[1] / "config"
BROKEN = CONFIG / "broken"
RECORDS = BROKEN / "records"
KINDS = ("rooms", "screens", "themes", "rules", "mappings", "scenarios")


def test_that_every_shipped_file_of_every_kind_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(resource(kind, f"{name}.toml")) for kind in KINDS for name in available(kind)]
    code = main(["check", *files])
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert said.out.count("ok  ") == len(files) >= 10


def test_that_each_kind_is_told_from_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    firsts = {kind: resource(kind, f"{available(kind)[0]}.toml") for kind in KINDS}
    assert main(["check", *map(str, firsts.values())]) == 0
    told = [line.rpartition(": ")[2] for line in capsys.readouterr().out.splitlines()]
    assert told == ["room", "screen", "theme", "rule set", "mapping", "scenario"]


def test_that_one_broken_file_does_not_hide_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    broken, sound = BROKEN / "room-language.toml", resource("rooms", "demo.toml")
    assert main(["check", str(broken), str(sound)]) == 1
    said = capsys.readouterr()
    assert "room-language.toml: window[0].language (line 10): " in said.err
    assert "demo.toml: room" in said.out


def test_that_a_file_of_no_kind_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(BROKEN / "file-of-no-kind.toml"), "nowhere.toml"]) == 1
    said = capsys.readouterr().err
    assert "is of no kind that is known" in said and "nowhere.toml: no such file" in said


def test_that_panels_and_options_are_checked_against_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = resource("screens", "overview.toml").read_text(encoding="utf-8")
    path = tmp_path / "overview.toml"
    path.write_text(text.replace('kind = "map"', 'kind = "mapp"'), encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert 'no panel of kind "mapp"; did you mean "map"?' in capsys.readouterr().err


def test_that_an_input_is_previewed(capsys: pytest.CaptureFixture[str]) -> None:
    given = RECORDS / "record-sound.json"
    assert main(["check", str(RECORDS / "list.toml"), "--input", str(given)]) == 0
    said = capsys.readouterr()
    assert "outage.extent 2" in said.out and '"subject":"outage/list/A2/extent/outage_system"' in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("record-count-negative.json", ("A1", "customers_out", "-3", "is negative")),
        ("record-start-without-zone.json", ("A1", "started_at", "no zone is given", "Asia/Shanghai")),
        ("record-document-cut-short.json", ("not JSON", "truncated")),
        ("record-document-in-gb18030.json", ("byte", "not utf-8")),
        ("record-list-missing.json", ("no list of records at 'outages'",)),
    ],
)
def test_that_the_record_that_fails_is_named(
    record: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(RECORDS / "list.toml"), "--input", str(RECORDS / record)]) == 1
    said = capsys.readouterr().err
    assert all(word in said for word in (record, *words))


def test_that_an_input_needs_a_mapping(capsys: pytest.CaptureFixture[str]) -> None:
    room = str(resource("rooms", "demo.toml"))
    assert main(["check", room, "--input", str(RECORDS / "record-sound.json")]) == 1
    assert "--input is for mapping files" in capsys.readouterr().err


def test_that_a_room_is_checked_with_all_that_it_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = resource("rooms", "demo.toml").read_text(encoding="utf-8")
    (tmp_path / "room.toml").write_text(room.replace('"state-grid-2022"', '"own.toml"'), encoding="utf-8")
    (tmp_path / "own.toml").write_text('id = "own"\n', encoding="utf-8")
    assert main(["check", str(tmp_path / "room.toml")]) == 1
    assert "own.toml: name: is missing" in capsys.readouterr().err


def test_that_a_bare_name_is_that_of_a_shipped_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "bc-hydro", "overview", "storm"]) == 0
    told = [line.rpartition(": ")[2] for line in capsys.readouterr().out.splitlines()]
    assert told == ["mapping", "screen", "room"]
    assert main(["check", "bc-hydra"]) == 1
    assert 'bc-hydra: is no file, and the name of no shipped one; did you mean "bc-hydro"?' in (
        capsys.readouterr().err
    )


def test_that_all_faults_of_a_mapping_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (RECORDS / "list.toml").read_text(encoding="utf-8")
    path = tmp_path / "m.toml"
    path.write_text(
        text.replace('crs = "EPSG:4326"', 'crs = "EPSG:4326"\nzone = "Asia/Nowhere"')
        .replace('customers_out = "', 'customers = "')
        .replace('type = "outage.extent"', 'type = "outage.extent"\nwhen = "a ["')
        .replace("[records]", '[records]\nwhere = "b ["'),
        encoding="utf-8",
    )
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr().err.splitlines()
    places = [line.split(": ")[1].split(" (")[0] for line in said]
    assert places == ["zone", "records.where", "fact[0].when", "fact[0].fields.customers"]


def test_that_all_wrong_keys_and_values_of_a_file_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = resource("rooms", "demo.toml").read_text(encoding="utf-8")
    path = tmp_path / "room.toml"
    path.write_text(
        room.replace('rules = "', 'ruels = "')
        .replace("simulated = true", 'simulated = "yes"')
        .replace('language = "zh"', 'language = "fr"'),
        encoding="utf-8",
    )
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr().err
    assert all(place in said for place in ("ruels (line", "simulated (line", "window[0].language (line"))


def test_that_every_source_and_window_of_a_room_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = resource("rooms", "demo.toml").read_text(encoding="utf-8")
    path = tmp_path / "room.toml"
    broken = room.replace("city:town-storm", "city:nowhere").replace('"overview"', '"overvieuw"')
    path.write_text(broken.replace("state-grid-2022", "state-grid-2023"), encoding="utf-8")
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr().err
    assert all(
        place in said for place in ("rules (line", "source[0].url (line", "window[0].screens[0] (line")
    )


def test_that_a_room_whose_sources_files_are_missing_is_not_just_ok(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = resource("rooms", "demo.toml").read_text(encoding="utf-8")
    path = tmp_path / "room.toml"
    source = 'name = "drop"\nmapping = "pge-2019"\nurl = "file:drop.json"'
    path.write_text(room.replace('name = "city"\nurl = "city:town-storm"', source), encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert "source drop: " in (said := capsys.readouterr().err) and "drop.json is not there" in said
    (tmp_path / "drop.json").write_text("[]")
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().err == ""
    path.write_text(room.replace("city:town-storm", "recording:old.rec"), encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert "old.rec: no such recording" in capsys.readouterr().err


def test_that_a_room_tells_the_faults_of_all_the_files_that_it_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = resource("rooms", "demo.toml").read_text(encoding="utf-8")
    (tmp_path / "room.toml").write_text(
        room.replace('"state-grid-2022"', '"own.toml"').replace('"dark"', '"night.toml"'), encoding="utf-8"
    )
    (tmp_path / "own.toml").write_text('id = "own"\n', encoding="utf-8")
    (tmp_path / "night.toml").write_text("dark = 3\n", encoding="utf-8")
    assert main(["check", str(tmp_path / "room.toml")]) == 1
    said = capsys.readouterr().err
    assert "own.toml: name: is missing" in said and "night.toml: dark (line 1)" in said
