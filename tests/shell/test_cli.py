"""The command line as scripts rely on it (design 7)."""

import subprocess
import sys
from pathlib import Path

import pytest

from wallboard.shell.cli import main, parser

ROOT = Path(__file__).parents[2]


def test_that_every_command_of_the_design_is_there() -> None:
    text = parser().format_help()
    for command in ("run", "hub", "record", "convert", "check", "shot", "state", "atlas", "doctor"):
        assert f"    {command} " in text


def test_that_wrong_usage_is_exit_2() -> None:
    with pytest.raises(SystemExit) as gone:
        main(["state"])
    assert gone.value.code == 2


def test_that_a_missing_recording_is_exit_1_with_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["state", "--recording", "nowhere.rec"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "nowhere.rec: no such recording" in said.err
    assert "wallboard convert" in said.err


def test_that_an_instant_without_offset_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["state", "--scenario", "town-storm", "--at", "2026-01-01T00:00:00"]) == 1
    assert "without an offset" in capsys.readouterr().err


def test_that_help_needs_neither_qt_nor_numpy() -> None:
    code = "import sys; from wallboard.shell.cli import parser; parser().format_help();"
    code += "print([m for m in ('PySide6', 'numpy', 'websockets') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
