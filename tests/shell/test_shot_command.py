"""``wallboard shot``: a picture without a display, the same bytes for the same input."""

import struct
from pathlib import Path

import pytest

from tests.shell.hub_process import wallboard
from wallboard.shell import shot_command
from wallboard.shell.faults import InputError
from wallboard.shell.pictures import size_of


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
