"""Logs: JSON lines in a file that rotates, and nothing private in them."""

import json
import logging
import weakref
from pathlib import Path
from typing import Any

import pytest

from wallboard.shell.logging_setup import JsonFormatter, Logs, log_folder, logging_to

LOG = logging.getLogger("wallboard.test")


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "wall.jsonl").read_text(encoding="utf-8").splitlines()]


def test_that_a_record_becomes_one_line_of_json(tmp_path: Path) -> None:
    with logging_to("wall", tmp_path):
        LOG.info("source %s has %d rows", "江门", 3, extra={"rows": 3})
    (line,) = lines(tmp_path)
    assert line["words"] == "source 江门 has 3 rows"
    assert (line["level"], line["logger"], line["process"], line["rows"]) == (
        "info",
        "wallboard.test",
        "wall",
        3,
    )
    assert line["at"].endswith("Z")


def test_that_a_traceback_is_kept_on_the_same_line(tmp_path: Path) -> None:
    with logging_to("wall", tmp_path):
        try:
            raise ValueError("token=abcdef is wrong")
        except ValueError:
            LOG.exception("it failed")
    (line,) = lines(tmp_path)
    assert "ValueError" in line["trace"] and "abcdef is wrong" not in line["trace"]


def test_that_phones_and_tokens_never_reach_the_file(tmp_path: Path) -> None:
    with logging_to("wall", tmp_path):
        LOG.warning(
            "refused %s from %s", {"token": "s3cret"}, "13800138000", extra={"caller": "陈", "note": "s"}
        )
        LOG.info("Authorization: Bearer abc123456")
    text = (tmp_path / "wall.jsonl").read_text(encoding="utf-8")
    for gone in ("s3cret", "13800138000", "陈", "abc123456"):
        assert gone not in text


def test_that_bad_arguments_do_not_lose_the_record(tmp_path: Path) -> None:
    record = logging.LogRecord("a", logging.INFO, "", 0, "%d rows", ("many",), None)
    logs = Logs("wall", tmp_path)
    logs.handler.handle(record)
    logs.open()
    logs.close()
    assert "arguments do not fit" in lines(tmp_path)[0]["words"]
    assert "arguments do not fit" in JsonFormatter("wall").format(record)


def test_that_the_log_rotates_and_keeps_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wallboard.shell.logging_setup.LARGEST_BYTES", 2000)
    with logging_to("wall", tmp_path):
        for number in range(200):
            LOG.info(f"record {number} of many")  # words of its own each, so that none is left out
    files = sorted(tmp_path.glob("wall.jsonl*"))
    assert len(files) == 6
    assert all(path.stat().st_size <= 2000 for path in files)


def test_that_a_full_queue_drops_and_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wallboard.shell.logging_setup.WAITING", 2)
    logs = Logs("wall", tmp_path)
    for _ in range(5):
        logs.handler.handle(logging.makeLogRecord({"msg": "x", "levelno": logging.INFO, "levelname": "INFO"}))
    assert logs.dropped == 3
    logs.open()
    logs.close()


def test_that_the_program_runs_on_where_no_log_can_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    with logging_to("wall", tmp_path / "file" / "log") as logs:
        LOG.info("fine")
        assert logs.path is None
    assert "no log" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_that_a_full_disk_is_said_once_and_the_program_runs_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wall.jsonl").symlink_to("/dev/full")
    with logging_to("wall", tmp_path):
        for number in range(20):
            LOG.info("record %d", number)
    said = capsys.readouterr().err
    assert said.count("the log cannot be written") == 1 and "No space left" in said
    assert "Traceback" not in said


def test_that_the_root_logger_is_left_as_it_was(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)
    with logging_to("wall", tmp_path):
        pass
    assert logging.getLogger().handlers == before


def test_that_logs_have_a_place_of_their_own() -> None:
    assert "wallboard" in str(log_folder())


class Connection:
    def __str__(self) -> str:
        return "the connection"


def test_that_a_record_outlives_what_it_speaks_of(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """websockets hangs a weak reference to its connection on every record; another thread read it."""
    with logging_to("wall", tmp_path) as logs:
        connection = Connection()
        proxy = weakref.proxy(connection)
        LOG.info("opened", extra={"websocket": proxy})
        del connection
        LOG.info("closed", extra={"websocket": proxy})
        logs.handler.handle(logging.LogRecord("a", logging.INFO, "", 0, "%s of %d", (proxy, 1), None))
    written = lines(tmp_path)
    assert [line.get("websocket") for line in written] == ["the connection", "[gone]", None]
    assert "arguments do not fit" in written[2]["words"]
    assert "Traceback" not in capfd.readouterr().err
