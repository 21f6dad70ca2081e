"""``wallboard hub``: says where it listens, ends in order, refuses what it cannot do."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import cast

import pytest

from feeds.hub.serve import HubSettings
from tests.shell.hub_process import ROOT, hub, wallboard
from wallboard.shell import hub_command, hub_serving
from wallboard.shell.cli import main


def test_that_an_interrupted_hub_ends_without_a_traceback() -> None:
    with hub("--scenario", "town-storm", "--at", "moment") as (process, address):
        assert address.startswith("ws://127.0.0.1:")
    assert process.returncode in (0, 130, -2)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_that_an_end_that_a_part_took_for_its_own_is_asked_for_again(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = []

    async def serve(_: HubSettings, ready: object) -> None:
        os.kill(os.getpid(), number)
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        slept.append(ready)
        await asyncio.sleep(60)

    monkeypatch.setattr(hub_serving, "serve", serve)
    monkeypatch.setattr(hub_serving, "AGAIN_S", 0.05)
    with pytest.raises(KeyboardInterrupt) if number is signal.SIGINT else nullcontext():
        hub_serving.serve_to_the_end(cast(HubSettings, None), with_parent=False)
    assert slept


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_that_a_hub_ends_in_order_when_asked_to(number: signal.Signals, small_recording: Path) -> None:
    assert hub_serving.__doc__
    with hub("--recording", str(small_recording)) as (process, _):
        process.send_signal(number)
        assert process.wait(5) == 0
        assert process.stderr is not None and process.stderr.read() == ""


def test_that_a_hub_with_a_parent_ends_when_the_pipe_is_closed(small_recording: Path) -> None:
    words = [sys.executable, "main.py", "hub", "--listen", "127.0.0.1:0", "--with-parent"]
    process = subprocess.Popen(
        [*words, "--recording", str(small_recording)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None and process.stdout is not None
    assert b"listening" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)  # Ctrl+C is the wall's to act upon
    process.stdin.close()
    assert process.wait(3) == 0
    process.stdout.close()


def test_that_a_speed_of_nought_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert hub_command.__doc__
    with pytest.raises(SystemExit) as ended:
        main(["hub", "--scenario", "town-storm", "--speed", "0"])
    assert ended.value.code == 2
    assert "'0' must be above 0" in capsys.readouterr().err


def test_that_an_address_beyond_this_machine_needs_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "--scenario", "town-storm", "--listen", "0.0.0.0:0"]) == 1
    assert "token" in capsys.readouterr().err.lower()


def test_that_a_recording_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.rec"
    broken.write_bytes(b"not a database at all" * 100)
    assert main(["hub", "--recording", str(broken)]) == 1
    assert "broken.rec" in capsys.readouterr().err


@pytest.mark.parametrize("kept", [2_000, 0.5])
def test_that_a_recording_cut_short_is_named(
    small_recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kept: float
) -> None:
    data, cut = small_recording.read_bytes(), tmp_path / "cut.rec"
    cut.write_bytes(data[: int(kept if kept > 1 else kept * len(data))])
    assert main(["hub", "--recording", str(cut)]) == 1
    said = capsys.readouterr().err
    assert "cut.rec" in said and "cut short or damaged" in said and said.count("\n") == 1


def test_that_a_log_in_use_is_named_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(
        'name = "hall"\n[title]\nen = "Hall"\n[[window]]\nscreens = ["overview"]\n', encoding="utf-8"
    )
    words = ("--room", str(tmp_path / "hall.toml"), "--data", str(tmp_path / "data"))
    with hub(*words):
        said = wallboard("hub", "--listen", "127.0.0.1:0", *words)
    assert said.returncode == 3
    assert "a hub runs on this log already" in said.stderr and "Traceback" not in said.stderr


def test_that_an_instant_outside_the_recording_is_refused(
    small_recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hub", "--recording", str(small_recording), "--at", "2001-01-01T00:00:00Z"]) == 1
    assert "the recording goes from" in capsys.readouterr().err
