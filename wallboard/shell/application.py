"""The QApplication: made once, with the bundled fonts, on the platform that is there."""

import os
import sys
from typing import NamedTuple

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from widgets.fonts import load_fonts


class Application(NamedTuple):
    """The Qt application (hold on to it: Qt allows only one) and the family of its fonts."""

    qt: QApplication
    family: str


def has_display() -> bool:
    """Whether a window can be opened here."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return os.environ["QT_QPA_PLATFORM"].split(":")[0] not in ("offscreen", "minimal")
    return sys.platform not in ("linux", "freebsd") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def offscreen_application() -> Application:
    """An application that needs no display."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return make_application()


def make_application() -> Application:
    """The application with its fonts, or the one that already runs."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QLocale.setDefault(QLocale.c())
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(sys.argv[:1])
        app.setApplicationName("wallboard")
        app.setStyle("Fusion")
    return Application(app, load_fonts())
