"""The pump: the only timers of the wall. Facts become a picture here, on demand (design 4).

The first fact after quiet is drawn at once, then at most every 33 ms, every 100 ms under pressure;
nothing to say draws nothing. Running digits turn once a second, on the second.
"""

import gc
from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer

from feeds.inbox import Inbox
from wallboard.domain.clock import Clock, thread_seconds
from wallboard.shell.tick_figures import TickFigures
from wallboard.state.changes import Change, merged
from wallboard.state.store import Store

FAST_MS, SLOW_MS = 33, 100
PRESSED_S = 0.020
"""A tick that cost more than this much CPU slows the cadence; half of it speeds it up again."""

APPLY_S = 0.005
"""CPU seconds that a tick drains and applies for; the rest waits in the inbox and is counted there. Faces
and paint of what was applied take twice as long again, and all of it must fit into ``PRESSED_S``."""

EASY_S, EASY = 0.003, 2000
"""The same while no more than so many facts wait: a poll takes some more ticks, each of them short."""

COLLECT_S = 10.0
"""Real seconds between two looks at garbage, on the second: the collector's own would fall into a tick."""

SNAPSHOTS = 20
"""Snapshots after which everything is looked at once, for what the pictures before have left."""

ALL_AGAIN = 2160
"""Looks after which everything is looked at, also what had been found to stay: each six hours."""

SLICE = 64
"""Facts applied between two looks at the time."""

LOAD_MS = 4
"""Between two ticks while a snapshot is taken in: nothing is drawn of them but the veil."""


class Glass(Protocol):
    """What the pump draws on: a window."""

    def on_change(self, change: Change) -> None: ...

    def on_second(self, now: float) -> None: ...

    @property
    def owing(self) -> bool:
        """Whether something heavy waits for a tick of its own."""
        ...

    def pay(self) -> None:
        """Show what waits."""
        ...

    @property
    def renewing(self) -> bool:
        """Whether a snapshot is shown in part only: it stays veiled until it is whole."""
        ...


class Pump(QObject):
    """Drains the inbox into the store and tells the windows, at a cadence that the load decides."""

    def __init__(
        self, inbox: Inbox, store: Store, clock: Clock, glasses: Callable[[], list[Glass]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._inbox, self._store, self._clock, self._glasses = inbox, store, clock, glasses
        self.figures = TickFigures()
        self._interval = FAST_MS
        self._last = -1e9
        self._tick_timer = self._timer(self._tick)
        self._painted_timer = self._timer(self._painted)
        self._second_timer = self._timer(self._second)
        self._began, self._taken = 0.0, 0
        self._loading: Iterator[Change | None] | None = None  # of a snapshot, slice by slice
        self._filled = True
        self.on_filled: Callable[[], None] = lambda: (
            None
        )  # a snapshot began to be taken in, or is shown whole
        self._paid = False  # the last tick took no facts, but showed what had waited
        self._renewed = False  # a snapshot came: its objects will stay for long
        self._snapshots = 0
        self._collected, self._looks = clock.monotonic(), 0
        self._arm_second()

    @property
    def cadence(self) -> int:
        """Least ms between two ticks, as the load has it now."""
        return self._interval

    @property
    def filling(self) -> bool:
        """Whether a snapshot waits, is being taken in, or is not yet shown whole."""
        comes = self._inbox.renewed or self._loading is not None
        return comes or any(glass.renewing for glass in self._glasses())

    def wake(self) -> None:
        """There are facts: draw at once after quiet, else at the cadence's next beat."""
        if not self._tick_timer.isActive():
            since = (self._clock.monotonic() - self._last) * 1000
            interval = LOAD_MS if self._loading is not None else self._interval
            self._tick_timer.start(max(0, round(interval - since)))

    def _timer(self, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(call)
        return timer

    def _tick(self) -> None:
        began = thread_seconds()
        owing = [glass for glass in self._glasses() if glass.owing]
        self._paid = bool(owing) and not (self._paid and self._facts_wait)
        taken = 0
        if self._paid:  # facts and what is heavy to show take turns, so that neither waits for long
            for glass in owing:
                glass.pay()
        else:
            taken = self._apply(began)
        self._began, self._taken = began, taken
        self._last = self._clock.monotonic()
        self._painted_timer.start(0)
        self._go_on()

    def _apply(self, began: float) -> int:
        """Take what time is left for and tell the windows; how many facts."""
        change, taken = self._take(began)
        self._tell_filling()
        if change.reset or change.rows or change.moved:
            for glass in self._glasses():
                glass.on_change(change)
        self._renewed = self._renewed or change.reset
        return taken

    def _go_on(self) -> None:
        """Another tick where facts wait, or something that is heavy to show."""
        self._tell_filling()
        if self._facts_wait or any(glass.owing for glass in self._glasses()):
            self.wake()

    @property
    def _facts_wait(self) -> bool:
        return self._loading is not None or len(self._inbox) > 0

    def _tell_filling(self) -> None:
        if self._filled == self.filling:
            self._filled = not self._filled
            self.on_filled()

    def _take(self, began: float) -> tuple[Change, int]:
        """Drain and apply, slice by slice, until the tick's share of time is used; and how many facts."""
        changes = [Change(self._store.revision)]
        taken, first = 0, True
        share = EASY_S if len(self._inbox) <= EASY and self._loading is None else APPLY_S
        while first or (self._facts_wait and thread_seconds() - began < share):
            first = False
            if self._loading is not None:
                change = next(self._loading)
                if change is None:
                    continue
                changes.append(change)
                self._loading = None
                break  # what has just been replaced is shown with a tick of its own
            batch = self._inbox.drain(SLICE)
            taken += len(batch.facts)
            if batch.snapshot:
                self._loading = self._store.loading(batch.facts, batch.seq)
            else:
                changes.append(self._store.apply(batch.facts))
        return merged(changes[1:] or changes), taken

    def _painted(self) -> None:
        """Qt has handled the repaints that the tick asked for: now its whole cost is known."""
        cost = thread_seconds() - self._began
        self.figures.note(cost, self._taken, len(self._inbox))
        self._adapt(cost)
        if self._renewed:
            self._renewed = False
            self._snapshots += 1
            if self._snapshots % SNAPSHOTS:
                gc.collect(1)  # what a snapshot leaves lies with the old: looking at all of it takes 0.2 s
                gc.freeze()
            else:
                _freeze(everything=True)

    def _adapt(self, cost: float) -> None:
        if cost > PRESSED_S:
            self._interval = SLOW_MS
        elif cost < PRESSED_S / 2:
            self._interval = FAST_MS

    def _second(self) -> None:
        self._arm_second()  # first: a glass that raises must not stop the seconds
        now = self._clock.now()
        for glass in self._glasses():
            glass.on_second(now)
        self._collect()
        self._go_on()

    def _collect(self) -> None:
        """Every ten seconds what is new is looked at for garbage; what stays is left out from then on."""
        here = self._clock.monotonic()
        if here - self._collected < COLLECT_S:
            return
        self._collected = here
        self._looks += 1
        _freeze(everything=self._looks % ALL_AGAIN == 0)

    def _arm_second(self) -> None:
        """The next full second of the clock on the glass; once a real second in a faster replay."""
        rate = self._clock.state().rate
        part = self._clock.now() % 1.0 if rate == 1.0 else 0.0
        self._second_timer.start(round((1.0 - part) * 1000) + 2)


def _freeze(*, everything: bool) -> None:
    """Let the garbage collector look once at what there is, and then no more (design 4).

    everything: also at what had been left out before.
    """
    if everything:
        gc.unfreeze()
    gc.collect()
    gc.freeze()
