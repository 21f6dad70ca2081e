"""Milliseconds of CPU a tick on the overview page, at 1,000 and 10,000 facts a second, and at rest.

    python -m tests.bench.bench_tick [--seconds 6]

A tick drains, applies, computes the faces and paints what differs, as on the wall (offscreen raster).
Doubling the world that does not change must cost less than 10 % more.
"""

import argparse
import statistics
import time

from feeds.recording import Manifest
from tests.bench.crowd import START, standing, stream
from tests.bench.measuring import resident_mib, row
from wallboard.config.room import load_room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.domain.terms import ClockMode
from wallboard.shell.application import offscreen_application
from wallboard.shell.moments import Moment
from wallboard.shell.pictures import page_of_moment
from wallboard.state.store import Store
from widgets.page import Page

TICKS_A_SECOND = 10
"""Ticks at the slow cadence: more facts each, so the dearer kind."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=6)
    args = parser.parse_args()
    application = offscreen_application()
    for outages, orders, crews in ((500, 1_250, 325), (2_000, 5_000, 1_300), (4_000, 10_000, 2_600)):
        print(f"{outages:,} outages, {orders:,} orders, {crews:,} crews, overview at 1920x1080")
        for rate in (0, 1_000, 10_000):
            store, page = _page(outages, orders, crews, application.family)
            costs = _run(application.qt, store, page, rate, args.seconds, crews)
            ordered = sorted(costs)
            p50, p99 = statistics.median(ordered), ordered[int(0.99 * (len(ordered) - 1))]
            row(f"{rate:,} facts/s: tick p50", p50 * 1000, "ms")
            row(f"{rate:,} facts/s: tick p99", p99 * 1000, "ms", f"max {ordered[-1] * 1000:.1f} ms")
            page.deleteLater()
    row("resident", resident_mib(), "MiB")


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


def _run(qt: object, store: Store, page: Page, rate: int, seconds: int, crews: int) -> list[float]:
    """CPU seconds of every tick; the same 500 outages and 325 crews change, however large the world is."""
    from PySide6.QtWidgets import QApplication

    assert isinstance(qt, QApplication)
    per = rate // TICKS_A_SECOND
    facts = stream(per * TICKS_A_SECOND * seconds, 500, min(crews, 325), store.head + 1) if rate else []
    costs = []
    for n in range(TICKS_A_SECOND * seconds):
        began = time.thread_time()
        change = store.apply(facts[n * per : (n + 1) * per])
        page.on_change(change)
        if n % TICKS_A_SECOND == 0:
            page.on_second(START + n / TICKS_A_SECOND)
        qt.processEvents()
        if n:
            costs.append(time.thread_time() - began)
    return costs


if __name__ == "__main__":
    main()
