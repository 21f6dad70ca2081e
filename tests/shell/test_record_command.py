"""``wallboard record``: what a hub says becomes a recording that ``state`` reads."""

import json
from pathlib import Path

from tests.shell.hub_process import hub, wallboard
from wallboard.shell import record_command


def test_that_a_recording_of_a_hub_holds_its_picture(tmp_path: Path) -> None:
    assert record_command.__doc__
    out = tmp_path / "heard.rec"
    with hub("--scenario", "town-storm", "--at", "moment", "--seed", "7") as (_, address):
        said = wallboard("record", address, "--out", str(out), "--seconds", "3")
    assert said.returncode == 0, said.stderr
    assert str(out) in said.stdout
    state = wallboard("state", "--recording", str(out))
    assert json.loads(state.stdout)["outages"]["open"] > 10
