"""Where a recording may be written."""

from pathlib import Path

import pytest

from tests.feeds.small import storm, write_recording
from wallboard.shell.faults import InputError
from wallboard.shell.out_paths import recording_out


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.jpg", "a picture"), ("a.JSON", "a document"), ("room.toml", "a configuration file")],
)
def test_that_the_name_of_another_kind_of_file_is_refused(tmp_path: Path, name: str, kind: str) -> None:
    with pytest.raises(InputError, match=f"is the ending of {kind}; a recording's name ends in .rec"):
        recording_out(tmp_path / name)


def test_that_nothing_but_a_recording_is_written_over(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.write_text("mine")
    with pytest.raises(InputError, match="is there already and is no recording"):
        recording_out(notes)
    with pytest.raises(InputError, match="is a folder"):
        recording_out(tmp_path)
    old = write_recording(tmp_path / "old.rec", storm(1, 1))
    assert recording_out(old) == old
    assert recording_out(tmp_path / "new") == tmp_path / "new"
