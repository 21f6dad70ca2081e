"""``wallboard state``: JSON only, sorted, the same for the same input."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.shell.hub_process import ROOT, wallboard
from wallboard.shell import state_command

SCENARIO = ("state", "--scenario", "town-storm", "--seed", "7")


def test_that_stdout_is_json_with_the_promised_keys() -> None:
    assert state_command.__doc__
    found = json.loads(wallboard(*SCENARIO).stdout)
    assert {"at", "applied", "outages", "orders", "crews", "sources", "indices"} <= set(found)
    assert {"open", "customers_out", "by_stage"} <= set(found["outages"])
    for lane in ("restore", "request", "connect"):
        assert {"open", "calm", "warning", "breached", "uncoloured"} <= set(found["orders"][lane])
    assert {"name", "state", "flags", "reason", "last_fact_at"} <= set(found["sources"][0])
    assert found["applied"] > 1000
    assert list(found) == sorted(found)


def test_that_the_towns_three_lanes_are_counted() -> None:
    """A lane without a source is null: ``tests/state/queries/test_summary.py``."""
    found = json.loads(wallboard(*SCENARIO).stdout)
    assert all(found["orders"][lane]["open"] > 0 for lane in ("restore", "request", "connect"))


def test_that_the_hash_seed_does_not_show() -> None:
    said = []
    for seed in ("1", "99"):
        words = [sys.executable, "main.py", *SCENARIO]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        said.append(subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=True).stdout)
    assert said[0] == said[1]


def test_that_a_damaged_recording_is_named(small_recording: Path, tmp_path: Path) -> None:
    data, broken = bytearray(small_recording.read_bytes()), tmp_path / "broken.rec"
    middle = len(data) // 2
    data[middle : middle + 40_000] = b"\xff" * 40_000
    broken.write_bytes(data)
    said = wallboard("state", "--recording", str(broken))
    assert (said.returncode, said.stdout) == (1, "")
    assert "broken.rec" in said.stderr and "damaged" in said.stderr and "Traceback" not in said.stderr


def test_that_another_seed_is_another_day() -> None:
    other = wallboard("state", "--scenario", "town-storm", "--seed", "8")
    assert other.stdout != wallboard(*SCENARIO).stdout
