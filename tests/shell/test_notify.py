"""sd_notify over a real socket."""

import os
import socket
from pathlib import Path

import pytest

from wallboard.shell.notify import Notifier, watchdog_period


@pytest.mark.parametrize("abstract", [False, True])
def test_that_the_service_manager_hears(tmp_path: Path, abstract: bool) -> None:
    name = f"@wallboard-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + name[1:] if abstract else name)
        manager.settimeout(2)
        notifier = Notifier({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "2000000"})
        notifier.ready("first picture")
        assert manager.recv(200) == b"READY=1\nSTATUS=first picture"
        for now in (100.0, 100.5, 100.89, 100.91, 101.0, 101.82):
            notifier.beat(now)
        notifier.stopping()
        notifier.close()
        said = [manager.recv(200) for _ in range(4)]
    assert said == [b"WATCHDOG=1"] * 3 + [b"STOPPING=1"], "a ping at half the period, and only then"


def test_that_nothing_is_sent_where_nobody_listens() -> None:
    notifier = Notifier({})
    notifier.ready("x")
    notifier.beat(1.0)
    notifier.close()
    assert notifier.period is None


def test_that_a_manager_that_went_away_is_survived(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")})
    notifier.ready("x")
    notifier.close()
    assert "does not listen" in caplog.text


@pytest.mark.parametrize(
    ("usec", "pid", "expected"),
    [("", "", None), ("0", "", None), ("x", "", None), ("10000000", "7", 4.5), ("10000000", "8", None)],
)
def test_that_the_watchdog_speaks_to_one_process(usec: str, pid: str, expected: float | None) -> None:
    assert watchdog_period({"WATCHDOG_USEC": usec, "WATCHDOG_PID": pid}, 7) == expected
