"""``wallboard run`` with no display: hub, link and wall run, and pictures are left."""

from pathlib import Path

import pytest

from tests.shell.hub_process import wallboard
from wallboard.shell import live, run_command


@pytest.mark.slow
def test_that_without_a_display_pictures_are_left(tmp_path: Path) -> None:
    assert run_command.__doc__ and live.__doc__
    said = wallboard("run", "--seconds", "20", "--shots", str(tmp_path), seconds=180)
    assert said.returncode == 0, said.stdout + said.stderr
    names = {path.name for path in tmp_path.glob("*.png")}
    assert {f"overview-{lang}-{theme}.png" for lang in ("zh", "en") for theme in ("dark", "light")} <= names
    assert "link live" in said.stdout
    assert "0 troubles" in said.stdout
    built = [line for line in said.stderr.splitlines() if line.startswith("wallboard: building the network")]
    assert said.stderr.splitlines() == built, "nothing but that a network is built, where it was not kept yet"


def test_that_a_room_that_is_not_there_is_named() -> None:
    said = wallboard("run", "--room", "nowhere.toml")
    assert said.returncode == 1
    assert "nowhere.toml" in said.stderr
