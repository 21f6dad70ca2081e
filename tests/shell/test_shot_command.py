"""``wallboard shot``: a picture without a display, the same bytes for the same input."""

import struct
from pathlib import Path

import pytest

from tests.shell.hub_process import ROOT, wallboard
from wallboard.shell import shot_command
from wallboard.shell.faults import InputError
from wallboard.shell.pictures import check_picture, size_of

ROOM = """
name = "hall"
simulated = true
[title]
en = "Hall"
[[window]]
screens = ["feeds"]
language = "zh"
theme = "dark"
[[window]]
screens = ["overview"]
language = "en"
theme = "mine.toml"
"""


def shot(out: Path, *more: str) -> bytes:
    said = wallboard("shot", "overview", "--out", str(out), "--scenario", "town-storm", "--seed", "7", *more)
    assert said.returncode == 0, said.stderr
    assert said.stdout.strip() == str(out)
    return out.read_bytes()


def test_that_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    assert shot_command.__doc__
    first = shot(tmp_path / "a.png", "--size", "1280x720")
    assert first == shot(tmp_path / "b.png", "--size", "1280x720")
    assert struct.unpack(">II", first[16:24]) == (1280, 720)
    assert first != shot(tmp_path / "c.png", "--size", "1280x720", "--lang", "en")


@pytest.mark.parametrize("size", ["1920", "x", "1920x", "100x100", "99999x99999", "-5x7"])
def test_that_an_impossible_size_is_refused(size: str) -> None:
    with pytest.raises(InputError, match="--size"):
        size_of(size)


def test_that_an_unknown_screen_names_those_that_exist(tmp_path: Path) -> None:
    said = wallboard("shot", "nowhere", "--out", str(tmp_path / "x.png"), "--scenario", "town-storm")
    assert said.returncode == 1
    assert "overview" in said.stderr
    assert not list(tmp_path.iterdir())


def test_that_the_rooms_window_is_the_default_and_options_go_before(tmp_path: Path) -> None:
    dark = (ROOT / "resources" / "themes" / "dark.toml").read_text()
    (tmp_path / "mine.toml").write_text(dark.replace('ground = "', 'ground = "#123456" # was "'))
    (tmp_path / "hall.toml").write_text(ROOM)
    small, room = ("--size", "960x540"), ("--room", str(tmp_path / "hall.toml"))
    own = shot(tmp_path / "own.png", *small, *room)
    said = shot(tmp_path / "said.png", *small, *room, "--lang", "en", "--theme", str(tmp_path / "mine.toml"))
    assert own == said
    assert own != shot(tmp_path / "dark.png", *small, *room, "--theme", "dark")
    assert own != shot(tmp_path / "zh.png", *small, *room, "--lang", "zh")


@pytest.mark.parametrize("name", ["x.jpg", "x", "x.png.bmp"])
def test_that_only_png_is_promised(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"pictures are PNG; write .*\.png"):
        check_picture(tmp_path / name)
    check_picture(tmp_path / "X.PNG")


def test_that_a_theme_that_is_not_there_is_named(tmp_path: Path) -> None:
    out = tmp_path / "x.png"
    said = wallboard("shot", "overview", "--out", str(out), "--scenario", "town-storm", "--theme", "neon")
    assert said.returncode == 1
    assert "neon" in said.stderr and "dark" in said.stderr
