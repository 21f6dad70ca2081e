"""Pages turn by themselves only while all is well, and what is shown is known."""

from collections.abc import Sequence

import pytest

from tests.widgets import scenes
from wallboard.config.room_entries import Room, WindowEntry
from wallboard.config.screen import load_screen
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact
from wallboard.shell.application import offscreen_application
from wallboard.shell.registry import make_page
from wallboard.shell.windows import WallWindow
from widgets.page import Page
from widgets.scale import Scale
from widgets.session import LinkFace, Session
from widgets.text import Text
from widgets.theme import load_theme

DWELL = 60.0


def turned(facts: list[Fact], link: LinkFace) -> bool:
    """Whether the second page stands after the first one's time."""
    entry = WindowEntry(screens=["overview", "feeds"], dwell=DWELL)
    room = Room(name="test", title={"zh": "测试", "en": "Test"}, window=[entry])
    clock = ManualClock(scenes.NOW)
    family = offscreen_application().family
    store = scenes.store_of(facts)

    def pages(width: int, height: int) -> Sequence[Page]:
        scale = Scale(width, height, 5.0, 2436.0, family)
        session = Session(store, clock, load_theme("dark"), scale, Text("en"), room, None, link)
        return [make_page(session, load_screen(name)) for name in entry.screens]

    window = WallWindow(entry, pages, lambda verb, amount: None)
    window.resize(1280, 720)
    window.show()
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
