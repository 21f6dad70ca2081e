"""How a fault is written down: values, lines, near words."""

import datetime
from pathlib import Path

import pytest

from wallboard.config.errors import ConfigError, line_of, one_of, shown_path, shown_value, steps

TEXT = """name = "a"
source.url = "x"

[[window]]
screens = ["a"]
[window.extra]
deep.key = 1
[[window]]
"quoted key" = 2
# [window.extra]
[window.extra]
deep = 3
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("name", 1),
        ("source.url", 2),
        ("window[0]", 4),
        ("window[0].screens[0]", 5),
        ("window[0].extra.deep.key", 7),
        ('window[1]."quoted key"', 9),
        ("window[1].extra.deep", 12),
        ("window[1].absent", 8),
        ("nowhere", None),
    ],
)
def test_that_a_path_finds_its_line(path: str, line: int | None) -> None:
    assert line_of(TEXT, path) == line


def test_that_a_path_is_taken_apart() -> None:
    assert steps('source[1].crs."a.b"[0]') == ["source", 1, "crs", "a.b", 0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        ("a", '"a"'),
        ([1, "b"], '[1, "b"]'),
        ({"a": 1}, "a table with a"),
        (datetime.date(2022, 1, 2), "2022-01-02"),
        ("a\x07b", '"a\\u0007b"'),
    ],
)
def test_that_a_value_is_shown_as_it_was_written(value: object, text: str) -> None:
    assert shown_value(value) == text


def test_that_a_long_value_is_cut() -> None:
    assert len(shown_value("x" * 10_000)) == 60


def test_that_only_a_near_word_is_suggested() -> None:
    assert one_of(["urban", "rural"], "urbn") == 'did you mean "urban"? Allowed: urban, rural'
    assert one_of(["EPSG:4326"], "EPSG:4491") == "allowed: EPSG:4326"
    assert one_of([], "x") == "allowed: none"


def test_that_a_fault_of_the_whole_file_names_no_place() -> None:
    assert (
        str(ConfigError("a.toml", "", "is empty", "write something")) == "a.toml: is empty; write something"
    )
    assert str(ConfigError("a.toml", "", "bad", "", 3)) == "a.toml: line 3: bad"
    assert str(ConfigError("a.toml", "b", "bad", "mend it", 3)) == "a.toml: b (line 3): bad; mend it"


def test_that_paths_below_the_working_directory_are_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "a" / "b.toml") == "a/b.toml"
    assert shown_path(Path("b.toml")) == "b.toml"
    assert shown_path(tmp_path.parent / "c.toml") == str(tmp_path.parent / "c.toml")
