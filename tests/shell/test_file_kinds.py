"""How the kind of a file is told."""

from pathlib import Path

import pytest

from wallboard.config.load import ConfigError
from wallboard.shell.file_kinds import KINDS, kind_of


def written(folder: Path, text: str) -> Path:
    path = folder / "file.toml"
    path.write_text(text)
    return path


def test_that_no_key_belongs_to_two_kinds() -> None:
    keys = [key for kind in KINDS for key in kind.keys]
    assert len(keys) == len(set(keys))


def test_that_most_keys_decide(tmp_path: Path) -> None:
    for one in KINDS:
        text = "".join(f"{key} = 1\n" for key in one.keys[:2])
        assert kind_of(written(tmp_path, text)) is one


def test_that_a_tie_cannot_be_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="could be a room or a screen"):
        kind_of(written(tmp_path, "rules = 1\npanel = 1\n"))
