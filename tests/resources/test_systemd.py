"""The sample units: understood by systemd, and their command lines by the program."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from wallboard.shell.cli import parser
from wallboard.shell.stacks import STALL_S

UNITS = sorted((Path(__file__).parents[2] / "resources" / "systemd").glob("*.service"))


def unit(path: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=True)
    read.optionxform = str  # type: ignore[assignment]
    read.read_string(path.read_text(encoding="utf-8"))
    return read


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))


def test_that_wall_and_hub_have_a_unit() -> None:
    assert [path.name for path in UNITS] == ["wallboard-hub.service", "wallboard-wall.service"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_that_a_unit_never_gives_up_and_is_watched(path: Path) -> None:
    found = unit(path)
    service = found["Service"]
    assert found["Unit"]["StartLimitIntervalSec"] == "0"
    assert service["Type"] == "notify" and service["Restart"] == "always"
    assert seconds(service["WatchdogSec"]) > STALL_S, "the stacks are written before the process is ended"
    assert seconds(service["RestartSec"]) <= 2
    assert "MemoryMax" in service


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_that_a_unit_starts_what_there_is(path: Path) -> None:
    command = shlex.split(unit(path)["Service"]["ExecStart"])
    args = parser().parse_args(command[command.index("main.py") + 1 :])
    assert args.command == path.stem.removeprefix("wallboard-").replace("wall", "run")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_that_a_unit_names_no_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<!%h)(?<!~)/(home|root|opt|srv|usr|var|work)/", text)
    assert "TOKEN=" not in text.upper(), "secrets come from a file of their own"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_that_systemd_understands_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", path.read_text(), flags=re.MULTILINE)
        (tmp_path / path.name).write_text(text)
    said = subprocess.run(
        ["systemd-analyze", "verify", "--user", *map(str, sorted(tmp_path.glob("*.service")))],
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    ours = [line for line in said.stderr.splitlines() if "wallboard" in line]
    assert not ours, "\n".join(ours)
