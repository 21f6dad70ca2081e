"""What happens next, and what was said: the two queues that make a world run."""

import heapq
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from feeds.sim.chance import between, chance
from feeds.sim.spells import Spells
from wallboard.domain.facts import Fact, Payload, aspect_token, spec_of
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import FactKind

LATENCY: dict[str, tuple[float, float]] = {
    "oms": (0.4, 2.5),
    "95598": (0.5, 3.0),
    "metering": (4.0, 30.0),
    "scada": (0.3, 1.5),
    "gps": (0.2, 1.2),
    "weather": (1.0, 5.0),
    "roster": (0.1, 0.5),
    "cms": (0.3, 2.0),
}
"""How long each source's facts are on their way, s (from, to)."""


class Agenda:
    """Things to do at their time; equal times in the order in which they were entered."""

    def __init__(self, now: float) -> None:
        self.now = now
        self._heap: list[tuple[float, int, Callable[..., object], tuple[Any, ...]]] = []
        self._count = 0

    def at(self, time: float, do: Callable[..., object], *args: Any) -> None:
        """Do something at a time (epoch s, to the millisecond), never before now."""
        self._count += 1
        heapq.heappush(self._heap, (round(max(time, self.now), 3), self._count, do, args))

    def after(self, seconds: float, do: Callable[..., object], *args: Any) -> None:
        self.at(self.now + seconds, do, *args)

    def run(self, until: float) -> None:
        """Do everything that is due up to and at ``until``; the agenda's now follows."""
        while self._heap and self._heap[0][0] <= until:
            self.now, _, do, args = heapq.heappop(self._heap)
            do(*args)
        self.now = max(self.now, until)


class Outbox:
    """Facts on their way from their source to the room, released in the order in which they arrive."""

    def __init__(self, seed: int, agenda: Agenda, spells: Spells) -> None:
        self._agenda, self._spells = agenda, spells
        self._dice = {name: chance(seed, "latency", name) for name in LATENCY}
        self._busy: dict[str, float] = dict.fromkeys(LATENCY, 0.0)
        self._serial: dict[str, int] = dict.fromkeys(LATENCY, 0)
        self._heap: list[tuple[float, int, Fact]] = []
        self._count = 0
        self._garbled: dict[str, dict[tuple[str, str], Fact]] = {}
        self.last_at: dict[str, float] = {}

    def say(
        self, source: str, key: str, data: Payload, *, at: float | None = None, heard: float | None = None
    ) -> str:
        """A source says something. at: when it happened (now); heard: from when on it can arrive (now).
        Returns the fact's id.

        What one source says arrives in the order in which it was said, unless a spell is upon it.
        """
        now = self._agenda.now
        at = now if at is None else round(at, 3)
        self.last_at[source] = max(at, self.last_at.get(source, 0.0))
        self._serial[source] += 1
        passage = self._spells.passage(source, now)
        if isinstance(data, SourceFreshness):
            data, ready = self._spells.word_of_life(source, data, passage, now)
        else:
            ready = max(passage.heard, now if heard is None else heard)
            at = round(at + passage.clock, 3)
        fact = Fact(data, key, at, source, f"{source}-{self._serial[source]:06d}")
        if passage.garbled and not isinstance(data, SourceFreshness):
            self._keep(fact, passage.heard)
            return fact.id
        if self._garbled.get(source):
            self._garbled[source].pop(_subject(fact), None)
        self._send(fact, ready)
        return fact.id

    def _send(self, fact: Fact, ready: float) -> None:
        ready += between(self._dice[fact.source], *LATENCY[fact.source])
        seen = round(max(ready, self._busy[fact.source]), 3)
        self._busy[fact.source] = seen
        self._count += 1
        heapq.heappush(self._heap, (seen, self._count, replace(fact, seen=seen)))

    def _keep(self, fact: Fact, until: float) -> None:
        """What nobody could read is told once more later, the newest of each subject."""
        if fact.source not in self._garbled:
            self._garbled[fact.source] = {}
            self._agenda.at(until, self._tell_again, fact.source)
        kept = self._garbled[fact.source]
        kept.pop(_subject(fact), None)
        kept[_subject(fact)] = fact

    def _tell_again(self, source: str) -> None:
        for fact in self._garbled.pop(source).values():
            self._send(fact, self._agenda.now)

    def due(self, until: float) -> list[Fact]:
        """Facts that have arrived by ``until``, in the order of their arrival; each is given once."""
        facts: list[Fact] = []
        while self._heap and self._heap[0][0] <= until:
            facts.append(heapq.heappop(self._heap)[2])
        return facts


def _subject(fact: Fact) -> tuple[str, str]:
    """What a later fact takes the place of; an entry stands for itself."""
    entry = spec_of(fact.data).kind is FactKind.ENTRY
    return fact.key, fact.id if entry else aspect_token(fact.data)
