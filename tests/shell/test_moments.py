"""One moment without a hub: the room's network is there as it would be on a wall."""

import argparse
from pathlib import Path

import pytest

from tests.feeds.test_network_csv import folder
from wallboard.config.load import find_file
from wallboard.shell.faults import InputError
from wallboard.shell.moments import open_moment


def asked(room: Path) -> argparse.Namespace:
    return argparse.Namespace(recording=None, scenario="town-storm", seed=7, at="+60", room=str(room))


def room_with_network(tmp_path: Path) -> Path:
    (tmp_path / "grid").mkdir()
    text = find_file("rooms", "replay").read_text(encoding="utf-8")
    path = tmp_path / "r.toml"
    path.write_text(text.replace('name = "replay"', 'name = "r"\nnetwork = "grid"'), encoding="utf-8")
    return path


def test_that_a_moment_has_its_rooms_network(tmp_path: Path) -> None:
    room = room_with_network(tmp_path)
    folder(tmp_path / "grid")
    atlas = open_moment(asked(room)).atlas
    assert atlas is not None
    assert atlas.tables["nodes"].rows == 4


def test_that_a_broken_network_is_the_inputs_fault(tmp_path: Path) -> None:
    room = room_with_network(tmp_path)
    folder(tmp_path / "grid", sources="node\n")
    with pytest.raises(InputError, match="names no node"):
        open_moment(asked(room))
