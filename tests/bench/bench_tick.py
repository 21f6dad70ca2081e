"""Milliseconds of CPU a tick on the overview page, at 1,000 and 10,000 facts a second, and at rest.

    python -m tests.bench.bench_tick [--seconds 6]

A tick drains, applies, computes the faces and paints what differs, as on the wall (offscreen raster); the
clock runs, and with each second the digits turn. The same 500 outages and 325 crews change in worlds of
any size: doubling what does not change must cost less than 10 % more. Worlds are measured in turn, A B A B.
"""

import argparse
import gc
import statistics
import time
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from feeds.recording import Manifest
from tests.bench.crowd import START, standing, stream
from tests.bench.measuring import resident_mib, row
from wallboard.config.room import load_room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact
from wallboard.domain.terms import ClockMode
from wallboard.shell.application import offscreen_application
from wallboard.shell.moments import Moment
from wallboard.shell.pictures import page_of_moment
from wallboard.state.store import Store
from widgets.page import Page

TICKS_A_SECOND = 30
"""The pump's cadence as long as a tick costs less than 20 ms; above that it is 10, with more facts each."""

WORLDS = ((2_000, 5_000, 1_300), (4_000, 10_000, 2_600))
RATES = (0, 1_000, 10_000)
ROUNDS = 2


@dataclass
class Costs:
    """CPU seconds of ticks, by whether the second turned in them."""

    ticks: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        """Milliseconds, over all ticks."""
        ordered = sorted(self.ticks + self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000

    def mean(self) -> float:
        """Milliseconds, over all ticks."""
        return statistics.mean(self.ticks + self.seconds) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=6)
    args = parser.parse_args()
    application = offscreen_application()
    found = {(world, rate): Costs() for rate in RATES for world in WORLDS}
    resident: list[float] = []
    for _ in range(ROUNDS):
        for (world, rate), costs in found.items():
            _measure(application.qt, application.family, world, rate, args.seconds, costs)
            resident.append(resident_mib())
    for world in WORLDS:
        print("{:,} outages, {:,} orders, {:,} crews, overview at 1920x1080".format(*world))
        for rate in RATES:
            _print(rate, found[world, rate])
    print("the world that does not change, doubled")
    for rate in RATES:
        small, large = (found[world, rate] for world in WORLDS)
        row(f"{rate:,} facts/s: mean, once the other", large.mean() / small.mean(), "x")
        row(f"{rate:,} facts/s: p99, once the other", large.quantile(0.99) / small.quantile(0.99), "x")
    row("resident, after each page", resident[0], "MiB", " ".join(f"{mib:.0f}" for mib in resident[1:]))


def _print(rate: int, costs: Costs) -> None:
    for name, share in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)):
        row(f"{rate:,} facts/s: tick {name}", costs.quantile(share), "ms")
    row(f"{rate:,} facts/s: tick in which the second turns", statistics.median(costs.seconds) * 1000, "ms")


def _measure(
    qt: QApplication, family: str, world: tuple[int, int, int], rate: int, seconds: int, costs: Costs
) -> None:
    """One page of that world from its first picture on; it is gone afterwards."""
    store, page = _page(*world, family)
    per = rate // TICKS_A_SECOND
    facts = stream(per * TICKS_A_SECOND * (seconds + 1), 500, 325, store.head + 1) if rate else []
    gc.collect()
    gc.freeze()  # as the wall does after its start
    _run(qt, store, page, facts[: per * TICKS_A_SECOND], 1, Costs())
    _run(qt, store, page, facts[per * TICKS_A_SECOND :], seconds, costs)
    gc.unfreeze()
    page.close()
    page.deleteLater()
    qt.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _page(outages: int, orders: int, crews: int, family: str) -> tuple[Store, Page]:
    base = standing(outages, orders, crews)
    store = Store()
    store.load(base, len(base))
    room = load_room("demo")
    rules = load_rule_set(room.rules) if room.rules else None
    moment = Moment(store, START, ClockMode.SCENARIO, room, rules, Manifest())
    page = page_of_moment(moment, load_screen("overview"), (1920, 1080), "dark", "zh", family)
    page.show()
    return store, page


def _run(qt: QApplication, store: Store, page: Page, facts: list[Fact], seconds: int, costs: Costs) -> None:
    """Ticks at the pump's cadence, the facts dealt out evenly; what is heavy takes turns with them."""
    clock, per = page.session.clock, len(facts) // (TICKS_A_SECOND * seconds)
    assert isinstance(clock, ManualClock)
    taken, paid = 0, False
    for n in range(TICKS_A_SECOND * seconds):
        clock.advance(1 / TICKS_A_SECOND)
        began = time.thread_time()
        paid = page.owing and not paid
        if paid:
            page.pay()
        else:
            change = store.apply(facts[taken : (n + 1) * per])
            taken = (n + 1) * per
            if facts:
                page.on_change(change)
        if n % TICKS_A_SECOND == 0:
            page.on_second(clock.now())
        qt.processEvents()
        (costs.ticks if n % TICKS_A_SECOND else costs.seconds).append(time.thread_time() - began)


if __name__ == "__main__":
    main()
