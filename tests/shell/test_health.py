"""Nothing fails silently (24/7 checklist 3)."""

import asyncio
import logging
import sys
import threading

import pytest
import qasync
from PySide6.QtCore import QObject, QTimerEvent, qCritical, qInstallMessageHandler, qWarning

from wallboard.domain.clock import monotonic
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import SHOWN_S, Health


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


def test_that_trouble_shows_for_a_while_and_no_longer(health: Health) -> None:
    assert not health.degraded(monotonic())
    health.trouble("the map raised")
    assert health.degraded(monotonic()) and health.degraded(monotonic() + SHOWN_S - 5)
    assert not health.degraded(monotonic() + SHOWN_S + 5)


def test_that_every_hook_is_taken(health: Health) -> None:
    assert sys.excepthook == health._on_exception
    assert threading.excepthook == health._on_thread
    loop = asyncio.new_event_loop()
    health.watch_loop(loop)
    assert loop.get_exception_handler() == health._on_loop
    loop.close()


def test_that_a_critical_word_of_qt_is_counted(health: Health) -> None:
    qCritical("no pixmap left")
    assert health.troubles == 1 and "no pixmap left" in health.last


def test_that_an_exception_in_a_slot_of_the_running_loop_is_counted(health: Health) -> None:
    """The loop goes on: the next timer still fires."""
    loop = qasync.QEventLoop(offscreen_application().qt)
    health.watch_loop(loop)
    turned: list[int] = []

    class Panel(QObject):
        def timerEvent(self, event: QTimerEvent) -> None:
            self.killTimer(event.timerId())
            raise RuntimeError("a virtual broke")

    async def story() -> None:
        panel = Panel()
        panel.startTimer(1)
        loop.call_soon(lambda: 1 / 0)
        await asyncio.sleep(0.05)
        turned.append(1)

    with loop:
        loop.run_until_complete(story())
    assert turned == [1]
    assert health.troubles == 2


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
