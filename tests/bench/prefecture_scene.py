"""A prefecture's map alone in a window, at full scale, driven tick by tick as the wall drives it."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from feeds.inbox import Inbox
from feeds.recording import Manifest
from tests.bench.prefecture_crowd import Evening
from tests.widgets.map import moments
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import PanelEntry, Screen
from wallboard.domain.clock import ManualClock, thread_seconds
from wallboard.domain.facts import Fact
from wallboard.domain.terms import ClockMode
from wallboard.shell.moments import Moment
from wallboard.shell.pictures import page_of_moment
from wallboard.shell.pump import Pump
from wallboard.state.atlas import SCHEMA, TEXT, Atlas, pack, unpack
from wallboard.state.atlas_schema import POINTERS, RUNS
from wallboard.state.store import Store
from widgets.map.map_view import MapView
from widgets.map.view import Camera
from widgets.page import Page

DOUBLED = ("nodes", "stations", "edges", "points", "areas", "feeders", "devices", "crossings", "roads")
AWAY = 0.003
"""Degrees by which the second copy lies beside the first."""

TICK_S = 1 / 30

SETTLES = 2
"""Arrangements after which labels have found their places: the second prefers those that the first named."""


def screen(*, heat: bool, desk: bool) -> Screen:
    """A page that is all map."""
    options = {"heat": heat, "desk": desk}
    panel = PanelEntry(kind="map", at=(0, 0), options=options)
    return Screen(name="map", title={"en": "Map"}, columns=[1.0], rows=[1.0], panel=[panel])


@dataclass
class Scene:
    """One world on one window. ``tick`` returns the thread seconds that it took, painting included.

    pump: the wall's own, but for its beat, which is the bench's.
    """

    qt: QApplication
    store: Store
    page: Page
    evening: Evening
    inbox: Inbox
    pump: Pump

    @property
    def map(self) -> MapView:
        panel = self.page.panels[0][1]
        assert isinstance(panel, MapView)
        return panel

    def tick(self, facts: list[Fact], *, second: bool = False) -> float:
        """A tick of the pump after the link has put these facts into the inbox, the second's part with it."""
        clock = self.page.session.clock
        assert isinstance(clock, ManualClock)
        clock.advance(TICK_S)
        self.inbox.put(facts, "bench", self.inbox.seq + len(facts))
        began = thread_seconds()
        self.pump._tick()
        self.pump._tick_timer.stop()
        if second:
            self.page.on_second(clock.now())
        self.qt.processEvents()
        return thread_seconds() - began

    def settle(self) -> list[float]:
        """Paint until nothing is owed; the thread seconds of each repaint."""
        taken: list[float] = []
        while self.map._static.owing or not taken:
            began = thread_seconds()
            self.qt.processEvents()
            taken.append(thread_seconds() - began)
        return taken

    def close(self) -> None:
        self.page.close()
        self.page.deleteLater()
        self.qt.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def make_scene(
    qt: QApplication,
    family: str,
    atlas: Atlas,
    size: tuple[int, int],
    *,
    outages: int = 2000,
    crews: int = 1300,
    heat: bool = True,
    desk: bool = True,
    told: Atlas | None = None,
    seen_from: Camera | None = None,
) -> Scene:
    """The map of an evening in a shown window, its quiet picture drawn.

    told: the atlas of whose things the facts speak, where the map shows another that holds them too.
    seen_from: what it looks at, else all of its network; another view by a pixel has other crowds and labels.
    """
    evening, store = Evening(told or atlas, outages, crews), Store()
    store.load(evening.facts, len(evening.facts))
    room, rules = moments.room(moments.JIANGMEN), load_rule_set("state-grid-2022")
    moment = Moment(store, moments.NOW, ClockMode.SCENARIO, room, rules, Manifest(), atlas)
    page = page_of_moment(moment, screen(heat=heat, desk=desk), size, "dark", "zh", family)
    page.show()
    inbox = Inbox()
    pump = Pump(inbox, store, page.session.clock, lambda: [page], page)
    pump._second_timer.stop()
    scene = Scene(qt, store, page, evening, inbox, pump)
    scene.settle()
    for _ in range(SETTLES):
        scene.map.look(seen_from or scene.map.camera)  # type: ignore[arg-type]
        scene.settle()
    if scene.map.error:
        raise RuntimeError(scene.map.error)
    return scene


def doubled(atlas: Atlas) -> Atlas:
    """The same atlas with lines, areas, devices and roads a second time, a little to the side."""
    tables: dict[str, dict[str, object]] = {}
    pointers = {(table, column): into for table, column, into, _ in POINTERS}
    pointers |= {(table, column): into for table, column, into in RUNS}
    for table, columns in SCHEMA.items():
        found = atlas.tables[table]
        tables[table] = {}
        for name, kind in columns.items():
            if kind == TEXT:
                texts = list(found.texts(name))
                own = "x" if name == "id" else ""
                more = [text + own for text in texts] if table in DOUBLED else []
                tables[table][name] = [*texts, *more]
                continue
            column = np.asarray(found[name])
            second = column.copy()
            into = pointers.get((table, name))
            if into in DOUBLED:
                second = np.where(column >= 0, column + atlas.tables[into].rows, column)
            elif name in ("lon", "lat"):
                second = column + AWAY
            tables[table][name] = np.concatenate([column, second]) if table in DOUBLED else column
    return unpack(pack(atlas.title, atlas.attribution, tables))  # type: ignore[arg-type]
