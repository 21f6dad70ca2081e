"""The wall of ``tests.soak.accelerated``: offscreen, with pump, panels, link, keeper and logs as ever.

Only the link's patience is multiplied by the factor, so that in real seconds it is what it is.
"""

import asyncio
import gc
from collections import Counter
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from feeds.backoff import BackoffTimes
from feeds.link_parts import LinkTimes
from tests.soak.lines import Lines, pause, room
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health
from wallboard.shell.last_picture import PictureKeeper
from wallboard.shell.logging_setup import logging_to
from wallboard.shell.windows import WallWindow

TYPES_EVERY = 24
"""Lines between two that count the objects by type."""

PICTURES_EVERY = 48
"""Lines between two pictures of the glass: at six and at eighteen o'clock."""


class Eye(QObject):
    """Looks at a wall's windows: seconds turned, pages turned, paints of panels."""

    def __init__(self, wall: Wall) -> None:
        super().__init__()
        self.counts = Counter[str](seconds=0, pages=0, paints=0)
        self._windows: list[WallWindow] = wall.windows
        self._shown = [window.page for window in self._windows]
        wall.alive = self._on_second
        for window in self._windows:
            for panel in window.findChildren(QWidget):
                panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.counts["paints"] += 1
        return False

    def _on_second(self) -> None:
        self.counts["seconds"] += 1
        shown = [window.page for window in self._windows]
        self.counts["pages"] += shown != self._shown
        self._shown = shown


def be_wall(folder: Path, port: int, factor: float, hours: float) -> None:
    """Show for so many hastened hours, offscreen."""
    times, backoff = patient(factor)
    with logging_to("wall", folder / "log"):
        application = offscreen_application()
        health = Health()
        health.install()
        loop = qasync.QEventLoop(application.qt)
        asyncio.set_event_loop(loop)
        health.watch_loop(loop)
        place = room()
        wall = Wall(place, place.window, application.family, health, times=times, backoff=backoff)
        clock = wall.runner.clock
        keeper = PictureKeeper(folder / "last.picture", "soak", wall.store, clock, lambda: wall.live)

        async def show() -> None:
            wall.follow(f"ws://127.0.0.1:{port}")
            wall.spawn(keeper.run())
            for window in wall.windows:
                window.resize(1920, 1080)
                window.show()
            try:
                await tell(wall, folder, hours)
            finally:
                await wall.close()

        with loop:
            loop.run_until_complete(show())


def patient(factor: float) -> tuple[LinkTimes, BackoffTimes]:
    """The link's usual times, in real seconds, told in hastened ones."""
    times, tries = LinkTimes(), BackoffTimes(ceiling=1.0)
    slow = {name: getattr(times, name) * factor for name in times.__struct_fields__ if name != "missed"}
    late = {name: getattr(tries, name) * factor for name in tries.__struct_fields__ if name != "budget"}
    return LinkTimes(**slow, missed=times.missed), BackoffTimes(**late, budget=tries.budget)


async def tell(wall: Wall, folder: Path, hours: float) -> None:
    """What the wall holds and has done, every quarter of an hour, until its hours are over."""
    eye, lines = Eye(wall), Lines(folder, "wall")
    loop: Any = asyncio.get_running_loop()
    every = pause(hours)
    for number in range(round(hours * 3600.0 / every) + 1):
        cost, tables = wall.pump.figures.cost(), wall.store.tables
        lines.say(
            shown=wall.runner.clock.now(),
            link=wall.runner.status.state,
            counts=dict(wall.runner.counts),
            **eye.counts,
            ticks=cost.ticks,
            facts=cost.facts,
            waiting=cost.waiting,
            tick_p99=cost.p99,
            timers=len(loop._timer._SimpleTimer__callbacks),
            tasks=len(asyncio.all_tasks()),
            qobjects=len(wall.findChildren(QObject))
            + sum(len(w.findChildren(QObject)) for w in wall.windows),
            objects=gc.get_freeze_count() + len(gc.get_objects()),
            troubles=wall.health.troubles,
            outages=len(tables.outages),
            orders=len(tables.orders),
            trend=len(tables.trend),
            standing=len(wall.store.snapshot()),
            kinds=types_of_objects() if number % TYPES_EVERY == 0 else {},
        )
        if number % PICTURES_EVERY == PICTURES_EVERY // 4:
            wall.windows[0].grab().save(str(folder / f"glass-{number // 4:02}h.png"))
        await asyncio.sleep(every)


def types_of_objects() -> dict[str, int]:
    """The commonest types among what the collector knows, the frozen ones too."""
    gc.unfreeze()
    found = Counter(type(one).__name__ for one in gc.get_objects())
    gc.freeze()
    return dict(found.most_common(12))
