"""``doctor`` on the command line."""

import json

import pytest

from wallboard.shell.cli import main


def test_that_the_command_prints_json_and_its_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert code == (0 if document["good"] else 3)
    assert {"python", "libraries", "fonts", "clock"} <= {finding["name"] for finding in document["findings"]}


def test_that_a_hub_is_tried_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--quiet", "--hub", "ws://127.0.0.1:9"]) == 3
    assert "hub: ws://127.0.0.1:9 cannot be reached" in capsys.readouterr().out
