"""Who is sent where, when no desk decides."""

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


Distance = Callable[[str, str], float]
"""Metres by road from a crew to a case."""


class Policy(Protocol):
    """Matches waiting outages and free crews."""

    def choose(
        self, waiting: Sequence[Waiting], free: Sequence[str], distance: Distance, now: float
    ) -> list[tuple[str, str]]:
        """Pairs (case, crew); a case or crew left out waits on."""
        ...


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
            crew = min(left, key=lambda c: (distance(c, job.case), c))
            left.remove(crew)
            pairs.append((job.case, crew))
        return pairs

    @staticmethod
    def _urgency(job: Waiting, now: float) -> float:
        """Customers, and a point for two minutes of waiting, so that small ones get their turn."""
        return job.customers**0.5 * 4.0 + (now - job.ready_at) / 120.0
