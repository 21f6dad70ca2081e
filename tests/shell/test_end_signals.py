"""Signals that ask a process to end reach Qt's loop at once."""

import os
import signal
import time

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from wallboard.shell.application import offscreen_application
from wallboard.shell.end_signals import EndSignals, exit_code


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_that_a_signal_wakes_a_loop_that_only_waits(number: signal.Signals) -> None:
    application = offscreen_application()
    assert application.qt is QApplication.instance()
    before = signal.getsignal(number)
    signals = EndSignals()
    heard: list[int] = []
    loop = QEventLoop()
    signals.asked.connect(heard.append)
    signals.asked.connect(loop.quit)
    began = time.monotonic()
    os.kill(os.getpid(), number)
    loop.exec()
    assert heard == [number]
    assert time.monotonic() - began < 1
    signals.release()
    assert signal.getsignal(number) is before


def test_that_an_end_that_was_asked_for_is_no_failure() -> None:
    assert exit_code(signal.SIGTERM) == 0
    assert exit_code(signal.SIGINT) == 130
