"""Nothing fails silently: every way in which Python or Qt reports trouble ends in the log and in a count.

The count shows on the glass as *degraded* (24/7 checklist 3 of the pitfalls).
"""

import asyncio
import logging
import sys
import threading
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from wallboard.domain.clock import monotonic

LOG = logging.getLogger("wallboard.health")

QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

SHOWN_S = 600.0
"""Seconds for which a trouble shows on the glass."""


class Health:
    """Counts unexpected troubles since the start and keeps the last one's words."""

    def __init__(self) -> None:
        self.troubles = 0
        self.last = ""
        self._at = float("-inf")  # of the last trouble, monotonic s

    def install(self) -> None:
        """Take every hook of this process."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        qInstallMessageHandler(self._on_qt)

    def watch_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """What a task or callback of the loop raises and nobody awaits."""
        loop.set_exception_handler(self._on_loop)

    def trouble(self, words: str, error: BaseException | None = None) -> None:
        """Something went wrong that nobody expected."""
        self.troubles += 1
        self.last = words
        self._at = monotonic()
        LOG.error("%s", words, exc_info=error)

    def degraded(self, now: float) -> bool:
        """Whether there was trouble within ``SHOWN_S``. now: monotonic s."""
        return now - self._at < SHOWN_S

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.trouble(f"{kind.__name__}: {error}", error)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        self.trouble(f"thread: {args.exc_type.__name__}: {args.exc_value}", args.exc_value)

    def _on_loop(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.trouble(f"loop: {context.get('message', '')}", context.get("exception"))

    def _on_qt(self, kind: QtMsgType, _: QMessageLogContext, words: str | None) -> None:
        level = QT_LEVELS.get(kind, logging.WARNING)
        if level >= logging.ERROR:
            self.trouble(f"Qt: {words}")
        else:
            LOG.log(level, "Qt: %s", words)
