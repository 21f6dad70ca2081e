"""Windows without a display: a session over a scene, and the overview page on it."""

import os
from collections.abc import Callable

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.widgets import scenes
from wallboard.config.room import MapEntry, Room, WindowEntry
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact
from wallboard.domain.terms import ClockMode
from wallboard.state.store import Store
from widgets.fonts import load_fonts
from widgets.page import Page
from widgets.panels import panel_specs
from widgets.scale import Scale
from widgets.session import LinkFace, Session
from widgets.text import Text
from widgets.theme import load_theme

MakeSession = Callable[..., Session]
MakePage = Callable[..., Page]


@pytest.fixture(scope="session")
def family(qapp: QApplication) -> str:
    """The bundled typeface, registered once."""
    return load_fonts()


@pytest.fixture
def make_session(family: str) -> MakeSession:
    """A session over facts; size, distance, language, theme, mode and link by keyword."""

    def make(facts: list[Fact], **wanted: object) -> Session:
        width, height = wanted.get("size", (1920, 1080))  # type: ignore[misc]
        store = wanted.get("store") or scenes.store_of(facts)
        assert isinstance(store, Store)
        simulated = bool(wanted.get("simulated", False))
        room = Room(
            name="test",
            title={"zh": "供电服务指挥中心", "en": "Service command centre"},
            window=[WindowEntry(screens=["overview"])],
            simulated=simulated,
            map=MapEntry(schematic=simulated),
        )
        link = wanted.get("link", LinkFace("live"))
        assert isinstance(link, LinkFace)
        clock = ManualClock(scenes.NOW, ClockMode(str(wanted.get("mode", "live"))))
        rules = None if wanted.get("rules", True) is None else load_rule_set("state-grid-2022")
        scale = Scale(width, height, float(wanted.get("distance", 5.0)), 2436.0, family)  # type: ignore[arg-type]
        theme, text = load_theme(str(wanted.get("theme", "dark"))), Text(str(wanted.get("lang", "zh")))
        return Session(store, clock, theme, scale, text, room, rules, link)

    return make


@pytest.fixture
def make_page(make_session: MakeSession, qtbot: object) -> MakePage:
    """The overview page (or ``screen``) of a scene, laid out and computed once."""

    def make(facts: list[Fact], screen: str = "overview", **wanted: object) -> Page:
        session = make_session(facts, **wanted)
        width, height = wanted.get("size", (1920, 1080))  # type: ignore[misc]
        page = Page(session, load_screen(screen), panel_specs())
        page.resize(width, height)
        page.on_theme()
        page.on_second(scenes.NOW)
        return page

    return make
