"""Room files: what is returned can be used as it is, and what is shipped loads."""

from pathlib import Path

import pytest

from wallboard.config.load import ConfigError, available, find_file
from wallboard.config.room import load_room
from wallboard.domain.terms import AreaClass

ROOT = Path(__file__).parent / "resources"
GOOD = (ROOT / "rooms" / "good.toml").read_text(encoding="utf-8")


def room_file(folder: Path, text: str) -> Path:
    path = folder / "room.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", available("rooms"))
def test_that_every_shipped_room_loads(name: str) -> None:
    room = load_room(name)
    assert room.name == name
    assert set(room.title) == {"zh", "en"}
    assert all(Path(layer.file).is_file() for layer in room.map.layers)


def test_that_the_demo_says_that_it_is_simulated() -> None:
    demo = load_room("demo")
    assert demo.simulated and demo.map.schematic and demo.attribution
    assert demo.rules == "state-grid-2022"
    assert demo.source[0].url.startswith("city:")


def test_that_the_storm_room_names_its_rules_and_its_origin() -> None:
    storm = load_room("storm")
    assert storm.rules == "state-grid-2022"
    said = " ".join((*storm.title.values(), *storm.attribution.values()))
    assert "Hydro" not in said and "demonstration" in said  # whose data it is, the recording says


def test_that_a_room_without_rules_is_allowed() -> None:
    assert load_room("replay").rules is None


def test_that_defaults_are_those_of_a_small_wall() -> None:
    room = load_room("good", ROOT)
    assert room.area_class is AreaClass.URBAN and room.time_zone == "Asia/Shanghai"
    assert (room.window[0].distance_m, room.window[0].dwell) == (5.0, 60.0)


def test_that_a_source_takes_the_crs_of_its_mapping() -> None:
    by_name = {source.name: source for source in load_room("good", ROOT).source}
    assert by_name["list"].crs == "EPSG:4326"
    assert by_name["list"].poll_every == 300.0
    assert by_name["city"].crs is None


def test_that_local_paths_count_from_the_room_file(tmp_path: Path) -> None:
    path = room_file(tmp_path, GOOD.replace("recording:old.wbrec", "recording:days/old.wbrec"))
    assert load_room(path, ROOT).source[3].url == f"recording:{tmp_path}/days/old.wbrec"


def test_that_files_beside_the_room_go_before_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    own_map = tmp_path / "maps" / "land.geojson"
    own_map.write_text("{}")
    own_rules = tmp_path / "own.toml"
    own_rules.write_text("")
    room = load_room(room_file(tmp_path, GOOD.replace('"short"', '"own.toml"')), ROOT)
    assert room.rules == str(own_rules)
    assert room.map.layers[0].file == str(own_map)


def test_that_tiles_are_found_beside_the_room(tmp_path: Path) -> None:
    tiles = '\n[[map.tiles]]\nfile = "town.pmtiles"\ncrs = "GCJ-02"\nnote = { en = "Survey" }\n'
    path = room_file(tmp_path, GOOD + tiles)
    with pytest.raises(ConfigError, match="neither beside the room file") as caught:
        load_room(path, ROOT)
    assert caught.value.path == "map.tiles[0].file"
    (tmp_path / "town.pmtiles").write_bytes(b"")
    (sheet,) = load_room(path, ROOT).map.tiles
    assert (sheet.file, sheet.crs) == (str(tmp_path / "town.pmtiles"), "GCJ-02")
    path.write_text(path.read_text(encoding="utf-8").replace("GCJ-02", "BD-09"), encoding="utf-8")
    with pytest.raises(ConfigError, match="BD-09"):
        load_room(path, ROOT)


@pytest.mark.parametrize("link", ["maps", "land.geojson"])
def test_that_a_link_out_of_the_folder_is_refused(tmp_path: Path, link: str) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "room"
    outside.mkdir()
    folder.mkdir()
    (outside / "land.geojson").write_text("{}")
    if link == "maps":
        (folder / "maps").symlink_to(outside)
    else:
        (folder / "maps").mkdir()
        (folder / "maps" / link).symlink_to(outside / link)
    with pytest.raises(ConfigError, match="leads out of") as caught:
        load_room(room_file(folder, GOOD), ROOT)
    assert caught.value.path == "map.layers[0].file"


def test_that_a_room_of_a_hub_elsewhere_needs_no_source(tmp_path: Path) -> None:
    head = 'hub = "wss://hub.example/feed"\ntoken_env = "HUB_TOKEN"\n'
    room = load_room(room_file(tmp_path, head + GOOD.split("[[source]]")[0]), ROOT)
    assert room.hub == "wss://hub.example/feed" and not room.source


def test_that_a_name_of_the_hub_itself_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a name of the hub itself"):
        load_room(room_file(tmp_path, GOOD.replace('name = "feed"', 'name = "analyst"')), ROOT)


def test_that_a_network_is_found_beside_the_room(tmp_path: Path) -> None:
    (tmp_path / "grid").mkdir()
    room = tmp_path / "r.toml"
    text = find_file("rooms", "replay").read_text(encoding="utf-8")
    room.write_text(text.replace('name = "replay"', 'name = "r"\nnetwork = "grid"'), encoding="utf-8")
    assert load_room(room).network == str((tmp_path / "grid").resolve())
    room.write_text(room.read_text(encoding="utf-8").replace('"grid"', '"gird"'), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"network.*neither a folder nor an atlas file"):
        load_room(room)
    room.write_text(room.read_text(encoding="utf-8").replace('"gird"', '"prefecture:7"'), encoding="utf-8")
    assert load_room(room).network == "prefecture:7"
    room.write_text(room.read_text(encoding="utf-8").replace('re:7"', 're:seven"'), encoding="utf-8")
    with pytest.raises(ConfigError, match='as in "prefecture:7"'):
        load_room(room)


def test_that_a_room_may_say_how_much_of_the_past_its_hub_keeps(tmp_path: Path) -> None:
    assert (load_room("good", ROOT).log.keep, load_room("good", ROOT).log.most_gib) == (400 * 86_400, 20.0)
    path = room_file(tmp_path, GOOD + '\n[log]\nkeep = "30d"\nmost_gib = 2.5\n')
    assert (load_room(path, ROOT).log.keep, load_room(path, ROOT).log.most_gib) == (30 * 86_400, 2.5)
    with pytest.raises(ConfigError, match=r"log\.keep .*is under an hour"):
        load_room(room_file(tmp_path, GOOD + '\n[log]\nkeep = "30m"\n'), ROOT)
