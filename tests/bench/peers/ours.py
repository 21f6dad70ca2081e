"""Our own map at that work: ``python -m tests.bench.peers.ours FOLDER``; prints one line of JSON."""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from feeds.inbox import Inbox
from tests.bench.peers import scene
from tests.widgets.map import moments
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.domain.clock import monotonic
from wallboard.domain.crews import CrewPosition
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.outages import OutageExtent
from wallboard.shell.pump import Pump
from wallboard.shell.registry import make_page
from wallboard.state.changes import Change
from widgets.map.map_view import MapView

SCREEN = """
name = "map"
title = { zh = "图", en = "Map" }
columns = [1920]
rows = [1080]

[[panel]]
kind = "map"
at = [0, 0]
options = { desk = true, heat = true }
"""


class Frames(QObject):
    """Counts the paintings of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


class Work:
    """The view on the scene, and the steps that it is put through."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        atlas = scene.atlas_in(folder)
        self.evening = scene.evening(atlas)
        room = moments.room(moments.JIANGMEN, heat=True)
        self.session = moments.session(
            self.evening.facts, room, size=scene.SIZE, rules=load_rule_set("state-grid-2022")
        )
        self.session.atlas = atlas
        screen = folder / "map.toml"
        screen.write_text(SCREEN)
        self.page = make_page(self.session, load_screen(str(screen)))
        self.page.resize(*scene.SIZE)
        self.page.show()
        self.page.on_change(Change(1, reset=True))
        self.view = next(panel for panel in self.page.findChildren(MapView))
        self.frames, self.inbox = Frames(self.view), Inbox()
        self.pump = Pump(self.inbox, self.session._store, self.session.clock, lambda: [self.page], self.page)
        self.pump._second_timer.stop()
        self.inbox.wake = self.pump.wake
        self.tracks = np.load(folder / "scene.npz")["tracks"]
        self.extents = {f.key: f.data for f in self.evening.facts if isinstance(f.data, OutageExtent)}
        self.seq, self.step = 10**6, 0

    def facts(self) -> list[Fact]:
        """What one step says: all vehicles moved, some outages changed."""
        at, said = moments.NOW + self.step / scene.RATE_HZ, list[Fact]()

        def say(data: Payload, key: str) -> None:
            self.seq += 1
            said.append(Fact(data, key, at, "bench", f"n{self.seq}", seq=self.seq))

        places = self.tracks[self.step % scene.STEPS].tolist()
        for key, (lon, lat) in zip(self.evening.crews, places, strict=True):
            say(CrewPosition(lon=lon, lat=lat, heading=float(self.step % 360)), key)
        keys = list(self.extents)
        for n in range(scene.CHANGED):
            key = keys[(self.step * scene.CHANGED + n) % len(keys)]
            old = self.extents[key]
            say(OutageExtent(nature=old.nature, lon=old.lon, lat=old.lat, region=old.region,
                             customers_out=(old.customers_out or 0) + self.step % 7), key)  # fmt: skip
        self.step += 1
        return said

    def drive(self) -> None:
        """What a link does: facts into the inbox of the wall's own pump, which shows them at its pace."""
        said = self.facts()
        self.inbox.put(said, "bench", self.inbox.seq + len(said))
        if self.step % scene.RATE_HZ == 0:
            self.page.on_second(self.session.now())

    def shown(self) -> None:
        """The next picture is there."""
        before = self.frames.count
        self.view.update()
        while self.frames.count == before:
            QApplication.processEvents()

    def settled(self) -> None:
        """All of the quiet picture is drawn, what lies around the window too; each painting draws some."""
        while self.view._static.owing:
            self.view.update(0, 0, 1, 1)
            QApplication.processEvents()


def said(**what: object) -> None:
    """Tell the bench, and wait until it has looked."""
    print(json.dumps(what), flush=True)
    sys.stdin.readline()


def main() -> None:
    app = QApplication(sys.argv[:1])
    work = Work(Path(sys.argv[1]))
    app.processEvents()
    work.settled()
    said(ready=True)
    work.frames.count, began = 0, monotonic()
    timer = QTimer()
    timer.timeout.connect(work.drive)
    timer.start(round(1000 / scene.RATE_HZ))
    QTimer.singleShot(round(scene.DRIVE_S * 1000), app.exit)
    app.exec()
    timer.stop()
    said(fps=work.frames.count / (monotonic() - began))
    pans, zooms, sharp = list[float](), list[float](), list[float]()
    for _ in range(scene.PANS):
        began = monotonic()
        assert work.view.camera is not None
        work.view.look(work.view.camera.moved(-scene.PAN_PX, 4), sharpen=False)
        work.shown()
        pans.append(monotonic() - began)
    work.view.sharpen()
    work.settled()
    said(pan=pans)
    for n in range(scene.ZOOMS):
        began = monotonic()
        factor = scene.ZOOM if n < scene.ZOOMS // 2 else 1 / scene.ZOOM
        work.view.look(work.view.camera.zoomed(factor, 960, 540), sharpen=False)
        work.shown()
        zooms.append(monotonic() - began)
        work.view.sharpen()
        work.settled()
        sharp.append(monotonic() - began)
    if work.view.error:
        raise RuntimeError(work.view.error)
    said(zoom=zooms, sharp=sharp)
    work.view.grab().save(str(Path(sys.argv[1]) / "ours.png"))


if __name__ == "__main__":
    main()
