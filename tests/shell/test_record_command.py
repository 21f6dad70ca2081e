"""``wallboard record``: what a hub says becomes a recording that ``state`` reads."""

import json
from pathlib import Path

import pytest

from tests.shell.hub_process import hub, wallboard
from wallboard.shell import record_command
from wallboard.shell.cli import main


def test_that_a_recording_of_a_hub_holds_its_picture(tmp_path: Path) -> None:
    assert record_command.__doc__
    out = tmp_path / "heard.rec"
    with hub("--scenario", "town-storm", "--at", "moment", "--seed", "7") as (_, address):
        said = wallboard("record", address, "--out", str(out), "--seconds", "3")
    assert said.returncode == 0, said.stderr
    assert str(out) in said.stdout
    state = wallboard("state", "--recording", str(out))
    assert json.loads(state.stdout)["outages"]["open"] > 10


def test_that_a_hub_that_is_not_there_is_exit_1_and_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "heard.rec"
    assert main(["record", "ws://127.0.0.1:9", "--out", str(out), "--seconds", "0.3"]) == 1
    assert "nothing was heard (nobody listens there)" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_that_what_is_no_hub_and_no_recording_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "heard.rec")
    assert main(["record", "http://127.0.0.1:9", "--out", out]) == 1
    assert "is not a hub's address" in capsys.readouterr().err
    assert main(["record", "ws://127.0.0.1:9", "--out", str(tmp_path / "heard.jpg")]) == 1
    assert ".jpg is the ending of a picture" in capsys.readouterr().err
    assert main(["record", "ws://127.0.0.1:9", "--out", out, "--token-env", "NOT_SET_HERE"]) == 1
    assert "NOT_SET_HERE: is not set" in capsys.readouterr().err
