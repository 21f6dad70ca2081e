"""What happens next, and what was said: the two queues that make a world run."""

import heapq
from collections.abc import Callable
from typing import Any

from feeds.sim.chance import between, chance
from wallboard.domain.facts import Fact, Payload

LATENCY: dict[str, tuple[float, float]] = {
    "oms": (0.4, 2.5),
    "95598": (0.5, 3.0),
    "metering": (4.0, 30.0),
    "scada": (0.3, 1.5),
    "gps": (0.2, 1.2),
    "weather": (1.0, 5.0),
    "roster": (0.1, 0.5),
}
"""How long each source's facts are on their way, s (from, to)."""


class Agenda:
    """Things to do at their time; equal times in the order in which they were entered."""

    def __init__(self, now: float) -> None:
        self.now = now
        self._heap: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._count = 0

    def at(self, time: float, do: Callable[..., None], *args: Any) -> None:
        """Do something at a time (epoch s, to the millisecond), never before now."""
        self._count += 1
        heapq.heappush(self._heap, (round(max(time, self.now), 3), self._count, do, args))

    def after(self, seconds: float, do: Callable[..., None], *args: Any) -> None:
        self.at(self.now + seconds, do, *args)

    def run(self, until: float) -> None:
        """Do everything that is due up to and at ``until``; the agenda's now follows."""
        while self._heap and self._heap[0][0] <= until:
            self.now, _, do, args = heapq.heappop(self._heap)
            do(*args)
        self.now = max(self.now, until)


class Outbox:
    """Facts on their way from their source to the room, released in the order in which they arrive."""

    def __init__(self, seed: int, agenda: Agenda) -> None:
        self._agenda = agenda
        self._dice = {name: chance(seed, "latency", name) for name in LATENCY}
        self._busy: dict[str, float] = dict.fromkeys(LATENCY, 0.0)
        self._serial: dict[str, int] = dict.fromkeys(LATENCY, 0)
        self._heap: list[tuple[float, int, Fact]] = []
        self._count = 0
        self.last_at: dict[str, float] = {}

    def say(
        self, source: str, key: str, data: Payload, *, at: float | None = None, heard: float | None = None
    ) -> None:
        """A source says something. at: when it happened (now); heard: from when on it can arrive (now).

        What one source says arrives in the order in which it was said.
        """
        now = self._agenda.now
        at = now if at is None else round(at, 3)
        ready = (now if heard is None else heard) + between(self._dice[source], *LATENCY[source])
        seen = round(max(ready, self._busy[source]), 3)
        self._busy[source] = seen
        self._serial[source] += 1
        self._count += 1
        self.last_at[source] = max(at, self.last_at.get(source, 0.0))
        fact = Fact(data, key, at, source, f"{source}-{self._serial[source]:06d}", seen)
        heapq.heappush(self._heap, (seen, self._count, fact))

    def due(self, until: float) -> list[Fact]:
        """Facts that have arrived by ``until``, in the order of their arrival; each is given once."""
        facts: list[Fact] = []
        while self._heap and self._heap[0][0] <= until:
            facts.append(heapq.heappop(self._heap)[2])
        return facts
