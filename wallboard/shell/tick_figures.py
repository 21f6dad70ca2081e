"""What the ticks cost: counters for diagnostics and benches, nothing kept that grows."""

from collections import deque

import msgspec


class TickCost(msgspec.Struct, frozen=True):
    """CPU of the GUI thread per tick over the last ticks, ms; facts and ticks since the start."""

    ticks: int
    facts: int
    p50: float
    p99: float
    p999: float
    worst: float
    waiting: int


class TickFigures:
    """The last 20,000 tick costs (thread CPU seconds), and totals."""

    def __init__(self) -> None:
        self._costs: deque[float] = deque(maxlen=20_000)
        self.ticks = self.facts = self.waiting = 0

    def note(self, cost: float, facts: int, waiting: int) -> None:
        """One tick: its CPU seconds, the facts it applied, the facts left waiting."""
        self._costs.append(cost)
        self.ticks += 1
        self.facts += facts
        self.waiting = waiting

    def cost(self) -> TickCost:
        """Quantiles of what is kept; zeros before the first tick."""
        ordered = sorted(self._costs) or [0.0]

        def quantile(share: float) -> float:
            return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 3)

        return TickCost(
            self.ticks,
            self.facts,
            quantile(0.5),
            quantile(0.99),
            quantile(0.999),
            quantile(1.0),
            self.waiting,
        )
