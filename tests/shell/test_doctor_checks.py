"""Each check says what is wrong in words that a person can act on."""

import socket
from pathlib import Path

import pytest

from wallboard.domain.clock import ManualClock
from wallboard.shell import doctor_checks as checks
from wallboard.shell.doctor_checks import Finding, State


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1
    return findings[0]


def test_that_an_old_python_is_refused() -> None:
    finding = only(checks.python_version((3, 10, 13)))
    assert finding.state is State.MISSING
    assert "3.11" in finding.text
    assert only(checks.python_version((3, 13, 0))).state is State.GOOD


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("glibc 2.36", State.GOOD),
        ("glibc 2.34", State.GOOD),
        ("glibc 2.31", State.MISSING),
        ("", State.MISSING),
        ("musl", State.MISSING),
    ],
)
def test_that_the_c_library_is_new_enough_for_the_wheels(name: str, state: State) -> None:
    assert only(checks.c_library(name)).state is state


def test_that_a_package_that_is_not_installed_is_named() -> None:
    finding = only(checks.installed_packages(("numpy", "no-such-package-here")))
    assert finding.state is State.MISSING
    assert "no-such-package-here" in finding.text
    assert only(checks.installed_packages()).state is State.GOOD


def test_that_missing_libraries_come_with_their_packages() -> None:
    def load(name: str) -> object:
        raise OSError(f"{name}: cannot open shared object file: No such file or directory")

    finding = only(checks.system_libraries({"DISPLAY": ":0"}, load))
    assert finding.state is State.MISSING
    assert {"libgl1", "libegl1", "libxcb-cursor0"} <= set(finding.packages)


def test_that_damaged_fonts_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "WallboardSansSC-Regular.otf").write_bytes(b"OTTO....")
    (tmp_path / "WallboardSansSC-Bold.otf").write_bytes(b"version https://git-lfs")
    assert only(checks.fonts(tmp_path)).state is State.MISSING
    assert only(checks.fonts()).state is State.GOOD


def test_that_no_display_is_no_fault_but_a_dead_one_is() -> None:
    assert only(checks.display({})).state is State.NOTE
    dead = only(checks.display({"DISPLAY": ":987"}))
    assert dead.state is State.MISSING
    assert "does not answer" in dead.text
    assert only(checks.display({"DISPLAY": "nonsense"})).state is State.MISSING


def test_that_a_clock_that_was_never_set_is_noticed(tmp_path: Path) -> None:
    assert only(checks.clock(ManualClock(3_600.0))).state is State.MISSING
    kept = tmp_path / "synchronized"
    assert only(checks.clock(ManualClock(1.795e9), kept)).state is State.NOTE
    kept.touch()
    assert only(checks.clock(ManualClock(1.795e9), kept)).state is State.GOOD


def test_that_unknown_zones_are_noticed() -> None:
    assert only(checks.zones()).state is State.GOOD
    assert only(checks.zones("Asia/Nowhere")).state is State.MISSING


def test_that_a_folder_that_cannot_be_made_is_noticed(tmp_path: Path) -> None:
    assert only(checks.folders((tmp_path / "a" / "b",))).state in (State.GOOD, State.NOTE)
    (tmp_path / "file").touch()
    assert only(checks.folders((tmp_path / "file" / "logs",))).state is State.MISSING


def test_that_a_hub_that_is_not_there_is_said_in_words() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    finding = only(checks.hub(f"ws://127.0.0.1:{port}", patience=2.0))
    assert finding.state is State.MISSING
    assert "cannot be reached" in finding.text
    assert "not an address" in only(checks.hub("127.0.0.1")).text
