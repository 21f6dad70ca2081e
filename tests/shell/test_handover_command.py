"""``wallboard handover``: a PDF of a moment, refused by name where the file is none."""

from pathlib import Path

import pytest

from tests.shell.hub_process import wallboard
from wallboard.shell.cli import main


def test_that_a_moment_is_handed_over_as_a_pdf(tmp_path: Path) -> None:
    out = tmp_path / "handover.pdf"
    said = wallboard("handover", "--scenario", "town-day", "--at", "+600", "--out", str(out), "--lang", "en")
    assert said.returncode == 0, said.stderr
    assert said.stdout.strip() == str(out)
    assert out.read_bytes().startswith(b"%PDF-")


def test_that_another_format_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["handover", "--scenario", "town-day", "--out", str(tmp_path / "x.png")]) == 1
    assert "handover.pdf" in capsys.readouterr().err
