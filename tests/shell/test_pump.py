"""The pump applies what a tick has time for; the rest waits, in order, and comes with the next ticks."""

import gc

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from feeds.inbox import Inbox
from wallboard.domain.clock import SystemClock
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.shell import pump as pump_module
from wallboard.shell.pump import Pump
from wallboard.state.changes import Change
from wallboard.state.store import Store

AT = 1_700_000_000.0


class Pane:
    """A glass that keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[Change] = []
        self.owes, self.paid = False, list[int]()

    def on_change(self, change: Change) -> None:
        self.told.append(change)

    def on_second(self, now: float) -> None:
        """Digits are not looked at here."""

    @property
    def owing(self) -> bool:
        return self.owes

    @property
    def renewing(self) -> bool:
        return False

    def pay(self) -> None:
        self.owes = False
        self.paid.append(len(self.told))


def poll(n: int) -> list[Fact]:
    return [Fact(OutageExtent(customers_out=i), f"oms/{i}", AT, "oms", f"f{i}", AT, i + 1) for i in range(n)]


def test_that_a_large_poll_is_spread_over_ticks_and_nothing_is_lost(qtbot: QtBot) -> None:
    store, inbox, pane, owner = Store(), Inbox(), Pane(), QObject()
    pump = Pump(inbox, store, SystemClock(), lambda: [pane], owner)
    inbox.wake = pump.wake
    n = 3000
    inbox.put(poll(n), "e", n)
    qtbot.waitUntil(lambda: store.head == n, timeout=30_000)
    assert len(pane.told) > 1, "more than one tick's time"
    assert sum(change.applied for change in pane.told) == n
    assert frozenset().union(*(change.of("outage") for change in pane.told)) == set(store.tables.outages)
    qtbot.waitUntil(lambda: pump.figures.waiting == 0, timeout=30_000)
    assert pump.figures.facts == n


def test_that_a_few_facts_take_one_tick_and_a_snapshot_comes_whole(qtbot: QtBot) -> None:
    store, inbox, pane, owner = Store(), Inbox(), Pane(), QObject()
    pump = Pump(inbox, store, SystemClock(), lambda: [pane], owner)
    inbox.wake = pump.wake
    inbox.put_snapshot(poll(10 * pump_module.SLICE), "e", 10 * pump_module.SLICE)
    qtbot.waitUntil(lambda: bool(pane.told), timeout=30_000)
    assert pane.told[0].reset
    assert len(store.tables.outages) == 10 * pump_module.SLICE


def test_that_a_large_snapshot_is_taken_in_over_many_short_ticks_and_shown_whole(qtbot: QtBot) -> None:
    store, inbox, pane, owner = Store(), Inbox(), Pane(), QObject()
    store.load(poll(3))
    pump = Pump(inbox, store, SystemClock(), lambda: [pane], owner)
    inbox.wake = pump.wake
    n = 20_000
    rows: list[int] = []
    said: list[tuple[bool, int]] = []
    pump.on_filled = lambda: said.append((pump.filling, len(store.tables.outages)))
    note = pump.figures.note

    def noted(cost: float, facts: int, waiting: int) -> None:
        rows.append(len(store.tables.outages))
        note(cost, facts, waiting)

    pump.figures.note = noted  # type: ignore[method-assign]
    inbox.put_snapshot(poll(n), "e", n)
    assert pump.filling
    inbox.put([Fact(OutageExtent(customers_out=1), "oms/last", AT, "oms", "l", AT, n + 1)], "e", n + 1)
    qtbot.waitUntil(lambda: store.head == n + 1 and not pump.filling, timeout=30_000)
    assert rows.count(3) > 5, "the former picture stands meanwhile"
    assert set(rows) <= {3, n, n + 1}, "never a part of the new one"
    assert [change.reset for change in pane.told] == [True]
    assert said[0] == (True, 3) and said[-1][0] is False


def test_that_what_is_heavy_to_show_takes_turns_with_facts(qtbot: QtBot) -> None:
    store, inbox, owner = Store(), Inbox(), QObject()

    class Slow(Pane):
        def on_change(self, change: Change) -> None:
            super().on_change(change)
            self.owes = True

    pane = Slow()
    pump = Pump(inbox, store, SystemClock(), lambda: [pane], owner)
    inbox.wake = pump.wake
    n = 3000
    inbox.put(poll(n), "e", n)
    qtbot.waitUntil(lambda: store.head == n and not pane.owes, timeout=30_000)
    assert len(pane.told) > 2, "more than two ticks of facts"
    assert pane.paid == list(range(1, len(pane.told) + 1)), "paid after each, the last one too"


def test_that_a_glass_that_keeps_owing_does_not_stop_facts(qtbot: QtBot) -> None:
    store, inbox, owner = Store(), Inbox(), QObject()

    class Insatiable(Pane):
        def pay(self) -> None:
            super().pay()
            self.owes = True

    pane = Insatiable()
    pane.owes = True
    pump = Pump(inbox, store, SystemClock(), lambda: [pane], owner)
    inbox.wake = pump.wake
    n = 3000
    inbox.put(poll(n), "e", n)
    qtbot.waitUntil(lambda: store.head == n, timeout=30_000)
    assert len(pane.paid) >= len(pane.told) - 1
    pane.owes = False
    owner.deleteLater()


def test_that_garbage_is_looked_at_on_the_second_and_what_stays_is_left_out(qtbot: QtBot) -> None:
    owner = QObject()
    pump = Pump(Inbox(), Store(), SystemClock(), list, owner)
    gc.unfreeze()
    pump._second()
    assert gc.get_freeze_count() == 0, "not each second"
    pump._collected -= pump_module.COLLECT_S
    kept = [[n] for n in range(100)]
    pump._second()
    assert gc.get_freeze_count() > len(kept)
    gc.unfreeze()
    owner.deleteLater()
