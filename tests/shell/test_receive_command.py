"""``wallboard receive``: a real process that takes a message once and writes it down."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from feeds.hub.telling import Order, Report
from feeds.hub.telling_post import HttpsPost
from tests import tree
from wallboard.shell.cli import main


def test_that_it_listens_takes_a_message_once_and_says_so(tmp_path: Path) -> None:
    book = tmp_path / "book.jsonl"
    words = [sys.executable, "main.py", "receive", "--listen", "127.0.0.1:0", "--book", str(book)]
    with subprocess.Popen(words, cwd=tree.ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1] + "/messages"
        order = Order(key="a/1", room="r", outage="o", group="all", customers=10, lang="zh", words="停电")
        port = HttpsPost("sms", url)
        asked = [asyncio.run(port.post(order)) for _ in range(2)]
        assert asked == [Report(key="a/1", state="done", delivered=10)] * 2
        assert process.stdout.readline() == "a/1 10 停电\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert book.read_text(encoding="utf-8").count("\n") == 1


@pytest.mark.parametrize("listen", ["10.0.0.7:8770", "8770"])
def test_that_it_listens_to_this_machine_only(
    listen: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["receive", "--listen", listen, "--book", str(tmp_path / "b")]) == 1
    assert listen.rpartition(":")[0] in capsys.readouterr().err
