"""What ``run`` was asked for is checked before anything starts: exit code, file, problem, remedy."""

import argparse
from pathlib import Path

import pytest

from wallboard.shell.application import offscreen_application
from wallboard.shell.cli import main, parser
from wallboard.shell.faults import InputError, UsageError
from wallboard.shell.run_request import run_request

ROOM = """
name = "hall"
{extra}
[title]
en = "Hall"
[[window]]
screens = ["overview"]
theme = "light"
language = "en"
"""


def asked(*words: str) -> argparse.Namespace:
    assert offscreen_application()
    return parser().parse_args(["run", *words])


def room(folder: Path, extra: str = "") -> str:
    path = folder / "hall.toml"
    path.write_text(ROOM.format(extra=extra))
    return str(path)


@pytest.mark.parametrize(
    "more",
    [
        ("--recording", "x.rec"),
        ("--scenario", "town-storm"),
        ("--at", "+60"),
        ("--speed", "60"),
    ],
)
def test_that_another_hub_excludes_what_it_decides_itself(
    more: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--hub", "ws://127.0.0.1:9", *more]) == 2
    said = capsys.readouterr().err
    assert f"{more[0]} and --hub exclude each other" in said and "leave one out" in said


def test_that_a_room_with_a_hub_excludes_a_recording(tmp_path: Path, small_recording: Path) -> None:
    name = room(tmp_path, 'hub = "ws://127.0.0.1:8765"')
    with pytest.raises(UsageError, match="follows ws:"):
        run_request(asked("--room", name, "--recording", str(small_recording)), shown=True)
    assert run_request(asked("--room", name), shown=True).upstream == "ws://127.0.0.1:8765"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "127.0.0.1:8765", "ws://", "ws://me:secret@127.0.0.1:1"]
)
def test_that_a_hub_that_is_no_websocket_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="--hub"):
        run_request(asked("--hub", url), shown=True)


def test_that_a_damaged_recording_is_named_before_anything_starts(
    tmp_path: Path, small_recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, broken = bytearray(small_recording.read_bytes()), tmp_path / "broken.rec"
    middle = len(data) // 2
    data[middle : middle + 40_000] = b"\xff" * 40_000
    broken.write_bytes(data)
    assert main(["run", "--recording", str(broken)]) == 1
    said = capsys.readouterr().err
    assert "broken.rec" in said and "damaged" in said and "convert it again" in said


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--screen", "nowhere"), "nowhere"),
        (("--theme", "neon"), "neon"),
        (("--scenario", "nowhere"), "nowhere"),
        (("--at", "yesterday"), "--at"),
        (("--room", "storm", "--at", "+5"), "--at needs"),
    ],
)
def test_that_what_cannot_be_shown_is_refused(words: tuple[str, ...], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        run_request(asked(*words), shown=True)


def test_that_a_room_without_a_source_has_no_hub_to_start() -> None:
    request = run_request(asked("--room", "storm"), shown=True)
    assert request.ask is None and request.upstream is None


def test_that_the_room_is_the_default_and_the_options_go_before(tmp_path: Path) -> None:
    name = room(tmp_path)
    (entry,) = run_request(asked("--room", name), shown=True).windows
    assert (entry.theme, entry.language) == ("light", "en")
    (entry,) = run_request(asked("--room", name, "--theme", "dark", "--lang", "zh"), shown=True).windows
    assert (entry.theme, entry.language) == ("dark", "zh")
    assert len(run_request(asked("--room", name), shown=False).windows) == 4
    assert len(run_request(asked("--room", name, "--lang", "zh"), shown=False).windows) == 2


LIVE = """
[[source]]
name = "drop"
url = "file:list.json"
mapping = "bc-hydro"
expect_every = "60s"
"""


def test_that_a_live_room_keeps_its_log_and_a_replay_none(tmp_path: Path, small_recording: Path) -> None:
    (tmp_path / "live.toml").write_text(ROOM.format(extra="") + LIVE)
    ask = run_request(asked("--room", str(tmp_path / "live.toml")), shown=True).ask
    assert ask is not None and ask.data is not None and ask.data.name.startswith("live-")
    assert str(ask.data) in ask.arguments()
    again = run_request(asked("--room", str(tmp_path / "live.toml"), "--data", "x"), shown=True).ask
    assert again is not None and again.data == Path("x")
    for words in ((), ("--recording", str(small_recording))):
        ask = run_request(asked(*words), shown=True).ask
        assert ask is not None and ask.data is None and "--data" not in ask.arguments()


def test_that_each_recording_has_a_last_picture_of_its_own(small_recording: Path) -> None:
    one = run_request(asked("--recording", str(small_recording)), shown=True)
    assert one.subject != run_request(asked(), shown=True).subject
    assert one.ask is not None and one.ask.span is not None
    assert str(small_recording) in one.subject
