"""Pages turn by themselves only while all is well, and what is shown is known."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.pages import DWELL, window_of
from tests.widgets import scenes
from wallboard.domain.facts import Fact
from wallboard.shell.windows import WallWindow
from widgets.session import LinkFace


def turned(facts: list[Fact], link: LinkFace) -> bool:
    """Whether the second page stands after the first one's time."""
    window = window_of(facts, link)
    window.on_second(scenes.NOW)
    window.on_second(scenes.NOW + DWELL + 1)
    page = window.page
    assert page is not None
    name = page.screen_file.name
    window.close()
    window.deleteLater()
    return name == "feeds"


@pytest.mark.parametrize(
    ("facts", "link", "turns"),
    [
        (scenes.quiet(), LinkFace("live"), True),
        (scenes.quiet(), LinkFace("lost", 31.0), False),
        (scenes.quiet(), LinkFace("connecting"), False),
        (scenes.busy(), LinkFace("live"), False),
        (scenes.awaited(), LinkFace("live"), False),
    ],
)
def test_that_pages_turn_only_while_all_is_well_and_known(
    facts: list[Fact], link: LinkFace, turns: bool
) -> None:
    assert turned(facts, link) is turns


def shown(window: WallWindow) -> str:
    assert window.page is not None
    return window.page.screen_file.name


def test_that_a_key_shows_its_page_and_no_page_stands_too_short_to_be_read() -> None:
    window = window_of(scenes.quiet(), LinkFace("live"))
    window.entry = replace(window.entry, dwell=1.0)
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert shown(window) == "feeds"
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert shown(window) == "feeds", "there is no ninth page"
    for after, name in ((0.0, "feeds"), (14.0, "feeds"), (16.0, "overview")):
        window.on_second(scenes.NOW + after)
        assert shown(window) == name
    window.close()
    window.deleteLater()
