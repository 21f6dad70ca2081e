"""The doctor as a person or a script meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from wallboard.shell import doctor
from wallboard.shell.doctor_checks import Finding, State

ROOT = Path(__file__).parents[2]
GOOD = Finding("python", State.GOOD, "3.11.7")
NOTE = Finding("display", State.NOTE, "none")
NO_GL = Finding("libraries", State.MISSING, "libGL.so.1", packages=["libgl1", "libegl1"])
NO_FONT = Finding("fonts", State.MISSING, "none", "git checkout -- resources/fonts", ["libgl1"])


def run_doctor(monkeypatch: pytest.MonkeyPatch, *findings: Finding, **options: bool) -> int:
    monkeypatch.setattr(doctor, "CHECKS", (lambda: list(findings),))
    return doctor.examine(**options)


def test_that_a_good_machine_says_nothing_when_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_doctor(monkeypatch, GOOD, NOTE, quiet=True) == 0
    assert capsys.readouterr().out == ""


def test_that_all_packages_stand_in_one_apt_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_doctor(monkeypatch, GOOD, NO_GL, NO_FONT, quiet=True) == 3
    out = capsys.readouterr().out
    assert out.count("sudo apt install") == 1
    assert "sudo apt install libegl1 libgl1\n" in out
    assert "git checkout -- resources/fonts" in out
    assert "python" not in out


def test_that_json_is_json_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_doctor(monkeypatch, GOOD, NO_GL, as_json=True) == 3
    document = json.loads(capsys.readouterr().out)
    assert document["good"] is False
    assert document["remedies"] == ["sudo apt install libegl1 libgl1"]
    assert [finding["state"] for finding in document["findings"]] == ["good", "MISSING"]


def test_that_it_never_imports_qt_which_could_abort() -> None:
    script = (
        "import sys; from wallboard.shell.doctor import examine; examine(quiet=True); "
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
