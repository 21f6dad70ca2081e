"""Pages as pictures, and what really stands on the screen when the veil lifts."""

import argparse
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from wallboard.config.screen import load_screen
from wallboard.shell.application import offscreen_application
from wallboard.shell.moments import open_moment
from wallboard.shell.pictures import page_of_moment, paint, save
from widgets.page import Page
from widgets.session import LinkFace


@pytest.fixture
def page() -> Page:
    family = offscreen_application().family
    asked = argparse.Namespace(recording=None, scenario="town-storm", seed=7, at=None, room="demo")
    made = page_of_moment(open_moment(asked), load_screen("overview"), (1280, 720), "dark", "zh", family)
    made.show()
    _settle()
    yield made
    made.close()
    made.deleteLater()


def test_that_a_lifted_veil_leaves_nothing_behind(page: Page) -> None:
    """Grabbing a widget draws it anew; only the screen's own pixels show what was left over."""
    before = _on_screen(page)
    page.session.link = LinkFace("gap", 3.0, "")
    page.on_link()
    _settle()
    assert _on_screen(page) != before, "the veil is seen"
    page.session.link = LinkFace("live", 0.0, "")
    page.on_link()
    _settle()
    assert _on_screen(page) == before


def test_that_a_picture_appears_whole_or_not_at_all(page: Page, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "wall.png"
    save(paint(page), out)
    assert [path.name for path in out.parent.iterdir()] == ["wall.png"]
    assert QImage(str(out)).width() == 1280


def test_that_a_place_that_cannot_be_written_is_named(page: Page, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OSError, match="file"):
        save(paint(page), tmp_path / "file" / "wall.png")


def _settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def _on_screen(page: Page) -> QImage:
    return QGuiApplication.primaryScreen().grabWindow(page.winId()).toImage()
