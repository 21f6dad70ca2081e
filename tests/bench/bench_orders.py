"""What lists of orders cost a page: 5,000 open orders in three lanes, 200 changes a second, and 10,000.

    python -m tests.bench.bench_orders [--seconds 6]

The overview's lanes, the page of problems and a desk's table, each on its own page of 1920 x 1080 (offscreen
raster), at 20 ticks a second of which one turns the second. The same orders change in worlds of any size:
what does not change must not cost. CPU of this thread; worlds tick by tick in turn, A B A B.
"""

import argparse
import gc
import time
from collections import defaultdict
from collections.abc import Callable
from random import Random
from typing import Any

from PySide6.QtCore import QEvent

from feeds.recording import Manifest
from tests.bench.measuring import row
from wallboard.config.room import load_room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.domain.clock import ManualClock
from wallboard.domain.connections import Complaint, ConnectionProject
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.orders import OrderHolder, OrderNeed, OrderStageValue
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import ClockMode, Lane, OrderStage, OutageNature, OutageStage
from wallboard.shell.application import Application, offscreen_application
from wallboard.shell.moments import Moment
from wallboard.shell.pictures import page_of_moment
from wallboard.state.store import Store
from widgets.panel import Panel

START = 1_700_000_000.0
TICKS_A_SECOND, CHANGES = 20, 10
WORLDS = (5_000, 10_000)
LISTS = {"overview": ("lane_board",), "problems": ("case_board", "queues"), "desk": ("desk_table",)}
"""By screen, the panels whose repaint is told: what each second looks at, compares and paints."""

STAGES = (OrderStage.NEW, OrderStage.ACCEPTED, OrderStage.EN_ROUTE, OrderStage.ON_SITE)


class World:
    """One store with its page, and what its ticks and its lists cost, s."""

    def __init__(self, screen: str, orders: int, application: Application) -> None:
        self.dice, self.store, self._seq, self.now = Random(1), Store(), 0, START
        self._qt = application.qt
        facts = [fact for n in range(orders) for fact in self._order(n)]
        self.store.load(facts, self._seq)
        room = load_room("demo")
        rules = load_rule_set(room.rules) if room.rules else None
        moment = Moment(self.store, START, ClockMode.SCENARIO, room, rules, Manifest())
        self.page = page_of_moment(
            moment, load_screen(screen), (1920, 1080), "dark", "zh", application.family
        )
        self.page.show()
        self.ticks: list[float] = []
        self.lists: list[float] = []
        self._spent: dict[str, float] = defaultdict(float)
        for entry, panel in self.page.panels:
            if entry.kind in LISTS[screen]:
                self._watch(panel)
        self._number, self._paid = 0, False
        for _, panel in self.page.panels:
            panel.refresh()  # the first look fills what is kept: nobody is to rest from it

    def tick(self) -> None:
        """Ten changed orders, the faces, the paint; each twentieth turns the second."""
        clock, page = self.page.session.clock, self.page
        assert isinstance(clock, ManualClock)
        clock.advance(1 / TICKS_A_SECOND)
        self.now = clock.now()
        facts = [self._stage(self.dice.randrange(WORLDS[0])) for _ in range(CHANGES)]
        self._spent.clear()
        began = time.thread_time()
        self._paid = page.owing and not self._paid
        if self._paid:
            page.pay()
        page.on_change(self.store.apply(facts))
        if self._number % TICKS_A_SECOND == 0:
            page.on_second(self.now)
        self._qt.processEvents()
        self.ticks.append(time.thread_time() - began)
        if spent := sum(self._spent.values()):
            self.lists.append(spent)
        self._number += 1

    def close(self) -> None:
        self.page.close()
        self.page.deleteLater()
        self._qt.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _watch(self, panel: Panel) -> None:
        for method in ("refresh", "draw"):
            setattr(panel, method, self._timed(getattr(panel, method)))

    def _timed(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any) -> Any:
            began = time.thread_time()
            try:
                return call(*args)
            finally:
                self._spent["list"] += time.thread_time() - began

        return timed

    def _fact(self, data: Payload, key: str) -> Fact:
        self._seq += 1
        return Fact(data, key, self.now, "bench", f"f{self._seq}", self.now, self._seq)

    def _order(self, n: int) -> list[Fact]:
        """An order of the lane whose turn it is: every third restores an outage, or applies for power."""
        lane, key, at = list(Lane)[n % 3], f"o/{n}", Instant(START - n % 7200)
        town = f"镇 {n % 61}"
        need = OrderNeed(
            lane=lane,
            received_at=at,
            title=f"{town} 台区 {n}",
            town=town,
            number=f"DY{n:06d}",
            outage=f"oms/{n}" if lane is Lane.RESTORE else "",
            kind="complaint" if n % 30 == 1 else "",
            channel=("95598", "app", "wechat")[n % 3],
            promised_at=Instant(START + 600 + n * 7) if n % 3 else None,
        )
        facts = [self._fact(need, key), self._stage(n)]
        if n % 8:
            holder = OrderHolder(holder=f"席位 {n % 40}", name=f"席位 {n % 40}", since=at)
            facts.append(self._fact(holder, key))
        if lane is Lane.RESTORE:
            extent = OutageExtent(
                nature=OutageNature.UNPLANNED,
                lon=112.0 + n % 97 / 70,
                lat=21.8 + n % 89 / 80,
                region=f"局 {n % 7}",
                town=town,
                place=f"台区 {n}",
                customers_out=n % 211 + 1,
                started_at=at,
            )
            stage = OutageStageClaim(stage=OutageStage.CONFIRMED, since=at)
            facts += [self._fact(extent, f"oms/{n}"), self._fact(stage, f"oms/{n}")]
        elif n % 30 == 1:
            facts.append(self._fact(Complaint(channel="95598", accepted_at=at), key))
        elif lane is Lane.CONNECT:
            facts.append(self._fact(ConnectionProject(voltage="lv", category="lv_res", kva=8.0), key))
        return facts

    def _stage(self, n: int) -> Fact:
        stage, at = self.dice.choice(STAGES), Instant(self.now)
        return self._fact(OrderStageValue(stage=stage, since=at, reached={stage.value: at}), f"o/{n}")


def quantile(costs: list[float], share: float) -> float:
    """Milliseconds."""
    return sorted(costs)[min(len(costs) - 1, int(share * len(costs)))] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=6)
    seconds = parser.parse_args().seconds
    application = offscreen_application()
    print(f"{CHANGES * TICKS_A_SECOND} changes/s")
    for screen, kinds in LISTS.items():
        worlds = {orders: World(screen, orders, application) for orders in WORLDS}
        gc.collect()
        gc.freeze()  # as the wall does after its start
        began = time.monotonic()
        for n in range(TICKS_A_SECOND * (seconds + 2)):
            time.sleep(max(0.0, began + n / TICKS_A_SECOND - time.monotonic()))  # panels rest in real time
            for world in worlds.values():
                world.tick()
                if n == 2 * TICKS_A_SECOND:  # the first two seconds fill what is kept
                    world.ticks, world.lists = [], []
        gc.unfreeze()
        _tell(screen, " + ".join(kinds), worlds)
        for world in worlds.values():
            world.close()


def _tell(screen: str, kinds: str, worlds: dict[int, World]) -> None:
    for orders, world in worlds.items():
        row(f"{screen}, {orders:,} orders: tick p50", quantile(world.ticks, 0.5), "ms")
        row(f"{screen}, {orders:,} orders: tick p99", quantile(world.ticks, 0.99), "ms")
        row(f"{kinds}, {orders:,}: repaint p50", quantile(world.lists, 0.5), "ms")
        row(f"{kinds}, {orders:,}: repaint p99", quantile(world.lists, 0.99), "ms")
    small, large = worlds.values()
    row(f"{screen}, orders doubled: tick, in the middle", _ratio(small.ticks, large.ticks), "x")
    row(f"{kinds}, doubled: repaint, in the middle", _ratio(small.lists, large.lists), "x")


def _ratio(small: list[float], large: list[float]) -> float:
    return quantile(large, 0.5) / quantile(small, 0.5)


if __name__ == "__main__":
    main()
