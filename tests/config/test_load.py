"""Reading TOML files: found, whole, typed, and every mistake told as one line."""

from pathlib import Path
from typing import Annotated

import msgspec
import pytest

from wallboard.config.load import (
    ConfigError,
    ConfigStruct,
    Duration,
    Words,
    at_fault,
    available,
    find_file,
    load_document,
    load_toml,
    resource,
    within,
)


class Leg(ConfigStruct, frozen=True):
    name: str
    every: Duration = 60.0
    metres: Annotated[float, msgspec.Meta(ge=1, le=50)] = 5.0


class Trip(ConfigStruct, frozen=True):
    title: Words
    leg: list[Leg] = []
    counts: dict[str, list[int]] = {}


TITLE = '[title]\nzh = "江门"\n'


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "trip.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def fault(tmp_path: Path, text: str | bytes) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load_toml(written(tmp_path, text), Trip)
    return caught.value


def test_that_a_sound_file_becomes_its_struct(tmp_path: Path) -> None:
    path = written(tmp_path, TITLE + '[[leg]]\nname = "a"\nevery = "1h30m"\n')
    assert load_toml(path, Trip) == Trip(title={"zh": "江门"}, leg=[Leg(name="a", every=5400.0)])


def test_that_a_byte_order_mark_and_windows_line_ends_are_taken(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf" + TITLE.replace("\n", "\r\n").encode())
    assert load_toml(path, Trip).title == {"zh": "江门"}


def test_that_a_fault_names_place_line_value_and_remedy(tmp_path: Path) -> None:
    error = fault(tmp_path, TITLE + '[[leg]]\nname = "a"\n\n[[leg]]\nname = "b"\nmetres = 99\n')
    assert (error.path, error.line) == ("leg[1].metres", 8)
    assert error.problem.startswith("99 ") and error.remedy == "give a number from 1 to 50"
    assert str(error).startswith(error.file) and "leg[1].metres (line 8): 99 " in str(error)


def test_that_a_misspelt_key_gets_the_right_one(tmp_path: Path) -> None:
    assert fault(tmp_path, TITLE + '[[leg]]\nnmae = "a"\n').remedy.startswith('did you mean "name"?')


def test_that_the_key_of_a_free_table_is_named(tmp_path: Path) -> None:
    error = fault(tmp_path, TITLE + '[counts]\na = [1]\nb = [1, "two"]\n')
    assert error.path == "counts.b[1]"


def test_that_a_byte_that_is_not_utf8_is_counted_and_placed(tmp_path: Path) -> None:
    error = fault(tmp_path, b'[title]\nzh = "' + "江".encode("gb18030") + b'"\n')
    assert (error.line, error.problem) == (2, "byte 14 (0xbd) is not UTF-8")


@pytest.mark.parametrize("text", ["a = " + "[" * 3000, "a." * 100_000 + "b = 1", "[" * (1 << 21)])
def test_that_hostile_nesting_is_refused_at_once(tmp_path: Path, text: str) -> None:
    assert fault(tmp_path, text).problem.startswith(("is nested", "holds a key of over", "is larger"))


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_that_numbers_that_are_none_are_refused(tmp_path: Path, value: str) -> None:
    assert fault(tmp_path, TITLE + f'[[leg]]\nname = "a"\nmetres = {value}\n').path == "leg[0].metres"


def test_that_invisible_characters_are_refused(tmp_path: Path) -> None:
    assert "U+202E" in fault(tmp_path, '[title]\nzh = "a\\u202Eb"\n').problem


def test_that_a_missing_name_lists_what_is_shipped() -> None:
    with pytest.raises(ConfigError) as caught:
        find_file("rooms", "strom")
    assert caught.value.remedy.startswith('did you mean "storm"?')
    assert "demo" in caught.value.remedy
    with pytest.raises(ConfigError, match=r"shipped rooms: .*storm"):
        find_file("rooms", "mine/room.toml")


def test_that_a_shipped_file_is_found_by_name_and_by_path() -> None:
    assert find_file("rooms", "storm") == find_file("rooms", find_file("rooms", "storm"))
    assert "storm" in available("rooms")


def test_that_nothing_is_read_outside_the_resources(tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text("a = 1")
    root = tmp_path / "resources"
    (root / "rooms").mkdir(parents=True)
    (root / "rooms" / "leak.toml").symlink_to(tmp_path / "secret.toml")
    for parts in (("rooms", "leak.toml"), ("..", "secret.toml"), ("rooms", str(tmp_path / "secret.toml"))):
        with pytest.raises(ConfigError, match="leads out of"):
            resource(*parts, root=root)
    assert within(root / "rooms" / "fine.toml", root, "fine") == root / "rooms" / "fine.toml"


def test_that_a_folder_and_an_unreadable_name_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is a folder"):
        load_document(tmp_path)
    with pytest.raises(ConfigError, match="NUL"):
        find_file("rooms", "a\0b")


def test_that_a_later_check_finds_its_line_too(tmp_path: Path) -> None:
    path = written(tmp_path, 'leg = [{name = "a"}]\n' + TITLE)
    assert at_fault(path, "leg[0].name", "is odd").line == 1
