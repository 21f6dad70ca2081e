"""Who is sent where, when no desk decides."""

import math
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec


class Waiting(msgspec.Struct, frozen=True):
    """An outage that waits for a crew. ``ready_at``: since when it could have been sent one (epoch s)."""

    case: str
    customers: int
    key_customers: int
    ready_at: float
    main: bool  # a feeder, or a key customer is dark


class Busy(msgspec.Struct, frozen=True):
    """A crew that stands ready or works for an outage, and what that one is worth."""

    crew: str
    customers: int
    main: bool


Distance = Callable[[str, str], float]
"""Metres by road from a crew to a case; infinite where it may not work or has not learnt the work."""


class Policy(Protocol):
    """Matches waiting outages and free crews."""

    def choose(
        self, waiting: Sequence[Waiting], free: Sequence[str], distance: Distance, now: float
    ) -> list[tuple[str, str]]:
        """Pairs (case, crew); a case or crew left out waits on."""
        ...

    def pull(
        self, waiting: Sequence[Waiting], busy: Sequence[Busy], distance: Distance
    ) -> list[tuple[str, str]]:
        """Pairs (case, crew) of crews that are taken off what they have for something worse."""
        ...


WORTH_A_PULL = 150
"""Customers for whom a crew is taken off something else."""
PULL_RATIO = 10
"""How many times as many as those that it leaves."""
PULL_WITHIN = 25_000.0  # m


class NearestFree:
    """Key customers, then most customers first; each gets the nearest free crew.

    ``reserve`` crews are kept back for feeders and key customers, until an outage has waited
    ``patience`` seconds.
    """

    def __init__(self, reserve: int = 2, patience: float = 4500.0) -> None:
        self._reserve, self._patience = reserve, patience

    def choose(
        self, waiting: Sequence[Waiting], free: Sequence[str], distance: Distance, now: float
    ) -> list[tuple[str, str]]:
        left = sorted(free)
        pairs: list[tuple[str, str]] = []
        for job in sorted(waiting, key=lambda w: (-w.main, -self._urgency(w, now), w.case)):
            urgent = job.main or now - job.ready_at > self._patience
            if not left or (len(left) <= self._reserve and not urgent):
                continue
            away, crew = min((distance(c, job.case), c) for c in left)
            if away == math.inf:
                continue
            left.remove(crew)
            pairs.append((job.case, crew))
        return pairs

    def pull(
        self, waiting: Sequence[Waiting], busy: Sequence[Busy], distance: Distance
    ) -> list[tuple[str, str]]:
        """For feeders and key customers, the nearest crew that has something much smaller."""
        left = [one for one in busy if not one.main]
        pairs: list[tuple[str, str]] = []
        for job in sorted(waiting, key=lambda w: (-w.customers, w.case)):
            if not job.main or job.customers < WORTH_A_PULL:
                continue
            near = [
                (distance(one.crew, job.case), one.crew)
                for one in left
                if one.customers * PULL_RATIO <= job.customers
            ]
            away, crew = min(near, default=(math.inf, ""))
            if away <= PULL_WITHIN:
                left = [one for one in left if one.crew != crew]
                pairs.append((job.case, crew))
        return pairs

    @staticmethod
    def _urgency(job: Waiting, now: float) -> float:
        """Customers, and a point for two minutes of waiting, so that small ones get their turn."""
        return job.customers**0.5 * 4.0 + (now - job.ready_at) / 120.0
