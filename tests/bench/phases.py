"""Where the time of a tick goes: its steps wrapped with a stopwatch of thread CPU time, own time each."""

import gc
from collections import defaultdict
from collections.abc import Callable
from heapq import heappushpop
from time import thread_time
from typing import Any, NamedTuple

from wallboard.shell.app import Wall

WORST = 12
"""Ticks that are kept with all their phases."""


class Tick(NamedTuple):
    """One tick: CPU seconds, when (operational epoch s), facts applied, own CPU seconds by phase."""

    cost: float
    number: int
    at: float
    facts: int
    phases: dict[str, float]


class Phases:
    """Watches a wall's ticks from outside; ``worst`` and ``total`` say where their time went.

    What no phase names is ``rest``: Qt's own compositing, and whatever the loop did before the paint.
    """

    def __init__(self, wall: Wall) -> None:
        self._wall = wall
        self._here: dict[str, float] = defaultdict(float)
        self._within: list[float] = []  # time of inner phases, for each phase that runs
        self._worst: list[Tick] = []
        self._began_gc = 0.0
        self._seen: set[int] = set()
        self.total: dict[str, float] = defaultdict(float)
        self.number = 0
        note = wall.pump.figures.note

        def noted(cost: float, facts: int, waiting: int) -> None:
            note(cost, facts, waiting)
            self._close(cost, facts)

        wall.pump.figures.note = noted  # type: ignore[method-assign]
        self._wrap(wall.inbox, "drain", "drain")
        self._wrap(wall.store, "apply", "apply")
        self._wrap(wall.store, "load", "load")
        self._wrap(wall.boards, "follow", "boards")
        self._wrap(wall.runner.core, "received", "link")
        self._first(wall.pump, "_take")
        gc.callbacks.append(self._collected)

    def watch_panels(self) -> None:
        """Wrap the panels of pages that were made since the last call."""
        for window in self._wall.windows:
            for page in window.pages:
                if id(page) in self._seen:
                    continue
                self._seen.add(id(page))
                self._wrap(page, "_settle", "settle")
                self._wrap(page._cover, "refresh", "cover")
                for entry, panel in page.panels:
                    for method in ("refresh", "take", "age", "draw"):
                        if hasattr(panel, method):
                            self._wrap(panel, method, f"{entry.kind}.{method}")
                    if entry.kind == "map":
                        self._map(panel)

    def _map(self, panel: Any) -> None:
        layout = panel._layout
        for thing, method in (
            (panel._scene.book, "read"),
            (panel._scene.book, "read_clocks"),
            (panel._scene.fleet, "read"),
            (layout, "arrange"),
            (layout.arranger, "arrange"),
            (layout._labels, "arrange"),
            (layout, "_inset"),
            (panel._static, "draw"),
        ):
            self._wrap(thing, method, f"map.{type(thing).__name__}.{method}")
        for spec, layer in panel._live:
            self._wrap(layer, "draw", f"map.layer.{spec.name}")
        self._wrap(panel._inset, "draw", "map.inset.draw")

    def _wrap(self, thing: Any, method: str, name: str) -> None:
        call: Callable[..., Any] = getattr(thing, method)

        def timed(*args: Any, **named: Any) -> Any:
            began = thread_time()
            self._within.append(0.0)
            try:
                return call(*args, **named)
            finally:
                took = thread_time() - began
                self._here[name] += took - self._within.pop()
                if self._within:
                    self._within[-1] += took

        setattr(thing, method, timed)

    def _first(self, thing: Any, method: str) -> None:
        """A tick begins with this call: what was measured before it is no tick's."""
        call: Callable[..., Any] = getattr(thing, method)

        def begun(*args: Any, **named: Any) -> Any:
            self._here.clear()
            return call(*args, **named)

        setattr(thing, method, begun)

    def _collected(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._began_gc = thread_time()
            return
        took = thread_time() - self._began_gc
        self._here["gc"] += took
        if self._within:
            self._within[-1] += took

    def _close(self, cost: float, facts: int) -> None:
        phases = dict(self._here)
        phases["rest"] = cost - sum(phases.values())
        self._here.clear()
        self.number += 1
        for name, took in phases.items():
            self.total[name] += took
        tick = Tick(cost, self.number, self._wall.runner.clock.now(), facts, phases)
        if len(self._worst) < WORST:
            self._worst.append(tick)
            self._worst.sort()
        else:
            heappushpop(self._worst, tick)

    @property
    def worst(self) -> list[Tick]:
        """The ticks that cost most, the worst first."""
        return sorted(self._worst, reverse=True)
