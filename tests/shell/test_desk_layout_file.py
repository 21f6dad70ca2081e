"""Where layouts lie: each seat its own file, a broken one is put aside whole."""

from pathlib import Path

import msgspec
import pytest

from wallboard.config.desk_layout import DeskLayout
from wallboard.shell.desk_layout_file import LayoutFile, layout_path


def test_that_two_seats_never_share_a_file(tmp_path: Path) -> None:
    seats = ["服务调度 07", "服务调度-07", "服务调度/07", "../07", "07", "", "a" * 90, "a" * 91]
    paths = {layout_path(seat, tmp_path) for seat in seats}
    assert len(paths) == len(seats)
    assert all(path.parent == tmp_path for path in paths)


def test_that_a_seat_finds_what_it_left_and_another_one_the_usual(tmp_path: Path) -> None:
    made = msgspec.structs.replace(DeskLayout(), table="crews", scale=1.4, recent=["language"])
    LayoutFile("席位 07", tmp_path).keep(made)
    assert LayoutFile("席位 07", tmp_path).read() == made
    assert LayoutFile("席位 08", tmp_path).read() == DeskLayout()


@pytest.mark.parametrize(
    "broken", [b'table = "orders', b"\xff\xfe\x00", b'[tables.orders]\ncolumns = ["bogus"]']
)
def test_that_a_broken_file_is_put_aside_whole_and_said_and_the_usual_stands(
    tmp_path: Path, broken: bytes
) -> None:
    file = LayoutFile("席位 07", tmp_path)
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_bytes(broken)
    assert file.read() == DeskLayout()
    (aside,) = tmp_path.glob("*.broken-*")
    assert aside.read_bytes() == broken
    assert str(aside) in file.fault and file.path.name in file.fault
    file.keep(DeskLayout())
    assert LayoutFile("席位 07", tmp_path).read() == DeskLayout() and aside.exists()


def test_that_a_folder_that_cannot_be_written_leaves_the_desk_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "desks").write_text("a file where a folder should be")
    LayoutFile("席位 07", tmp_path / "desks").keep(DeskLayout())
    assert "cannot be written" in caplog.text
