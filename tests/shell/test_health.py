"""Nothing fails silently (24/7 checklist 3)."""

import asyncio
import logging
import sys
import threading

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning

from wallboard.shell.health import Health


@pytest.fixture
def health() -> Health:
    before, thread = sys.excepthook, threading.excepthook
    installed = Health()
    installed.install()
    yield installed
    sys.excepthook, threading.excepthook = before, thread
    qInstallMessageHandler(None)


def test_that_an_exception_in_a_slot_is_counted(health: Health, caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise RuntimeError("slot broke")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert health.troubles == 1
    assert "slot broke" in health.last
    assert "slot broke" in caplog.text


def test_that_an_exception_in_a_thread_is_counted(health: Health) -> None:
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    assert health.troubles == 1
    assert "ZeroDivisionError" in health.last


def test_that_a_lost_task_is_counted(health: Health) -> None:
    loop = asyncio.new_event_loop()
    health.watch_loop(loop)
    loop.call_exception_handler({"message": "Task exception was never retrieved"})
    loop.close()
    assert health.troubles == 1


def test_that_a_warning_of_qt_is_logged(health: Health, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "wallboard.health"):
        qWarning("the pixmap is null")
    assert "the pixmap is null" in caplog.text
    assert health.troubles == 0
