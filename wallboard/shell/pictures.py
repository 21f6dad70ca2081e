"""Pages as pictures: one page of one moment, painted offscreen into an image."""

from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from wallboard.config.room import Room, WindowEntry
from wallboard.config.screen import Screen
from wallboard.domain.clock import ManualClock
from wallboard.shell.faults import InputError
from wallboard.shell.moments import Moment
from wallboard.shell.registry import make_page
from wallboard.state.changes import Change
from widgets.page import Page
from widgets.scale import NearScale, Scale
from widgets.session import LinkFace, Session
from widgets.text import Text
from widgets.theme import load_theme

Size = tuple[int, int]


def size_of(text: str) -> Size:
    """``1920x1080`` -> (1920, 1080). Raises InputError outside 320x240 to 15360x8640."""
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise InputError(f"--size {text!r}: write WIDTHxHEIGHT, such as 1920x1080")
    size = int(width), int(height)
    if not (320 <= size[0] <= 15360 and 240 <= size[1] <= 8640):
        raise InputError(f"--size {text}: from 320x240 to 15360x8640")
    return size


def check_picture(out: Path) -> None:
    """Raises InputError where ``--out`` names no PNG: another suffix would promise another format."""
    if out.suffix.lower() != ".png":
        raise InputError(f"--out {out}: pictures are PNG; write {out.with_suffix('.png')}")
    if out.is_dir():
        raise InputError(f"--out {out}: is a folder; name a file in it")


def window_for(room: Room, screen: Screen) -> WindowEntry:
    """The room's window that shows a screen, else its first: distance, width, language and theme."""
    showing = [entry for entry in room.window if screen.name in entry.screens]
    return (showing or room.window)[0]


def page_of_moment(moment: Moment, screen: Screen, size: Size, theme: str, lang: str, family: str) -> Page:
    """The page as a wall would show it at that moment, laid out and filled. Needs a QApplication."""
    window = window_for(moment.room, screen)
    width_mm = window.width_mm if window.pitch_mm is None else window.pitch_mm * size[0]
    session = Session(
        moment.store,
        ManualClock(moment.now, moment.mode),
        load_theme(theme),
        Scale(*size, window.distance_m, width_mm, family) if screen.wall else NearScale(*size, family=family),
        Text(lang, moment.room.time_zone),
        moment.room,
        moment.rules,
        LinkFace("live", 0.0),
    )
    session.atlas = moment.atlas
    page = make_page(session, screen)
    page.resize(*size)
    page.ensurePolished()
    page.on_change(Change(moment.store.revision, reset=True))
    page.on_second(moment.now)
    return page


def paint(widget: QWidget) -> QImage:
    """The widget as an image of its own size in pixels."""
    image = QImage(QSize(widget.width(), widget.height()), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return image


def save(image: QImage, out: Path) -> None:
    """Write a PNG beside its place and rename it when whole. Raises OSError where it cannot be."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(out.name + ".part")
    if not image.save(str(part), "PNG"):  # type: ignore[call-overload]
        raise OSError(f"{out}: the picture cannot be written")
    part.replace(out)
