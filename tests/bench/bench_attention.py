"""What the attention queue costs a tick: 5,000 open orders in three lanes, 200 changes a second.

    python -m tests.bench.bench_attention [--seconds 20]

Ticks of 100 ms, 20 changed orders in each, the queue of 12 rows asked at every one, the clock running and 300
crews that drive. Once with 5,000 orders and once with 10,000, tick by tick in turn; the changes are the same.
"""

import argparse
from random import Random

from tests.bench.measuring import row
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.clock import thread_seconds
from wallboard.domain.crews import CrewPosition, CrewStatusValue
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.orders import OrderNeed, OrderStageValue
from wallboard.domain.terms import AreaClass, CrewStatus, Lane, OrderStage
from wallboard.state.boards import Boards
from wallboard.state.queries.attention import attention
from wallboard.state.store import Store

START = 1_700_000_000.0
TICK_S, CHANGES, ROWS = 0.1, 20, 12
WORLDS = (5_000, 10_000)
CREWS, MOVES = 300, 30
STEP = 0.001
"""Degrees between two fixes of a crew, at most: 100 m."""
GRID = load_rule_set("state-grid-2022")
STAGES = (OrderStage.NEW, OrderStage.ACCEPTED, OrderStage.EN_ROUTE, OrderStage.ON_SITE)


class Bench:
    """One world and what its ticks cost, s of this thread's CPU."""

    def __init__(self, orders: int) -> None:
        self.dice, self.store, self.now, self._seq = Random(1), Store(), START, 0
        self.boards = Boards(self.store)
        self.ticks: list[float] = []
        self.at = [(113.0 + n % 17 / 17, 22.0 + n % 13 / 13) for n in range(CREWS)]
        self._say([self._need(n) for n in range(orders)])
        self._say([fact for n in range(CREWS) for fact in self._crew(n)])
        for _ in range(orders // 200 + 5):  # everything has been looked at once
            self._look()

    def tick(self) -> None:
        """One tick: what changed, then the queue. Only the queue's part is timed."""
        self.now += TICK_S
        self._say([self._stage(self.dice.randrange(WORLDS[0])) for _ in range(CHANGES)])
        self._say([self._crew(self.dice.randrange(CREWS))[1] for _ in range(MOVES)])
        began = thread_seconds()
        self._look()
        self.ticks.append(thread_seconds() - began)

    def anew(self) -> float:
        """Seconds that judging every order anew takes."""
        began = thread_seconds()
        attention(self.store.tables, GRID, self.now, AreaClass.URBAN, ROWS)
        return thread_seconds() - began

    def quantile(self, share: float) -> float:
        """Milliseconds, over all ticks."""
        return sorted(self.ticks)[min(len(self.ticks) - 1, int(share * len(self.ticks)))] * 1000

    def _look(self) -> None:
        self.boards.follow()
        self.boards.attention(GRID, self.now, AreaClass.URBAN, ROWS)

    def _say(self, facts: list[Fact]) -> None:
        self.store.apply(facts)

    def _fact(self, data: Payload, key: str) -> Fact:
        self._seq += 1
        return Fact(data, key, self.now, "bench", f"f{self._seq}", self.now, self._seq)

    def _need(self, n: int) -> Fact:
        data = OrderNeed(
            lane=list(Lane)[n % 3],
            received_at=Instant(START - n % 7200),
            lon=113.0 + n % 97 / 100,
            lat=22.0 + n % 89 / 100,
            promised_at=Instant(START + 600 + n * 7) if n % 3 else None,
            key_customers=int(n % 50 == 0),
        )
        return self._fact(data, f"o/{n}")

    def _stage(self, n: int) -> Fact:
        stage = self.dice.choice(STAGES)
        at = Instant(self.now)
        return self._fact(OrderStageValue(stage=stage, since=at, reached={stage.value: at}), f"o/{n}")

    def _crew(self, n: int) -> list[Fact]:
        lon, lat = self.at[n]
        lon, lat = self.at[n] = lon + self.dice.uniform(-STEP, STEP), lat + self.dice.uniform(-STEP, STEP)
        status = CrewStatusValue(status=CrewStatus.AVAILABLE, since=Instant(self.now))
        return [self._fact(status, f"c/{n}"), self._fact(CrewPosition(lon=lon, lat=lat), f"c/{n}")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    args = parser.parse_args()
    worlds = {orders: Bench(orders) for orders in WORLDS}
    for _ in range(round(args.seconds / TICK_S)):
        for world in worlds.values():
            world.tick()
    print(f"attention, {CHANGES / TICK_S:.0f} changes/s, {MOVES / TICK_S:.0f} moves/s, queue of {ROWS}")
    for orders, world in worlds.items():
        row(f"{orders:,} orders: p50 a tick", world.quantile(0.5), "ms")
        row(f"{orders:,} orders: p99 a tick", world.quantile(0.99), "ms")
        row(f"{orders:,} orders: judged anew", world.anew() * 1000, "ms")
    small, large = worlds.values()
    row("orders doubled: p50, once the other", large.quantile(0.5) / small.quantile(0.5), "x")
    row("orders doubled: p99, once the other", large.quantile(0.99) / small.quantile(0.99), "x")


if __name__ == "__main__":
    main()
