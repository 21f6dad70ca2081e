"""``run``: a wall with its hub until it is closed or told to end; with no display until pictures are left."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import qasync

from wallboard.domain.clock import SystemClock, monotonic
from wallboard.domain.reasons import Reason
from wallboard.shell.app import Wall
from wallboard.shell.application import Application
from wallboard.shell.embedded_hub import EmbeddedHub
from wallboard.shell.end_signals import EndSignals, exit_code
from wallboard.shell.faults import EXIT_INPUT, EXIT_OURS
from wallboard.shell.health import Health
from wallboard.shell.last_picture import PictureKeeper, picture_path, read_picture
from wallboard.shell.notify import Notifier
from wallboard.shell.outputs import OutputCare
from wallboard.shell.parent import when_parent_ends
from wallboard.shell.pictures import paint, save
from wallboard.shell.run_request import RunRequest, token_of
from wallboard.shell.stacks import Stall
from wallboard.shell.tick_figures import TickCost
from wallboard.state.changes import Change
from widgets.text import Text

PICTURE_SIZE = (1920, 1080)

BREATH_S, SETTLED_S = 0.05, 10.0
"""Between two pictures the link is served, s; after the last it may take so long to be live again."""

PATIENCE = 3.0
"""Times its seconds that an offscreen run waits for its link to be live before they are counted."""


class LiveRun:
    """One ``run`` from its first window to its end. stall: writes the stacks of a stalled GUI."""

    def __init__(self, request: RunRequest, application: Application, stall: Stall) -> None:
        self.request, self._application, self._stall = request, application, stall
        health = Health()
        health.install()
        self._loop = qasync.QEventLoop(application.qt)
        asyncio.set_event_loop(self._loop)
        health.watch_loop(self._loop)
        application.qt.setQuitOnLastWindowClosed(False)  # the hub and the link end first
        room = request.room
        self.wall = Wall(room, request.windows, application.family, health, token_of(room))
        self._notifier = Notifier(os.environ)
        self._hub: EmbeddedHub | None = None
        self._outputs: OutputCare | None = None  # of windows that cover theirs
        self._ending: asyncio.Future[int] = self._loop.create_future()
        self._signals = EndSignals()
        self._signals.asked.connect(self._on_signal)
        application.qt.lastWindowClosed.connect(self._on_closed)

    def run(self, *, windowed: bool) -> int:
        """In windows, until the last one is closed. Returns the exit code."""
        return self._to_the_end(self._in_windows(windowed=windowed))

    def take_pictures(self, seconds: float, folder: Path) -> int:
        """Offscreen for so many live seconds, then one picture of each page and look; the exit code."""
        return self._to_the_end(self._in_pictures(seconds, folder))

    def end_with_parent(self) -> None:
        """End as soon as standard input is closed."""
        when_parent_ends(lambda: self._loop.call_soon_threadsafe(self._end, 0), EXIT_OURS)

    def _to_the_end(self, story: "asyncio._CoroutineLike[int]") -> int:
        try:
            with self._loop:
                work = self._loop.create_task(self._whole(story))
                if self._turn(work):
                    return work.result()
                self._end(EXIT_OURS)  # the display has gone: Qt left the loop by itself
                print("wallboard: the display is gone", file=sys.stderr)
                if not self._turn(work) and self._hub is not None:
                    self._hub.stop()
                return EXIT_OURS
        finally:
            self._stall.close()
            self._signals.release()
            self._notifier.close()

    def _turn(self, work: "asyncio.Task[int]") -> bool:
        """Turn the loop until the work is done; False where Qt stops turning it before."""
        try:
            self._loop.run_until_complete(work)
        except RuntimeError:
            if work.done():
                raise
        return work.done()

    async def _whole(self, story: "asyncio._CoroutineLike[int]") -> int:
        """The story or an early end, whichever is first; then link, hub and tasks end inside the loop."""
        work = self._loop.create_task(story)
        try:
            await asyncio.wait((work, self._ending), return_when=asyncio.FIRST_COMPLETED)
            return work.result() if work.done() else self._ending.result()
        finally:
            self._notifier.stopping()
            work.cancel()
            await asyncio.wait((work,))
            await self.wall.close()
            if self._hub is not None:
                self._hub.stop()

    async def _in_windows(self, *, windowed: bool) -> int:
        self._begin()
        for window in self.wall.windows:
            window.place(windowed=windowed)
        if not windowed:
            self._outputs = OutputCare([window.settle for window in self.wall.windows], self._application.qt)
        self._shown()
        return await self._ending

    async def _in_pictures(self, seconds: float, folder: Path) -> int:
        self._begin()
        for window in self.wall.windows:
            window.resize(*PICTURE_SIZE)
            window.show()
        self._shown()
        print(f"no display: the wall runs offscreen for {seconds:g} s, pictures go to {folder}/", flush=True)
        latest = monotonic() + PATIENCE * seconds  # a city is built the first time
        while not self.wall.live and monotonic() < latest:  # noqa: ASYNC110 - the link tells no event of it
            await asyncio.sleep(0.1)
        await asyncio.sleep(seconds)
        lived = self.wall.pump.figures.cost()  # before the pictures: painting one whole would count as a tick
        for path in save_pages(self.wall, folder):
            print(path, flush=True)
            await asyncio.sleep(BREATH_S)
        latest = monotonic() + SETTLED_S
        while not self.wall.live and monotonic() < latest:  # noqa: ASYNC110 - painting held the link up
            await asyncio.sleep(0.1)
        return self._verdict(lived)

    def _begin(self) -> None:
        """The last picture first, then the hub."""
        wall, request = self.wall, self.request
        path = picture_path(request.subject)
        kept = read_picture(path, request.subject, SystemClock().now())
        if kept is not None:
            wall.restore(kept)
        keeper = PictureKeeper(path, request.subject, wall.store, wall.runner.clock, lambda: wall.live)
        wall.spawn(keeper.run())
        if request.upstream is not None:
            wall.follow(request.upstream)
        elif request.ask is not None:
            self._hub = EmbeddedHub(request.ask, wall, wall)
            self._hub.start()
        else:
            missing = Reason("room_without_source", {"room": request.room.name})
            print(f"wallboard: {Text('en').reason(missing)}", file=sys.stderr)
            wall.hub_failed(missing)

    def _shown(self) -> None:
        """The first picture stands: tell the service manager, and from now on every second."""
        for window in self.wall.windows:
            window.repaint()
        old = self.wall.shows_kept
        self._notifier.ready(f"the last picture, {old:.0f} s old" if old is not None else "no picture yet")
        self.wall.on_state = lambda state: self._notifier.status(f"link {state}")
        self.wall.alive = self._alive

    def _alive(self) -> None:
        now = monotonic()
        self._notifier.beat(now)
        self._stall.put_off()

    def _verdict(self, cost: TickCost) -> int:
        """What became of an offscreen run, in one line, and its exit code. cost: of the seconds it lived."""
        wall, state = self.wall, self.wall.runner.status.state
        print(
            f"link {state}, {cost.facts:,} facts in {cost.ticks:,} ticks, "
            f"tick CPU p50 {cost.p50:.1f} p99 {cost.p99:.1f} max {cost.worst:.1f} ms, "
            f"{wall.health.troubles} troubles",
            flush=True,
        )
        if self.request.upstream is None and self.request.ask is None:
            return EXIT_INPUT
        if state != "live" or not wall.store.tables.outages:
            print("the wall is not live: see the pictures and the lines above", flush=True)
            return EXIT_OURS
        return 0

    def _on_signal(self, number: int) -> None:
        self._end(exit_code(number))

    def _on_closed(self) -> None:
        self._end(0)

    def _end(self, code: int) -> None:
        if not self._ending.done():
            self._ending.set_result(code)


def save_pages(wall: Wall, folder: Path) -> Iterator[Path]:
    """One PNG of every page of every window, named by screen, language and theme, as each is written."""
    for window in wall.windows:
        for page in window.pages:
            entry = window.entry
            theme = Path(entry.theme).stem
            page.on_change(Change(0, reset=True))  # pages that wait for their turn follow nothing
            path = folder / f"{page.screen_file.name}-{entry.language}-{theme}.png"
            save(paint(page), path)
            yield path
