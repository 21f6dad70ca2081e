"""What became of every outage of a log: the pure half of the statistics of storms.

``lives`` reads facts in log order through the Store, so that the claims are resolved as on the wall, and
keeps of each outage when it was dark, whom it held, which crew stages it passed and how its promise moved.
The rest turns lives into figures. Times are epoch seconds, durations minutes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from math import floor

import numpy as np
from numpy.typing import NDArray

from wallboard.domain.facts import Fact, spec_of
from wallboard.domain.rows import Outage
from wallboard.domain.source_names import ANALYST
from wallboard.state.store import Store

HOUR, MINUTE = 3600.0, 60.0
LEFT_OUT = frozenset({"evidence", "told", "entered", "note", "correction", "acknowledged"})
"""Aspects of an outage that no figure here needs."""
GOING = frozenset({"en_route", "on_site", "made_safe"})
NO_CREW = "no crew"
"""The stage of an outage for which nobody has named a crew's status."""


@dataclass(slots=True)
class Life:
    """One outage of a log.

    stood: it was there when the log began; promised: it had an ETR when first seen; spans: (from, to) when it
    was dark, to is None where it is so at the end; crew: (status, from, to) while dark, to is None while it
    lasts and infinite where power came back first; counts: (when, customers out), 0 when light; moves: of its
    ETR, minutes.
    """

    seen: float
    stood: bool
    promised: bool
    spans: list[tuple[float, float | None]] = field(default_factory=list)
    crew: list[tuple[str, float, float | None]] = field(default_factory=list)
    counts: list[tuple[float, int]] = field(default_factory=list)
    etr: float | None = None
    moves: list[float] = field(default_factory=list)

    def look(self, row: Outage | None, at: float) -> None:
        """What the room knows of it now."""
        dark = row is not None and row.dark and not row.merged_into
        if row is None or not dark:
            self._light(at)
            return
        if not self.spans or self.spans[-1][1] is not None:
            self.spans.append((at, None))
        status = row.work.value if row.work else NO_CREW
        if not self.crew or self.crew[-1][2] is not None or self.crew[-1][0] != status:
            self._leave(at, by_change=True)
            self.crew.append((status, at, None))
        if row.customers_out is not None and (not self.counts or self.counts[-1][1] != row.customers_out):
            self.counts.append((at, row.customers_out))
        if row.etr is not None:
            if self.etr is not None and row.etr != self.etr:
                self.moves.append((row.etr - self.etr) / MINUTE)
            self.etr = row.etr

    def _light(self, at: float) -> None:
        if self.spans and self.spans[-1][1] is None:
            self.spans[-1] = (self.spans[-1][0], at)
            self._leave(at, by_change=False)
            if self.counts and self.counts[-1][1]:
                self.counts.append((at, 0))

    def _leave(self, at: float, *, by_change: bool) -> None:
        """The crew stage that ran is over. Where power came back first, its length says little of the crew:
        only work on site is over by that."""
        if not self.crew or self.crew[-1][2] is not None:
            return
        status, since, _ = self.crew[-1]
        whole = by_change or status == "on_site"
        self.crew[-1] = (status, since, at if whole else float("inf"))


@dataclass(slots=True)
class Log:
    """All outages of a log by key, and the instants at which anybody but the analyst spoke."""

    lives: dict[str, Life]
    looks: list[float]


def lives(facts: Iterable[Fact], *, every: float = 0.0) -> Log:
    """Read a log. every: as a feed that is polled so often (s); 0: at each instant that it holds."""
    store, found, looks = Store(), dict[str, Life](), list[float]()
    for at, batch in _looks(facts, every):
        heard = list(batch)
        keys = store.apply(f for f in heard if _needed(f)).of("outage")
        for key in sorted(keys):
            row = store.tables.outages.get(key)
            life = found.get(key)
            if life is None and row is not None and row.dark:
                life = found[key] = Life(at, not looks, row.etr is not None)
            if life is not None:
                life.look(row, at)
        if any(fact.source != ANALYST for fact in heard):
            looks.append(at)
    return Log(found, looks)


def _looks(facts: Iterable[Fact], every: float) -> Iterator[tuple[float, Iterator[Fact]]]:
    def instant(fact: Fact) -> float:
        return (floor(fact.seen / every) + 1) * every if every else fact.seen

    return groupby(facts, instant)


def _needed(fact: Fact) -> bool:
    spec = spec_of(fact.data)
    return spec.noun == "outage" and spec.aspect not in LEFT_OUT


@dataclass(frozen=True, slots=True)
class Spread:
    """How a quantity is spread: number, 10th, 50th and 90th percentile, most; NaN where there is none."""

    n: int
    p10: float
    p50: float
    p90: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float] | NDArray[np.float64]) -> "Spread":
        if not len(values):
            return cls(0, *(float("nan"),) * 4)
        low, middle, high = np.percentile(values, (10, 50, 90))
        return cls(len(values), float(low), float(middle), float(high), float(np.max(values)))


@dataclass(frozen=True, slots=True)
class Figures:
    """What a log of outages is like. Durations in minutes."""

    outages: int
    hours: float
    new_per_hour: Spread
    life: Spread
    to_crew: Spread
    customers_first: Spread
    customers_most: Spread
    crew: dict[str, Spread]
    pulled: float
    moves: Spread
    later: float
    unpromised: float
    half_back: float


def figures(log: Log) -> Figures:
    """The figures of a log; those that stood at its beginning count for the rest, not as new."""
    all_lives = list(log.lives.values())
    stages = sorted({status for life in all_lives for status, *_ in life.crew})
    moved = np.array(moves(log))
    new = [life for life in all_lives if not life.stood]
    return Figures(
        outages=len(all_lives),
        hours=(log.looks[-1] - log.looks[0]) / HOUR if log.looks else 0.0,
        new_per_hour=Spread.of(new_by_hour(log)),
        life=Spread.of(durations(log)),
        to_crew=Spread.of(minutes_to_crew(log)),
        customers_first=Spread.of([float(life.counts[0][1]) for life in all_lives if life.counts]),
        customers_most=Spread.of([float(most(life)) for life in all_lives if life.counts]),
        crew={status: Spread.of(stage_minutes(log, status)) for status in stages},
        pulled=pulled_share(log),
        moves=Spread.of(moved),
        later=float(np.mean(moved > 0)) if len(moved) else float("nan"),
        unpromised=float(np.mean([not life.promised for life in new])) if new else float("nan"),
        half_back=half_back(log),
    )


def durations(log: Log) -> list[float]:
    """Minutes of every dark span that both began and ended within the log."""
    spans = [(life.stood, span) for life in log.lives.values() for span in life.spans]
    return [(to - since) / MINUTE for stood, (since, to) in spans if to is not None and not stood]


def most(life: Life) -> int:
    """Customers that it held at the most."""
    return max(count for _, count in life.counts)


def stage_minutes(log: Log, status: str) -> list[float]:
    """How long a crew stage ran until the next one (on site: or until power was back)."""
    return [
        (until - since) / MINUTE
        for life in log.lives.values()
        for word, since, until in life.crew
        if word == status and until is not None and until != float("inf")
    ]


def minutes_to_crew(log: Log) -> list[float]:
    """From the first word of an outage until a crew was first on its way or there, minutes."""
    waits = [
        next(((since - life.seen) / MINUTE for word, since, _ in life.crew if word in GOING), None)
        for life in log.lives.values()
        if not life.stood
    ]
    return [wait for wait in waits if wait is not None]


def pulled_share(log: Log) -> float:
    """Of the outages that were given a crew, those that one was ever taken off; NaN where none was given."""
    crewed = [words for life in log.lives.values() if (words := {word for word, *_ in life.crew}) - {NO_CREW}]
    return float(np.mean(["suspended" in words for words in crewed])) if crewed else float("nan")


def moves(log: Log) -> list[float]:
    """How far promises were moved, minutes, later positive."""
    return [move for life in log.lives.values() for move in life.moves]


def new_by_hour(log: Log) -> NDArray[np.float64]:
    """New outages in every clock hour in which the log was heard; what stood at its beginning is not new."""
    if not log.looks:
        return np.empty(0)
    begin = floor(log.looks[0] / HOUR)
    heard = np.unique(np.floor(np.array(log.looks) / HOUR).astype(np.int64) - begin)
    seen = [life.seen for life in log.lives.values() if not life.stood]
    counted = np.bincount(
        np.floor(np.array(seen, np.float64) / HOUR).astype(np.int64) - begin, minlength=int(heard[-1]) + 1
    )
    return counted[heard].astype(np.float64)


def customers_curve(log: Log) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """(instants, customers out, customers ever out): who is out once more counts again among the latter.

    A rising count adds to both, a falling one takes from the first only.
    """
    steps: list[tuple[float, int, int]] = []
    for life in log.lives.values():
        counts = [(life.seen, 0), *life.counts]
        for (_, before), (at, count) in pairwise(counts):
            steps.append((at, count - before, max(0, count - before)))
    if not steps:
        return np.empty(0), np.empty(0), np.empty(0)
    table = np.array(sorted(steps), np.float64)
    return table[:, 0], np.cumsum(table[:, 1]), np.cumsum(table[:, 2])


def half_back(log: Log) -> float:
    """Hours from the peak of customers out until half of these are back; NaN where the log ends before."""
    at, out, _ = customers_curve(log)
    if not len(out):
        return float("nan")
    peak = int(np.argmax(out))
    below = np.nonzero(out[peak:] <= out[peak] / 2)[0]
    return float((at[peak + below[0]] - at[peak]) / HOUR) if len(below) else float("nan")
