"""``wallboard handover``: a PDF of a moment or of what was signed, refused by name where there is none."""

from pathlib import Path

import msgspec
import pytest

from feeds.recording import Manifest, RecordingWriter
from tests.feeds.hub.handing_over import Hub
from tests.shell.hub_process import wallboard
from wallboard.shell.cli import main


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log in which a shift was frozen and signed."""
    hub = Hub()
    hub.act("a-1", "freeze")
    hub.sign()
    path = tmp_path_factory.mktemp("log") / "room.wbrec"
    with RecordingWriter(path) as writer:
        writer.append(msgspec.structs.replace(fact, seen=hub.said[-1].at) for fact in hub.said)
        writer.finish(Manifest(title="t", judged=True))
    return path


def test_that_what_was_signed_is_printed_from_the_log(log: Path, tmp_path: Path) -> None:
    out = tmp_path / "handover.pdf"
    said = wallboard("handover", "--recording", str(log), "--shift", "roster/1", "--out", str(out))
    assert said.returncode == 0, said.stderr
    assert said.stdout.strip() == str(out)
    assert out.read_bytes().startswith(b"%PDF-")


def test_that_a_shift_of_which_nothing_is_frozen_is_refused_with_those_that_are(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.pdf"
    assert main(["handover", "--recording", str(log), "--shift", "roster/2", "--out", str(out)]) == 1
    assert "--shift roster/2: no report of it is frozen; frozen are: roster/1" in capsys.readouterr().err
    assert not out.exists()


def test_that_another_format_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["handover", "--scenario", "town-day", "--out", str(tmp_path / "x.png")]) == 1
    assert "handover.pdf" in capsys.readouterr().err
