"""A window of the overview and the sources' page over given facts, for tests of windows."""

from collections.abc import Sequence

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


def window_of(facts: list[Fact], link: LinkFace) -> WallWindow:
    """Shown offscreen; who asks for it closes it and deletes it later."""
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
    return window
