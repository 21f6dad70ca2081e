"""Outputs that come and go: each window goes back to the one that its room file names.

A projector that is switched off, a plug, a new resolution or a video processor that starts late: Qt moves the
windows of an output that ends to the primary one and leaves them there.
"""

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QScreen

LOG = logging.getLogger(__name__)


class OutputCare(QObject):
    """Watches the outputs. settle: for each window, puts it where it belongs; True where it had to move."""

    def __init__(self, settle: Sequence[Callable[[], bool]], application: QGuiApplication) -> None:
        super().__init__(application)
        self._settle = settle
        for screen in application.screens():
            self._watch(screen)
        application.screenAdded.connect(self._watch)
        for changed in (
            application.screenAdded,
            application.screenRemoved,
            application.primaryScreenChanged,
        ):
            changed.connect(self._again, Qt.ConnectionType.QueuedConnection)  # Qt moves them first

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._again, Qt.ConnectionType.QueuedConnection)

    def _again(self) -> None:
        moved = sum([settle() for settle in self._settle])
        names = ", ".join(screen.name() for screen in QGuiApplication.screens())
        LOG.warning("outputs changed: %s; windows moved: %d", names, moved)
