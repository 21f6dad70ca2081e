"""``wallboard hub``: says where it listens, ends in order, refuses what it cannot do."""

from pathlib import Path

import pytest

from tests.shell.hub_process import hub
from wallboard.shell import hub_command
from wallboard.shell.cli import main


def test_that_an_interrupted_hub_ends_without_a_traceback() -> None:
    with hub("--scenario", "town-storm", "--at", "moment") as (process, address):
        assert address.startswith("ws://127.0.0.1:")
    assert process.returncode in (0, 130, -2)


def test_that_a_speed_of_nought_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert hub_command.__doc__
    assert main(["hub", "--scenario", "town-storm", "--speed", "0"]) == 1
    assert "--speed must be above 0" in capsys.readouterr().err


def test_that_an_address_beyond_this_machine_needs_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "--scenario", "town-storm", "--listen", "0.0.0.0:0"]) == 1
    assert "token" in capsys.readouterr().err.lower()


def test_that_a_recording_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.rec"
    broken.write_bytes(b"not a database at all" * 100)
    assert main(["hub", "--recording", str(broken)]) == 1
    assert "broken.rec" in capsys.readouterr().err
